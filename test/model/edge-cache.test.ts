import type { DeliveryGraph } from '../../lib/graph/types';
import { answerClient, exchange, newCaches, newSimulation } from '../../lib/model';
import type { HttpResponse, PlainRequest, AssumptionChoices } from '../../lib/model';
import { APP, bucket, CACHING_DISABLED, cachePolicy, delivery, errorPage, legacyCache, OAC_GRANT, OTHER, READ_RULE, statement } from './delivery';

type Asked = Partial<PlainRequest>;

/** Asks one after the other, with one edge cache. */
function answers(graph: DeliveryGraph, asked: (Asked & { at?: number })[], assumptions: AssumptionChoices = {}): HttpResponse[] {
  const caches = newCaches();
  return asked.map(({ at = 0, ...request }) => answerClient(graph, { path: '/a.js', ...request }, newSimulation({ caches, assumptions, now: at })));
}

const allowOrigin = (response: HttpResponse): string | undefined => response.headers['access-control-allow-origin'];

describe('the cache', () => {
  const withOrigin = { headers: { Origin: APP } };

  test('a GET of anyone answers the GET of everyone, unless Origin is in the key', () => {
    expect(answers(delivery(), [{}, withOrigin]).map(allowOrigin)).toEqual([undefined, undefined]);
    expect(answers(delivery(), [withOrigin, {}]).map(allowOrigin)).toEqual([APP, APP]);
    expect(answers(delivery({ cache: cachePolicy({ headers: ['Origin'] }) }), [{}, withOrigin]).map(allowOrigin)).toEqual([undefined, APP]);
    expect(answers(delivery({ cache: legacyCache(['Origin']) }), [{}, withOrigin]).map(allowOrigin)).toEqual([undefined, APP]);
  });

  test('with caching disabled each request asks S3', () => {
    expect(answers(delivery({ cache: CACHING_DISABLED }), [{}, withOrigin]).map(allowOrigin)).toEqual([undefined, APP]);
    expect(answers(delivery({ cache: legacyCache(['*']) , signing: 'none', bucket: bucket({ cors: [READ_RULE], open: true }) }), [{}]).map(({ status }) => status)).toEqual([404]);
  });

  test('each encoding has a copy of its own', () => {
    const gzip = { headers: { 'Accept-Encoding': 'gzip' } };
    const gzipFromPage = { headers: { 'Accept-Encoding': 'gzip', Origin: APP } };
    expect(answers(delivery(), [gzip, withOrigin, gzipFromPage]).map(allowOrigin)).toEqual([undefined, APP, undefined]);
  });

  test('query strings tell copies apart only when they are in the key', () => {
    const bust = { ...withOrigin, path: '/a.js?bust' };
    expect(answers(delivery(), [{}, bust]).map(allowOrigin)).toEqual([undefined, undefined]);
    expect(answers(delivery({ cache: cachePolicy({ query: true }) }), [{}, bust]).map(allowOrigin)).toEqual([undefined, APP]);
    expect(answers(delivery({ cache: legacyCache([], { query: true }) }), [{}, bust]).map(allowOrigin)).toEqual([undefined, APP]);
  });

  test('a HEAD is answered from the copy of a GET, and leaves none for a GET', () => {
    expect(answers(delivery(), [withOrigin, { method: 'HEAD' }]).map(allowOrigin)).toEqual([APP, APP]);
    expect(answers(delivery(), [{ method: 'HEAD' }, withOrigin]).map(allowOrigin)).toEqual([undefined, APP]);
  });

  test('OPTIONS is cached only when the behavior says so, and apart from GET', () => {
    const preflight = (origin: string): Asked => ({ method: 'OPTIONS', headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' } });
    const statuses = (graph: DeliveryGraph): number[] => answers(graph, [preflight(APP), preflight(OTHER)]).map(({ status }) => status);
    expect(statuses(delivery())).toEqual([200, 403]);
    expect(statuses(delivery({ cachedMethods: ['GET', 'HEAD', 'OPTIONS'] }))).toEqual([200, 200]);
    expect(statuses(delivery({ cachedMethods: ['GET', 'HEAD', 'OPTIONS'], cache: cachePolicy({ headers: ['Origin'] }) }))).toEqual([200, 403]);
  });

  test('a copy lives for its time to live', () => {
    const graph = delivery({ cache: cachePolicy({ defaultTtl: 60 }) });
    const [, fresh, stale] = answers(graph, [{}, { ...withOrigin, at: 59 }, { ...withOrigin, at: 60 }], { 'revalidated-copy-headers': 'replaced' });
    expect([allowOrigin(fresh), fresh.headers.age]).toEqual([undefined, '59']);
    expect(allowOrigin(stale)).toBe(APP);
  });

  test('an expired copy that S3 confirms keeps its headers, or takes those of the confirmation', () => {
    const graph = delivery({ cache: cachePolicy({ defaultTtl: 60 }) });
    const again = (choice: 'kept' | 'replaced'): string | undefined => allowOrigin(answers(graph, [{}, { ...withOrigin, at: 60 }], { 'revalidated-copy-headers': choice })[1]);
    expect([again('kept'), again('replaced')]).toEqual([undefined, APP]);
  });

  test.each<[string | undefined, number, number]>([
    [undefined, 86_399, 86_400], ['max-age=100', 99, 100], ['max-age=100, s-maxage=50', 49, 50], ['no-store', 0, 1], ['max-age=99999999', 31_535_999, 31_536_000], ['public', 86_399, 86_400],
  ])('Cache-Control %s: a copy is used at %i s and not at %i s', (cacheControl, used, expired) => {
    const aged = (at: number): string | undefined => {
      const caches = newCaches();
      const ask = (now: number): HttpResponse => answerClient(delivery(), { path: '/a' }, newSimulation({ caches, now, objects: () => ({ cacheControl }) }));
      ask(0);
      return ask(at).headers.age;
    };
    expect([aged(used), aged(expired)]).toEqual([String(used), undefined]);
  });

  test('whether a 403 is cached is an assumption, asked only when a second request finds it', () => {
    const broken = delivery({ cors: undefined, cachedMethods: ['GET', 'HEAD', 'OPTIONS'] });
    const repaired = delivery({ cachedMethods: ['GET', 'HEAD', 'OPTIONS'] });
    const page = { origin: APP, path: '/a', headers: { 'X-A': '1' } };
    const result = exchange(repaired, page, { history: [{ ...page, under: broken }] });
    expect(result).toMatchObject({ verdict: 'depends', deciding: ['client-errors-cached'] });
    expect(exchange(repaired, page, { history: [{ ...page, under: broken, at: 0 }], now: 10 }).verdict).toBe('allowed');
    expect(exchange(repaired, page).outcomes).toHaveLength(1);
  });

  test('an error is kept for the time its rule names, at least a second, or for a default that is documented twice', () => {
    const at = (ttl: number | undefined, now: number, assumptions = {}): string => {
      const pages = [errorPage(404, { ttl })];
      const lists = { errorPages: pages, bucket: bucket({ cors: [READ_RULE], statements: [OAC_GRANT, statement({ actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::assets'] })] }) };
      let exists = false;
      const objects = (): object | undefined => (exists ? {} : undefined);
      const caches = newCaches();
      const ask = (when: number): number => answerClient(delivery(lists), { path: '/a' }, newSimulation({ caches, now: when, objects, assumptions })).status;
      ask(0);
      exists = true;
      return String(ask(now));
    };
    const schema = { 'error-ttl-default': '300-seconds' };
    expect([at(60, 59), at(60, 60), at(0, 0), at(0, 1)]).toEqual(['404', '200', '404', '200']);
    expect([at(undefined, 9), at(undefined, 10), at(undefined, 299, schema), at(undefined, 300, schema)]).toEqual(['404', '200', '404', '200']);
  });
});
