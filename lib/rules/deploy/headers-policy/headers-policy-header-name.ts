import { headerNameProblem } from '../../../contract/header-name';
import { failIf, judgeKnown, quoted } from '../../engine/judge';
import { eachPolicyCors } from '../../subjects/policy-cors';
import type { Rule } from '../../engine/rule';
import { exampleStack } from '../../engine/example-stack';

export const headersPolicyHeaderName: Rule = {
  id: 'headers-policy-header-name',
  severity: 'error',
  family: 'deploy',
  title: 'A response headers policy lists something that is no header name, or a header with two wildcards',
  why: 'CloudFront refuses the policy, so the stack does not deploy.',
  fix: 'Write header names without colon or spaces, each with at most one `*`.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html',
    'https://github.com/aws/aws-cdk/pull/32206',
  ],
  unless: 'Never: CloudFront refuses these values.',
  example: {
    wrong: exampleStack({ cors: { AccessControlAllowHeaders: '{ Items: [\'Content-Type, X-Requested-With\'] }' } }),
    right: exampleStack({ cors: { AccessControlAllowHeaders: '{ Items: [Content-Type, X-Requested-With] }' } }),
  },
  check: (graph) =>
    eachPolicyCors(graph, ({ allowHeaders, exposeHeaders }, at) =>
      ([['AccessControlAllowHeaders', allowHeaders], ['AccessControlExposeHeaders', exposeHeaders]] as const).map(([property, list]) =>
        judgeKnown(at(property), list, (names) => {
          const refused = names.filter((name) => headerNameProblem(name, 'upload') !== undefined);
          return failIf(at(property), refused.length === 0 ? undefined : `CloudFront takes no ${quoted(refused)}`);
        }))),
};
