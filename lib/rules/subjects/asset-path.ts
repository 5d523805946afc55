/** The places that the rules about requests judge: behaviors that serve files from S3. */
import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { valueOr, type Known } from '../../graph/types/known';
import type { Behavior, Bucket, DeliveryGraph, Distribution, EdgeFunction, Origin, ResponseHeadersPolicy } from '../../graph/types';
import { forwardingOf } from '../../model/cloudfront/origin-request';
import { nameOf } from '../../model/edge-code';
import { CORS_RESPONSE_HEADERS } from '../../model/http/message';
import { answerTo, compileOnce, decided, Undecided } from '../../model/undecided';
import { fail, unknownAt, type FailureDetails } from '../engine/judge';
import type { Judgement, Place } from '../engine/rule';
import { changeOfCors, effectsOf, under } from './edge-effects';

/** A behavior whose origin is S3, or may be. */
export interface AssetPath {
  readonly distribution: Distribution;
  readonly behavior: Behavior;
  /** Of an origin group, the first. */
  readonly origin: Known<Origin>;
  /** Unknown for a bucket outside the templates. */
  readonly bucket: Known<Bucket>;
}

/** The behaviors of all distributions, whatever their origins; a distribution whose behaviors are unknown has none. */
export const servedPaths = compileOnce((graph: DeliveryGraph): readonly AssetPath[] =>
  graph.distributions.flatMap((distribution) =>
    (distribution.behaviors.known ? distribution.behaviors.value : []).map((behavior) => pathTo(distribution, behavior, behavior.origin))));

/** The behaviors that serve from S3, or may. */
export const assetPaths = compileOnce((graph: DeliveryGraph): readonly AssetPath[] =>
  servedPaths(graph).filter((path) => !isElsewhere(path)),
);

/** Whether the origin of a path is a server of another kind than S3. */
export function isElsewhere({ origin }: AssetPath): boolean {
  return origin.known && origin.value.target.kind === 'custom';
}

/** The same path as the second origin of its group serves it; nothing without a group. */
export function spareOf({ distribution, behavior }: AssetPath): AssetPath | undefined {
  const spare = behavior.failover && pathTo(distribution, behavior, behavior.failover.origin);
  return spare === undefined || isElsewhere(spare) ? undefined : spare;
}

const REFUSED = 403;

/** Whether the second origin of the group answers what the first one refuses, or may. */
export function failsOverOnRefusal({ behavior: { failover } }: AssetPath): boolean {
  return failover !== undefined && !(failover.statusCodes.known && !failover.statusCodes.value.includes(REFUSED));
}

/** The behaviors that serve from S3, or may, once for each origin of their groups. */
export const pathsOfAllOrigins = compileOnce((graph: DeliveryGraph): readonly AssetPath[] =>
  assetPaths(graph).flatMap((path) => [path, ...[spareOf(path) ?? []].flat()]));

/** The paths that serve from each bucket, as first or second origin. */
export const pathsByBucket = compileOnce((graph: DeliveryGraph): ReadonlyMap<Bucket, readonly AssetPath[]> => {
  const paths = new Map<Bucket, AssetPath[]>();
  for (const path of pathsOfAllOrigins(graph)) {
    if (path.bucket.known) {
      const list = paths.get(path.bucket.value) ?? [];
      list.push(path);
      paths.set(path.bucket.value, list);
    }
  }
  return paths;
});

function pathTo(distribution: Distribution, behavior: Behavior, origin: Known<Origin>): AssetPath {
  return { distribution, behavior, origin, bucket: answerTo(() => bucketOf(origin)) };
}

function bucketOf(origin: Known<Origin>): Bucket {
  const { target } = decided(origin);
  switch (target.kind) {
    case 's3':
    case 's3-website':
      return decided(target.bucket);
    case 'unknown':
      throw new Undecided(target.reason);
    case 'custom':
      throw new Undecided('the origin is not a bucket');
  }
}

/** A property of the behavior. */
export function behaviorPlace({ distribution, behavior }: AssetPath, property?: string): Place {
  return { address: distribution.address, path: property === undefined ? behavior.path : `${behavior.path}.${property}` };
}

/** A property of the policy. Policies of AWS have no place in a template: the behavior names them. */
export function policyPlace(path: AssetPath, policy: ResponseHeadersPolicy, property: string): Place {
  return policy.managed === undefined ? { address: policy.address, path: property } : behaviorPlace(path, 'ResponseHeadersPolicyId');
}

/** A section of the policy, or the behavior's property that names a policy where there is none to be seen. */
export function policySection(path: AssetPath, section: string): Place {
  const policy = valueOr(path.behavior.responseHeadersPolicy, undefined);
  return policy ? policyPlace(path, policy, `Properties.ResponseHeadersPolicyConfig.${section}`) : behaviorPlace(path, 'ResponseHeadersPolicyId');
}

/** Whether the behavior lets viewers send the method. */
export function allows({ behavior }: AssetPath, method: string): boolean {
  return decided(behavior.allowedMethods).includes(method);
}

/** The CORS rules of the bucket; empty when it has none. */
export function bucketRules({ bucket }: AssetPath): readonly BucketCorsRule[] {
  return decided(decided(bucket).cors) ?? [];
}

/** Whether the policy takes a header of S3 away, so that only its own words count. */
export function removes({ removeHeaders }: ResponseHeadersPolicy, header: string): boolean {
  return removeHeaders.known && removeHeaders.value.some((name) => name.toLowerCase() === header);
}

/** Whether the policy takes every word of S3 about CORS away, which it does before it adds its own. */
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html#remove-response-headers
export function silencesS3({ responseHeadersPolicy }: Behavior): boolean {
  const policy = responseHeadersPolicy.known ? responseHeadersPolicy.value : undefined;
  return policy !== undefined && CORS_RESPONSE_HEADERS.every((header) => removes(policy, header));
}

/** The value of an origin custom header `Origin`, which S3 then sees on every request. */
export function pinnedOrigin({ origin }: AssetPath): string | undefined {
  return decided(decided(origin).customHeaders).find(({ name }) => name.toLowerCase() === 'origin')?.value;
}

/** Whether a viewer's header is configured to reach S3; in the legacy mode headers also reach it unlisted. */
export function isForwarded({ behavior }: AssetPath, name: string): boolean {
  return forwardingOf(behavior).forwards(name);
}

/** Whether S3 sees an Origin: the viewer's, or a pinned one. */
export function originReachesS3(path: AssetPath): boolean {
  return pinnedOrigin(path) !== undefined || isForwarded(path, 'origin');
}

/**
 * Why code at the edge may decide what the templates seem to decide; nothing without such code, and for functions that leave CORS alone.
 */
export function codeAtTheEdge(behavior: Behavior, events: readonly EdgeEvent[] = EDGE_EVENTS, withVary = true): string | undefined {
  const { edgeFunctions } = behavior;
  if (!edgeFunctions.known) {
    return edgeFunctions.reason;
  }
  for (const found of edgeFunctions.value.filter(({ event }) => !event.known || events.includes(event.value))) {
    const change = found.code.known ? firstChange(behavior, found, withVary) : `may change it, and ${found.code.reason}`;
    if (change !== undefined) {
      return `${nameOf(found)} ${change}`;
    }
  }
  return undefined;
}

function firstChange(behavior: Behavior, found: EdgeFunction, withVary: boolean): string | undefined {
  const changing = effectsOf(behavior, found).find((effect) => changeOfCors(effect, withVary) !== undefined);
  return changing && `decides: it ${changeOfCors(changing, withVary) ?? ''}${under(changing)}`;
}

/** Fails, unless code at the edge may change what is wrong: then nobody knows. */
export function failUnlessCode(path: AssetPath, place: Place, message: string, details?: FailureDetails): Judgement {
  const code = codeAtTheEdge(path.behavior);
  return code === undefined ? fail(place, message, details) : unknownAt(place, code);
}

export type EdgeEvent = 'origin-request' | 'origin-response' | 'viewer-request' | 'viewer-response';

const EDGE_EVENTS: readonly EdgeEvent[] = ['viewer-request', 'origin-request', 'origin-response', 'viewer-response'];
