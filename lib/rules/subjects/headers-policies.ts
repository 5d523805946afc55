import type { DeliveryGraph, ResponseHeadersPolicy } from '../../graph/types';
import { judged, type Verdicts } from '../engine/judge';
import type { Judgement, Place } from '../engine/rule';

/** Judges a property of every response headers policy of the templates. */
export function eachHeadersPolicy(
  graph: DeliveryGraph, property: string, judge: (policy: ResponseHeadersPolicy, place: Place) => Verdicts,
): readonly Judgement[] {
  return graph.responseHeadersPolicies.flatMap((policy) =>
    judged({ address: policy.address, path: `Properties.ResponseHeadersPolicyConfig.${property}` }, (place) => judge(policy, place)));
}
