import type { Premise } from '../types';

/**
 * Answers a comparison that the templates leave open: whether `subject` equals `value`.
 * `allowed` are the only values the subject can take, where a parameter lists them.
 */
export type Decide = (subject: string, value: string, allowed?: readonly string[]) => boolean;

/** More undecided conditions than 5 that really matter to delivery are not met in practice. */
export const WORLD_LIMIT = 32;

export interface Explored<T> {
  readonly results: readonly { readonly result: T; readonly premises: readonly Premise[] }[];
  readonly complete: boolean;
}

/**
 * Runs `read` once for every way the open comparisons can turn out. Only what `read` asks is explored, so conditions
 * that do not matter to delivery cost nothing, and answers stay consistent: what equals `dev` does not equal `prod`.
 */
export function exploreWorlds<T>(read: (decide: Decide) => T, limit = WORLD_LIMIT): Explored<T> {
  const results: { result: T; premises: readonly Premise[] }[] = [];
  const pending: (readonly Premise[])[] = [[]];
  for (let start = pending.shift(); start !== undefined && results.length < limit; start = pending.shift()) {
    const taken = [...start];
    const result = read((subject, value, allowed) => {
      const implied = implication(taken, subject, value, allowed);
      if (implied !== undefined) {
        return implied;
      }
      pending.push([...taken, { text: subject, value, equal: true }]);
      taken.push({ text: subject, value, equal: false });
      return false;
    });
    results.push({ result, premises: taken });
    if (results.length === limit && pending.length > 0) {
      return { results, complete: false };
    }
  }
  return { results, complete: true };
}

function implication(taken: readonly Premise[], subject: string, value: string, allowed?: readonly string[]): boolean | undefined {
  const about = taken.filter((each) => each.text === subject);
  const settled = about.find((each) => each.equal);
  if (settled) {
    return settled.value === value;
  }
  const excluded = new Set(about.map((each) => each.value));
  const left = allowed?.filter((each) => !excluded.has(each));
  if (excluded.has(value) || left?.includes(value) === false) {
    return false;
  }
  return left?.length === 1 ? true : undefined;
}
