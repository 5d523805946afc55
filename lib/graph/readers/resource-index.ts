import { chainKnown, known, mapKnown, unknown, type Known } from '../types/known';
import type { FunctionIndex } from './edge-code';
import { managedPolicy, type PolicyKinds } from './managed-policies';
import type { Bucket, CachePolicy, OriginAccessControl, OriginAccessIdentity, OriginRequestPolicy, ResponseHeadersPolicy } from '../types';

/** The resources that a distribution points at, by the text it uses for them. */
export interface ResourceIndex {
  /** By name, which several deployments of one app may share. */
  readonly buckets: ReadonlyMap<string, readonly Bucket[]>;
  readonly cachePolicies: ById<CachePolicy>;
  readonly originRequestPolicies: ById<OriginRequestPolicy>;
  readonly responseHeadersPolicies: ById<ResponseHeadersPolicy>;
  readonly originAccessControls: ById<OriginAccessControl>;
  readonly originAccessIdentities: ById<OriginAccessIdentity>;
  readonly functions: FunctionIndex;
}

export type ById<T> = ReadonlyMap<string, T>;

export function byId<T extends { readonly id: string }>(resources: readonly T[]): ById<T> {
  return new Map(resources.map((resource) => [resource.id, resource]));
}

/** Groups what shares a text. */
export function groupedBy<T>(items: readonly T[], textOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(textOf(item)) ?? [];
    group.push(item);
    groups.set(textOf(item), group);
  }
  return groups;
}

/** The resource with this id; nothing is attached when there is no id (or an empty one, as templates write it). */
export function attached<T>(id: Known<string | undefined>, resources: ById<T>, what: string): Known<T | undefined> {
  return chainKnown(id, (text): Known<T | undefined> => {
    if (text === undefined || text === '') {
      return known(undefined);
    }
    const found = resources.get(text);
    return found === undefined ? unknown(`${what} ${text} is not a resource of these templates`) : known(found);
  });
}

/** The attached policy: of these templates, or managed by AWS. */
export function attachedPolicy<K extends keyof PolicyKinds>(
  kind: K,
  id: Known<string | undefined>,
  own: ById<PolicyKinds[K]>,
): Known<PolicyKinds[K] | undefined> {
  return chainKnown(id, (text) => {
    const managed = text === undefined ? undefined : managedPolicy(text);
    if (managed && managed.kind !== kind) {
      return unknown(`${managed.policy.id} is the managed ${managed.kind} policy ${managed.policy.managed ?? ''}, no ${kind} policy`);
    }
    return managed ? known(managed.policy as PolicyKinds[K]) : attached(id, own, `the ${kind} policy`);
  });
}

/** The bucket of this name: in the stack of who asks when several have it, as deployments of one app to two accounts do. */
export function bucketNamed(name: string, buckets: ResourceIndex['buckets'], stack: string): Known<Bucket> {
  const named = buckets.get(name) ?? [];
  const found = named.find((bucket) => bucket.address.stack === stack) ?? named[0];
  return found ? known(found) : unknown(`the bucket ${name} is not a resource of these templates`);
}

/** The identity of `origin-access-identity/cloudfront/ID`. */
export function accessIdentity(
  path: Known<string | undefined>,
  identities: ById<OriginAccessIdentity>,
): Known<OriginAccessIdentity | undefined> {
  const id = mapKnown(path, (text) => text?.replace(/^origin-access-identity\/cloudfront\//, ''));
  return attached(id, identities, 'the origin access identity');
}
