import type { Exchange } from './exchange';
import { ASSUMPTIONS } from './assumptions';
import { circumstanceInWords } from './edge-code';

/** The simulation in words, step by step, and what AWS leaves open where that decides it. */
export function exchangeInWords({ trace, deciding, decidingCircumstances, outcomes }: Exchange): readonly string[] {
  return [
    ...trace.map(({ who, text }, index) => `${String(index + 1).padStart(3)}. ${who} ${text}`),
    ...decidingCircumstances.flatMap((input) => [
      `What differs between requests, and decides here: ${circumstanceInWords(input)}`,
      ...[...new Set(outcomes.flatMap(({ circumstances, outcome }) => (input in circumstances ? [`     ${circumstances[input]}: ${outcome.verdict}`] : [])))].sort(),
    ]),
    ...deciding.flatMap((id) => [
      `What AWS does not document, and what decides here: ${ASSUMPTIONS[id].question} (${id})`,
      ...Object.entries(ASSUMPTIONS[id].alternatives).map(([name, meaning]) => `     ${name}: ${meaning}`),
    ]),
  ];
}
