import type { Address } from './address';

/** One text for each resource. */
export function resourceKey({ stack, logicalId }: Pick<Address, 'logicalId' | 'stack'>): string {
  return `${stack}\n${logicalId}`;
}

/** What people call a resource: its construct where it has one. */
export function resourceName({ constructPath, logicalId }: Pick<Address, 'constructPath' | 'logicalId'>): string {
  return constructPath?.replace(/\/Resource$/, '') ?? logicalId;
}

export function isSameResource(one: Address, other: Address): boolean {
  return one.logicalId === other.logicalId && one.stack === other.stack;
}
