import { known, mapKnown, unknown, valueOr, type Known } from '../../graph/types/known';
import { resourceName } from '../../graph/types/same-resource';
import type { Behavior, Bucket, BucketPolicy, DeliveryGraph, Distribution, Origin, S3OriginTarget } from '../../graph/types';
import { compileOnce } from '../../model/undecided';
import type { Verdicts } from '../engine/judge';
import type { Place } from '../engine/rule';
import { eachIn, eachOf, subject, type Check, type Judge, type Subject } from '../engine/subject';

/** The place of a part of a distribution, such as a behavior or an origin, or of one of its properties. */
export function placeIn({ address }: Distribution, path: string, property = ''): Place {
  return { address, path: property === '' ? path : `${path}.${property}` };
}

/** Judges a property of every distribution. */
export function eachDistribution(property: string, judge: (distribution: Distribution, place: Place) => Verdicts): Check {
  return eachIn(({ distributions }) => distributions, (distribution) => placeIn(distribution, `Properties.DistributionConfig.${property}`), judge);
}

/** The items of a list of a distribution, such as its behaviors; one unknown subject where the list is not known. */
export function subjectsIn<S extends { readonly path: string }>(
  distribution: Distribution, list: string, items: Known<readonly S[]>,
): readonly Subject<S, Distribution>[] {
  const { address } = distribution;
  return items.known
    ? items.value.map((item) => subject(address, item.path, known(item), distribution))
    : [subject(address, `Properties.DistributionConfig.${list}`, items, distribution)];
}

const behaviorsIn = compileOnce(({ distributions }: DeliveryGraph) =>
  distributions.flatMap((distribution) => subjectsIn(distribution, 'CacheBehaviors', distribution.behaviors)));

/** Judges a property of every behavior of every distribution; `''` is the behavior itself. */
export function eachBehavior(property: string, judge: Judge<Behavior, Distribution>): Check {
  return eachOf(behaviorsIn, property, judge);
}

const originsIn = compileOnce(({ distributions }: DeliveryGraph) =>
  distributions.flatMap((distribution) => subjectsIn(distribution, 'Origins', distribution.origins)));

/** Judges a property of every origin of every distribution; `''` is the origin itself. */
export function eachOrigin(property: string, judge: Judge<Origin, Distribution>): Check {
  return eachOf(originsIn, property, judge);
}

/** An S3 origin whose bucket is a resource of the templates. */
export interface Delivery {
  readonly distribution: Distribution;
  readonly origin: Origin;
  readonly target: S3OriginTarget;
  readonly bucket: Bucket;
}

/** Judges every origin that is a bucket of the templates, by its REST endpoint, at the place that `at` names. */
export function eachDelivery(at: (delivery: Delivery) => Place, judge: Judge<Delivery, DeliveryGraph>): Check {
  return eachOf(deliveriesIn, at, judge);
}

type Deliveries = readonly Subject<Delivery, DeliveryGraph>[];

const deliveriesIn = compileOnce((graph: DeliveryGraph) => deliveriesTo(graph, ({ bucket }) => bucket));

function deliveriesTo(graph: DeliveryGraph, bucketOf: (target: S3OriginTarget) => Known<Bucket>): Deliveries {
  return originsIn(graph).flatMap(({ place: { address, path }, what, within: distribution }): Deliveries => {
    if (!what.known) {
      return [subject(address, path, what, graph)];
    }
    const origin = what.value;
    const { target } = origin;
    if (target.kind === 'custom' || target.kind === 's3-website') {
      return [];
    }
    const delivery = target.kind === 'unknown'
      ? unknown(target.reason)
      : mapKnown(bucketOf(target), (bucket) => ({ distribution, origin, target, bucket }));
    return [subject(address, `${path}.DomainName`, delivery, graph)];
  });
}

/** What a reader calls the bucket: the construct where there is one. */
export function bucketTitle({ address }: Bucket): string {
  return resourceName(address);
}

/** The origin of a delivery. */
export function originPlace({ distribution, origin }: Delivery): Place {
  return placeIn(distribution, origin.path);
}

/** The behaviors that fetch from an origin, at first or when another origin fails. */
export function behaviorsOf({ behaviors }: Distribution, { id }: Origin): readonly Behavior[] {
  const isThis = (origin: Known<Origin> | undefined) =>
    origin?.known === true && origin.value.id.known && id.known && origin.value.id.value === id.value;
  return behaviors.known ? behaviors.value.filter(({ origin, failover }) => isThis(origin) || isThis(failover?.origin)) : [];
}

/**
 * Judges every delivery that some behavior uses, where what the template says is what reaches S3. It is unknown where
 * code at the edge may sign or rewrite the request on its way, and where unsigned requests may be presigned by their query.
 * Of a bucket outside the templates, its policy may be among them: a bucket has one, so that is enough to know who is let in.
 */
export function eachFetch(judge: Judge<Delivery, DeliveryGraph>): Check {
  return eachOf(fetchesIn, '', judge);
}

const fetchesIn = compileOnce((graph: DeliveryGraph) => {
  const bucketOf = ({ bucket, bucketName }: S3OriginTarget): Known<Bucket> => {
    const byPolicy = bucket.known ? undefined : bucketsKnownByPolicy(graph).get(bucketName);
    return byPolicy ? known(byPolicy) : bucket;
  };
  return deliveriesTo(graph, bucketOf).flatMap((subject) => (subject.what.known ? fetchesOf(subject.what.value, graph) : [subject]));
});

function fetchesOf(delivery: Delivery, graph: DeliveryGraph): readonly Subject<Delivery, DeliveryGraph>[] {
  const { distribution, origin } = delivery;
  const behaviors = behaviorsOf(distribution, origin);
  if (behaviors.length === 0) {
    return [];
  }
  const [reason, ...others] = behaviors.map((behavior) => opaque(behavior, origin));
  const isOpaque = reason !== undefined && !others.includes(undefined);
  return [subject(distribution.address, origin.path, isOpaque ? unknown(reason) : known(delivery), graph)];
}

/** Buckets outside the templates whose policy is among them. Nothing else is known of them. */
const bucketsKnownByPolicy = compileOnce(
  ({ strayBucketPolicies }: DeliveryGraph): ReadonlyMap<string, Bucket> =>
    new Map(
      strayBucketPolicies.flatMap((policy) =>
        policy.bucketName.known ? [[policy.bucketName.value, bucketOfPolicy(policy, policy.bucketName.value)] as const] : [],
      ),
    ),
);

function bucketOfPolicy(policy: BucketPolicy, name: string): Bucket {
  const outside = unknown(`the bucket ${name} is not a resource of these templates`);
  return {
    address: { ...policy.address, logicalId: name, constructPath: undefined },
    name,
    arn: `arn:aws:s3:::${name}`,
    policies: [policy],
    region: outside,
    cors: outside,
    publicAccessBlock: outside,
    encryption: outside,
    objectOwnership: outside,
    accessControl: outside,
    website: outside,
  };
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
