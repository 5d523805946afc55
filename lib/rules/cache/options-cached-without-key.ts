import { allKnown, chainKnown, known, mapKnown } from '../../graph/types/known';
import type { Known } from '../../graph/types/known';
import { isCorsSafelistedMethod } from '../../model/browser/method';
import { cachePlan } from '../../model/cloudfront/cache-key';
import { modelled } from '../engine/modelled';
import { behaviorPlace } from '../subjects/asset-path';
import { policyCorsOf } from '../promise/cors-wish';
import { exampleStack } from '../engine/example-stack';
import { fail, judgeKnown, pass } from '../engine/judge';
import type { CorsPromise, PromisedPath } from '../promise/promise';
import { bucketAllowOrigin, sampleOrigin } from '../promise/promised-requests';
import { eachPromise } from '../promise/promised-paths';
import type { Rule } from '../engine/rule';
import { keepsCopies } from './order-dependence';

const KEY = ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'];

export const optionsCachedWithoutKey: Rule = {
  id: 'options-cached-without-key',
  severity: 'error',
  family: 'cache',
  title: 'Preflights are cached without the three headers that they are about',
  why: 'The answer to one preflight is replayed to others, which asked for another origin, method or header: they are refused, or told what they did not ask.',
  fix: 'Take OPTIONS out of CachedMethods: browsers keep preflights themselves (Access-Control-Max-Age). Or put all three headers into the cache policy; an origin request policy does not enter the key.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/header-caching.html',
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachedMethods.html',
    'https://github.com/nulib/meadow/pull/2385',
  ],
  unless: 'All pages are on one origin and send the same method and headers.',
  example: {
    wrong: exampleStack({ cors: null, behavior: { CachedMethods: '[GET, HEAD, OPTIONS]' } }),
    right: exampleStack({ behavior: { CachedMethods: '[GET, HEAD]' } }),
  },
  check: (graph) => eachPromise(graph, (path) => behaviorPlace(path, 'CachedMethods'), (promise, path, place) =>
    (promise.preflight.kind !== 'promised' ? undefined : judgeKnown(place, missingFromKey(path), (missing) => {
      if (missing.length === 0) {
        return pass(place);
      }
      const message = `caches OPTIONS, and the key lacks ${missing.join(', ')}`;
      return judgeKnown(place, isHarmful(promise, path, missing), (harmful) => fail(place, message, harmful ? {} : { severity: 'warning' }));
    }))),
};

/** The headers that the key of a cached preflight lacks; none when preflights are not cached. */
function missingFromKey({ behavior }: PromisedPath): Known<readonly string[]> {
  return chainKnown(behavior.allowedMethods, (allowed) => mapKnown(modelled(() => cachePlan(behavior)), (plan) =>
    // S3 sends no Cache-Control with a preflight, so that only a default or minimum time keeps it
    (allowed.includes('OPTIONS') && plan.methods.has('OPTIONS') && keepsCopies(plan) === 'always'
      ? KEY.filter((name) => !plan.headers.includes(name.toLowerCase()))
      : [])));
}

/** Whether two promised preflights get one answer that cannot be right for both. An overriding policy fixes the headers, not the status. */
function isHarmful(promise: CorsPromise, path: PromisedPath, missing: readonly string[]): Known<boolean> {
  return chainKnown(policyCorsOf(path.behavior), (cors) => chainKnown(cors ? cors.originOverride : known(false), (override) => {
    if (override) {
      return known(false);
    }
    return missing.includes(KEY[2]) && asksInManyWays(promise) ? known(true)
      : missing.includes(KEY[0]) ? answersByName(promise, path) : known(false);
  }));
}

function asksInManyWays({ anyHeader, headers, methods }: CorsPromise): boolean {
  return anyHeader || headers.length > 1 || (headers.length > 0 && methods.some((method) => !isCorsSafelistedMethod(method)));
}

/** Whether S3 names the origin in its answer, and there are several. */
function answersByName({ origins }: CorsPromise, { bucket }: PromisedPath): Known<boolean> {
  return chainKnown(bucket, ({ cors }) => chainKnown(cors, (rules) => mapKnown(
    allKnown(origins.map((entry) => bucketAllowOrigin(rules ?? [], sampleOrigin(entry)))),
    (answers) => (origins.length > 1 || origins.some((entry) => entry.includes('*'))) && answers.flat().every((value) => value !== '*' && value !== undefined),
  )));
}
