import { exchange } from '../../lib/model';
import { scenesOf } from './family';
import { SETUPS } from './grid';
import { happeningsBefore } from './histories';
import type { Happening } from './histories';
import { judge, memoryOf } from './oracle';
import { MISTAKES } from './mutations';
import { ENCODINGS, FORMER, kindsFor, requestOf } from './requests';
import { Tally, verdictOn, walk } from './walk';
import type { Scene } from './words';

jest.setTimeout(120_000);

const DEPTH = 2;
const [encoding] = ENCODINGS;

/** What goes wrong when every history is replayed from the start, through the public door of the model. */
function byReplaying(scene: Scene, origin: string): readonly string[] {
  const happenings = happeningsBefore(scene, origin, encoding, 'same encoding');
  const histories: (readonly Happening[])[] = [[], ...happenings.map((one) => [one]), ...happenings.flatMap((one) => happenings.map((other) => [one, other]))];
  return unique(kindsFor(scene).flatMap((kind) => histories.flatMap((history) => {
    const request = requestOf(scene, kind, origin, encoding);
    let now = 0;
    const past = history.map(({ event, later = 0 }) => {
      now += later;
      return { ...event, at: now };
    });
    const judgement = judge(scene, request, memoryOf(scene, past, request));
    return exchange(scene.graph, request, { history: past, now }).outcomes.map(({ outcome }) => `${kind.words}: ${verdictOn(judgement, outcome)}`);
  })).filter((line) => !line.endsWith('as promised')));
}

function byWalking(scene: Scene, origin: string): readonly string[] {
  const violations = [...walk({ scene, origin, encoding, depth: DEPTH }, new Tally())];
  return unique(violations.map(({ kind, judgement, outcome }) => `${kind}: ${verdictOn(judgement, outcome)}`));
}

function unique(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)].sort();
}

test.each(['no response headers policy', 'nothing removed', 'no Vary', 'OPTIONS cached under a key without its headers'])(
  'leaving out repetitions leaves out no way in which requests go wrong: %s', (name) => {
    const mistake = MISTAKES.find((each) => each.name === name);
    const setup = SETUPS.find((each) => each.name === mistake?.setup);
    const [scene] = setup ? scenesOf(setup, { mutate: mistake?.mutate }) : [];
    if (!scene) {
      throw new Error(`no scene for ${name}`);
    }
    for (const origin of ['https://app.example.com', FORMER]) {
      expect(byWalking(scene, origin)).toEqual(byReplaying(scene, origin));
    }
  },
);
