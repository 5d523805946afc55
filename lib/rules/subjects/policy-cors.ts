import type { DeliveryGraph, ResponseHeadersCors, ResponseHeadersPolicy } from '../../graph/types';
import { unknownAt } from '../engine/judge';
import type { Judgement, Place } from '../engine/rule';

/** Judges the CORS block of every response headers policy of the templates; `at` gives the place of one of its properties. */
export function eachPolicyCors(
  graph: DeliveryGraph,
  judge: (cors: ResponseHeadersCors, at: (property?: string) => Place, policy: ResponseHeadersPolicy) => readonly Judgement[],
): readonly Judgement[] {
  return graph.responseHeadersPolicies.flatMap((policy) => {
    const { address, cors } = policy;
    if (!cors.known) {
      return [unknownAt({ address, path: 'Properties.ResponseHeadersPolicyConfig.CorsConfig' }, cors.reason)];
    }
    const block = cors.value;
    return block ? judge(block, (property) => ({ address, path: property === undefined ? block.path : `${block.path}.${property}` }), policy) : [];
  });
}
