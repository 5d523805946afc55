import { headerNameProblem } from '../../../contract/header-name';
import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf, quoted } from '../../engine/judge';
import type { Judgement, Place, Rule } from '../../engine/rule';
import { inTurn } from '../../engine/subject';
import { eachPolicyCorsProperty } from '../../subjects/headers-policy';

export const headersPolicyHeaderName: Rule = {
  id: 'headers-policy-header-name',
  severity: 'error',
  family: 'deploy',
  title: 'A response headers policy lists something that is not a header name, or a header with two wildcards',
  why: 'CloudFront refuses the policy, so the stack does not deploy.',
  fix: 'Write header names without colon or spaces, each with at most one `*`.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html',
    'https://github.com/aws/aws-cdk/pull/32206',
  ],
  unless: 'Never: CloudFront refuses these values.',
  example: () => ({
    wrong: exampleStack({ cors: { AccessControlAllowHeaders: '{ Items: [\'Content-Type, X-Requested-With\'] }' } }),
    right: exampleStack({ cors: { AccessControlAllowHeaders: '{ Items: [Content-Type, X-Requested-With] }' } }),
  }),
  check: inTurn(
    eachPolicyCorsProperty('AccessControlAllowHeaders', ({ allowHeaders }, place) => judgeNames(decided(allowHeaders), place)),
    eachPolicyCorsProperty('AccessControlExposeHeaders', ({ exposeHeaders }, place) => judgeNames(decided(exposeHeaders), place)),
  ),
};

function judgeNames(names: readonly string[], place: Place): Judgement {
  const refused = names.filter((name) => headerNameProblem(name, 'upload') !== undefined);
  return failIf(place, refused.length === 0 ? undefined : `CloudFront refuses ${quoted(refused)}`);
}
