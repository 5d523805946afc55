import { decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { eachPolicyCorsProperty } from '../subjects/headers-policy';

export const headerPatternInPolicy: Rule = {
  id: 'header-pattern-in-policy',
  severity: 'warning',
  family: 'browser',
  title: 'The policy allows request headers by a pattern such as `x-amz-*`',
  why: 'Browsers do not understand such patterns. CloudFront matches them, but what it then sends is not documented: if it is the pattern itself, the header is refused.',
  fix: 'List the headers by name.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html',
    'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
  ],
  unless: 'It has been tried in a browser against the deployed distribution.',
  noEdit: 'The template does not say which headers pages send.',
  example: () => ({
    wrong: exampleStack({ cors: { AccessControlAllowHeaders: '{ Items: [x-amz-*] }' } }),
    right: exampleStack({ cors: { AccessControlAllowHeaders: '{ Items: [x-amz-meta-name] }' } }),
  }),
  check: eachPolicyCorsProperty('AccessControlAllowHeaders', ({ allowHeaders }, place) => {
    const patterns = decided(allowHeaders).filter((name) => name !== '*' && name.includes('*'));
    return failIf(place, patterns.length === 0 ? undefined : `lists the pattern ${patterns.join(', ')}`);
  }),
};
