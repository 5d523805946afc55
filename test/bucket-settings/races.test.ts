import fc from 'fast-check';
import { holdsInTime, many, SEED } from '../drawing';
import { losses, situations } from './races';

const RUNS = 300;

test('stacks that share a bucket lose nothing of each other and nothing of anybody else, however they meet', async () => {
  await holdsInTime('bucket-settings-races', fc.asyncProperty(situations, async (situation) => {
    expect(await losses(situation)).toEqual([]);
  }), RUNS);
});

test('a writer that reads once and writes once loses rules in the same situations, so the test can fail', async () => {
  const results = await Promise.all(fc.sample(situations, { seed: SEED, numRuns: many(RUNS) }).map((situation) => losses(situation, 'naive')));
  expect(results.filter((lines) => lines.length > 0).length).toBeGreaterThan(60);
});
