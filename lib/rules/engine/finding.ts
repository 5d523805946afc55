import type { Premise } from '../../graph/types';
import type { Family, Place, Severity } from './rule';

/** What a rule says about one place, with everything a reader of a report needs. */
export interface Finding {
  /** Id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  readonly family: Family;
  readonly place: Place;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  /** The ways conditions can turn out in which it holds; empty when it holds in all. */
  readonly when: readonly When[];
}

/** Something a rule could not judge. It never fails a build. */
export interface UnjudgedPlace {
  readonly rule: string;
  readonly place: Place;
  readonly reason: string;
  readonly when: readonly When[];
}

/** Premises that hold together. */
export type When = readonly Premise[];
