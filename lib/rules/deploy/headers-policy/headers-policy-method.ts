import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, failIf, quoted } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachPolicyCorsProperty } from '../../subjects/headers-policy';

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'ALL']);

export const headersPolicyMethod: Rule = {
  id: 'headers-policy-method',
  severity: 'error',
  family: 'deploy',
  title: 'A response headers policy allows a method that CloudFront does not know, or ALL together with others',
  why: 'CloudFront refuses the policy (CloudFormation says "Internal error reported from downstream service"), so the stack does not deploy.',
  fix: 'List methods of GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE in upper case, or ALL alone.',
  see: [
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyAccessControlAllowMethods.html',
    'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2196',
    'https://github.com/aws/aws-cdk/issues/32769',
  ],
  unless: 'Never: CloudFront takes exactly these.',
  example: () => ({
    wrong: exampleStack({ cors: { AccessControlAllowMethods: '{ Items: [GET, HEAD, PROPFIND] }' } }),
    right: exampleStack(),
  }),
  check: eachPolicyCorsProperty('AccessControlAllowMethods', ({ allowMethods }, place) => {
    const methods = decided(allowMethods);
    const refused = methods.filter((method) => !METHODS.has(method));
    if (refused.length > 0) {
      return fail(place, `CloudFront does not know the method ${quoted(refused)}`);
    }
    return failIf(place, methods.includes('ALL') && methods.length > 1 ? '"ALL" is listed together with other methods' : undefined);
  }),
};
