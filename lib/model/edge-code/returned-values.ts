/** The parts of what a function returned: checked, or refused as CloudFront refuses them. */
import { isObject } from '../../graph/types/json';
import type { EdgeValue, EdgeValues } from './event';
import { isDisallowed, READ_ONLY } from './header-rules';

export class Invalid extends Error {
  public constructor(public readonly cause: 'header' | 'invalid', message: string) {
    super(message);
  }
}

interface Values {
  readonly all: readonly string[];
}

export function headerValues(owner: 'request' | 'response', value: unknown): Readonly<Record<string, Values>> {
  const values = pairs(`${owner}.headers`, value ?? {});
  for (const name of Object.keys(values)) {
    if (name !== name.toLowerCase()) {
      throw new Invalid('invalid', `${owner}.headers must have header names in lower case, and has ${name}`);
    }
    if (isDisallowed(name)) {
      throw new Invalid('header', `the function tried to add the header ${name}, which no function may add`);
    }
  }
  return values;
}

export function checkReadOnly(event: 'viewer-request' | 'viewer-response', before: EdgeValues, after: Readonly<Record<string, Values>>): void {
  for (const name of READ_ONLY[event]) {
    const was = before[name] as EdgeValue | undefined;
    const is = after[name] as Values | undefined;
    if (was?.value !== is?.all.join(', ')) {
      throw new Invalid('header', `the function tried to add, delete, or change the read-only header ${name}`);
    }
  }
}

/** Name -> values, of an object of `{ value, multiValue? }`; a changed multiValue wins. */
export function pairs(path: string, value: unknown): Readonly<Record<string, Values>> {
  if (!isObject(value)) {
    throw new Invalid('invalid', `${path} must be an object`);
  }
  const found: Record<string, Values> = {};
  for (const [name, item] of Object.entries(value)) {
    if (!isObject(item)) {
      throw new Invalid('invalid', `${path}.${name} must be an object with a value`);
    }
    const several = Array.isArray(item.multiValue)
      ? (item.multiValue as unknown[]).map((one) => (isObject(one) ? one.value : undefined))
      : [item.value];
    if (several.some((one) => typeof one !== 'string')) {
      throw new Invalid('invalid', `${path}.${name}.value must be a text`);
    }
    found[name] = { all: several as string[] };
  }
  return found;
}
