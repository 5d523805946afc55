import { valueOr } from '../../graph/types/known';
import { answerOr, decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { fail, failIf, pass } from '../engine/judge';
import type { Judgement, Place, Rule } from '../engine/rule';
import { inTurn } from '../engine/subject';
import type { CorsPromise, PromisedPath } from '../promise/promise';
import { corsOf } from '../promise/cors-wish';
import { eachPromise } from '../promise/promised-paths';
import { bucketAllowOrigin, sampleOrigin } from '../promise/promised-requests';
import { behaviorPlace, bucketRules } from '../subjects/asset-path';
import { eachPolicyCorsProperty } from '../subjects/headers-policy';

const CREDENTIALS = { AccessControlAllowCredentials: 'true', AccessControlAllowHeaders: '{ Items: [X-Requested-With, Priority, If-None-Match] }' };

export const credentialsWithWildcard: Rule = {
  id: 'credentials-with-wildcard',
  severity: 'error',
  family: 'browser',
  title: 'The policy allows credentials to every origin, or exposes every header together with credentials',
  why: 'For requests with cookies browsers take `*` literally: as an origin it permits nobody, as an exposed header it exposes nothing.',
  fix: 'Name the origins and the exposed headers, or set AccessControlAllowCredentials to false: fonts, scripts and images rarely need it.',
  see: [
    'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials',
    'https://github.com/video-dev/hls.js/issues/329',
  ],
  unless: 'Never: `*` and credentials exclude each other in the standard. A pattern such as `https://*.example.com` is fine.',
  witness: [{ by: 'browser', code: 'allow-origin-wildcard-with-credentials', asks: 'credentials' }],
  example: () => ({
    wrong: exampleStack({ cors: { ...CREDENTIALS, AccessControlAllowOrigins: '{ Items: [\'*\'] }' } }),
    right: exampleStack({ cors: CREDENTIALS }),
  }),
  check: inTurn(
    eachPolicyCorsProperty('AccessControlAllowOrigins', ({ allowCredentials, allowOrigins }, place) => (decided(allowCredentials)
      ? failIf(place, decided(allowOrigins).includes('*') ? 'is * next to credentials: browsers refuse it for requests with credentials' : undefined)
      : undefined)),
    eachPolicyCorsProperty('AccessControlExposeHeaders', ({ allowCredentials, exposeHeaders }, place) => (decided(allowCredentials)
      ? judgeExposed(decided(exposeHeaders), place)
      : undefined)),
    eachPromise((path) => behaviorPlace(path, 'TrustedKeyGroups'), judgeSigned),
  ),
};

function judgeExposed(headers: readonly string[], place: Place): Judgement {
  const others = headers.filter((name) => name !== '*');
  if (others.length === headers.length) {
    return pass(place);
  }
  const consequence = `so ${others.length > 0 ? 'only the others are' : 'nothing is'} exposed`;
  return fail(place, `is * next to credentials: browsers take it for the name of a header, ${consequence}`, others.length > 0 ? { severity: 'warning' } : {});
}

/** Signed cookies are credentials too. Whether viewers sign with them or by the URL, no template says. */
function judgeSigned({ origins }: CorsPromise, path: PromisedPath, place: Place): Judgement | undefined {
  const signers = [path.behavior.trustedKeyGroups, path.behavior.trustedSigners].flatMap((list) =>
    valueOr<readonly string[], readonly string[]>(list, []),
  );
  if (signers.length === 0 || answerOr(undefined, () => corsOf(path.behavior))) {
    return undefined;
  }
  const rules = bucketRules(path);
  const answers = origins.flatMap((entry) => bucketAllowOrigin(rules, sampleOrigin(entry)));
  return failIf(place, answers.includes('*') ? 'asks viewers to sign, and the bucket answers *, which browsers refuse for requests with signed cookies' : undefined, { severity: 'warning' });
}
