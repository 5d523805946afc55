import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssumptionChoices } from '../../lib/model';
import { scenesOf } from './family';
import { SETUPS } from './grid';
import { OPEN } from './oracle';
import type { OpenReason } from './oracle';
import { askersOf, ENCODINGS } from './requests';
import { told } from './telling';
import { OBJECTS, Tally, walk } from './walk';
import type { Walk } from './walk';
import type { Scene, Setup } from './words';

jest.setTimeout(300_000);

/** Events before a request. Near misses of the contract's origins are asked after one event at most. */
const DEPTH = 3;
const tally = new Tally();
let seconds = 0;

/**
 * Where it is not recorded what becomes of Vary, the strict side: nothing names Origin on a response with permission. The simplest setup explores
 * all three, every second one of the others one in turn, because each of them ends in the same: Origin is named there, or it is not.
 */
const NO_VARY = { 'vary-of-echoed-origin': 'not-added', 'custom-vary-beside-cors': 'dropped', 'origin-vary-beside-cors': 'dropped' } as const;

function settled(turn: number): AssumptionChoices {
  const open = turn % 2 === 0 ? Object.keys(NO_VARY)[turn % 3] : undefined;
  return turn === 0 ? {} : Object.fromEntries(Object.entries(NO_VARY).filter(([id]) => id !== open));
}

/** Every walk of a setup. Setups take turns with encodings and Cache-Control; the simplest one mixes all encodings. */
function walksOf(setup: Setup, turn: number): readonly Walk[] {
  const everything = turn === 0;
  const clients = everything ? 'every encoding' : 'same encoding';
  const encodings = everything ? ENCODINGS : [ENCODINGS[turn % ENCODINGS.length] ?? ENCODINGS[0]];
  const files = Object.values(OBJECTS);
  return scenesOf(setup).flatMap((scene) => encodings.flatMap((encoding, index) =>
    from(scene, (origin, depth) => ({ scene, origin, encoding, clients, depth, objects: files[(turn + index) % files.length], assumptions: settled(turn) }))));
}

function from(scene: Scene, walkFrom: (origin: string, depth: number) => Walk): readonly Walk[] {
  const { main, nearMisses } = askersOf(scene);
  return [...main.map((origin) => walkFrom(origin, DEPTH)), ...nearMisses.map((origin) => walkFrom(origin, 1))];
}

describe('promised requests succeed and forbidden ones are never readable, whatever came before and however AWS is read', () => {
  test.each(SETUPS.map((setup, turn) => [setup.name, setup, turn] as const))('%s', (_, setup, turn) => {
    const walks = walksOf(setup, turn);
    const started = process.cpuUsage();
    for (const each of walks) {
      for (const violation of walk(each, tally)) {
        throw new Error(told(violation));
      }
    }
    seconds += process.cpuUsage(started).user / 1e6;
  });
});

describe('the three sets', () => {
  const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

  test('are counted', () => {
    const { exchanges, events, states, standsFor, sets, requests } = tally;
    console.log([
      `${standsFor.toLocaleString('en')} requests after histories of up to ${DEPTH} events, in ${states.toLocaleString('en')} distinct states of the caches:`,
      `${exchanges.toLocaleString('en')} exchanges run under all assumptions (and ${events.toLocaleString('en')} events before them) in ${seconds.toFixed(1)} s of one core: ${Math.round((exchanges + events) / seconds).toLocaleString('en')} a second`,
      `  promised ${sets.promised}, forbidden ${sets.forbidden}, open ${sets.open} (${share(sets.open, exchanges)})`,
      ...[...tally.open].map(([reason, { readable, not }]) => `  open ${readable + not}: ${OPEN[reason]} (readable ${readable}, not ${not})`),
      `by the words of the contracts alone: ${requests.promised} kinds of requests promised, ${requests.forbidden} forbidden, ${requests.open} open (${share(requests.open, requests.promised + requests.forbidden + requests.open)})`,
    ].join('\n'));
    expect(sets.promised).toBeGreaterThan(10_000);
    const percent = (open: number, all: number): string => String(Math.round((100 * open) / all));
    const said = /the words of the contracts leave (\d+) open. Of 100 exchanges that the test runs, [^,]*, (\d+) end/.exec(readFileSync(join(__dirname, '../../docs/guarantee.md'), 'utf8'));
    expect(said?.slice(1)).toEqual([percent(requests.open, requests.promised + requests.forbidden + requests.open), percent(sets.open, exchanges)]);
    expect(sets.forbidden).toBeGreaterThan(100_000);
  });

  test('leave little open: less than 3 of 100 requests by their words', () => {
    const { promised, forbidden, open } = tally.requests;
    expect(open / (promised + forbidden + open)).toBeLessThan(0.03);
  });

  test('leave nothing open that is decided: each reason decides one way here and the other way there', () => {
    const decided = [...tally.open].filter(([, { readable, not }]) => readable === 0 || not === 0).map(([reason]) => reason);
    // S3 permits these whatever the contract says
    expect(decided).toEqual(['presigned-read', 'bucket-credentials'] satisfies OpenReason[]);
    expect([...tally.open.keys()].sort()).toEqual(Object.keys(OPEN).sort());
  });
});
