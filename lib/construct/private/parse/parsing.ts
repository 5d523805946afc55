import { Annotations, Token } from 'aws-cdk-lib/core';
import type { Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { CorsConfigurationError } from '../../../contract/configuration-error';
import { ContractParser, DEFAULT_MAX_AGE_SECONDS } from '../../../contract/contract-parser';
import type { Problem, ProblemCode, Problems } from '../../../contract/problem';

/** A parser that lets deploy-time values pass. */
export function contractParser(problems: Problems): ContractParser {
  return new ContractParser(problems, (value) => Token.isUnresolved(value));
}

/** A duration in seconds, not yet checked: half a second stays half a second. */
export function secondsOf(duration: Duration | undefined, path: string, problems: Problems, code: ProblemCode = 'max-age'): number {
  if (duration === undefined) {
    return DEFAULT_MAX_AGE_SECONDS;
  }
  if (duration.isUnresolved() && duration.unitLabel() !== 'seconds') {
    problems.add(code, path, `a deploy-time value in ${duration.unitLabel()}`, 'Duration.seconds(…), which needs no conversion at deployment');
    return DEFAULT_MAX_AGE_SECONDS;
  }
  return duration.toSeconds({ integral: false });
}

/** Says what a contract has left out of what it was read from. */
export function warnDropped(scope: IConstruct, warnings: readonly string[]): void {
  warnings.forEach((text) => { Annotations.of(scope).addWarningV2('cdk-cors-asset-distribution:s3JsonDropped', text); });
}

/** Throws when anything is wrong, with everything that is. */
export function throwProblems(problems: Problems, where: string): void {
  const [first, ...others] = problems.all as readonly Problem[];
  if (first !== undefined) {
    throw new CorsConfigurationError(where, [first, ...others]);
  }
}
