/** The three verdicts, as one-liners for rules. */
import type { Known } from '../../graph/types/known';
import type { Judgement, Place } from './rule';

export function pass(place: Place): Judgement {
  return { verdict: 'pass', place };
}

export function unknownAt(place: Place, reason: string): Judgement {
  return { verdict: 'unknown', place, reason };
}

export function fail(place: Place, message: string, more: { readonly severity?: 'warning' | 'info'; readonly fix?: string } = {}): Judgement {
  return { verdict: 'fail', place, message, ...more };
}

/** Fails with `message`, or passes when there is none. */
export function failIf(place: Place, message: string | undefined, more: { readonly severity?: 'warning' | 'info'; readonly fix?: string } = {}): Judgement {
  return message === undefined ? pass(place) : fail(place, message, more);
}

/** Judges a value when it is known; otherwise the place is unknown for the value's reason. */
export function judgeKnown<T>(place: Place, fact: Known<T>, judge: (value: T) => Judgement): Judgement;
export function judgeKnown<T>(place: Place, fact: Known<T>, judge: (value: T) => Judgement | undefined): Judgement | undefined;
export function judgeKnown<T>(place: Place, fact: Known<T>, judge: (value: T) => Judgement | undefined): Judgement | undefined {
  return fact.known ? judge(fact.value) : unknownAt(place, fact.reason);
}

/** The texts in quotes, for messages. */
export function quoted(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}
