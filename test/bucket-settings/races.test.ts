import fc from 'fast-check';
import { losses, situations } from './races';

const RUNS = { seed: 20_261_127, numRuns: 300 };

test('stacks that share a bucket lose nothing of each other and nothing of anybody else, however they meet', async () => {
  await fc.assert(fc.asyncProperty(situations, async (situation) => {
    expect(await losses(situation)).toEqual([]);
  }), RUNS);
});

test('a writer that reads once and writes once loses rules in the same situations, so the test can fail', async () => {
  const results = await Promise.all(fc.sample(situations, RUNS).map((situation) => losses(situation, 'naive')));
  expect(results.filter((lines) => lines.length > 0).length).toBeGreaterThan(60);
});
