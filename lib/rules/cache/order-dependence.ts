/** Whether the request that fills CloudFront's cache decides what later readers are told. */
import { cachePlan } from '../../model/cloudfront/cache-key';
import type { CachePlan } from '../../model/cloudfront/cache-key';
import { decided } from '../../model/undecided';
import { corsOf } from '../promise/cors-wish';
import { isForwarded, pinnedOrigin } from '../subjects/asset-path';
import type { AssetPath } from '../subjects/asset-path';

/** `always`: copies are made of objects that say nothing about caching; `if-asked`: of those with a Cache-Control that allows it. */
export type Keeps = 'always' | 'if-asked' | 'never';

/** When copies are kept. */
export function keepsCopies({ maxTtl, minTtl, defaultTtl }: CachePlan): Keeps {
  return maxTtl === 0 ? 'never' : minTtl > 0 || defaultTtl > 0 ? 'always' : 'if-asked';
}

/**
 * When a copy that S3 made for another request, or for none of CORS, decides what a reader is told. Never where the policy
 * overrides, or Origin is in the key; nothing (no business of this rule) where S3 does not see the viewer's Origin, or
 * where a policy leaves the word to S3.
 */
export function unkeyedCopies(path: AssetPath): Keeps | undefined {
  const cors = corsOf(path.behavior);
  if (cors) {
    return decided(cors.originOverride) ? 'never' : undefined;
  }
  if (pinnedOrigin(path) !== undefined || !isForwarded(path, 'origin')) {
    return undefined;
  }
  const plan = cachePlan(path.behavior);
  return plan.headers.includes('origin') ? 'never' : keepsCopies(plan);
}
