/**
 * The two theorems over random stacks that look written by hand.
 *
 * - sound: where no rule reports an error, every promised exchange works, and nobody gets what is not theirs;
 * - quiet: where all of them work, no rule reports an error.
 */
import fc from 'fast-check';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { longEnough, many, record, recorded, SEED } from '../drawing';
import { handWritten } from './theorems/hand-written';
import { contradicts, NOTHING_BROKEN, Tally } from './theorems/tally';
import { systemOf } from './theorems/templates';
import { verdictOn } from './theorems/verdict';

const LAW = 'hand-written';
const STACKS = many(300);

test('an error is reported exactly where something promised fails, or somebody gains', () => {
  const tally = new Tally();
  [...recorded<ExampleParts>(LAW), ...fc.sample(handWritten, { seed: SEED, numRuns: STACKS })].forEach((parts) => {
    const verdict = verdictOn(systemOf('hand-written', exampleStack(parts)));
    tally.add(JSON.stringify(parts), verdict);
    if (contradicts(verdict)) {
      record(LAW, parts);
    }
  });
  console.log(`hand-written: ${tally.line}, seed ${String(SEED)}`);
  expect(tally.shown).toEqual(NOTHING_BROKEN);
  // Both sides are met
  expect(tally.counts.withErrors).toBeGreaterThan(STACKS / 10);
  expect(tally.counts.withErrors).toBeLessThan(STACKS);
}, longEnough(600_000));
