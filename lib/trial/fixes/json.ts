/** Values of templates: looking into them, changing one place, and what changed between two. */
import { isObject } from '../../graph/types/json';

export type JsonKey = number | string;
export type JsonPath = readonly JsonKey[];

/** `Properties.DistributionConfig.CacheBehaviors.0` as keys; CloudFormation's property names have no dots. */
export function keysOf(path: string): JsonPath {
  return path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

/** What stands at a path; nothing where the path leads nowhere. */
export function valueAt(value: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>((inner, key) => (typeof key === 'number' ? (Array.isArray(inner) ? (inner as unknown[])[key] : undefined)
    : isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), value);
}

/** Whether CloudFormation computes it: what is inside cannot be edited as if it stood there. */
export function isComputed(value: unknown): boolean {
  const keys = isObject(value) ? Object.keys(value) : [];
  return keys.length === 1 && /^(Ref|Fn::.+)$/.test(keys[0] ?? '');
}

/**
 * A copy with another value at a path, with objects on the way to it; `undefined` takes it away. Nothing where a computed value is in the
 * way.
 */
export function withValue(value: unknown, [key, ...rest]: JsonPath, replacement: unknown): { readonly value: unknown } | undefined {
  if (key === undefined) {
    return { value: replacement };
  }
  if (isComputed(value)) {
    return undefined;
  }
  if (Array.isArray(value) && typeof key === 'number') {
    return withItem(value, key, rest, replacement);
  }
  if (typeof key === 'number' || (value !== undefined && !isObject(value))) {
    return undefined;
  }
  const inner = withValue(isObject(value) ? value[key] : undefined, rest, replacement);
  if (inner === undefined) {
    return undefined;
  }
  const members = isObject(value) ? value : {};
  return {
    value:
      inner.value === undefined
        ? Object.fromEntries(Object.entries(members).filter(([name]) => name !== key))
        : { ...members, [key]: inner.value },
  };
}

function withItem(list: readonly unknown[], index: number, rest: JsonPath, replacement: unknown): { readonly value: unknown } | undefined {
  const inner = index <= list.length ? withValue(list[index], rest, replacement) : undefined;
  return (
    inner && {
      value:
        inner.value === undefined
          ? list.filter((_, each) => each !== index)
          : [...list.slice(0, index), inner.value, ...list.slice(index + 1)],
    }
  );
}

/** One difference: a value that stands at a path now, or `undefined` where it is gone. */
export interface Difference {
  readonly path: JsonPath;
  readonly before: unknown;
  readonly after: unknown;
}

/** The smallest places that differ. A list that grew or shrank differs as a whole, so that it can be read. */
export function differences(before: unknown, after: unknown, path: JsonPath = []): readonly Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) {
    return [];
  }
  if (isObject(before) && isObject(after) && !isComputed(before) && !isComputed(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      differences(before[key], after[key], [...path, key]),
    );
  }
  if (
    Array.isArray(before) &&
    Array.isArray(after) &&
    before.length === after.length &&
    before.every((item) => isObject(item) && !isComputed(item))
  ) {
    return before.flatMap((item, index) => differences(item, (after as unknown[])[index], [...path, index]));
  }
  return [{ path, before, after }];
}
