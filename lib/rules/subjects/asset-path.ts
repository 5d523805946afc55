/** The places that the rules about requests judge: behaviors that serve files from S3. */
import { chainKnown, known, unknown } from '../../graph/types/known';
import type { Known } from '../../graph/types/known';
import type { Behavior, Bucket, DeliveryGraph, Distribution, Origin, ResponseHeadersPolicy } from '../../graph/types';
import { forwardingOf } from '../../model/cloudfront/origin-request';
import { CORS_RESPONSE_HEADERS } from '../../model/http/message';
import { compileOnce } from '../../model/undecided';
import { modelled } from '../engine/modelled';
import type { Place } from '../engine/rule';

/** A behavior whose origin is S3, or may be. */
export interface AssetPath {
  readonly distribution: Distribution;
  readonly behavior: Behavior;
  readonly origin: Known<Origin>;
  /** Unknown for a bucket outside the templates, and where an origin group may answer preflights from another bucket. */
  readonly bucket: Known<Bucket>;
}

/** The behaviors of all distributions that serve from S3; a distribution whose behaviors are unknown has none. */
export const assetPaths = compileOnce((graph: DeliveryGraph): readonly AssetPath[] =>
  graph.distributions.flatMap((distribution) =>
    (distribution.behaviors.known ? distribution.behaviors.value : []).flatMap((behavior) => {
      const { origin } = behavior;
      return origin.known && origin.value.target.kind === 'custom' ? [] : [{ distribution, behavior, origin, bucket: bucketOf(behavior) }];
    })));

/** The paths that serve from each bucket. */
export const pathsByBucket = compileOnce((graph: DeliveryGraph): ReadonlyMap<Bucket, readonly AssetPath[]> => {
  const paths = new Map<Bucket, AssetPath[]>();
  for (const path of assetPaths(graph)) {
    if (path.bucket.known) {
      paths.set(path.bucket.value, [...(paths.get(path.bucket.value) ?? []), path]);
    }
  }
  return paths;
});

const REFUSED = 403;

function bucketOf({ origin, failover }: Behavior): Known<Bucket> {
  if (failover && !(failover.statusCodes.known && !failover.statusCodes.value.includes(REFUSED))) {
    return unknown('the second origin of the group answers what the first one refuses');
  }
  return chainKnown(origin, ({ target }) => {
    switch (target.kind) {
      case 's3':
      case 's3-website':
        return target.bucket;
      case 'unknown':
        return unknown(target.reason);
      case 'custom':
        return unknown('the origin is no bucket');
    }
  });
}

/** A property of the behavior. */
export function behaviorPlace({ distribution, behavior }: AssetPath, property?: string): Place {
  return { address: distribution.address, path: property === undefined ? behavior.path : `${behavior.path}.${property}` };
}

/** A property of the policy's CORS block. Policies of AWS have no place in a template: the behavior names them. */
export function policyPlace(path: AssetPath, policy: ResponseHeadersPolicy, property: string): Place {
  return policy.managed === undefined ? { address: policy.address, path: property } : behaviorPlace(path, 'ResponseHeadersPolicyId');
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
export function pinnedOrigin({ origin }: AssetPath): Known<string | undefined> {
  return chainKnown(origin, ({ customHeaders }) =>
    chainKnown(customHeaders, (headers) => known(headers.find(({ name }) => name.toLowerCase() === 'origin')?.value)));
}

/** Whether a viewer's header is configured to reach S3; in the legacy mode headers also reach it unlisted. */
export function isForwarded(behavior: Behavior, name: string): Known<boolean> {
  return modelled(() => forwardingOf(behavior).forwards(name));
}

/** Whether S3 sees an Origin: the viewer's, or a pinned one. */
export function originReachesS3(path: AssetPath): Known<boolean> {
  return chainKnown(pinnedOrigin(path), (pinned) => (pinned === undefined ? isForwarded(path.behavior, 'origin') : known(true)));
}

/** Why code at the edge may decide what the templates seem to decide; nothing without such code. */
export function codeAtTheEdge({ edgeFunctions }: Behavior, events: readonly EdgeEvent[] = EDGE_EVENTS): string | undefined {
  if (!edgeFunctions.known) {
    return edgeFunctions.reason;
  }
  const found = edgeFunctions.value.find(({ event }) => !event.known || events.includes(event.value));
  return found && `the function at ${found.path} may change it, and its code is not part of the template`;
}

export type EdgeEvent = 'origin-request' | 'origin-response' | 'viewer-request' | 'viewer-response';

const EDGE_EVENTS: readonly EdgeEvent[] = ['viewer-request', 'origin-request', 'origin-response', 'viewer-response'];

