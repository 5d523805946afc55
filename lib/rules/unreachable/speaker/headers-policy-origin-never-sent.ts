import { isSymbolic } from '../../../graph/types/symbolic-text';
import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass, unknownAt } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { asBrowsersSend, pathOf } from '../../promise/origin-text';
import { eachPolicyCorsProperty } from '../../subjects/headers-policy';

export const headersPolicyOriginNeverSent: Rule = {
  id: 'headers-policy-origin-never-sent',
  severity: 'warning',
  family: 'unreachable',
  title: 'An origin in the response headers policy is written as no browser sends it: upper case or default port',
  why: 'CloudFront most likely compares texts, so pages on that origin get no Access-Control-Allow-Origin.',
  fix: 'Write the origin as browsers send it: lower case, a port only when it is not the default one.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html',
    'https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin',
  ],
  unless: 'It was seen to work: AWS does not document how it compares origins.',
  example: () => ({
    wrong: exampleStack({ cors: { AccessControlAllowOrigins: '{ Items: [https://App.example.com] }' } }),
    right: exampleStack(),
  }),
  check: eachPolicyCorsProperty('AccessControlAllowOrigins', ({ allowOrigins }, place) => decided(allowOrigins).map((origin) => {
    if (isSymbolic(origin)) {
      return unknownAt(place, `how ${origin} is spelled is decided at deployment`);
    }
    // What CloudFront refuses is judged by headers-policy-origin; without a scheme, it takes an origin for both
    const sent = origin.includes('://') && pathOf(origin) === undefined ? asBrowsersSend(origin) : undefined;
    return sent === undefined || sent === origin ? pass(place)
      : fail(place, `browsers send ${JSON.stringify(sent)}, not ${JSON.stringify(origin)}`, { fix: `Write ${sent}.` });
  })),
};
