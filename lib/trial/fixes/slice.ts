/** The part of a system that shares something with a resource: a fix there changes nothing elsewhere. */
import { isObject, member, objectOrEmpty } from '../../graph/types/json';
import { valueOr } from '../../graph/types/known';
import { resourceKey } from '../../graph/types/same-resource';
import type { Address, DeliveryGraph, DeliveryGraphs, Distribution } from '../../graph/types';
import type { TemplateInput } from '../../graph/types/template-input';
import { compileOnce } from '../../model/undecided';
import { behaviorResources, originResources } from '../report/places';
import { listed } from '../report/tried-at';

/** By resource: those with which it is connected, itself included. */
const neighborhoods = compileOnce(({ worlds }: DeliveryGraphs): ReadonlyMap<string, ReadonlySet<string>> => {
  const sets = new Map<string, Set<string>>();
  const join = (keys: readonly string[]) => {
    const merged = new Set(keys);
    keys.forEach((key) => sets.get(key)?.forEach((other) => merged.add(other)));
    merged.forEach((key) => sets.set(key, merged));
  };
  worlds.forEach((graph) => {
    graph.distributions.forEach((distribution) => { join(resourcesOf(distribution).map(resourceKey)); });
    graph.buckets.forEach((bucket) => { join([bucket.address, ...bucket.policies.map(({ address }) => address)].map(resourceKey)); });
  });
  return sets;
});

function resourcesOf({ address, behaviors, origins }: Distribution): readonly Address[] {
  return [address, ...valueOr(behaviors, []).flatMap(behaviorResources), ...valueOr(origins, []).flatMap(originResources)].filter(({ stack }) => stack !== 'AWS');
}

/** The connected resources of a place; the same object for all of them. */
export function neighborhoodOf(graphs: DeliveryGraphs, place: Pick<Address, 'logicalId' | 'stack'>): ReadonlySet<string> | undefined {
  return neighborhoods(graphs).get(resourceKey(place));
}

/** The templates without what is read by others alone. */
export function sliced(inputs: readonly TemplateInput[], graphs: DeliveryGraphs, place: Pick<Address, 'logicalId' | 'stack'>): readonly TemplateInput[] {
  const near = neighborhoodOf(graphs, place);
  const [first] = graphs.worlds as readonly (DeliveryGraph | undefined)[];
  if (near === undefined || (first?.distributions.length ?? 0) <= 1) {
    return inputs;
  }
  const { shared, resources } = layouts(graphs)(inputs);
  const own = listed([...near].flatMap((key) => (resources.get(key) ?? []).map((each) => [each.input.name, each] as const)));
  return inputs.map((input, index) => {
    const kept = [...shared[index] ?? [], ...own.get(input.name) ?? []].sort((one, other) => one.position - other.position);
    return isObject(input.template)
      ? { ...input, template: { ...input.template, Resources: Object.fromEntries(kept.map(({ logicalId, value }) => [logicalId, value])) } }
      : input;
  });
}

/** A resource where it stands. */
interface Placed {
  readonly input: TemplateInput;
  readonly position: number;
  readonly logicalId: string;
  readonly value: unknown;
}

/** What decides no delivery, by template, and the resources of neighborhoods by their keys: once, however many places are asked for. */
const layouts = compileOnce((graphs: DeliveryGraphs) => compileOnce((inputs: readonly TemplateInput[]) => {
  const sets = neighborhoods(graphs);
  const all = inputs.map((input) => Object.entries(objectOrEmpty(member(input.template, 'Resources'))).map(([logicalId, value], position): Placed => ({ input, position, logicalId, value })));
  const keyOf = ({ input, logicalId }: Placed) => resourceKey({ stack: input.name, logicalId });
  return {
    shared: all.map((resources) => resources.filter((each) => !sets.has(keyOf(each)))),
    resources: listed(all.flat().filter((each) => sets.has(keyOf(each))).map((each) => [keyOf(each), each] as const)),
  };
}));
