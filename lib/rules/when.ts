import type { Assumption, DeliveryGraph } from '../graph/types';
import type { When } from './finding';

/**
 * What has to be assumed for something that is true in the worlds `holding` out of `all`: nothing when it is true in
 * all; the fewest common assumptions that no other world shares; or else the assumptions of each world.
 */
export function whenItHolds(holding: readonly DeliveryGraph[], all: readonly DeliveryGraph[]): readonly When[] {
  const others = all.filter((world) => !holding.includes(world));
  if (others.length === 0) {
    return [];
  }
  const tellsApart = (when: When) => others.every((world) => !when.every((assumption) => isIn(assumption, world)));
  const [first, ...rest] = holding.map((world) => world.assumptions);
  const common = (first ?? []).filter((assumption) => rest.every((assumptions) => assumptions.some((each) => isSame(each, assumption))));
  return tellsApart(common) ? [withoutNeedless(common, tellsApart)] : holding.map((world) => world.assumptions);
}

/** Whether something that holds under these assumptions holds in a world. */
export function holdsIn(when: readonly When[], world: DeliveryGraph): boolean {
  return when.length === 0 || when.some((each) => each.every((assumption) => isIn(assumption, world)));
}

function withoutNeedless(when: When, tellsApart: (when: When) => boolean): When {
  return when.reduce<When>((kept, assumption) => {
    const shorter = kept.filter((each) => each !== assumption);
    return tellsApart(shorter) ? shorter : kept;
  }, when);
}

function isIn(assumption: Assumption, world: DeliveryGraph): boolean {
  return world.assumptions.some((each) => isSame(each, assumption));
}

function isSame(a: Assumption, b: Assumption): boolean {
  return a.text === b.text && a.value === b.value && a.equal === b.equal;
}
