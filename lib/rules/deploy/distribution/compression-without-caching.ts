import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf, judged } from '../../engine/judge';
import type { Rule } from '../../engine/rule';

const NEVER_CACHES = (more: string) => `
CachePolicy:
  Type: AWS::CloudFront::CachePolicy
  Properties:
    CachePolicyConfig:
      Name: nothing-is-kept
      MinTTL: 0
      DefaultTTL: 0
      MaxTTL: 0
      ParametersInCacheKeyAndForwardedToOrigin:
        ${more}
        CookiesConfig: { CookieBehavior: none }
        HeadersConfig: { HeaderBehavior: none }
        QueryStringsConfig: { QueryStringBehavior: none }`;

export const compressionWithoutCaching: Rule = {
  id: 'compression-without-caching',
  severity: 'error',
  family: 'deploy',
  title: 'A cache policy keeps nothing (MaxTTL 0) and asks for compression',
  why: 'CloudFront refuses the policy ("The parameter EnableAcceptEncodingGzip is invalid for policy with caching disabled"), so the stack does not deploy.',
  fix: 'Set EnableAcceptEncodingGzip and EnableAcceptEncodingBrotli to false, or use the managed policy CachingDisabled.',
  see: [
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ParametersInCacheKeyAndForwardedToOrigin.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cache-key-create-cache-policy.html',
  ],
  unless: 'Never: CloudFront compresses only what it may keep.',
  example: () => ({
    wrong: exampleStack({ behavior: { CachePolicyId: '!Ref CachePolicy' }, more: NEVER_CACHES('EnableAcceptEncodingGzip: true') }),
    right: exampleStack({ behavior: { CachePolicyId: '!Ref CachePolicy' }, more: NEVER_CACHES('EnableAcceptEncodingGzip: false') }),
  }),
  check: (graph) => graph.cachePolicies.flatMap(({ address, brotli, gzip, maxTtl }) =>
    judged({ address, path: 'Properties.CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin' }, (place) =>
      failIf(place, decided(maxTtl) === 0 && (decided(gzip) || decided(brotli)) ? 'asks for compression, and MaxTTL is 0' : undefined))),
};
