import { valueOr, type Known } from '../../graph/types/known';
import type { Behavior, Bucket, DeliveryGraph, Distribution, Origin, S3OriginTarget } from '../../graph/types';
import { unknownAt } from '../engine/judge';
import type { Judgement, Place } from '../engine/rule';

/** The place of a part of a distribution, such as a behavior or an origin. */
export function placeIn({ address }: Distribution, path: string): Place {
  return { address, path };
}

/** Judges every behavior of every distribution. */
export function eachBehavior(graph: DeliveryGraph, judge: (behavior: Behavior, distribution: Distribution) => readonly Judgement[]): readonly Judgement[] {
  return graph.distributions.flatMap((distribution) => {
    const { behaviors } = distribution;
    return behaviors.known
      ? behaviors.value.flatMap((behavior) => judge(behavior, distribution))
      : [unknownAt(placeIn(distribution, 'Properties.DistributionConfig.CacheBehaviors'), behaviors.reason)];
  });
}

/** Judges every origin of every distribution. */
export function eachOrigin(graph: DeliveryGraph, judge: (origin: Origin, distribution: Distribution) => readonly Judgement[]): readonly Judgement[] {
  return graph.distributions.flatMap((distribution) => {
    const { origins } = distribution;
    return origins.known
      ? origins.value.flatMap((origin) => judge(origin, distribution))
      : [unknownAt(placeIn(distribution, 'Properties.DistributionConfig.Origins'), origins.reason)];
  });
}

/** An S3 origin whose bucket is a resource of the templates. */
export interface Delivery {
  readonly distribution: Distribution;
  readonly origin: Origin;
  readonly target: S3OriginTarget;
  readonly bucket: Bucket;
}

/** Judges every origin that is a bucket of the templates, by its REST endpoint. */
export function eachDelivery(graph: DeliveryGraph, judge: (delivery: Delivery) => readonly Judgement[]): readonly Judgement[] {
  return eachOrigin(graph, (origin, distribution) => {
    const { target } = origin;
    const place = placeIn(distribution, `${origin.path}.DomainName`);
    if (target.kind === 'unknown') {
      return [unknownAt(place, target.reason)];
    }
    if (target.kind !== 's3') {
      return [];
    }
    return target.bucket.known ? judge({ distribution, origin, target, bucket: target.bucket.value }) : [unknownAt(place, target.bucket.reason)];
  });
}

/** The behaviors that fetch from an origin, at first or when another origin fails. */
export function behaviorsOf({ behaviors }: Distribution, { id }: Origin): readonly Behavior[] {
  const isThis = (origin: Known<Origin> | undefined) => origin?.known === true && origin.value.id.known && id.known && origin.value.id.value === id.value;
  return behaviors.known ? behaviors.value.filter(({ origin, failover }) => isThis(origin) || isThis(failover?.origin)) : [];
}

/**
 * Judges every delivery that some behavior uses, where what the template says is what reaches S3. It is unknown where
 * code at the edge may sign or rewrite the request on its way, and where unsigned requests may be presigned by their query.
 */
export function eachFetch(graph: DeliveryGraph, judge: (delivery: Delivery) => readonly Judgement[]): readonly Judgement[] {
  return eachDelivery(graph, (delivery) => {
    const { distribution, origin } = delivery;
    const behaviors = behaviorsOf(distribution, origin);
    const reasons = behaviors.map((behavior) => opaque(behavior, origin));
    if (behaviors.length > 0 && reasons.every((reason) => reason !== undefined)) {
      return [unknownAt(placeIn(distribution, origin.path), reasons[0] ?? '')];
    }
    return behaviors.length === 0 ? [] : judge(delivery);
  });
}

function opaque(behavior: Behavior, { accessControlId, accessIdentity }: Origin): string | undefined {
  const { edgeFunctions } = behavior;
  if (!edgeFunctions.known || edgeFunctions.value.some(({ event }) => !event.known || event.value === 'origin-request')) {
    return 'a function at the edge may sign or rewrite the requests to the bucket';
  }
  const isUnsigned = accessControlId.known && (accessControlId.value ?? '') === '' && accessIdentity.known && accessIdentity.value === undefined;
  return isUnsigned && forwardsQuery(behavior) ? 'the query string is forwarded, so requests may be presigned' : undefined;
}

/** Whether a viewer's query string reaches the origin, or may. */
export function forwardsQuery({ cache, originRequestPolicy }: Behavior): boolean {
  const forwards = (queryStrings: Known<{ readonly behavior: string }> | undefined) => queryStrings !== undefined && !(queryStrings.known && queryStrings.value.behavior === 'none');
  const inKey = cache.mode === 'legacy' ? valueOr(cache.queryString, true) : cache.mode === 'policy' && (!cache.policy.known || forwards(cache.policy.value.queryStrings));
  return inKey || !originRequestPolicy.known || forwards(originRequestPolicy.value?.queryStrings);
}
