import { decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf, quoted } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { eachPolicyCorsProperty } from '../subjects/headers-policy';

const ORIGINS = { AllowedOrigins: '[http://localhost:3000]' };
const CREDENTIALS = { AccessControlAllowCredentials: 'true', AccessControlAllowHeaders: '{ Items: [X-Requested-With, Priority, If-None-Match] }' };

export const credentialsForWeakOrigin: Rule = {
  id: 'credentials-for-weak-origin',
  severity: 'warning',
  family: 'exposure',
  title: 'Credentials are allowed for an http origin, such as localhost',
  why: 'Whoever can change plain http on the user\'s network, or runs anything on the user\'s localhost, reads with the user\'s cookies.',
  fix: 'Allow credentials for https origins only, and give developers a policy of their own.',
  see: [
    'https://fetch.spec.whatwg.org/#http-access-control-allow-credentials',
    'https://w3c.github.io/webappsec-secure-contexts/',
  ],
  unless: 'The distribution serves no one but developers.',
  noEdit: 'Only you can decide whether the origin or the credentials should go: pages that work today lose one of them.',
  example: () => ({
    wrong: exampleStack({ rule: ORIGINS, cors: { ...CREDENTIALS, AccessControlAllowOrigins: '{ Items: [http://localhost:3000] }' } }),
    right: exampleStack({ cors: CREDENTIALS }),
  }),
  check: eachPolicyCorsProperty('AccessControlAllowOrigins', ({ allowOrigins, allowCredentials }, place) => {
    if (!decided(allowCredentials)) {
      return undefined;
    }
    const weak = decided(allowOrigins).filter((origin) => origin.startsWith('http://'));
    return failIf(place, weak.length === 0 ? undefined : `credentials for ${quoted(weak)}`);
  }),
};
