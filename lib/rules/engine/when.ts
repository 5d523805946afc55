import type { Premise, DeliveryGraph } from '../../graph/types';
import type { When } from './finding';

/**
 * What has to be assumed for something that is true in the worlds `holding` out of `all`: nothing when it is true in
 * all; the fewest common premises that no other world shares; or else the premises of each world.
 */
export function whenItHolds(holding: readonly DeliveryGraph[], all: readonly DeliveryGraph[]): readonly When[] {
  const others = all.filter((world) => !holding.includes(world));
  if (others.length === 0) {
    return [];
  }
  const tellsApart = (when: When) => others.every((world) => !when.every((premise) => isIn(premise, world)));
  const [first, ...rest] = holding.map((world) => world.premises);
  const common = (first ?? []).filter((premise) => rest.every((premises) => premises.some((each) => isSame(each, premise))));
  return tellsApart(common) ? [withoutNeedless(common, tellsApart)] : holding.map((world) => world.premises);
}

/** Whether something that holds under these premises holds in a world. */
export function holdsIn(when: readonly When[], world: DeliveryGraph): boolean {
  return when.length === 0 || when.some((each) => each.every((premise) => isIn(premise, world)));
}

function withoutNeedless(when: When, tellsApart: (when: When) => boolean): When {
  return when.reduce<When>((kept, premise) => {
    const shorter = kept.filter((each) => each !== premise);
    return tellsApart(shorter) ? shorter : kept;
  }, when);
}

function isIn(premise: Premise, world: DeliveryGraph): boolean {
  return world.premises.some((each) => isSame(each, premise));
}

function isSame(a: Premise, b: Premise): boolean {
  return a.text === b.text && a.value === b.value && a.equal === b.equal;
}
