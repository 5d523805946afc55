/** The three verdicts, as one-liners for rules, and what turns a fact that is not known into the third. */
import type { Address } from '../../graph/types/address';
import type { Known } from '../../graph/types/known';
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

/** A part of the graph that several rules look at; unknown where only deployment decides what is written there. */
export interface Subject<S, W = undefined> {
  readonly place: Place;
  readonly what: Known<S>;
  /** What it is a part of. */
  readonly within: W;
}

export function subject<S>(address: Address, path: string, what: Known<S>): Subject<S>;
export function subject<S, W>(address: Address, path: string, what: Known<S>, within: W): Subject<S, W>;
export function subject<S, W>(address: Address, path: string, what: Known<S>, within?: W): Subject<S, W | undefined> {
  return { place: { address, path }, what, within };
}

/** Judges every subject, at a place that `at` names: one of its properties (`''` is the subject itself), or elsewhere. */
export function judgedEach<S, W>(
  subjects: readonly Subject<S, W>[],
  at: string | ((what: S, place: Place) => Place),
  judge: (what: S, place: Place, within: W) => Verdicts,
): readonly Judgement[] {
  const judgements: Judgement[] = [];
  for (const { place: own, what, within } of subjects) {
    if (!what.known) {
      judgements.push(unknownAt(own, what.reason));
      continue;
    }
    const place = typeof at === 'string' ? propertyOf(own, at) : at(what.value, own);
    try {
      judgements.push(...listOf(judge(what.value, place, within)));
    } catch (error) {
      judgements.push(asUnknown(place, error));
    }
  }
  return judgements;
}

function propertyOf(place: Place, property: string): Place {
  return property === '' ? place : { address: place.address, path: `${place.path}.${property}` };
}

/** The judgement where one hangs on what only deployment decides. Any other error is a mistake in the rule and comes through. */
export function asUnknown(place: Place, error: unknown): Judgement {
  return unknownAt(place, unanswered(error).reason);
}

const NONE: readonly Judgement[] = [];

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
