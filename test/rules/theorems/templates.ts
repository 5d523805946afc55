/** Templates as plain JSON: looking into them, and changing one place. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTemplates } from '../../../lib/graph/readers/templates';
import type { DeliveryGraphs } from '../../../lib/graph/types';
import { installedYaml, parseYamlTemplate } from '../../../lib/graph/sources/yaml-template';
import { GOLDEN } from '../../golden';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject { readonly [key: string]: Json }
export type Path = readonly (string | number)[];

/** Templates of one system, by the name of their stack. */
export type Stacks = Readonly<Record<string, JsonObject>>;

export interface System {
  readonly name: string;
  readonly stacks: Stacks;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** What stands at a path; nothing where the path leads nowhere. */
export function look(value: Json | undefined, ...path: Path): Json | undefined {
  return path.reduce<Json | undefined>((inner, key) =>
    (typeof key === 'number' ? (isList(inner) ? inner[key] : undefined) : isObject(inner) ? inner[key] : undefined), value);
}

export function textsIn(value: Json | undefined): readonly string[] {
  return isList(value) ? value.filter((each) => typeof each === 'string') : [];
}

export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter(isObject) : isObject(value) ? [value] : [];
}

/** A copy with another value at a path; `undefined` takes the place away. Nothing where the path leads nowhere. */
export function changed(value: Json, [key, ...rest]: Path, replacement: Json | undefined): Json | undefined {
  if (key === undefined) {
    return replacement;
  }
  if (typeof key === 'number') {
    return isList(value) && key <= value.length ? changedList(value, key, rest, replacement) : undefined;
  }
  if (!isObject(value) || (rest.length > 0 && !(key in value))) {
    return undefined;
  }
  const inner = rest.length === 0 ? replacement : changed(value[key] ?? null, rest, replacement);
  if (inner === undefined && rest.length > 0) {
    return undefined;
  }
  const others = Object.entries(value).filter(([name]) => name !== key);
  return Object.fromEntries(inner === undefined ? others : [...others, [key, inner]]);
}

function changedList(value: readonly Json[], index: number, rest: Path, replacement: Json | undefined): Json | undefined {
  if (rest.length === 0) {
    return replacement === undefined ? value.filter((_, each) => each !== index) : [...value.slice(0, index), replacement, ...value.slice(index + 1)];
  }
  const inner = changed(value[index] ?? null, rest, replacement);
  return inner === undefined ? undefined : value.map((each, at) => (at === index ? inner : each));
}

/** One system for each example: what the construct renders. */
export function goldenSystems(): readonly System[] {
  return readdirSync(GOLDEN).sort().map((file) => {
    const template = JSON.parse(readFileSync(join(GOLDEN, file), 'utf8')) as JsonObject;
    return { name: file.replace('.template.json', ''), stacks: 'Resources' in template ? { Web: template } : template as Stacks };
  });
}

/** A system of one stack, written as the `Resources` of a YAML template. */
export function systemOf(name: string, resources: string): System {
  const yaml = installedYaml();
  if (!yaml) {
    throw new Error('the tests need the package yaml');
  }
  return { name, stacks: { Web: { Resources: parseYamlTemplate(resources, yaml) as JsonObject } } };
}

export function graphsOf({ stacks }: System): DeliveryGraphs {
  return readTemplates(Object.entries(stacks).map(([name, template]) => ({ name, template })));
}
