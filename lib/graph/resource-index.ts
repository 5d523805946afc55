import { chainKnown, known, mapKnown, unknown, type Known } from './known';
import { managedPolicy, type PolicyKinds } from './managed-policies';
import type {
  Bucket,
  CachePolicy,
  OriginAccessControl,
  OriginAccessIdentity,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
} from './types';

/** The resources that a distribution points at, by the text it uses for them. */
export interface ResourceIndex {
  readonly buckets: readonly Bucket[];
  readonly cachePolicies: readonly CachePolicy[];
  readonly originRequestPolicies: readonly OriginRequestPolicy[];
  readonly responseHeadersPolicies: readonly ResponseHeadersPolicy[];
  readonly originAccessControls: readonly OriginAccessControl[];
  readonly originAccessIdentities: readonly OriginAccessIdentity[];
}

/** The resource with this id; nothing is attached when there is no id (or an empty one, as templates write it). */
export function attached<T extends { readonly id: string }>(
  id: Known<string | undefined>,
  resources: readonly T[],
  what: string,
): Known<T | undefined> {
  return chainKnown(id, (text) => (text === undefined || text === '' ? known(undefined) : byId(text, resources, what)));
}

function byId<T extends { readonly id: string }>(id: string, resources: readonly T[], what: string): Known<T> {
  const found = resources.find((resource) => resource.id === id);
  return found ? known(found) : unknown(`${what} ${id} is no resource of these templates`);
}

/** The attached policy: of these templates, or managed by AWS. */
export function attachedPolicy<K extends keyof PolicyKinds>(
  kind: K,
  id: Known<string | undefined>,
  own: readonly PolicyKinds[K][],
): Known<PolicyKinds[K] | undefined> {
  return chainKnown(id, (text) => {
    const managed = text === undefined ? undefined : managedPolicy(text);
    if (managed && managed.kind !== kind) {
      return unknown(`${managed.policy.id} is the managed ${managed.kind} policy ${managed.policy.managed ?? ''}, no ${kind} policy`);
    }
    return attached<PolicyKinds[K]>(id, managed ? [managed.policy as PolicyKinds[K]] : own, `the ${kind} policy`);
  });
}

/** The bucket of this name: in the stack of who asks when several have it, as deployments of one app to two accounts do. */
export function bucketNamed(name: string, buckets: readonly Bucket[], stack: string): Known<Bucket> {
  const named = buckets.filter((bucket) => bucket.name === name);
  const found = named.find((bucket) => bucket.address.stack === stack) ?? named[0];
  return found ? known(found) : unknown(`the bucket ${name} is no resource of these templates`);
}

/** The identity of `origin-access-identity/cloudfront/ID`. */
export function accessIdentity(path: Known<string | undefined>, identities: readonly OriginAccessIdentity[]): Known<OriginAccessIdentity | undefined> {
  const id = mapKnown(path, (text) => text?.replace(/^origin-access-identity\/cloudfront\//, ''));
  return attached(id, identities, 'the origin access identity');
}
