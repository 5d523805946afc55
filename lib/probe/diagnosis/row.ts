import type { Evidence, Seen } from '../asking/evidence';
import type { CauseId } from '../causes';
import type { Refusal } from './signals';

/** What shows a cause: the exchanges, and a detail of this very case. */
export interface Shown {
  readonly by: readonly number[];
  readonly detail?: string;
}

/** One line of the table from answers to blame. */
export interface Row {
  readonly cause: CauseId;
  /**
   * `preflight`: stops requests that ask first. `request`: stops the page's own request. `risk`: stops somebody else, or the next
   * visitor.
   */
  readonly stops: 'preflight' | 'request' | 'risk';
  /** What shows it; nothing: it is not seen here. */
  readonly shownBy: (evidence: Evidence) => Shown | undefined;
}

/** Shown by these exchanges, if there are any. */
export function shown(seen: readonly Seen[], detail?: string): Shown | undefined {
  return seen.length === 0 ? undefined : { by: seen.map(({ n }) => n), ...(detail === undefined ? {} : { detail }) };
}

/** Those of the steps whose answers were refused for this reason. */
export function refusedBy(seen: readonly Seen[], ...refusals: readonly Refusal[]): readonly Seen[] {
  return seen.filter(({ signals: { refusal } }) => refusal !== undefined && refusals.includes(refusal));
}
