import type { ResponseHeadersCors } from '../../../graph/types';
import type { Known } from '../../../graph/types/known';
import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { inTurn, type Check } from '../../engine/subject';
import { eachPolicyCorsProperty } from '../../subjects/headers-policy';

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
  example: () => ({
    wrong: exampleStack({ cors: { AccessControlAllowHeaders: '{ Items: [] }' } }),
    right: exampleStack(),
  }),
  check: inTurn(
    listIsEmpty('AccessControlAllowOrigins', (cors) => cors.allowOrigins),
    listIsEmpty('AccessControlAllowHeaders', (cors) => cors.allowHeaders),
    listIsEmpty('AccessControlAllowMethods', (cors) => cors.allowMethods),
  ),
};

function listIsEmpty(property: string, list: (cors: ResponseHeadersCors) => Known<readonly string[]>): Check {
  return eachPolicyCorsProperty(property, (cors, place) =>
    cors.missing.includes(property) ? undefined : failIf(place, decided(list(cors)).length === 0 ? 'the list is empty' : undefined),
  );
}
