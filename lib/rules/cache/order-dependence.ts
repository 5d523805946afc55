/** Whether the request that fills CloudFront's cache decides what later readers are told. */
import { chainKnown, known, mapKnown } from '../../graph/known';
import type { Known } from '../../graph/known';
import { cachePlan } from '../../model/cloudfront/cache-key';
import type { CachePlan } from '../../model/cloudfront/cache-key';
import { asked } from '../asked';
import { isForwarded, pinnedOrigin, policyCorsOf } from '../asset-path';
import type { AssetPath } from '../asset-path';

/** `always`: copies are made of objects that say nothing about caching; `if-asked`: of those with a Cache-Control that allows it. */
export type Keeps = 'always' | 'if-asked' | 'never';

/** When copies are kept. */
export function keepsCopies({ maxTtl, minTtl, defaultTtl }: CachePlan): Keeps {
  return maxTtl === 0 ? 'never' : minTtl > 0 || defaultTtl > 0 ? 'always' : 'if-asked';
}

/**
 * When a copy that S3 made for another request, or for none of CORS, is served: S3 sees Origin, its headers are all there
 * are, and Origin is not in the key. Nothing where S3 does not answer at all, or a policy does.
 */
export function unkeyedCopies(path: AssetPath): Known<Keeps | undefined> {
  return chainKnown(policyCorsOf(path.behaviour), (cors) => (cors ? known(undefined)
    : chainKnown(pinnedOrigin(path), (pinned) => (pinned !== undefined ? known(undefined)
      : chainKnown(isForwarded(path.behaviour, 'origin'), (forwarded) => (!forwarded ? known(undefined)
        : mapKnown(asked(() => cachePlan(path.behaviour)), (plan) => (plan.headers.includes('origin') ? 'never' : keepsCopies(plan)))))))));
}
