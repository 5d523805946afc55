import type { Behaviour, Distribution } from '../../graph/types';
import { compileGlob } from '../glob';
import type { GlobMatcher } from '../glob';
import { compileOnce, decided, Undecided } from '../undecided';

// Path patterns are case-sensitive, `*` and `?` are wildcards, a leading slash is optional
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
const pathMatcher = compileOnce((behaviour: Behaviour): GlobMatcher => {
  const pattern = decided(behaviour.pathPattern);
  return compileGlob(pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`);
});

// The first pattern in the listed order wins; the default behaviour comes last (same page)
/** The behaviour that answers for a path without its query. */
export function chooseBehaviour(distribution: Distribution, path: string): Behaviour {
  const behaviours = decided(distribution.behaviours);
  for (const behaviour of behaviours) {
    if (behaviour.isDefault || pathMatcher(behaviour)(path)) {
      return behaviour;
    }
  }
  // CloudFormation requires one: a template without is not deployed
  throw new Undecided(`${distribution.address.logicalId} has no default behaviour, which CloudFormation requires`);
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
