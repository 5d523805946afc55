import type { OriginTarget } from '../../../graph/types';
import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachOrigin } from '../../subjects/deliveries';

export const accessControlType: Rule = {
  id: 'access-control-type',
  severity: 'error',
  family: 'deploy',
  title: 'An origin access control has a different type than its origin',
  why: 'CloudFront refuses the distribution ("Illegal configuration: The origin type and OAC origin type differ."), so the stack does not deploy.',
  fix: 'Set OriginAccessControlOriginType to the kind of the origin: s3 for a bucket, lambda for a function URL. Any other server takes no origin access control: remove OriginAccessControlId.',
  see: [
    'https://github.com/aws/aws-cdk/issues/26405',
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html',
  ],
  unless: 'Never: CloudFront refuses the pair.',
  example: () => ({
    wrong: exampleStack({ accessControl: { OriginAccessControlOriginType: 'lambda' } }),
    right: exampleStack(),
  }),
  check: eachOrigin('OriginAccessControlId', ({ accessControl, domainName, target }, place) => {
    const control = decided(accessControl);
    if (control === undefined || target.kind === 'unknown' || target.kind === 's3-website') {
      return undefined;
    }
    const type = decided(control.originType);
    const wanted = typeOf(target, decided(domainName));
    return failIf(place, type === wanted ? undefined : `the origin access control ${control.address.logicalId} is of type ${type}, and ${decided(domainName)} ${wanted === undefined ? 'takes none' : `is of type ${wanted}`}`);
  }),
};

/** Endings of hosts, by the type of access control that they take. */
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html, …-mediastore.html, …-mediapackage.html
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/\.lambda-url\.[^/]+\.on\.aws$/, 'lambda'],
  [/\.mediastore\.[^/]+\.amazonaws\.com$/, 'mediastore'],
  [/\.mediapackagev2\.[^/]+\.amazonaws\.com$/, 'mediapackagev2'],
  // A Multi-Region Access Point, which is S3 behind a host of its own
  [/\.accesspoint\.s3-global\.amazonaws\.com$/, 's3'],
];

function typeOf(target: OriginTarget, host: string): string | undefined {
  return target.kind === 's3' ? 's3' : TYPES.find(([ending]) => ending.test(host))?.[1];
}
