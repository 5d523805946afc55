import { eachBehaviour, placeIn } from '../deliveries';
import { failIf, judgeKnown } from '../judge';
import type { Rule } from '../rule';

const READING = ['GET', 'HEAD'];
const CACHED = [READING, [...READING, 'OPTIONS']];
const ALLOWED = [...CACHED, [...READING, 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE']];

export const behaviourMethods: Rule = {
  id: 'behaviour-methods',
  severity: 'error',
  family: 'deploy',
  title: 'A behaviour allows or caches a set of methods that CloudFront does not offer',
  why: 'CloudFront refuses the distribution, so the stack does not deploy.',
  fix: 'Allow [GET, HEAD], [GET, HEAD, OPTIONS], or all seven; cache [GET, HEAD] (or [GET, HEAD, OPTIONS] where OPTIONS is allowed).',
  see: [
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html',
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachedMethods.html',
  ],
  unless: 'Never: CloudFront offers exactly these sets.',
  example: {
    wrong: `
Distribution:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      Enabled: true
      Origins:
        - Id: assets
          DomainName: example-assets.s3.eu-central-1.amazonaws.com
          S3OriginConfig: {}
      DefaultCacheBehavior:
        TargetOriginId: assets
        ViewerProtocolPolicy: redirect-to-https
        AllowedMethods: [GET, OPTIONS]
        CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
`,
    right: `
Distribution:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      Enabled: true
      Origins:
        - Id: assets
          DomainName: example-assets.s3.eu-central-1.amazonaws.com
          S3OriginConfig: {}
      DefaultCacheBehavior:
        TargetOriginId: assets
        ViewerProtocolPolicy: redirect-to-https
        AllowedMethods: [GET, HEAD, OPTIONS]
        CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
`,
  },
  check: (graph) =>
    eachBehaviour(graph, ({ path, allowedMethods, cachedMethods }, distribution) => {
      const allowed = placeIn(distribution, `${path}.AllowedMethods`);
      const cached = placeIn(distribution, `${path}.CachedMethods`);
      return [
        judgeKnown(allowed, allowedMethods, (methods) => failIf(allowed, offered(methods, ALLOWED) ? undefined : `CloudFront offers no set ${methods.join(', ')}`)),
        judgeKnown(cached, cachedMethods, (methods) => {
          if (!offered(methods, CACHED)) {
            return failIf(cached, `CloudFront caches no set ${methods.join(', ')}`);
          }
          return methods.length === 2 ? failIf(cached, undefined) : judgeKnown(cached, allowedMethods, (all) =>
            failIf(cached, all.includes('OPTIONS') ? undefined : 'OPTIONS is cached and not allowed'));
        }),
      ];
    }),
};

function offered(methods: readonly string[], sets: readonly (readonly string[])[]): boolean {
  return sets.some((set) => set.length === methods.length && set.every((method) => methods.includes(method)));
}
