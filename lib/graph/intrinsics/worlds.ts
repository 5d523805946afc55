import type { Premise } from '../types';

/** Answers comparisons that the templates leave open. */
export interface Decide {
  /**
   * Whether `subject` equals `value`. `allowed` are the only values the subject can take, where a parameter lists them;
   * `first` is the answer of the first world, false unless the template says what is taken when nobody chooses.
   */
  (subject: string, value: string, allowed?: readonly string[], first?: boolean): boolean;
  /** Whether it was decided, in this world, that `subject` does not equal `value`. Opens no world. */
  excludes(subject: string, value: string): boolean;
}

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
    const decide = (subject: string, value: string, allowed?: readonly string[], first = false): boolean => {
      const implied = implication(taken, subject, value, allowed);
      if (implied !== undefined) {
        return implied;
      }
      pending.push([...taken, { text: subject, value, equal: !first }]);
      taken.push({ text: subject, value, equal: first });
      return first;
    };
    const excludes = (subject: string, value: string) =>
      taken.some((each) => each.text === subject && (each.equal ? each.value !== value : each.value === value));
    const result = read(Object.assign(decide, { excludes }));
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
