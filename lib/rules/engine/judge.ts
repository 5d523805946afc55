/** The three verdicts, as one-liners for rules, and what turns a fact that is not known into the third. */
import { unanswered } from '../../model/undecided';
import type { Judgement, Place, Severity } from './rule';

/** What a rule says about a place: one thing, several, or nothing. */
export type Verdicts = Judgement | readonly Judgement[] | undefined;

/** What is particular to one failure. */
export interface FailureDetails {
  /** When this place is less grave than the rule usually is. */
  readonly severity?: Exclude<Severity, 'error'>;
  /** What the user of a page suffers, when it is something other than the rule's own `why`. */
  readonly why?: string;
  /** What to write here, when it is more exact than the rule's own `fix`. */
  readonly fix?: string;
}

export function pass(place: Place): Judgement {
  return { verdict: 'pass', place };
}

export function fail(place: Place, message: string, details: FailureDetails = {}): Judgement {
  return { verdict: 'fail', place, message, ...details };
}

/** Fails with `message`, or passes when there is none. */
export function failIf(place: Place, message: string | undefined, details: FailureDetails = {}): Judgement {
  return message === undefined ? pass(place) : fail(place, message, details);
}

export function unknownAt(place: Place, reason: string): Judgement {
  return { verdict: 'unknown', place, reason };
}

/** Judges one place. A fact that the rule asks for and that only deployment decides makes the place unknown. */
export function judged(place: Place, judge: (place: Place) => Verdicts): readonly Judgement[] {
  try {
    return listOf(judge(place));
  } catch (error) {
    return [asUnknown(place, error)];
  }
}

/** The judgement where one hangs on what only deployment decides. Any other error is a mistake in the rule and comes through. */
export function asUnknown(place: Place, error: unknown): Judgement {
  return unknownAt(place, unanswered(error).reason);
}

const NONE: readonly Judgement[] = [];

/** As a list. */
export function listOf(verdicts: Verdicts): readonly Judgement[] {
  if (verdicts === undefined) {
    return NONE;
  }
  return 'verdict' in verdicts ? [verdicts] : verdicts;
}

/** The texts in quotes, for messages. */
export function quoted(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}
