import type { Behavior, Distribution } from '../../graph/types';
import { compileGlob } from '../patterns';
import type { GlobMatcher } from '../patterns';
import { compileOnce, decided, Undecided } from '../undecided';

// Path patterns are case-sensitive, `*` and `?` are wildcards, a leading slash is optional
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
const pathMatcher = compileOnce((behavior: Behavior): GlobMatcher => {
  const pattern = decided(behavior.pathPattern);
  return compileGlob(pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`);
});

// The first pattern in the listed order wins; the default behavior comes last (same page)
/** The behavior that answers for a path without its query. */
export function chooseBehavior(distribution: Distribution, path: string): Behavior {
  const behaviors = decided(distribution.behaviors);
  for (const behavior of behaviors) {
    if (behavior.isDefault || pathMatcher(behavior)(path)) {
      return behavior;
    }
  }
  // CloudFormation requires one: a template without is not deployed
  throw new Undecided(`${distribution.address.logicalId} has no default behavior, which CloudFormation requires`);
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html: for the root only, not for folders
/** The path that is really looked up. */
export function withDefaultRootObject(distribution: Distribution, path: string): string {
  if (path !== '/' && path !== '') {
    return path;
  }
  const root = decided(distribution.defaultRootObject);
  return root === undefined || root === '' ? '/' : `/${root.replace(/^\//, '')}`;
}
