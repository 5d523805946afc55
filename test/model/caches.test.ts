import { answerClient, copyOfCaches, loadForPage, newCaches, newSimulation } from '../../lib/model';
import type { Caches } from '../../lib/model';
import { APP, delivery } from './delivery';

const graph = delivery();

function kept({ edge, browsers }: Caches): readonly number[] {
  return [edge.contents.size, ...[...browsers.values()].flatMap(({ http, preflights }) => [http.contents.size, preflights.contents.size])];
}

function visit(caches: Caches): void {
  answerClient(graph, { path: '/a.json', headers: { 'accept-encoding': 'gzip' } }, newSimulation({ caches }));
  loadForPage(graph, { origin: APP, path: '/b.json', headers: { 'X-Custom': '1' } }, newSimulation({ caches }));
}

test('a copy of caches holds the same', () => {
  const caches = newCaches();
  visit(caches);
  expect(kept(copyOfCaches(caches))).toEqual(kept(caches));
  expect(kept(caches).every((count) => count > 0)).toBe(true);
});

test('what happens to a copy does not happen to the original', () => {
  const caches = newCaches();
  visit(caches);
  const before = kept(caches);
  const copy = copyOfCaches(caches);
  loadForPage(graph, { origin: APP, path: '/c.json', headers: { 'X-Other': '1' } }, newSimulation({ caches: copy }));
  copy.edge.invalidate();
  expect(kept(caches)).toEqual(before);
  expect(kept(copy)).not.toEqual(before);
});

test('nor the other way around: a copy keeps what the original forgets, and does not get what comes later', () => {
  const caches = newCaches();
  visit(caches);
  const copy = copyOfCaches(caches);
  const before = kept(copy);
  loadForPage(graph, { origin: APP, path: '/c.json', headers: { 'X-Other': '1' } }, newSimulation({ caches }));
  caches.edge.invalidate();
  expect(kept(copy)).toEqual(before);
  expect(kept(caches)).not.toEqual(before);
});
