/** Who a request is for, by the name that a person knows: the logical id, the construct that made it, or the only one there is. */
import { valueOr } from '../../graph/types/known';
import type { Address, DeliveryGraph } from '../../graph/types';

/** The distributions (or buckets, for uploads) that a name stands for; without one, all that a request could be for. */
export function addresseesOf(graph: DeliveryGraph, target: 'bucket' | 'distribution', name?: string): readonly Address[] {
  const nodes: readonly { readonly address: Address; readonly id: string }[] = target === 'bucket'
    ? graph.buckets.map((bucket) => ({ address: bucket.address, id: bucket.name })) : graph.distributions;
  if (name !== undefined) {
    return exact(nodes, name) ?? nodes.filter(({ address: { constructPath = '' } }) => constructPath.startsWith(`${name}/`)).map(({ address }) => address);
  }
  const withRules = target === 'bucket' ? graph.buckets.filter(({ cors }) => !cors.known || valueOr(cors, undefined) !== undefined) : [];
  return (withRules.length > 0 ? withRules : nodes).map(({ address }) => address);
}

function exact(nodes: readonly { readonly address: Address; readonly id: string }[], name: string): readonly Address[] | undefined {
  const found = nodes.filter(({ address: { stack, logicalId, constructPath }, id }) => [logicalId, `${stack}.${logicalId}`, constructPath, id].includes(name));
  return found.length === 0 ? undefined : found.map(({ address }) => address);
}

/** The name by which the model finds it. */
export function resourceNameOf({ stack, logicalId }: Address): string {
  return `${stack}.${logicalId}`;
}
