import type { Exchange } from './exchange';
import { ASSUMPTIONS } from './assumptions';

/** The simulation in words, step by step, and what AWS leaves open where that decides it. */
export function exchangeInWords({ trace, deciding }: Exchange): readonly string[] {
  return [
    ...trace.map(({ who, text }, index) => `${String(index + 1).padStart(3)}. ${who} ${text}`),
    ...deciding.flatMap((id) => [
      `What AWS does not document, and what decides here: ${ASSUMPTIONS[id].question} (${id})`,
      ...Object.entries(ASSUMPTIONS[id].alternatives).map(([name, meaning]) => `     ${name}: ${meaning}`),
    ]),
  ];
}
