/** What a CloudFormation template is made of. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one in place of nothing. */
export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The value as a list; an empty one in place of nothing. */
export function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** What an SDK answered, as plain JSON without the SDK's own members. */
export function plain(answer: unknown): Json {
  const json = JSON.parse(JSON.stringify(answer)) as Json;
  if (isObject(json)) {
    delete json.$metadata;
  }
  return json;
}

/**
 * Where `actual` lacks something of `expected`, one line each. Members that only `actual` has are no difference;
 * lists must be equal in length and order.
 */
export function lacking(expected: Json | undefined, actual: Json | undefined, path: string): string[] {
  if (isObject(expected) && isObject(actual)) {
    return Object.entries(expected).flatMap(([key, value]) => lacking(value, actual[key], `${path}.${key}`));
  }
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((value, index) => lacking(value, actual[index], `${path}[${index}]`));
  }
  return expected === actual ? [] : [`${path}: the template says ${JSON.stringify(expected)}, AWS says ${JSON.stringify(actual)}`];
}

/** Where the two differ at all. */
export function differing(expected: Json | undefined, actual: Json | undefined, path: string): string[] {
  return [...new Set([...lacking(expected, actual, path), ...lacking(actual, expected, path).map(swapped)])];
}

function swapped(line: string): string {
  return line.replace(/: the template says (.*), AWS says (.*)$/s, ': the template says $2, AWS says $1');
}
