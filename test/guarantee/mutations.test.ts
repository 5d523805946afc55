import { exchange } from '../../lib/model';
import { scenesOf } from './family';
import { SETUPS } from './grid';
import { MISTAKES } from './mutations';
import type { Mistake } from './mutations';
import { askersOf, ENCODINGS } from './requests';
import { Tally, verdictOn, walk } from './walk';
import type { Violation } from './walk';

const DEPTH = 2;

interface Refutation {
  broken?: Violation;
  leak?: Violation;
}

/** The violations with the shortest history that the proof finds in a broken design. */
function refute({ setup: name, mutate }: Mistake): Refutation {
  const setup = SETUPS.find((each) => each.name === name);
  if (!setup) {
    throw new Error(`no setup is called ${name}`);
  }
  const found: Refutation = {};
  for (const scene of scenesOf(setup, mutate)) {
    for (const origin of askersOf(scene).main) {
      for (const violation of walk({ scene, origin, encoding: ENCODINGS[0], depth: DEPTH }, new Tally())) {
        const what = verdictOn(violation.judgement, violation.outcome) === 'leak' ? 'leak' : 'broken';
        if (violation.history.length < (found[what]?.history.length ?? Infinity)) {
          found[what] = violation;
        }
        if (found.leak?.history.length === 0 && found.broken?.history.length === 0) {
          return found;
        }
      }
    }
  }
  return found;
}

function inWords(violation: Violation | undefined, deciding: 'deciding' | 'decidingReadability'): string | undefined {
  if (!violation) {
    return undefined;
  }
  const { scene, request, kind, history, past, now, readings } = violation;
  const decidedBy = exchange(scene.graph, request, { history: past, now })[deciding].map((id) => `${id}: ${readings[id] ?? 'any'}`);
  return `${[...history, `${kind} from ${request.origin}`].join('; then ')} — ${decidedBy.length === 0 ? 'under every reading' : `under ${decidedBy.join(', ')}`}`;
}

test.each(MISTAKES.map((mistake) => [mistake.name, mistake] as const))('%s', (_, mistake) => {
  const { broken, leak } = refute(mistake);
  console.log(JSON.stringify([mistake.name, inWords(broken, 'deciding'), inWords(leak, 'decidingReadability')]));
});
