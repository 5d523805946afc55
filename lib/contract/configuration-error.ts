import { describeProblem } from './problem';
import type { Problem, ProblemCode } from './problem';

/**
 * Thrown when a construct gets values that could not work. The message holds code, property path, value, what is allowed and
 * what to write instead of every mistake, because other languages see nothing but the message.
 *
 * @jsii ignore
 */
export class CorsConfigurationError extends Error {
  /** The stable code of the first mistake. */
  readonly code: ProblemCode;

  constructor(
    where: string,
    /** Every mistake that was found. */
    readonly problems: readonly [Problem, ...Problem[]],
  ) {
    super([`${where} cannot be built:`, ...problems.map(describeProblem)].join('\n  '));
    this.name = 'CorsConfigurationError';
    this.code = problems[0].code;
  }
}
