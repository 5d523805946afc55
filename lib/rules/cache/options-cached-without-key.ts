import { allKnown, chainKnown, known, mapKnown } from '../../graph/known';
import type { Known } from '../../graph/known';
import { isCorsSafelistedMethod } from '../../model/browser/method';
import { cachePlan } from '../../model/cloudfront/cache-key';
import { modelled } from '../modelled';
import { behaviourPlace } from '../asset-path';
import { policyCorsOf } from '../cors-wish';
import { exampleStack } from '../example-stack';
import { fail, judgeKnown, pass } from '../judge';
import type { CorsPromise, PromisedPath } from '../promise';
import { bucketAllowOrigin, sampleOrigin } from '../promised-requests';
import { eachPromise } from '../promised';
import type { Rule } from '../rule';
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
    wrong: exampleStack({ cors: null, behaviour: { CachedMethods: '[GET, HEAD, OPTIONS]' } }),
    right: exampleStack({ behaviour: { CachedMethods: '[GET, HEAD]' } }),
  },
  check: (graph) => eachPromise(graph, (path) => behaviourPlace(path, 'CachedMethods'), (promise, path, place) =>
    (promise.preflight.kind !== 'promised' ? undefined : judgeKnown(place, missingFromKey(path), (missing) => {
      if (missing.length === 0) {
        return pass(place);
      }
      const message = `caches OPTIONS, and the key lacks ${missing.join(', ')}`;
      return judgeKnown(place, isHarmful(promise, path, missing), (harmful) => fail(place, message, harmful ? {} : { severity: 'warning' }));
    }))),
};

/** The headers that the key of a cached preflight lacks; none when preflights are not cached. */
function missingFromKey({ behaviour }: PromisedPath): Known<readonly string[]> {
  return chainKnown(behaviour.allowedMethods, (allowed) => mapKnown(modelled(() => cachePlan(behaviour)), (plan) =>
    // S3 sends no Cache-Control with a preflight, so that only a default or minimum time keeps it
    (allowed.includes('OPTIONS') && plan.methods.has('OPTIONS') && keepsCopies(plan) === 'always'
      ? KEY.filter((name) => !plan.headers.includes(name.toLowerCase()))
      : [])));
}

/** Whether two promised preflights get one answer that cannot be right for both. An overriding policy mends the headers, not the status. */
function isHarmful(promise: CorsPromise, path: PromisedPath, missing: readonly string[]): Known<boolean> {
  return chainKnown(policyCorsOf(path.behaviour), (cors) => chainKnown(cors ? cors.originOverride : known(false), (override) => {
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
