import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachPolicyCors } from '../../subjects/headers-policy';

export const headersPolicyMissingField: Rule = {
  id: 'headers-policy-missing-field',
  severity: 'error',
  family: 'deploy',
  title: 'The CORS block of a response headers policy lacks a required property',
  why: 'CloudFormation refuses the policy, so the stack does not deploy.',
  fix: 'Write all five: AccessControlAllowOrigins, AccessControlAllowHeaders, AccessControlAllowMethods, AccessControlAllowCredentials, OriginOverride.',
  see: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-responseheaderspolicy-corsconfig.html',
  ],
  unless: 'Never: CloudFormation requires them.',
  example: () => ({
    wrong: exampleStack({ cors: { OriginOverride: undefined } }),
    right: exampleStack(),
  }),
  check: eachPolicyCors(({ missing }, place) =>
    failIf(place, missing.length === 0 ? undefined : `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`)),
};
