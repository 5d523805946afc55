import { isCorsSafelistedMethod } from '../../model/browser/method';
import { cachePlan } from '../../model/cloudfront/cache-key';
import { decided } from '../../model/undecided';
import { keepsCopies } from './order-dependence';
import { exampleStack } from '../engine/example-stack';
import { fail, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { corsOf } from '../promise/cors-wish';
import type { CorsPromise, PromisedPath } from '../promise/promise';
import { eachPromise } from '../promise/promised-paths';
import { bucketAllowOrigin, sampleOrigin } from '../promise/promised-requests';
import { allows, behaviorPlace, bucketRules } from '../subjects/asset-path';

const KEY = ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'];

export const optionsCachedWithoutKey: Rule = {
  id: 'options-cached-without-key',
  severity: 'error',
  family: 'cache',
  title: 'Preflights are cached without the three headers that they are about',
  why: 'The answer to one preflight is replayed to others, which asked for another origin, method or header: they are refused, or get the answer to a question that they did not ask.',
  fix: 'Take OPTIONS out of CachedMethods: browsers keep preflights themselves (Access-Control-Max-Age). Or put all three headers into the cache policy; an origin request policy does not enter the key.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/header-caching.html',
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachedMethods.html',
    'https://github.com/nulib/meadow/pull/2385',
  ],
  unless: 'All pages are on one origin and send the same method and headers.',
  witness: [{ step: 'preflight', after: 'edge' }],
  example: () => ({
    wrong: exampleStack({ cors: null, behavior: { CachedMethods: '[GET, HEAD, OPTIONS]' } }),
    right: exampleStack({ behavior: { CachedMethods: '[GET, HEAD]' } }),
  }),
  check: eachPromise((path) => behaviorPlace(path, 'CachedMethods'), (promise, path, place) => {
    if (promise.preflight.kind !== 'promised') {
      return undefined;
    }
    const missing = missingFromKey(path);
    return missing.length === 0 ? pass(place)
      : fail(place, `caches OPTIONS, and the key lacks ${missing.join(', ')}`, isHarmful(promise, path, missing) ? {} : { severity: 'warning' });
  }),
};

/** The headers that the key of a cached preflight lacks; none when preflights are not cached. */
function missingFromKey(path: PromisedPath): readonly string[] {
  if (!allows(path, 'OPTIONS')) {
    return [];
  }
  const plan = cachePlan(path.behavior);
  // S3 sends no Cache-Control with a preflight, so that only a default or minimum time keeps it
  return plan.methods.has('OPTIONS') && keepsCopies(plan) === 'always' ? KEY.filter((name) => !plan.headers.includes(name.toLowerCase())) : [];
}

/** Whether two promised preflights get one answer that cannot be right for both. An overriding policy fixes the headers, not the status. */
function isHarmful(promise: CorsPromise, path: PromisedPath, missing: readonly string[]): boolean {
  const cors = corsOf(path.behavior);
  if (cors && decided(cors.originOverride)) {
    return false;
  }
  return (missing.includes(KEY[2]) && asksInManyWays(promise)) || (missing.includes(KEY[0]) && answersByName(promise, path));
}

function asksInManyWays({ anyHeader, headers, methods }: CorsPromise): boolean {
  return anyHeader || headers.length > 1 || (headers.length > 0 && methods.some((method) => !isCorsSafelistedMethod(method)));
}

/** Whether S3 names the origin in its answer, and there are several. */
function answersByName({ origins }: CorsPromise, path: PromisedPath): boolean {
  const rules = bucketRules(path);
  return (origins.length > 1 || origins.some((entry) => entry.includes('*')))
    && origins.flatMap((entry) => bucketAllowOrigin(rules, sampleOrigin(entry))).every((value) => value !== '*' && value !== undefined);
}
