import { unkeyedCopies } from './order-dependence';
import { exampleStack } from '../engine/example-stack';
import { fail, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { UNREADABLE_COPY } from '../evidence/witness-shape';
import { eachPromise } from '../promise/promised-paths';
import { behaviorPlace } from '../subjects/asset-path';

export const originNotInCacheKey: Rule = {
  id: 'origin-not-in-cache-key',
  severity: 'error',
  family: 'cache',
  title: 'S3\'s CORS headers are cached, but Origin is not part of the cache key',
  why: 'Whoever fills the cache decides for all: after a request without Origin, or from another one, the copy tells no page, or the wrong page, that it may read.',
  fix: 'Attach a response headers policy with the CORS headers and OriginOverride: true. Or put Origin and both Access-Control-Request headers into the cache policy.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html',
    'https://github.com/PRX/Infrastructure/issues/412',
    'https://github.com/mozilla/addons-frontend/issues/5825',
  ],
  unless: 'A function at the edge sets the CORS headers on every response.',
  witness: [UNREADABLE_COPY],
  example: () => ({
    wrong: exampleStack({ cors: null }),
    right: exampleStack(),
  }),
  check: eachPromise((path) => behaviorPlace(path, 'CachePolicyId'), (_promise, path, place) => {
    switch (path.behavior.cache.mode === 'legacy' ? undefined : unkeyedCopies(path)) {
      case undefined:
        return undefined;
      case 'never':
        return pass(place);
      case 'if-asked':
        return fail(place, 'Origin reaches S3 but is not in the key, so copies of objects with a Cache-Control are order-dependent', { severity: 'warning' });
      case 'always':
        return fail(place, 'Origin reaches S3 but is not in the key, so the first request decides what all others are told');
    }
  }),
};
