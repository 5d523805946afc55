import { isSymbolic } from '../../../graph/types/symbolic-text';
import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass, unknownAt } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { pathOf } from '../../promise/origin-text';
import { eachPolicyCorsProperty } from '../../subjects/headers-policy';

export const headersPolicyOrigin: Rule = {
  id: 'headers-policy-origin',
  severity: 'error',
  family: 'deploy',
  title: 'An origin in the response headers policy that CloudFront refuses: trailing slash, path, ALL, or a * in the wrong place',
  why: 'CloudFront refuses the policy ("… which is not a valid URL"), so the stack does not deploy.',
  fix: 'Write scheme://host without a path; * alone, as the whole leftmost label (https://*.example.com), or in the port.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html',
    'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1156',
  ],
  unless: 'Never: CloudFront refuses these values.',
  example: () => ({
    wrong: exampleStack({ cors: { AccessControlAllowOrigins: '{ Items: [https://app.example.com/] }' } }),
    right: exampleStack({ cors: { AccessControlAllowOrigins: '{ Items: [https://app.example.com] }' } }),
  }),
  check: eachPolicyCorsProperty('AccessControlAllowOrigins', ({ allowOrigins }, place) => decided(allowOrigins).map((origin) => {
    const refusal = refusalOf(origin);
    if (refusal !== undefined) {
      return fail(place, `${JSON.stringify(origin)} ${refusal}`);
    }
    if (isSymbolic(origin)) {
      return unknownAt(place, `whether CloudFront takes ${origin} is decided at deployment`);
    }
    return origin !== '*' && /^([^:/]+:\/\/)?\*(:|$)|\*.*\*/.test(origin)
      ? unknownAt(place, `whether CloudFront takes ${origin} is not documented`)
      : pass(place);
  })),
};

function refusalOf(origin: string): string | undefined {
  if (origin === '' || origin === 'ALL') {
    return origin === '' ? 'is empty' : 'is not an origin; every origin is "*"';
  }
  if (pathOf(origin) !== undefined) {
    return 'has a path';
  }
  const host = origin.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/:[\d*]*$/, '');
  return host.lastIndexOf('*') > 0 || /^\*[^.]/.test(host) ? 'has its * where CloudFront takes none' : undefined;
}
