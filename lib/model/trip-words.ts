import type { Exchange } from './exchange';
import { READINGS } from './readings';

/** The trip in words, step by step, and what AWS leaves open where that decides it. */
export function tripInWords({ trace, deciding }: Exchange): readonly string[] {
  return [
    ...trace.map(({ who, text }, index) => `${String(index + 1).padStart(3)}. ${who} ${text}`),
    ...deciding.flatMap((id) => [
      `What AWS does not document, and what decides here: ${READINGS[id].question} (${id})`,
      ...Object.entries(READINGS[id].alternatives).map(([name, meaning]) => `     ${name}: ${meaning}`),
    ]),
  ];
}
