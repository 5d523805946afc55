import { failIf } from '../judge';
import { eachPolicyCors } from '../response-headers-cors';
import type { Rule } from '../rule';

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
  example: {
    wrong: `
Cors:
  Type: AWS::CloudFront::ResponseHeadersPolicy
  Properties:
    ResponseHeadersPolicyConfig:
      Name: assets
      CorsConfig:
        AccessControlAllowOrigins: { Items: [https://app.example.com] }
        AccessControlAllowHeaders: { Items: ['*'] }
        AccessControlAllowMethods: { Items: [GET, HEAD] }
        AccessControlAllowCredentials: false
`,
    right: `
Cors:
  Type: AWS::CloudFront::ResponseHeadersPolicy
  Properties:
    ResponseHeadersPolicyConfig:
      Name: assets
      CorsConfig:
        AccessControlAllowOrigins: { Items: [https://app.example.com] }
        AccessControlAllowHeaders: { Items: ['*'] }
        AccessControlAllowMethods: { Items: [GET, HEAD] }
        AccessControlAllowCredentials: false
        OriginOverride: true
`,
  },
  check: (graph) =>
    eachPolicyCors(graph, ({ missing }, at) => [failIf(at(), missing.length === 0 ? undefined : `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`)]),
};
