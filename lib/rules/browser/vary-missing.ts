import { chainKnown, known, mapKnown, valueOr } from '../../graph/types/known';
import type { Known } from '../../graph/types/known';
import { behaviorPlace, pinnedOrigin, policyPlace } from '../subjects/asset-path';
import { exampleStack } from '../engine/example-stack';
import { fail, judgeKnown, pass } from '../engine/judge';
import type { PromisedPath } from '../promise/promise';
import { bucketAllowOrigin } from '../promise/promised-requests';
import { eachPromise, oncePerPlace } from '../promise/promised-paths';
import type { Place, Rule } from '../engine/rule';
import { customVary, namesOrigin } from './vary';

export const varyMissing: Rule = {
  id: 'vary-missing',
  severity: 'warning',
  family: 'browser',
  title: 'Responses to requests without CORS carry no Vary: Origin',
  why: 'S3 sends Vary only to CORS requests. A browser that first shows the file in an <img> or loads it as a script reuses that copy for a fetch or a canvas, finds no permission in it, and blocks the page.',
  fix: 'Add the custom header Vary: Origin, Accept-Encoding (override: true) to the response headers policy.',
  see: [
    'https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches',
    'https://github.com/apache/trafficserver/issues/3954',
    'https://github.com/niklasvh/html2canvas/issues/951',
  ],
  unless: 'No page loads one file both with CORS and without: give each element that loads it the crossorigin attribute.',
  example: {
    wrong: exampleStack({ policy: { CustomHeadersConfig: undefined } }),
    right: exampleStack(),
  },
  check: (graph) => oncePerPlace(eachPromise(graph, placeOf, (_promise, path, place) =>
    judgeKnown(place, variesForEverybody(path), (varies) => (varies ? pass(place) : fail(place, 'has no custom header Vary that names Origin'))), { code: ['viewer-response', 'origin-response'] })),
};

function placeOf(path: PromisedPath): Place {
  const policy = valueOr(path.behavior.responseHeadersPolicy, undefined);
  return policy ? policyPlace(path, policy, 'Properties.ResponseHeadersPolicyConfig.CustomHeadersConfig') : behaviorPlace(path, 'ResponseHeadersPolicyId');
}

/** A pinned Origin that the bucket allows makes S3 answer every request as one of CORS, Vary included. */
function variesForEverybody(path: PromisedPath): Known<boolean> {
  const byS3 = chainKnown(pinnedOrigin(path), (pinned) => (pinned === undefined ? known(false)
    : chainKnown(path.bucket, ({ cors }) => chainKnown(cors, (rules = []) =>
      mapKnown(bucketAllowOrigin(rules, pinned), (answers) => answers.every((answer) => answer !== undefined))))));
  return chainKnown(byS3, (varies) => (varies ? known(true) : chainKnown(path.behavior.responseHeadersPolicy, (policy) => mapKnown(customVary(policy), namesOrigin))));
}
