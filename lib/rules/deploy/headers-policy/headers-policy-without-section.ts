import type { Known } from '../../../graph/types/known';
import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachHeadersPolicy } from '../../subjects/headers-policies';

const resource = (section: string) => `
Policy:
  Type: AWS::CloudFront::ResponseHeadersPolicy
  Properties:
    ResponseHeadersPolicyConfig:
      Name: headers
${section}`;

export const headersPolicyWithoutSection: Rule = {
  id: 'headers-policy-without-section',
  severity: 'error',
  family: 'deploy',
  title: 'A response headers policy has no section: it adds and removes nothing',
  why: 'CloudFront refuses it, and CloudFormation reports no more than an internal error, so the stack does not deploy.',
  fix: 'Give it a CorsConfig, or another section; or drop the policy and every ResponseHeadersPolicyId that names it.',
  see: [
    'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1156',
    'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2196',
  ],
  unless: 'Never: a policy that does nothing is not accepted.',
  example: () => ({
    wrong: exampleStack({ more: resource('      Comment: to be filled in') }),
    right: exampleStack({ more: resource('      CustomHeadersConfig: { Items: [{ Header: X-Site, Value: assets, Override: true }] }') }),
  }),
  check: eachHeadersPolicy('', ({ cors, customHeaders, securityHeaders, removeHeaders, serverTiming }, place) => {
    const hasSection =
      serverTiming !== undefined ||
      decided(cors) !== undefined ||
      [customHeaders, securityHeaders, removeHeaders].some((list: Known<readonly unknown[]>) => decided(list).length > 0);
    return failIf(place, hasSection ? undefined : 'has no section');
  }),
};
