/** Which distribution or bucket `--distribution` names. */
import { resourceName } from '../graph/types/same-resource';
import type { Address, DeliveryGraph } from '../graph/types';
import { addresseesOf, resourceNameOf } from '../trial';
import { UsageError } from './usage-error';

/** The one that is asked. Of several, one has to be named: they answer differently. */
export function namedAddressee(worlds: readonly DeliveryGraph[], kind: 'bucket' | 'distribution', name: string | undefined): Address | undefined {
  const found = namedAddressees(worlds, kind, name);
  if (found.length > 1) {
    throw new UsageError(`${name === undefined ? `there are ${String(found.length)} ${kind}s` : `--distribution ${name}: this stands for ${String(found.length)} of them`}; `
      + `name one: ${namesApart(found).map((each) => `--distribution ${each}`).join(', ')}`);
  }
  return found[0];
}

/** Each that the name stands for in one world or another; without a name, each that could be asked. A name for none is an error. */
function namedAddressees(worlds: readonly DeliveryGraph[], kind: 'bucket' | 'distribution', name: string | undefined): readonly Address[] {
  const of = (wanted: string | undefined): readonly Address[] => {
    const inEach = worlds.flatMap((world) => addresseesOf(world, kind, wanted));
    return [...new Map(inEach.map((address) => [resourceNameOf(address), address])).values()];
  };
  const found = of(name);
  if (found.length === 0 && name !== undefined) {
    const all = of(undefined).map(resourceName);
    const meant = all.find((each) => each.split('/').includes(name));
    throw new UsageError(`--distribution ${name}: there is no such ${kind}; ${meant === undefined ? `there is ${all.length === 0 ? 'none' : all.join(', ')}` : `did you mean ${meant}?`}`);
  }
  return found;
}

/** By their constructs; where two are called the same, with their stacks. */
function namesApart(addresses: readonly Address[]): readonly string[] {
  const names = addresses.map(resourceName);
  return addresses.map((address, index) => {
    const name = names[index] ?? '';
    return names.filter((each) => each === name).length > 1 ? resourceNameOf(address) : name;
  });
}
