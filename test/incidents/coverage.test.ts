/** Every recorded incident is encoded, or it says here why it is not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INCIDENTS } from './incidents';

const RECORDED = 52;

const NOT_ENCODED: Readonly<Record<string, string>> = {
  I14: 'of 2013, before headers could be whitelisted: query strings per domain are I13',
  I17: 'permission written by hand "because CloudFront does not vary on Origin": it tells nothing that I03 does not',
  I34: 'an emulator answers preflights at the edge; AWS does not (I24, I25), and the model must not',
};

const ON_THE_WIRE = [...readFileSync(join(__dirname, 'on-the-wire.test.ts'), 'utf8').matchAll(/^test\('((?:I\d\d(?:, )?)+):/gm)].flatMap(([, ids = '']) => ids.split(', '));

const TOLD = INCIDENTS.flatMap(({ ids }) => ids);

test('all records are covered', () => {
  const covered = new Set([...TOLD, ...ON_THE_WIRE, ...Object.keys(NOT_ENCODED)]);
  const recorded = Array.from({ length: RECORDED }, (_, index) => `I${String(index + 1).padStart(2, '0')}`);
  expect(recorded.filter((id) => !covered.has(id))).toEqual([]);
  expect([...covered].filter((id) => !recorded.includes(id))).toEqual([]);
});

test('no record is told twice, and none that is told is called not encoded', () => {
  expect(TOLD.filter((id, index) => TOLD.indexOf(id) !== index)).toEqual([]);
  expect([...TOLD, ...ON_THE_WIRE].filter((id) => id in NOT_ENCODED)).toEqual([]);
});

test('what is broken fails, or AWS refuses it; what is right works', () => {
  const toothless = INCIDENTS.filter(({ broken }) => (broken.exchanges ?? []).every(({ ends }) => ends === 'allowed') && (broken.names ?? []).length === 0);
  expect(toothless.map(({ ids }) => ids)).toEqual([]);
  expect(INCIDENTS.filter(({ right }) => !right.exchanges?.some(({ ends }) => ends === 'allowed')).map(({ ids }) => ids)).toEqual([]);
});
