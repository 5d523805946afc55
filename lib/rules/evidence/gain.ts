/** Who gets what they should not: the evidence of a finding about exposure. */
import { isSameResource } from '../../graph/types/same-resource';
import { valueOr } from '../../graph/types/known';
import type { Address, Bucket, DeliveryGraph, DeliveryGraphs } from '../../graph/types';
import { RULES } from '../catalogue';
import type { Finding } from '../engine/finding';
import { holdsIn } from '../engine/when';

/**
 * `an unsigned GET of /x at the bucket's own endpoint: …`; nothing where the finding is less than an error, or its rule is not about
 * exposure.
 */
export function gainOf(finding: Finding, graphs: DeliveryGraphs): string | undefined {
  const rule = finding.severity === 'error' ? RULES.find(({ id }) => id === finding.rule) : undefined;
  const worlds = rule?.gain ? graphs.worlds.filter((each) => holdsIn(finding.when, each)) : [];
  return worlds.flatMap((graph) => bucketsAt(graph, finding).flatMap((bucket) => rule?.gain?.(graph, bucket, finding.place) ?? [])).at(0);
}

/** The bucket itself, the one that the policy is about, or those that the distribution serves. */
function bucketsAt({ buckets, distributions }: DeliveryGraph, { place: { address } }: Finding): readonly Bucket[] {
  const isHere = (other: Address) => isSameResource(other, address);
  const origins = distributions.filter((each) => isHere(each.address)).flatMap((each) => valueOr(each.origins, []));
  return buckets.filter((bucket) => isHere(bucket.address) || bucket.policies.some((policy) => isHere(policy.address))
    || origins.some(({ target }) => target.kind === 's3' && valueOr(target.bucket, undefined) === bucket));
}
