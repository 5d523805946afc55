import { isObject, member } from '../types/json';
import { known, unknown, type Known } from '../types/known';
import { head } from './resolve';
import { isUnresolved, reasonOf, scalarText } from './resolved';
import type { Stack } from './stacks';
import { isSymbolic, symbol, symbolsIn } from '../types/symbolic-text';
import type { System } from './system';

/** A place in a template, read on demand: what nobody looks at is not evaluated and opens no further world. */
export interface TemplatePlace {
  /** Path from the resource, e.g. `Properties.DistributionConfig`. */
  readonly path: string;
  readonly stack: Stack;
  readonly system: System;
  /** As written, but for the intrinsic function at its head. `undefined`: absent, or `AWS::NoValue`. */
  readonly value: unknown;
}

export function placeOf(value: unknown, path: string, stack: Stack, system: System): TemplatePlace {
  return { path, stack, system, value: head(value, stack, system) };
}

/** The place at `path` (`A.B.C`) below; everything below an undecided place is undecided for the same reason. */
export function at(place: TemplatePlace, path: string): TemplatePlace {
  return path.includes('.') ? path.split('.').reduce(memberAt, place) : memberAt(place, path);
}

/** The place of one member, whose key may hold dots. */
export function memberAt(place: TemplatePlace, key: string): TemplatePlace {
  const value = isUnresolved(place.value) ? place.value : member(place.value, key);
  return placeOf(value, `${place.path}.${key}`, place.stack, place.system);
}

/** Whether the template says anything here. */
export function isPresent(place: TemplatePlace): boolean {
  return place.value !== undefined && place.value !== null;
}

/** Like {@link isPresent}, where that it may be left out at deployment matters. */
export function presenceOf(place: TemplatePlace): Known<boolean> {
  const reason = reasonOf(place.value);
  return reason === undefined ? known(isPresent(place)) : unknown(reason);
}

/** The places of a list's items; an absent list is empty. */
export function itemsOf(place: TemplatePlace): Known<readonly TemplatePlace[]> {
  if (!isPresent(place)) {
    return known([]);
  }
  if (!Array.isArray(place.value)) {
    return unknown(reasonOf(place.value) ?? `${place.path} is not a list`);
  }
  const items = (place.value as unknown[]).map((item, index) => placeOf(item, `${place.path}.${String(index)}`, place.stack, place.system));
  return known(items.filter((item) => item.value !== undefined));
}

/** Symbolic text; nothing when absent. */
export function textAt(place: TemplatePlace): Known<string | undefined> {
  if (!isPresent(place)) {
    return known(undefined);
  }
  const text = scalarText(place.value);
  return text === undefined ? unknown(`${place.path} is not a text`) : known(text);
}

/** Text without symbols, for what is compared letter by letter; nothing when absent. */
export function literalAt(place: TemplatePlace): Known<string | undefined> {
  const text = textAt(place);
  return text.known && text.value !== undefined && isSymbolic(text.value) ? unknown(openReason(place, text.value)) : text;
}

/** The text or `fallback` when absent. */
export function literalOr<T extends string>(place: TemplatePlace, fallback: T): Known<string> {
  const text = literalAt(place);
  return text.known ? known(text.value ?? fallback) : text;
}

export function textOr(place: TemplatePlace, fallback: string): Known<string> {
  const text = textAt(place);
  return text.known ? known(text.value ?? fallback) : text;
}

/** One of `values`; `fallback` when absent. CloudFront compares enumerations exactly. */
export function oneOf<T extends string>(place: TemplatePlace, values: readonly T[], fallback?: T): Known<T> {
  const text = literalAt(place);
  if (!text.known) {
    return text;
  }
  const value = text.value === undefined ? fallback : values.find((each) => each === text.value);
  return value === undefined ? unknown(`${place.path} is ${text.value ?? 'absent'}, not one of ${values.join(', ')}`) : known(value);
}

export function numberAt(place: TemplatePlace): Known<number | undefined> {
  const text = literalAt(place);
  if (!text.known || text.value === undefined) {
    return text.known ? known(undefined) : text;
  }
  const value = text.value.trim() === '' ? Number.NaN : Number(text.value);
  return Number.isNaN(value) ? unknown(`${place.path} is not a number`) : known(value);
}

export function numberOr(place: TemplatePlace, fallback: number): Known<number> {
  const value = numberAt(place);
  return value.known ? known(value.value ?? fallback) : value;
}

/** CloudFormation takes the texts `true` and `false` for booleans too. */
export function booleanOr(place: TemplatePlace, fallback: boolean): Known<boolean> {
  const text = literalAt(place);
  if (!text.known) {
    return text;
  }
  const value = { true: true, false: false }[text.value ?? String(fallback)];
  return value === undefined ? unknown(`${place.path} is neither true nor false`) : known(value);
}

/** A list of symbolic texts; an absent list is empty. */
export function textsAt(place: TemplatePlace): Known<readonly string[]> {
  return listOf(place, textAt);
}

/** A list of symbolic texts of which nothing but deployment may decide the whole: one symbol then stands for all of its items. */
export function entriesAt(place: TemplatePlace): Known<readonly string[]> {
  const reason = reasonOf(place.value);
  return reason === undefined ? textsAt(place) : known([symbol(reason)]);
}

/** A list of texts without symbols: with one undecided item, the list is unknown. */
export function literalsAt(place: TemplatePlace): Known<readonly string[]> {
  return listOf(place, literalAt);
}

function listOf(place: TemplatePlace, read: (item: TemplatePlace) => Known<string | undefined>): Known<readonly string[]> {
  const items = itemsOf(place);
  if (!items.known) {
    return items;
  }
  const texts: string[] = [];
  for (const item of items.value) {
    const text = read(item);
    if (!text.known) {
      return text;
    }
    texts.push(text.value ?? '');
  }
  return known(texts);
}

/** Keys of the object here; none when there is no object. */
export function keysOf(place: TemplatePlace): readonly string[] {
  return isObject(place.value) ? Object.keys(place.value) : [];
}

function openReason(place: TemplatePlace, text: string): string {
  return `${place.path} contains ${symbolsIn(text).join(', ')}, which only deployment decides`;
}
