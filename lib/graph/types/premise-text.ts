import type { Premise } from './index';

/** `the parameter Stage of stack Web is not prod`. */
export function premiseText({ text, value, equal }: Premise): string {
  return `${text} ${equal ? 'is' : 'is not'} ${value === '' ? "''" : value}`;
}

/** What is taken for granted together; empty when nothing is. */
export function premisesText(premises: readonly Premise[]): string {
  return premises.map(premiseText).join(' and ');
}
