/** Template values after the intrinsic functions are gone. */
import { isObject } from '../types/json';
import { symbol } from '../types/symbolic-text';

const UNRESOLVED = Symbol('unresolved');

/** A value (possibly a whole list or object) that nothing in the templates decides. */
export interface Unresolved {
  readonly [UNRESOLVED]: string;
}

/** A value in place of one that cannot be known, with the reason. */
export function unresolved(reason: string): Unresolved {
  return { [UNRESOLVED]: reason };
}

/** The reason when `value` is undecided. */
export function reasonOf(value: unknown): string | undefined {
  return isUnresolved(value) ? value[UNRESOLVED] : undefined;
}

export function isUnresolved(value: unknown): value is Unresolved {
  return typeof value === 'object' && value !== null && UNRESOLVED in value;
}

/** Symbolic text for a scalar or an undecided value; nothing for lists, objects and null. */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  const reason = reasonOf(value);
  return reason === undefined ? undefined : symbol(reason);
}

/** A text that is equal for equal values, whatever their kind; cut off below a depth that no property reaches. */
export function canonicalText(value: unknown, depth = 40): string {
  const scalar = scalarText(value);
  if (scalar !== undefined || depth === 0) {
    return scalar ?? '…';
  }
  const inner = (item: unknown) => canonicalText(item, depth - 1);
  if (Array.isArray(value)) {
    return `[${value.map(inner).join(',')}]`;
  }
  return isObject(value) ? `{${Object.keys(value).sort().map((key) => `${key}:${inner(value[key])}`).join(',')}}` : 'null';
}
