import { MISTAKES, RIGHT } from '../../bench/mistakes';
import type { DeliveryGraph } from '../../lib/graph/types';
import { alternativesOf, assuming, ASSUMPTIONS, simulate } from '../../lib/model';
import type { EarlierEvent, Assumptions, ObjectLookup, PageRequest, AssumptionId } from '../../lib/model';
import { STRICTEST_ASSUMPTIONS } from '../../lib/preview/exchange/strictest-assumptions';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import { graphOf } from '../rules/judging';

const ORIGINS = ['https://app.example.com', 'https://admin.example.com', 'https://stranger.example', 'https://app.preview.example.com', 'https://a.b.example.com'];
const KINDS: readonly Partial<PageRequest>[] = [
  {}, { credentials: 'include' }, { headers: { 'X-Trace': '1' } }, { headers: { 'X-Trace': '1' }, credentials: 'include' }, { headers: { Authorization: 'x' } }, { load: 'font' },
  { reads: ['ETag'] }, { method: 'PUT', target: 'bucket', presigned: true }, { method: 'PATCH' }, { path: '/missing' }, { method: 'HEAD' }, { headers: { Range: 'bytes=0-99' } },
];
const PLAIN = { path: '/x', headers: { 'Accept-Encoding': 'gzip, deflate, br, zstd' } };
const HISTORIES: readonly (readonly EarlierEvent[])[] = [[], [PLAIN], [{ ...PLAIN, path: '/missing' }], [{ origin: 'https://admin.example.com', path: '/x' }], [{ origin: 'https://admin.example.com', path: '/x', at: 90 }], [{ origin: 'https://app.example.com', path: '/x', load: 'image' }]];
const present: ObjectLookup = (_, key) => (key === 'missing' ? undefined : { cacheControl: 'max-age=60' });

/** Ways to write who may read, each of which some assumption decides. */
const READERS = [
  '[https://app.example.com]', '[https://app.example.com, https://*.example.com]', '[\'*\', https://app.example.com]', '[app.example.com]', '[\'https://app.example.com:*\']',
  '[https://APP.example.com]', '[\'*\']', '[\'https://app*.example.com\']',
];

/** The right template and every mistake of the public list, and the right one with other readers and settings. */
const GRAPHS: readonly DeliveryGraph[] = [
  ...[RIGHT, ...MISTAKES.map(({ stack }) => stack)].map((stack) => graphOf(exampleStack(stack))),
  ...['[https://app.example.com, https://admin.example.com]'].flatMap((readers) => ['[X-Trace]', '[X-Trace, Priority]', '[\'*\']'].flatMap((headers) => ['[GET]', '[GET, HEAD]'].map((methods) =>
    graphOf(exampleStack({ ...RIGHT, policy: { origins: readers, headers, methods } }))))),
  ...[RIGHT, { ...RIGHT, policy: {} }, { ...RIGHT, cors: null }].flatMap((stack) => READERS.map((readers) => graphOf(exampleStack(stack).replaceAll(READERS[0] ?? '', readers)))),
];

const STRICTEST = assuming(STRICTEST_ASSUMPTIONS);

interface Exchanged { readonly graph: DeliveryGraph; readonly page: PageRequest; readonly history: readonly EarlierEvent[] }

function works({ graph, page, history }: Exchanged, assumptions: Assumptions): boolean {
  return simulate(graph, page, assumptions, { history, objects: present, now: history.length > 0 ? 100 : 0 }).verdict === 'allowed';
}

/** The exchanges that ask for an assumption when all others are as strict as they can be: the others end alike whatever it is. */
const asking = new Map<AssumptionId, Exchanged[]>();
for (const graph of GRAPHS) {
  for (const exchanged of ORIGINS.flatMap((origin) => KINDS.flatMap((kind) => HISTORIES.map((history): Exchanged => ({ graph, page: { origin, path: '/x', ...kind }, history }))))) {
    const asked = new Set<AssumptionId>();
    works(exchanged, { choose: (id) => { asked.add(id); return STRICTEST.choose(id); }, circumstance: (_, [first]) => first });
    asked.forEach((id) => asking.set(id, [...asking.get(id) ?? [], exchanged]));
  }
}

test.each(Object.keys(ASSUMPTIONS) as AssumptionId[])('%s: the preview takes the alternative under which the fewest exchanges work, and the default where that does not tell', (id) => {
  const counts = alternativesOf(id).map((alternative) => ({
    alternative: alternative as string, count: (asking.get(id) ?? []).filter((exchanged) => works(exchanged, assuming({ ...STRICTEST_ASSUMPTIONS, [id]: alternative }))).length,
  }));
  const least = Math.min(...counts.map(({ count }) => count));
  const tie = counts.every(({ count }) => count === least);
  expect({ counts, chosen: STRICTEST_ASSUMPTIONS[id] }).toEqual({ counts, chosen: tie ? undefined : counts.find(({ count }) => count === least)?.alternative });
});

test('the list decides most of the assumptions that can decide whether an exchange works', () => {
  expect(Object.keys(STRICTEST_ASSUMPTIONS).length).toBeGreaterThan(8);
});
