import { failIf, judgeKnown, quoted } from '../../engine/judge';
import { eachPolicyCors } from '../../subjects/policy-cors';
import type { Rule } from '../../engine/rule';
import { exampleStack } from '../../engine/example-stack';

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
  example: {
    wrong: exampleStack({ cors: { AccessControlAllowCredentials: 'true' } }),
    right: exampleStack({ cors: { AccessControlAllowCredentials: 'true', AccessControlAllowHeaders: '{ Items: [X-Requested-With] }' } }),
  },
  check: (graph) =>
    eachPolicyCors(graph, ({ allowCredentials, allowHeaders }, at) => {
      const place = at('AccessControlAllowHeaders');
      if (allowCredentials.known && !allowCredentials.value) {
        return [];
      }
      return [judgeKnown(place, allowHeaders, (headers) => {
        const refused = headers.filter((header) => header.includes('*'));
        return refused.length === 0
          ? failIf(place, undefined)
          : judgeKnown(place, allowCredentials, () => failIf(place, `${quoted(refused)} together with credentials`));
      })];
    }),
};
