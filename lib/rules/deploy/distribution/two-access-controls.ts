import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachOrigin } from '../../subjects/deliveries';

const IDENTITY = `
Identity:
  Type: AWS::CloudFront::CloudFrontOriginAccessIdentity
  Properties:
    CloudFrontOriginAccessIdentityConfig: { Comment: assets }`;

export const twoAccessControls: Rule = {
  id: 'two-access-controls',
  severity: 'error',
  family: 'deploy',
  title: 'An origin has both an origin access control and an origin access identity',
  why: 'CloudFront refuses the distribution (IllegalOriginAccessConfiguration), so the stack does not deploy.',
  fix: 'Keep OriginAccessControlId and empty the old one: S3OriginConfig: { OriginAccessIdentity: "" }.',
  see: [
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html#migrate-from-oai-to-oac',
  ],
  unless: 'Never: CloudFront takes one of the two.',
  example: () => ({
    wrong: exampleStack({ origin: { S3OriginConfig: '{ OriginAccessIdentity: !Sub \'origin-access-identity/cloudfront/${Identity}\' }' }, more: IDENTITY }),
    right: exampleStack({ origin: { S3OriginConfig: '{ OriginAccessIdentity: \'\' }' }, more: IDENTITY }),
  }),
  check: eachOrigin('', ({ accessControlId, accessIdentity }, place) => {
    if ((decided(accessControlId) ?? '') === '') {
      return undefined;
    }
    // An identity that is not a resource of the templates is unknown, and it is one all the same
    const hasIdentity = !accessIdentity.known || accessIdentity.value !== undefined;
    return failIf(place, hasIdentity ? 'OriginAccessControlId and OriginAccessIdentity are both set' : undefined);
  }),
};
