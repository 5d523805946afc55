/** What browsers put on a request by themselves, which no page set and no preflight asked about. */
import { newCaches, newSimulation, SimulationRecorder } from '../../lib/model';
import type { BrowserEngine, HeaderMap, PageRequest } from '../../lib/model';
import { loadFrom } from '../../lib/model/browser/loading/page-load';
import { serverFor } from '../../lib/model/server';
import type { Server } from '../../lib/model/server';
import { APP, delivery } from './delivery';

const OPEN = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'cache-control': 'max-age=600', etag: '"1"', 'last-modified': 'Fri, 01 Jul 2022 07:58:03 GMT' };

function server(multiplexes: boolean): Server {
  return { name: 'CloudFront', host: 'cdn.example.net', multiplexes, answer: () => ({ status: 200, from: 'CloudFront', body: 'object', headers: OPEN }) };
}

/** The headers of the last request, after an earlier load of the same file. */
function sent(load: Partial<PageRequest>, { multiplexes = true, before = false } = {}): HeaderMap | undefined {
  const caches = newCaches();
  if (before) {
    loadFrom(server(multiplexes), { origin: APP, path: '/a' }, newSimulation({ caches }));
  }
  const log = new SimulationRecorder();
  loadFrom(server(multiplexes), { origin: APP, path: '/a', ...load }, newSimulation({ caches, log }));
  return log.messages.at(-1)?.request.headers;
}

test.each<[BrowserEngine | undefined, PageRequest['load'], string | undefined]>([
  ['chromium', 'fetch', 'u=1, i'], ['chromium', 'font', 'u=0'], ['chromium', 'image', 'i'], ['chromium', 'module-script', 'u=1'], ['chromium', 'script', undefined],
  ['firefox', 'fetch', 'u=4'], ['firefox', 'script', 'u=2'], ['webkit', 'fetch', 'u=1, i'], [undefined, 'fetch', 'u=1, i'], [undefined, 'script', 'u=2'],
])('%s puts on a %s the Priority %s', (engine, load, priority) => {
  expect(sent({ engine, load, crossOrigin: 'anonymous' })?.priority).toBe(priority);
});

test('none over HTTP/1.1, over plain http and to S3; a page\'s own stays, and has to be asked for', () => {
  expect(sent({}, { multiplexes: false })).not.toHaveProperty('priority');
  expect(sent({ scheme: 'http', origin: 'http://app.example.com' })).not.toHaveProperty('priority');
  expect(serverFor(delivery(), { target: 'bucket' }).multiplexes ?? false).toBe(false);
  expect(sent({ headers: { Priority: 'u=6' } })?.priority).toBe('u=6');
});

test.each<[PageRequest['cache'], BrowserEngine | undefined, string | undefined, string | undefined]>([
  ['default', undefined, undefined, undefined], ['force-cache', undefined, undefined, undefined],
  ['reload', undefined, 'no-cache', 'no-cache'], ['reload', 'chromium', 'no-cache', 'no-cache'],
  ['no-store', 'firefox', 'no-cache', 'no-cache'], ['no-store', 'chromium', undefined, undefined],
  ['no-cache', 'chromium', 'max-age=0', undefined],
])('cache mode %s in %s sends Cache-Control %s and Pragma %s', (cache, engine, control, pragma) => {
  const headers = sent({ cache, engine });
  expect([headers?.['cache-control'], headers?.pragma]).toEqual([control, pragma]);
});

test('what a page sets for itself, the cache mode leaves as it is', () => {
  expect(sent({ cache: 'reload', headers: { 'Cache-Control': 'no-transform' } })).toMatchObject({ 'cache-control': 'no-transform', pragma: 'no-cache' });
});

test('which copies a cache mode uses, and how it asks about them', () => {
  expect(sent({}, { before: true })).toBeUndefined();
  expect(sent({ cache: 'force-cache' }, { before: true })).toBeUndefined();
  expect(sent({ cache: 'no-cache' }, { before: true })).toMatchObject({ 'if-none-match': '"1"', 'if-modified-since': OPEN['last-modified'] });
  expect(sent({ cache: 'reload' }, { before: true })).not.toHaveProperty('if-none-match');
  expect(sent({ cache: 'no-store' }, { before: true })).not.toHaveProperty('if-none-match');
});
