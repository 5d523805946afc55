/** Which places of the templates decide about a path, and what to call them. */
import { isSameResource, resourceKey } from '../../graph/types/same-resource';
import { valueOr, type Known } from '../../graph/types/known';
import type { Address, Behavior, Bucket, DeliveryGraph, Distribution, Origin } from '../../graph/types';
import { compileOnce } from '../../model/undecided';
import type { Place } from '../../rules/engine/rule';

/** What of a path decides about its requests. */
interface Path {
  readonly distribution: Distribution;
  readonly behavior: Behavior;
}

/** Whether what stands at a place decides about the requests of a path. */
export function decides({ address, path: property }: Place, { distribution, behavior }: Path): boolean {
  if (isSameResource(distribution.address, address)) {
    return isIn(property, behavior.path) || originsOf(behavior).some(({ path }) => isIn(property, path)) || !/\.(CacheBehaviors|DefaultCacheBehavior|Origins)(\.|$)/.test(property);
  }
  return resourcesAround(behavior).has(resourceKey(address));
}

/** The resources that decide about a path by one place or another. */
export function resourcesOf({ distribution, behavior }: Path): ReadonlySet<string> {
  return new Set([resourceKey(distribution.address), ...resourcesAround(behavior)]);
}

/** The policies and functions of a behavior, and what its origins are made of. */
const resourcesAround = compileOnce((behavior: Behavior): ReadonlySet<string> =>
  new Set([...behaviorResources(behavior), ...originsOf(behavior).flatMap(originResources)].map(resourceKey)));

function isIn(property: string, path: string): boolean {
  return property === path || property.startsWith(`${path}.`);
}

function originsOf({ origin, failover }: Behavior): readonly Origin[] {
  return [origin, failover?.origin].flatMap((each) => (each ? valueOr(each, undefined) ?? [] : []));
}

/** The policies and functions of a behavior. */
export function behaviorResources({ cache, originRequestPolicy, responseHeadersPolicy, edgeFunctions }: Behavior): readonly Address[] {
  const policies: readonly (Known<{ readonly address: Address } | undefined> | undefined)[] = [cache.mode === 'policy' ? cache.policy : undefined, originRequestPolicy, responseHeadersPolicy];
  const code = valueOr(edgeFunctions, []).flatMap((each) => valueOr(each.code, undefined)?.address ?? []);
  return [...policies.flatMap((policy) => (policy ? valueOr(policy, undefined)?.address ?? [] : [])), ...code];
}

/** What signs for an origin, and its bucket with its policies and its key. */
export function originResources({ accessControl, accessIdentity, target }: Origin): readonly Address[] {
  const bucket = 'bucket' in target ? valueOr(target.bucket, undefined) : undefined;
  return [valueOr(accessControl, undefined), valueOr(accessIdentity, undefined)]
    .flatMap((each) => each?.address ?? [])
    .concat(bucket ? resourcesOfBucket(bucket) : []);
}

function resourcesOfBucket({ address, policies, encryption }: Bucket): readonly Address[] {
  const key = valueOr(encryption, undefined)?.kmsKey;
  return [address, ...policies.map((policy) => policy.address), ...(key ? [valueOr(key, undefined)?.address ?? []].flat() : [])];
}

/** `the default behavior`, `the behavior fonts/*`; nothing where the place is in no behavior. */
export function behaviorNameAt({ address, path }: Place, graphs: readonly DeliveryGraph[]): string | undefined {
  for (const graph of graphs) {
    const distribution = distributionsByKey(graph).get(resourceKey(address));
    const behavior = valueOr(distribution?.behaviors ?? { known: false, reason: '' }, []).find((each) => isIn(path, each.path));
    if (behavior) {
      return behaviorName(behavior);
    }
  }
  return undefined;
}

const distributionsByKey = compileOnce(({ distributions }: DeliveryGraph): ReadonlyMap<string, Distribution> =>
  new Map([...distributions].reverse().map((each) => [resourceKey(each.address), each])));

export function behaviorName({ isDefault, pathPattern }: Behavior): string {
  return isDefault ? 'the default behavior' : `the behavior ${valueOr(pathPattern, '?')}`;
}
