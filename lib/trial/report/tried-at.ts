/**
 * What was tried around a resource: a system may have thousands of findings, and of uses, so that one is not compared with all of the
 * other.
 */
import { resourceKey } from '../../graph/types/same-resource';
import type { Address, DeliveryGraph } from '../../graph/types';
import { compileOnce } from '../../model/undecided';
import type { Finding } from '../../rules/engine/finding';
import { triedUses } from '../uses/tried-uses';
import type { TriedUse } from '../uses/tried-uses';
import { decides, resourcesOf } from './places';

/** The uses about which a resource decides by one place or another. */
export function triedUsesAround(graph: DeliveryGraph, address: Address): readonly TriedUse[] {
  return byResource(graph).get(resourceKey(address)) ?? [];
}

const byResource = compileOnce((graph: DeliveryGraph) =>
  listed(triedUses(graph).flatMap((tried) => [...resourcesOf(tried.use.path)].map((key) => [key, tried] as const))),
);

/** Tells of a path whether one of the findings is at a place that decides about it. */
export function foundAt(findings: readonly Finding[]): (path: TriedUse['use']['path']) => boolean {
  const around = listed(findings.map((finding) => [resourceKey(finding.place.address), finding] as const));
  return (path) => [...resourcesOf(path)].some((key) => around.get(key)?.some(({ place }) => decides(place, path)));
}

/** The values of each key, in their order. */
export function listed<T>(entries: readonly (readonly [key: string, value: T])[]): ReadonlyMap<string, readonly T[]> {
  const lists = new Map<string, T[]>();
  for (const [key, value] of entries) {
    const list = lists.get(key) ?? [];
    list.push(value);
    lists.set(key, list);
  }
  return lists;
}
