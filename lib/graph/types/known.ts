/**
 * A value read from a template, or the reason why it cannot be known before deployment.
 * Narrow on `known`: `if (origin.known) { origin.value … } else { origin.reason … }`.
 */
export type Known<T> = KnownValue<T> | UnknownValue;

export interface KnownValue<T> {
  readonly known: true;
  readonly value: T;
}

export interface UnknownValue {
  readonly known: false;
  /** A clause in plain words that names the place: `parameter AppOrigin of stack Web has no default`. */
  readonly reason: string;
}

/** Wraps a value that was read. */
export function known<T>(value: T): KnownValue<T> {
  return { known: true, value };
}

/** States why a value could not be read. */
export function unknown(reason: string): UnknownValue {
  return { known: false, reason };
}

/** Applies `change` to a known value; an unknown one keeps its reason. */
export function mapKnown<T, U>(from: Known<T>, change: (value: T) => U): Known<U> {
  return from.known ? known(change(from.value)) : from;
}

/** Applies `change`, which may itself not know, to a known value. */
export function chainKnown<T, U>(from: Known<T>, change: (value: T) => Known<U>): Known<U> {
  return from.known ? change(from.value) : from;
}

/** The value when it is known, otherwise `fallback`. */
export function valueOr<T, F>(from: Known<T>, fallback: F): T | F {
  return from.known ? from.value : fallback;
}

/** All values, or the first reason why one of them is not known. */
export function allKnown<T>(items: readonly Known<T>[]): Known<readonly T[]> {
  const values: T[] = [];
  for (const item of items) {
    if (!item.known) {
      return item;
    }
    values.push(item.value);
  }
  return known(values);
}
