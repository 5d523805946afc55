import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newCaches, newSimulation, SimulationRecorder } from '../../lib/model';
import type { HeaderMap, HttpResponse, PageRequest } from '../../lib/model';
import { BROWSER_DEVIATIONS } from '../../lib/model/browser/engines';
import { loadFrom } from '../../lib/model/browser/loading/page-load';
import type { ClientRequest, Server } from '../../lib/model/server';

const APP = 'https://app.example.com';
const OPEN = {
  'access-control-allow-origin': '*', 'access-control-allow-methods': '*', 'access-control-allow-headers': '*', 'cache-control': 'max-age=600', etag: '"1"',
};

type Answers = (request: ClientRequest, host: string) => Partial<HttpResponse> & { readonly headers: HeaderMap };

function serverOf(answers: Answers, host = 'cdn.example.net'): Server {
  return {
    name: 'CloudFront', host, neighbour: (other) => serverOf(answers, other),
    answer: (request) => ({ status: 200, from: 'CloudFront', body: 'object', ...answers(request, host) }),
  };
}

/** The requests of each of several loads, one after the other, as `METHOD path`, with the headers wanted. */
function sent(answers: Answers, loads: readonly Partial<PageRequest>[], ...wanted: readonly string[]): readonly (readonly string[])[] {
  const caches = newCaches();
  return loads.map((load) => {
    const log = new SimulationRecorder();
    loadFrom(serverOf(answers), { origin: APP, path: '/a', ...load }, newSimulation({ caches, log }));
    return log.messages.map(({ request }) => [request.method, ...wanted.map((name) => request.headers[name] ?? 'none')].join(' '));
  });
}

const open: Answers = () => ({ headers: OPEN });
const chromium = { engine: 'chromium' } as const;

/** Two hosts: everything redirects from the first to the second. */
const redirecting = (status: number): Answers => (request, host) => host === 'cdn.example.net' && request.method !== 'OPTIONS'
  ? { status, headers: { ...OPEN, location: 'https://other.example.org/b' } }
  : { headers: OPEN };

describe('what every browser does', () => {
  test('a list with a malformed name permits nothing: the preflight fails', () => {
    const malformed: Answers = () => ({ headers: { ...OPEN, 'access-control-allow-methods': 'PUT DELETE' } });
    expect(sent(malformed, [{ headers: { 'X-App': '1' } }])).toEqual([['OPTIONS']]);
  });

  test('an error that is kept answers a part as well, with credentials or without', () => {
    const missing: Answers = () => ({ status: 404, headers: { ...OPEN, 'access-control-allow-origin': APP, 'access-control-allow-credentials': 'true' } });
    const part = { headers: { Range: 'bytes=0-1' } } as const;
    for (const engine of [undefined, 'chromium'] as const) {
      expect(sent(missing, [{}, part, { ...part, credentials: 'include' }, { ...part, credentials: 'omit' }].map((load) => ({ ...load, engine })))).toEqual([['GET'], [], [], []]);
    }
  });

  test('HEAD and a part are answered out of a kept whole', () => {
    expect(sent(open, [{}, { method: 'HEAD' }, { headers: { 'Cache-Control': 'no-cache' } }])).toEqual([['GET'], [], ['OPTIONS', 'GET']]);
    expect(sent(open, [{}, { headers: { Range: 'bytes=0-1' } }])).toEqual([['GET'], []]);
  });

  test('POST makes it forget its copy, as every method that changes something', () => {
    expect(sent(open, [{}, { method: 'POST' }, {}])).toEqual([['GET'], ['POST'], ['GET']]);
  });

  test('a kept `*` stands for other methods too, and what was permitted with credentials holds without them', () => {
    expect(sent(open, [{ method: 'PUT' }, { method: 'DELETE' }])).toEqual([['OPTIONS', 'PUT'], ['DELETE']]);
    const named: Answers = () => ({ headers: { ...OPEN, 'access-control-allow-origin': APP, 'access-control-allow-credentials': 'true', 'access-control-allow-methods': 'PUT' } });
    const put = { method: 'PUT' } as const;
    expect(sent(named, [{ ...put, credentials: 'include' }, put])).toEqual([['OPTIONS', 'PUT'], ['PUT']]);
    expect(sent(named, [put, { ...put, credentials: 'include' }])).toEqual([['OPTIONS', 'PUT'], ['OPTIONS', 'PUT']]);
  });

  test.each([[301, 'POST', 'GET'], [302, 'POST', 'GET'], [303, 'PUT', 'GET'], [307, 'POST', 'POST'], [308, 'PUT', 'PUT'], [301, 'PUT', 'PUT'], [303, 'HEAD', 'HEAD']])(
    'after %d a %s goes on as %s, from origin null', (status, method, then) => {
      expect(sent(redirecting(status), [{ method }], 'origin')[0]?.at(-1)).toBe(`${then} null`);
    });

  test('Authorization stays with the host it was meant for', () => {
    const named: Answers = (request, host) => {
      const { headers, ...rest } = redirecting(307)(request, host);
      return { ...rest, headers: { ...headers, 'access-control-allow-headers': 'Authorization' } };
    };
    expect(sent(named, [{ headers: { Authorization: 'x' } }], 'authorization')).toEqual([['OPTIONS none', 'GET x', 'GET none']]);
  });

  test('a preflight offers encodings like any request, a part is asked for as it is, and br needs TLS', () => {
    expect(sent(open, [{ headers: { 'X-App': '1' } }], 'accept-encoding')).toEqual([['OPTIONS gzip, deflate, br, zstd', 'GET gzip, deflate, br, zstd']]);
    expect(sent(open, [{ headers: { Range: 'bytes=0-1' } }], 'accept-encoding')).toEqual([['GET identity']]);
    expect(sent(open, [{ origin: 'http://app.example.com', scheme: 'http' }], 'accept-encoding')).toEqual([['GET gzip, deflate']]);
  });

  test('a Cross-Origin-Resource-Policy on the redirect keeps the load from going on', () => {
    const policy: Answers = (request, host) => {
      const { headers, ...rest } = redirecting(302)(request, host);
      return { ...rest, headers: { ...headers, 'cross-origin-resource-policy': 'same-origin' } };
    };
    expect(sent(policy, [{ load: 'image' }])).toEqual([['GET']]);
  });
});

describe('where Chromium does other than the standard, a load that names no engine follows the standard', () => {
  test.each<[keyof typeof BROWSER_DEVIATIONS, Answers, Partial<PageRequest>[], string[][], string[][]]>([
    ['wildcard-covers-authorization', open, [{ headers: { Authorization: 'x' } }], [['OPTIONS']], [['OPTIONS', 'GET']]],
    ['client-hints-are-safelisted', open, [{ headers: { DPR: '2' } }], [['OPTIONS', 'GET']], [['GET']]],
    ['range-unit-in-any-case', open, [{ headers: { Range: 'Bytes=0-1' } }], [['OPTIONS', 'GET']], [['GET']]],
    ['user-agent-cannot-be-set', open, [{ headers: { 'User-Agent': 'x' } }], [['OPTIONS', 'GET']], [['GET']]],
    ['blocked-responses-are-not-kept', () => ({ headers: { 'cache-control': 'max-age=600' } }), [{}, {}], [['GET'], []], [['GET'], ['GET']]],
    ['only-known-methods-invalidate', open, [{}, { method: 'PURGE' }, {}], [['GET'], ['OPTIONS', 'PURGE'], ['GET']], [['GET'], ['OPTIONS', 'PURGE'], []]],
    ['conditional-requests-ask-again', open, [{ headers: { 'If-None-Match': 'x' } }, { headers: { 'If-None-Match': 'x' } }],
      [['OPTIONS', 'GET'], ['GET']], [['OPTIONS', 'GET'], ['OPTIONS', 'GET']]],
    ['odd-ranges-go-around-the-cache', open, [{}, { headers: { Range: 'bytes=0-1,3-4' } }, { method: 'HEAD', headers: { Range: 'bytes=0-1' } }, { headers: { Range: 'bytes=5-1' } }],
      [['GET'], ['OPTIONS'], [], []], [['GET'], ['OPTIONS', 'GET'], ['HEAD'], ['GET']]],
    ['unsatisfiable-is-not-kept', () => ({ status: 416, headers: OPEN }), [{}, {}], [['GET'], []], [['GET'], ['GET']]],
    ['head-drops-what-it-replaces', () => ({ status: 200, headers: { ...OPEN, vary: 'X-App' } }), [{}, { method: 'HEAD', headers: { 'X-App': '1' } }, {}],
      [['GET'], ['OPTIONS', 'HEAD'], []], [['GET'], ['OPTIONS', 'HEAD'], ['GET']]],
    ['negative-max-age-is-zero', () => ({ headers: { ...OPEN, 'access-control-max-age': '-1' } }), [{ method: 'PUT' }, { method: 'PUT' }],
      [['OPTIONS', 'PUT'], ['PUT']], [['OPTIONS', 'PUT'], ['OPTIONS', 'PUT']]],
    ['few-statuses-are-fresh-by-age', () => ({ status: 404, headers: { 'access-control-allow-origin': '*' } }), [{}, {}], [['GET'], []], [['GET'], ['GET']]],
    ['one-preflight-is-kept', (request) => ({ headers: { ...OPEN, 'access-control-allow-methods': request.headers['access-control-request-method'] ?? '' } }),
      [{ method: 'PUT' }, { method: 'DELETE' }, { method: 'PUT' }], [['OPTIONS', 'PUT'], ['OPTIONS', 'DELETE'], ['PUT']],
      [['OPTIONS', 'PUT'], ['OPTIONS', 'DELETE'], ['OPTIONS', 'PUT']]],
  ])('%s', (_, answers, loads, standard, deviating) => {
    expect(sent(answers, loads)).toEqual(standard);
    expect(sent(answers, loads.map((load) => ({ ...load, ...chromium })))).toEqual(deviating);
  });

  test('a stale error is asked for anew, not asked about', () => {
    const stale: Answers = () => ({ status: 404, headers: { ...OPEN, 'cache-control': 'max-age=0' } });
    expect(sent(stale, [{}, {}], 'if-none-match')).toEqual([['GET none'], ['GET "1"']]);
    expect(sent(stale, [chromium, chromium], 'if-none-match')).toEqual([['GET none'], ['GET none']]);
  });

  test('behind the end of a fresh copy Chromium finds the whole copy', () => {
    const file: Answers = () => ({ headers: OPEN, content: { bucketName: 'b', key: 'a', object: { size: 5 } } });
    const statusOf = (engine?: 'chromium'): readonly (number | undefined)[] => {
      const caches = newCaches();
      return [{}, { headers: { Range: 'bytes=9-' } }].map((load) => {
        const outcome = loadFrom(serverOf(file), { origin: APP, path: '/a', engine, ...load }, newSimulation({ caches }));
        return outcome.verdict === 'allowed' ? outcome.status : undefined;
      });
    };
    expect([statusOf(), statusOf('chromium')]).toEqual([[200, undefined], [200, 200]]);
  });

  test('a conditional request uses no kept permission and leaves one for others', () => {
    const load = { headers: { 'If-None-Match': 'x' } } as const;
    const wider: Answers = () => ({ headers: { ...OPEN, 'access-control-max-age': '600' } });
    expect(sent(wider, [load, { headers: { 'X-App': '1' } }].map((one) => ({ ...one, ...chromium })))).toEqual([['OPTIONS', 'GET'], ['GET']]);
  });

  test('an element with crossorigin names the origin of its own host; a plain one and fetch() do not', () => {
    const own = { origin: 'https://cdn.example.net' };
    expect(sent(open, [{ ...own, ...chromium, load: 'image', crossOrigin: 'anonymous' }], 'origin')).toEqual([['GET https://cdn.example.net']]);
    expect(sent(open, [{ ...own, load: 'image', crossOrigin: 'anonymous' }], 'origin')).toEqual([['GET none']]);
    expect(sent(open, [{ ...own, ...chromium }], 'origin')).toEqual([['GET none']]);
  });

  test('a POST without CORS from its own origin goes on with Origin null', () => {
    const post = { origin: 'https://cdn.example.net', mode: 'no-cors', method: 'POST' } as const;
    expect(sent(redirecting(307), [post], 'origin')).toEqual([['POST https://cdn.example.net', 'POST https://cdn.example.net']]);
    expect(sent(redirecting(307), [{ ...post, ...chromium }], 'origin')).toEqual([['POST https://cdn.example.net', 'POST null']]);
  });

  test('every deviation names its source and is asked for somewhere', () => {
    const model = join(__dirname, '..', '..', 'lib', 'model');
    const code = readdirSync(model, { recursive: true }).map(String).filter((file) => file.endsWith('.ts') && !file.endsWith('engines.ts'))
      .map((file) => readFileSync(join(model, file), 'utf8')).join('');
    expect(Object.entries(BROWSER_DEVIATIONS).filter(([id, { source }]) => !code.includes(`'${id}'`) || !source.startsWith('https://'))).toEqual([]);
  });
});
