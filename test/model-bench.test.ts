import { designs, originsOf, withMaxAge } from '../bench/model/designs';
import { plot } from '../bench/model/plot';
import { costOf } from '../bench/model/simulation';
import type { Cost } from '../bench/model/simulation';
import { REQUESTS_PER_VIEW, workload } from '../bench/model/workload';

function costs(origins: number): Record<string, Cost> {
  const visits = workload({ seed: 1, origins: originsOf(origins), views: 200, visitors: 40 });
  return Object.fromEntries(designs(originsOf(origins)).map(({ name, graph }) => [name, costOf(graph, visits)]));
}

const few = costs(1);
const many = costs(10);

test('the construct keeps one copy for each encoding, however many origins there are', () => {
  for (const cost of [few['this construct'], many['this construct']]) {
    expect(cost).toMatchObject({ encodings: 2, mostCopies: 2, blocked: 0 });
  }
  expect(many['this construct'].originRequests).toBe(few['this construct'].originRequests);
});

test('each of the other designs pays where it is known to', () => {
  expect(many['Origin in the cache key'].copiesPerObject).toBeGreaterThan(1.5 * few['Origin in the cache key'].copiesPerObject);
  expect(many['Origin in the cache key'].hitRatio).toBeLessThan(many['this construct'].hitRatio);
  expect(many['neither key nor override'].blocked).toBeGreaterThan(0);
  expect(many['caching disabled']).toMatchObject({ copiesPerObject: 0, hitRatio: 0, blocked: 0 });
});

test('a permission is kept no longer than the engine keeps it', () => {
  const visits = workload({ seed: 1, origins: originsOf(1), views: 600, visitors: 2 });
  const [none, day] = [0, 86_400].map((seconds) => withMaxAge(originsOf(1), seconds));
  const [asked, chromium, firefox, webkit] = [costOf(none, visits), ...(['chromium', 'firefox', 'webkit'] as const).map((engine) => costOf(day, visits, engine))]
    .map(({ preflightsPerView }) => preflightsPerView);
  expect(asked).toBe(1);
  expect([firefox < chromium, chromium < webkit, webkit < asked]).toEqual([true, true, true]);
});

test('the same seed gives the same workload, another seed another', () => {
  const drawn = (seed: number): unknown => workload({ seed, origins: originsOf(3), views: 50, visitors: 5 });
  expect(drawn(7)).toEqual(drawn(7));
  expect(workload({ seed: 7, origins: originsOf(1), views: 1, visitors: 1 })[0].requests).toHaveLength(REQUESTS_PER_VIEW);
  expect(drawn(7)).not.toEqual(drawn(8));
});

test('the plot names its axes and every design', () => {
  const lines = [{ name: 'ours', values: [1, 1] }, { name: 'theirs', values: [1, 2] }];
  const svg = plot('Copies', ['1', '2'], 'origins', [{ title: 'Copies per object', lines, top: 2, ticks: [0, 1, 2], tickText: String }]);
  for (const text of ['origins', 'Copies per object', 'ours', 'theirs']) {
    expect(svg).toContain(`>${text}<`);
  }
});
