/** Tells what went wrong as an exchange in words, so that a failing case can be read without a debugger. */
import { exchange } from '../../lib/model';
import { memoryOf } from './oracle';
import type { Judgement } from './oracle';
import type { Violation } from './walk';

/** The whole story of a violation. */
export function told({ scene, request, kind, judgement, history, past, now, assumptions }: Violation): string {
  const { lines } = exchange(scene.graph, request, { history: past, now, assumptions }).told();
  const settled = Object.entries(assumptions).map(([id, alternative]) => `${id}: ${alternative}`);
  return [
    `${scene.setup}: ${kind} from ${request.origin} for ${request.path} is ${judged(judgement)}`,
    `the contract: ${JSON.stringify(scene.words ?? scene.all)}`,
    ...history.map((words, index) => `before, ${index + 1}: ${words}`),
    ...(settled.length === 0 ? [] : [`where AWS is read as ${settled.join(', ')}`]),
    ...lines.map(({ who, text }) => `  ${who} ${text}`),
    `(memory of the browser: ${JSON.stringify(memoryOf(scene, past, request))})`,
  ].join('\n');
}

function judged(judgement: Judgement): string {
  switch (judgement.set) {
    case 'promised':
      return judgement.readable ? 'promised' : 'promised to be shown';
    case 'forbidden':
      return `forbidden, because ${judgement.because}`;
    case 'open':
      return `open: ${judgement.reason}`;
  }
}
