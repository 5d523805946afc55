/**
 * The two theorems over random stacks that look written by hand. `STACKS_SEED=… STACKS=…` repeats a run, or makes it longer.
 *
 * - sound: where no rule reports an error, every promised exchange works, and nobody gets what is not theirs;
 * - quiet: where all of them work, no rule reports an error.
 */
import fc from 'fast-check';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import { handWritten } from './theorems/hand-written';
import { NOTHING_BROKEN, Tally } from './theorems/tally';
import { systemOf } from './theorems/templates';
import { verdictOn } from './theorems/verdict';

const STACKS = Number(process.env.STACKS ?? 300);
const SEED = Number(process.env.STACKS_SEED ?? 1);

test('an error is reported exactly where something promised fails, or somebody gains', () => {
  const tally = new Tally();
  fc.sample(handWritten, { numRuns: STACKS, seed: SEED }).forEach((parts) => {
    tally.add(JSON.stringify(parts), verdictOn(systemOf('hand-written', exampleStack(parts))));
  });
  console.log(`hand-written: ${tally.line}; STACKS_SEED=${String(SEED)} STACKS=${String(STACKS)} repeats them`);
  expect({ ...tally.shown, seed: SEED }).toEqual({ ...NOTHING_BROKEN, seed: SEED });
  // Both sides are met
  expect(tally.counts.withErrors).toBeGreaterThan(STACKS / 10);
  expect(tally.counts.withErrors).toBeLessThan(STACKS);
}, 600_000);
