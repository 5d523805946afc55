import { failIf, judgeKnown } from '../../engine/judge';
import { eachPolicyCors } from '../../subjects/policy-cors';
import type { Rule } from '../../engine/rule';
import { exampleStack } from '../../engine/example-stack';

export const headersPolicyEmptyList: Rule = {
  id: 'headers-policy-empty-list',
  severity: 'error',
  family: 'deploy',
  title: 'A response headers policy has an empty list of allowed origins, headers or methods',
  why: 'CloudFront refuses the policy, so the stack does not deploy.',
  fix: 'Give each list an item. AccessControlAllowHeaders may be `*` where no credentials are allowed.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html',
    'https://github.com/awsdocs/aws-cloudformation-user-guide/issues/1179',
  ],
  unless: 'Never: only the policies that AWS manages have empty lists.',
  example: {
    wrong: exampleStack({ cors: { AccessControlAllowHeaders: '{ Items: [] }' } }),
    right: exampleStack(),
  },
  check: (graph) =>
    eachPolicyCors(graph, ({ missing, allowOrigins, allowHeaders, allowMethods }, at) =>
      ([
        ['AccessControlAllowOrigins', allowOrigins],
        ['AccessControlAllowHeaders', allowHeaders],
        ['AccessControlAllowMethods', allowMethods],
      ] as const)
        .filter(([property]) => !missing.includes(property))
        .map(([property, list]) => judgeKnown(at(property), list, (items) => failIf(at(property), items.length === 0 ? 'the list is empty' : undefined)))),
};
