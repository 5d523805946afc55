import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachOrigin } from '../../subjects/deliveries';

const MESSAGES: Readonly<Record<string, string | undefined>> = {
  both: 'S3OriginConfig and CustomOriginConfig are both set',
  none: 'there is neither S3OriginConfig nor CustomOriginConfig',
};

export const originConfig: Rule = {
  id: 'origin-config',
  severity: 'error',
  family: 'deploy',
  title: 'An origin has neither S3OriginConfig nor CustomOriginConfig, or both',
  why: 'CloudFront refuses the distribution, so the stack does not deploy.',
  fix: 'Write `S3OriginConfig: {}` for a bucket with an origin access control, and CustomOriginConfig for any other server.',
  see: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-origin.html',
    'https://github.com/awsdocs/aws-cloudformation-user-guide/pull/1267',
  ],
  unless: 'Never: CloudFront wants exactly one of S3OriginConfig, CustomOriginConfig and VpcOriginConfig.',
  example: () => ({
    wrong: exampleStack({ origin: { S3OriginConfig: undefined } }),
    right: exampleStack(),
  }),
  check: eachOrigin('', ({ config }, place) => failIf(place, MESSAGES[config])),
};
