/** The part of a system that shares something with a resource: a fix there changes nothing elsewhere. */
import { isObject, member, objectOrEmpty } from '../../graph/types/json';
import { valueOr } from '../../graph/types/known';
import type { Address, DeliveryGraph, DeliveryGraphs, Distribution } from '../../graph/types';
import type { TemplateInput } from '../../graph/types/template-input';
import { compileOnce } from '../../model/undecided';
import { behaviorResources, originResources } from '../report/places';

const keyOf = ({ stack, logicalId }: Pick<Address, 'logicalId' | 'stack'>): string => `${stack}\n${logicalId}`;

/** By resource: those with which it is connected, itself included. */
const neighborhoods = compileOnce(({ worlds }: DeliveryGraphs): ReadonlyMap<string, ReadonlySet<string>> => {
  const sets = new Map<string, Set<string>>();
  const join = (keys: readonly string[]) => {
    const merged = new Set(keys);
    keys.forEach((key) => sets.get(key)?.forEach((other) => merged.add(other)));
    merged.forEach((key) => sets.set(key, merged));
  };
  worlds.forEach((graph) => {
    graph.distributions.forEach((distribution) => { join(resourcesOf(distribution).map(keyOf)); });
    graph.buckets.forEach((bucket) => { join([bucket.address, ...bucket.policies.map(({ address }) => address)].map(keyOf)); });
  });
  return sets;
});

function resourcesOf({ address, behaviors, origins }: Distribution): readonly Address[] {
  return [address, ...valueOr(behaviors, []).flatMap(behaviorResources), ...valueOr(origins, []).flatMap(originResources)].filter(({ stack }) => stack !== 'AWS');
}

/** The connected resources of a place; the same object for all of them. */
export function neighborhoodOf(graphs: DeliveryGraphs, place: Pick<Address, 'logicalId' | 'stack'>): ReadonlySet<string> | undefined {
  return neighborhoods(graphs).get(keyOf(place));
}

/** The templates without what is read by others alone. */
export function sliced(inputs: readonly TemplateInput[], graphs: DeliveryGraphs, place: Pick<Address, 'logicalId' | 'stack'>): readonly TemplateInput[] {
  const sets = neighborhoods(graphs);
  const near = sets.get(keyOf(place));
  const [first] = graphs.worlds as readonly (DeliveryGraph | undefined)[];
  if (near === undefined || (first?.distributions.length ?? 0) <= 1) {
    return inputs;
  }
  return inputs.map((input) => {
    const resources = Object.entries(objectOrEmpty(member(input.template, 'Resources'))).filter(([logicalId]) => {
      const key = keyOf({ stack: input.name, logicalId });
      return !sets.has(key) || near.has(key);
    });
    return isObject(input.template) ? { ...input, template: { ...input.template, Resources: Object.fromEntries(resources) } } : input;
  });
}
