import { failIf, judgeKnown, quoted } from '../../engine/judge';
import { eachPolicyCors } from '../../subjects/policy-cors';
import type { Rule } from '../../engine/rule';
import { exampleStack } from '../../engine/example-stack';

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'ALL']);

export const headersPolicyMethod: Rule = {
  id: 'headers-policy-method',
  severity: 'error',
  family: 'deploy',
  title: 'A response headers policy allows a method that CloudFront does not know, or ALL beside others',
  why: 'CloudFront refuses the policy (CloudFormation says "Internal error reported from downstream service"), so the stack does not deploy.',
  fix: 'List methods of GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE in upper case, or ALL alone.',
  see: [
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyAccessControlAllowMethods.html',
    'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2196',
    'https://github.com/aws/aws-cdk/issues/32769',
  ],
  unless: 'Never: CloudFront takes exactly these.',
  example: {
    wrong: exampleStack({ cors: { AccessControlAllowMethods: '{ Items: [GET, HEAD, PROPFIND] }' } }),
    right: exampleStack(),
  },
  check: (graph) =>
    eachPolicyCors(graph, ({ allowMethods }, at) => {
      const place = at('AccessControlAllowMethods');
      return [judgeKnown(place, allowMethods, (methods) => {
        const refused = methods.filter((method) => !METHODS.has(method));
        if (refused.length > 0) {
          return failIf(place, `CloudFront knows no method ${quoted(refused)}`);
        }
        return failIf(place, methods.includes('ALL') && methods.length > 1 ? '"ALL" stands beside other methods' : undefined);
      })];
    }),
};
