import { isSymbolic } from '../../graph/types/symbolic-text';
import { decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { eachPolicyCorsProperty } from '../subjects/headers-policy';

export const originWithoutScheme: Rule = {
  id: 'origin-without-scheme',
  severity: 'warning',
  family: 'browser',
  title: 'An allowed origin of the policy has no scheme',
  why: 'Browsers send https://example.com. Whether CloudFront takes example.com for it is documented only by old examples; and if it does, plain http is allowed as well.',
  fix: 'Write the scheme: https://example.com.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html',
    'https://fetch.spec.whatwg.org/#origin-header',
  ],
  unless: 'Never: with the scheme it works under every assumption.',
  example: () => ({
    wrong: exampleStack({ cors: { AccessControlAllowOrigins: '{ Items: [app.example.com] }' } }),
    right: exampleStack(),
  }),
  check: eachPolicyCorsProperty('AccessControlAllowOrigins', ({ allowOrigins }, place) => {
    const bare = decided(allowOrigins).filter((origin) => origin !== '*' && origin !== '' && origin !== 'ALL' && !origin.includes('://') && !isSymbolic(origin));
    return failIf(place, bare.length === 0 ? undefined : `lists ${bare.join(', ')} without a scheme`);
  }),
};
