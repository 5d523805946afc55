import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { allKnown, chainKnown, known, mapKnown } from '../../graph/types/known';
import type { Known } from '../../graph/types/known';
import { pinnedOrigin } from '../subjects/asset-path';
import { policyCorsOf } from '../promise/cors-wish';
import { exampleStack } from '../engine/example-stack';
import { fail, judgeKnown, pass } from '../engine/judge';
import type { CorsPromise, PromisedPath } from '../promise/promise';
import { bucketAllowOrigin, preflightPasses, sampleOrigin } from '../promise/promised-requests';
import { eachPromise, oncePerPlace } from '../promise/promised-paths';
import type { Place, Rule } from '../engine/rule';

const PINNED = { OriginCustomHeaders: '[{ HeaderName: Origin, HeaderValue: https://app.example.com }]' };

export const originHeaderPinned: Rule = {
  id: 'origin-header-pinned',
  severity: 'error',
  family: 'cache',
  title: 'The origin has a custom header Origin, so S3 sees the same origin on every request',
  why: 'S3 answers for that one origin, whoever asks: pages on all others are told that they may not read.',
  fix: 'Drop the custom header. Attach a response headers policy with the CORS headers and OriginOverride: true.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html',
    'https://github.com/PRX/Infrastructure/pull/215',
    'https://github.com/niklasvh/html2canvas/pull/2049',
  ],
  unless: 'The bucket allows every origin (`*`): then S3 sends `*` on every response, and the trick works.',
  example: {
    wrong: exampleStack({ rule: { AllowedOrigins: '[https://app.example.com, https://admin.example.com]' }, cors: null, origin: PINNED }),
    right: exampleStack({ rule: { AllowedOrigins: '[\'*\']' }, cors: null, origin: PINNED }),
  },
  check: (graph) => oncePerPlace(eachPromise(graph, placeOf, (promise, path, place) =>
    judgeKnown(place, pinnedOrigin(path), (pinned) => (pinned === undefined ? undefined
      : judgeKnown(place, harm(promise, path, pinned), (message) => (message === undefined ? pass(place) : fail(place, message))))))),
};

function placeOf({ distribution, behavior, origin }: PromisedPath): Place {
  return { address: distribution.address, path: origin.known ? `${origin.value.path}.OriginCustomHeaders` : behavior.path };
}

function harm(promise: CorsPromise, path: PromisedPath, pinned: string): Known<string | undefined> {
  return chainKnown(path.bucket, ({ cors }) => chainKnown(cors, (rules) => chainKnown(policyCorsOf(path.behavior), (policy) => {
    if (policy) {
      return chainKnown(policy.originOverride, (override) => (override ? preflightHarm(promise, rules ?? [], pinned) : readHarm(promise, rules ?? [], pinned, true)));
    }
    return readHarm(promise, rules ?? [], pinned, false);
  })));
}

/** A policy that overrides fixes every header, but not the status of a preflight. */
function preflightHarm({ preflight }: CorsPromise, rules: readonly BucketCorsRule[], pinned: string): Known<string | undefined> {
  return preflight.kind !== 'promised' || rules.length === 0 ? known(undefined)
    : mapKnown(preflightPasses(rules.map((rule) => ({ ...rule, allowedMethods: ['GET'] })), pinned, 'GET'), (passes) =>
      (passes === 'never' ? `pins Origin to ${pinned}, which the bucket refuses` : undefined));
}

function readHarm({ origins }: CorsPromise, rules: readonly BucketCorsRule[], pinned: string, policyFillsIn: boolean): Known<string | undefined> {
  return mapKnown(allKnown([bucketAllowOrigin(rules, pinned)]), ([answers]) => {
    const told = answers.find((value) => value !== '*');
    if (answers.includes('*') || (told === undefined && policyFillsIn)) {
      return undefined;
    }
    const other = origins.find((entry) => entry !== told && sampleOrigin(entry) !== told);
    return other === undefined ? undefined : `pins Origin to ${pinned}, so pages on ${other === '*' ? 'other origins' : sampleOrigin(other)} are not told that they may read`;
  });
}
