import { valueOr } from '../../../graph/types/known';
import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass, quoted } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachPolicyCorsProperty } from '../../subjects/headers-policy';

export const headersPolicyCredentials: Rule = {
  id: 'headers-policy-credentials',
  severity: 'error',
  family: 'deploy',
  title: 'A response headers policy allows credentials, and its allowed headers have a `*`',
  why: 'CloudFront refuses the policy ("Access-Control-Allow-Headers cannot contain * when allowCredentials is true"), so the stack does not deploy.',
  fix: 'List the request headers one by one, or do not allow credentials.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html',
    'https://github.com/aws/aws-cdk/pull/35308',
  ],
  unless: 'Never: CloudFront refuses it, and browsers would take the `*` literally.',
  example: () => ({
    wrong: exampleStack({ cors: { AccessControlAllowCredentials: 'true' } }),
    right: exampleStack({ cors: { AccessControlAllowCredentials: 'true', AccessControlAllowHeaders: '{ Items: [X-Requested-With, Priority, If-None-Match] }' } }),
  }),
  check: eachPolicyCorsProperty('AccessControlAllowHeaders', ({ allowCredentials, allowHeaders }, place) => {
    if (!valueOr(allowCredentials, true)) {
      return undefined;
    }
    const refused = decided(allowHeaders).filter((header) => header.includes('*'));
    return refused.length > 0 && decided(allowCredentials) ? fail(place, `${quoted(refused)} together with credentials`) : pass(place);
  }),
};
