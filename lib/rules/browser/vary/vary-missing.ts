import { decided } from '../../../model/undecided';
import { variesByOrigin } from './vary';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { UNREADABLE } from '../../evidence/witness-shape';
import type { PromisedPath } from '../../promise/promise';
import { eachPromise, oncePerPlace } from '../../promise/promised-paths';
import { corsOf } from '../../promise/cors-wish';
import { bucketAllowOrigin } from '../../promise/promised-requests';
import { bucketRules, pinnedOrigin, policySection } from '../../subjects/asset-path';

export const varyMissing: Rule = {
  id: 'vary-missing',
  severity: 'warning',
  family: 'browser',
  title: 'Responses to requests without CORS carry no Vary: Origin, and no policy with a CORS block adds it',
  why: 'S3 sends Vary only to CORS requests. A browser that first shows the file in an <img> or loads it as a script reuses that copy for a fetch or a canvas, finds no permission in it, and blocks the page.',
  fix: 'Attach a response headers policy with a CORS block and OriginOverride: true, which sends Vary: Origin by itself. Or, in a policy without a CORS block, set the custom header Vary: Origin, Accept-Encoding.',
  see: [
    'https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches',
    'https://github.com/apache/trafficserver/issues/3954',
    'https://github.com/niklasvh/html2canvas/issues/951',
  ],
  unless: 'No page loads one file both with CORS and without: give each element that loads it the crossorigin attribute.',
  witness: [{ ...UNREADABLE, after: 'browser' }],
  example: () => ({
    wrong: exampleStack({ cors: null, behavior: { CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad # CachingDisabled' } }),
    right: exampleStack(),
  }),
  check: oncePerPlace(eachPromise((path) => policySection(path, 'CustomHeadersConfig'), (_promise, path, place) => {
    // Beside a CORS block CloudFront says it itself wherever it adds no CORS header
    if (corsOf(path.behavior) || s3AlwaysAnswers(path)) {
      return pass(place);
    }
    const policy = decided(path.behavior.responseHeadersPolicy);
    return policy && variesByOrigin(policy) ? pass(place) : fail(place, 'has no custom header Vary that names Origin');
  }, { code: ['viewer-response', 'origin-response'], vary: true })),
};

/** A pinned Origin that the bucket allows makes S3 answer every request as one of CORS, Vary included. */
function s3AlwaysAnswers(path: PromisedPath): boolean {
  const pinned = pinnedOrigin(path);
  return pinned !== undefined && bucketAllowOrigin(bucketRules(path), pinned).every((answer) => answer !== undefined);
}
