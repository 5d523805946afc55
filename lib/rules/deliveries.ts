import type { Behaviour, Bucket, DeliveryGraph, Distribution, Origin, S3OriginTarget } from '../graph/types';
import { unknownAt } from './judge';
import type { Judgement, Place } from './rule';

/** The place of a part of a distribution, such as a behaviour or an origin. */
export function placeIn({ address }: Distribution, path: string): Place {
  return { address, path };
}

/** Judges every behaviour of every distribution. */
export function eachBehaviour(graph: DeliveryGraph, judge: (behaviour: Behaviour, distribution: Distribution) => readonly Judgement[]): readonly Judgement[] {
  return graph.distributions.flatMap((distribution) => {
    const { behaviours } = distribution;
    return behaviours.known
      ? behaviours.value.flatMap((behaviour) => judge(behaviour, distribution))
      : [unknownAt(placeIn(distribution, 'Properties.DistributionConfig.CacheBehaviors'), behaviours.reason)];
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
