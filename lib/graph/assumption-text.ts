import type { Assumption } from './types';

/** `the parameter Stage of stack Web is not prod`. */
export function assumptionText({ text, value, equal }: Assumption): string {
  return `${text} ${equal ? 'is' : 'is not'} ${value}`;
}

/** What is taken for granted together; empty when nothing is. */
export function assumptionsText(assumptions: readonly Assumption[]): string {
  return assumptions.map(assumptionText).join(' and ');
}
