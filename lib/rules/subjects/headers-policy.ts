import type { DeliveryGraph, ResponseHeadersCors, ResponseHeadersPolicy } from '../../graph/types';
import { decided } from '../../model/undecided';
import { judged, type Verdicts } from '../engine/judge';
import type { Judgement, Place } from '../engine/rule';

/** Judges the CORS block of every response headers policy of the templates. */
export function eachPolicyCors(
  graph: DeliveryGraph, judge: (cors: ResponseHeadersCors, place: Place, policy: ResponseHeadersPolicy) => Verdicts,
): readonly Judgement[] {
  return graph.responseHeadersPolicies.flatMap((policy) =>
    judged({ address: policy.address, path: 'Properties.ResponseHeadersPolicyConfig.CorsConfig' }, (place) => {
      const cors = decided(policy.cors);
      return cors && judge(cors, { ...place, path: cors.path }, policy);
    }));
}

/** Judges one property of the CORS block of every response headers policy of the templates. */
export function eachPolicyCorsProperty(
  graph: DeliveryGraph, property: string, judge: (cors: ResponseHeadersCors, place: Place, policy: ResponseHeadersPolicy) => Verdicts,
): readonly Judgement[] {
  return eachPolicyCors(graph, (cors, { address, path }, policy) =>
    judged({ address, path: `${path}.${property}` }, (place) => judge(cors, place, policy)));
}

/** The value that a policy's custom headers give a response header: of several with one name the last that overrides, or the first. */
export function customHeader({ customHeaders }: ResponseHeadersPolicy, name: string): string | undefined {
  const found = decided(customHeaders).filter(({ header }) => decided(header).toLowerCase() === name);
  const last = found.map(({ override }) => decided(override)).lastIndexOf(true);
  const winner = found.at(last === -1 ? 0 : last);
  return winner && decided(winner.value);
}
