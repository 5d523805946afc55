import { exchange, ASSUMPTIONS, simulate } from '../../lib/model';
import type { PageRequest } from '../../lib/model';
import { APP, bucket, cachePolicy, delivery, errorPage, onlyAuthority, OTHER, READ_RULE, responseHeadersPolicy } from './delivery';
import type { Delivery } from './delivery';

const good = (over: Delivery = {}): ReturnType<typeof delivery> => delivery({ policy: onlyAuthority(), ...over });
const page = (over: Partial<PageRequest> = {}): PageRequest => ({ origin: APP, path: '/a', ...over });
const told = (graph: ReturnType<typeof delivery>, request: PageRequest, options: Parameters<typeof exchange>[2] = {}): string => {
  const { verdict, outcome } = exchange(graph, request, options);
  return outcome.verdict === 'blocked' ? `${verdict} by ${outcome.by} at ${outcome.step}: ${outcome.code}` : verdict;
};

describe('kinds of load through a right setup', () => {
  test.each<[string, Partial<PageRequest>, string]>([
    ['fetch', {}, 'allowed'],
    ['a font', { load: 'font' }, 'allowed'],
    ['a module script', { load: 'module-script' }, 'allowed'],
    ['a script with integrity and crossorigin', { load: 'script', integrity: true, crossOrigin: 'anonymous' }, 'allowed'],
    ['a script with integrity only', { load: 'script', integrity: true }, 'blocked by browser at response: integrity-needs-cors'],
    ['an image', { load: 'image' }, 'allowed'],
    ['an image for a canvas', { load: 'image', mustRead: true }, 'blocked by browser at response: opaque-response'],
    ['an image for a canvas with crossorigin', { load: 'image', mustRead: true, crossOrigin: 'anonymous' }, 'allowed'],
    ['fetch with a header', { headers: { 'X-A': '1' } }, 'allowed'],
    ['fetch with Authorization, which `*` does not cover', { headers: { Authorization: 'x' } }, 'blocked by browser at preflight: allow-headers-missing'],
    ['fetch with a forbidden header, which is dropped', { headers: { Cookie: 'a=b', Origin: 'https://evil.example' } }, 'allowed'],
    ['fetch with credentials', { credentials: 'include' }, 'blocked by browser at response: allow-credentials-missing'],
    ['fetch with a simple range', { headers: { Range: 'bytes=0-99' } }, 'allowed'],
    ['HEAD', { method: 'head' }, 'allowed'],
    ['PUT', { method: 'PUT' }, 'blocked by S3 at preflight: preflight-refused'],
    ['TRACE', { method: 'TRACE' }, 'blocked by browser at before-sending: forbidden-method'],
    ['PUT without CORS', { method: 'PUT', mode: 'no-cors' }, 'blocked by browser at before-sending: forbidden-method'],
    ['reading the ETag', { reads: ['ETag'] }, 'blocked by browser at response: header-not-exposed'],
    ['reading the content type', { reads: ['Content-Type'] }, 'allowed'],
    ['http from a page on https', { scheme: 'http' }, 'blocked by browser at before-sending: mixed-content'],
    ['an image over http, which browsers upgrade', { scheme: 'http', load: 'image' }, 'allowed'],
    ['another origin', { origin: OTHER }, 'blocked by browser at response: allow-origin-missing'],
    ['the distribution\'s own origin', { origin: 'https://cdn.example.net' }, 'allowed'],
    ['the own origin by another alias', { origin: 'https://d111111abcdef8.cloudfront.net', host: 'd111111abcdef8.cloudfront.net' }, 'allowed'],
  ])('%s', (_, over, result) => {
    expect(told(good(), page(over))).toBe(result);
  });

  test('credentials that the contract allows, on requests and preflights', () => {
    const graph = good({ policy: onlyAuthority({ credentials: true, headers: ['x-a', 'priority'] }) });
    expect(told(graph, page({ credentials: 'include' }))).toBe('allowed');
    expect(told(graph, page({ credentials: 'include', headers: { 'X-A': '1' } }))).toBe('allowed');
    expect(told(graph, page({ credentials: 'include', headers: { 'X-B': '1' } }))).toBe('blocked by browser at preflight: allow-headers-missing');
  });

  test('a response the page can only show is allowed, but not readable', () => {
    expect(exchange(good(), page({ load: 'image' }))).toMatchObject({ verdict: 'allowed', readable: false, outcome: { tainting: 'opaque' } });
    expect(exchange(good(), page())).toMatchObject({ verdict: 'allowed', readable: true, outcome: { tainting: 'cors' } });
  });

  test('a resource policy keeps a file from pages that load it without CORS', () => {
    const sameSite = good({ policy: responseHeadersPolicy({ cors: {}, custom: [['Cross-Origin-Resource-Policy', 'same-site']] }) });
    expect(told(sameSite, page({ load: 'image' }))).toBe('blocked by browser at response: resource-policy');
    expect(told(sameSite, page({ load: 'image' , origin: 'https://app.example.net' }))).toBe('allowed');
    expect(told(sameSite, page({ load: 'font' }))).toBe('allowed');
  });
});

test('an assumption that changes only which headers the page can read is named too', () => {
  const graph = good({ policy: responseHeadersPolicy({ cors: {} }), cors: [{ ...READ_RULE, exposeHeaders: ['x-from-s3'] }] });
  const found = exchange(graph, page());
  expect([found.verdict, found.deciding]).toEqual(['allowed', ['override-and-headers-not-set']]);
  expect(exchange(good(), page()).deciding).toEqual([]);
});

describe('redirects', () => {
  const insecure = page({ origin: 'http://app.example.com', scheme: 'http' });

  test('a redirect to https needs permission itself, and arrives as a page of origin null', () => {
    const graph = good({ policy: onlyAuthority({ origins: ['http://app.example.com'] }), cors: [{ ...READ_RULE, allowedOrigins: ['*'] }] });
    expect(exchange(graph, insecure)).toMatchObject({ verdict: 'blocked', outcome: { step: 'response', code: 'allow-origin-missing' } });
    const anybody = good({ policy: onlyAuthority({ origins: ['*'] }) });
    expect(exchange(anybody, insecure).verdict).toBe('allowed');
    expect(exchange(good({ policy: undefined }), insecure)).toMatchObject({ verdict: 'blocked', outcome: { step: 'redirect', code: 'allow-origin-missing' } });
  });

  test('an image follows it', () => {
    expect(told(good(), { ...insecure, load: 'image' })).toBe('allowed');
  });

  test('a preflight is redirected too, which no browser follows', () => {
    expect(told(good(), { ...insecure, method: 'PUT' })).toBe('blocked by browser at preflight: preflight-redirected');
  });
});

describe('key groups', () => {
  const graph = good({ keyGroups: ['group'], policy: onlyAuthority({ credentials: true, headers: ['x-a', 'priority'] }) });

  test('cookies open the way for a plain request with credentials, and no preflight carries them', () => {
    expect(told(graph, page({ credentials: 'include', signed: 'cookies' }))).toBe('allowed');
    expect(told(graph, page({ signed: 'cookies' }))).toBe('blocked by CloudFront at response: request-refused');
    expect(told(graph, page({ credentials: 'include', signed: 'cookies', headers: { 'X-A': '1' } }))).toBe('blocked by CloudFront at preflight: preflight-refused');
  });

  test('a signed URL opens it for the preflight too', () => {
    expect(told(graph, page({ signed: 'url', headers: { 'X-A': '1' } }))).toBe('allowed');
  });
});

describe('uploads go to the bucket', () => {
  const upload: Partial<PageRequest> = { target: 'bucket', method: 'PUT', presigned: true, headers: { 'Content-Type': 'image/png' } };
  const rule = { allowedOrigins: [APP], allowedMethods: ['PUT', 'POST'], allowedHeaders: ['*'], exposeHeaders: ['ETag'] };

  test.each<[string, Delivery, Partial<PageRequest>, string]>([
    ['with a rule for PUT', { cors: [READ_RULE, rule] }, {}, 'allowed'],
    ['reading the ETag of the part', { cors: [rule] }, { reads: ['ETag'] }, 'allowed'],
    ['reading an ETag that is not exposed', { cors: [{ ...rule, exposeHeaders: [] }] }, { reads: ['ETag'] }, 'blocked by browser at response: header-not-exposed'],
    ['without a rule for PUT', {}, {}, 'blocked by S3 at preflight: preflight-refused'],
    ['with a rule that allows no header', { cors: [{ ...rule, allowedHeaders: [] }] }, {}, 'blocked by S3 at preflight: preflight-refused'],
    ['from another origin', { cors: [rule] }, { origin: OTHER }, 'blocked by S3 at preflight: preflight-refused'],
    ['without a signature', { cors: [rule] }, { presigned: false }, 'blocked by S3 at response: request-refused'],
    ['as a form', { cors: [rule] }, { method: 'POST', path: '/', headers: {} }, 'allowed'],
  ])('%s', (_, over, request, result) => {
    expect(told(good(over), page({ ...upload, ...request }))).toBe(result);
  });
});

describe('the browser remembers', () => {
  const bare = (over: Delivery = {}): ReturnType<typeof delivery> => delivery({ cache: cachePolicy({ headers: ['Origin'] }), ...over });
  const image = page({ load: 'image' });

  test('a file first shown as an image cannot be fetched, though the edge is right (I15, I39)', () => {
    expect(told(bare(), page())).toBe('allowed');
    expect(told(bare(), page(), { history: [image] })).toBe('blocked by browser at response: allow-origin-missing');
  });

  test('with a CORS block it can, because the plain answer says Vary: Origin; without one a custom Vary does the same', () => {
    expect(told(delivery({ policy: responseHeadersPolicy({ cors: {} }) }), page(), { history: [image] })).toBe('allowed');
    expect(told(good(), page(), { history: [image] })).toBe('allowed');
    expect(told(bare({ policy: responseHeadersPolicy({ custom: [['Vary', 'Origin']] }) }), page(), { history: [image] })).toBe('allowed');
  });

  test('of two listed origins of one site the second may get the copy of the first', () => {
    const admin = 'https://admin.example.com';
    const two = delivery({ policy: onlyAuthority({ origins: [APP, admin] }) });
    const second = exchange(two, { ...page(), origin: admin }, { history: [page()] });
    expect(second.verdict).toBe('depends');
    expect(second.deciding).toContain('vary-of-echoed-origin');
    expect(told(two, { ...page(), origin: admin }, { history: [{ ...page(), browser: 'somebody else\'s' }] })).toBe('allowed');
    expect(told(delivery({ policy: onlyAuthority({ origins: ['*'] }) }), { ...page(), origin: admin }, { history: [page()] })).toBe('allowed');
  });

  test('the other order does no harm (I40)', () => {
    expect(told(bare(), image, { history: [page()] })).toBe('allowed');
  });

  test('another browser, another site, or a stale copy does not suffer', () => {
    expect(told(bare(), page(), { history: [{ ...image, browser: 'of someone else' }] })).toBe('allowed');
    expect(told(bare(), page(), { history: [{ ...image, origin: OTHER }] })).toBe('allowed');
    expect(told(bare(), page(), { history: [image], now: 4 * 86_400 })).toBe('allowed');
    expect(told(bare(), page(), { history: [{ ...image, origin: 'https://admin.example.com' }] })).toBe('blocked by browser at response: allow-origin-missing');
  });

  test('a permission once asked for is not asked for again until it expires', () => {
    const graph = good({ policy: onlyAuthority({ maxAge: 100 }) });
    const withHeader = page({ headers: { 'X-A': '1' } });
    const options = (now: number): number => exchange(graph, withHeader, { history: [{ ...withHeader, at: 0 }], now }).messages.filter(({ request }) => request.method === 'OPTIONS').length;
    expect([options(99), options(100)]).toEqual([0, 2]);
  });

  test('a permission that has been withdrawn lives on in the browser that keeps it', () => {
    const wide = good({ policy: onlyAuthority({ methods: ['GET', 'PUT'], maxAge: 7200 }), methods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'], cors: [{ ...READ_RULE, allowedMethods: ['GET', 'PUT'] }] });
    const narrow = good({ methods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'] });
    const put = page({ method: 'PUT' });
    expect(exchange(narrow, put).outcome).toMatchObject({ step: 'preflight' });
    expect(exchange(narrow, put, { history: [{ ...put, under: wide }] }).outcome).toMatchObject({ step: 'response', code: 'request-refused' });
  });
});

describe('a masked error', () => {
  const masked = good({ errorPages: [errorPage(403, { status: 200, path: '/index.html' })] });
  const indexOnly = (_: string, key: string): object | undefined => (key === 'index.html' ? {} : undefined);

  test('a missing font becomes a page with status 200', () => {
    expect(told(masked, page({ load: 'font' }), { objects: indexOnly })).toBe('blocked by CloudFront at response: error-page-instead-of-file');
  });

  test('a refused preflight may pass, which is an assumption', () => {
    const graph = good({ errorPages: [errorPage(403, { status: 200, path: '/index.html' })], cors: undefined });
    expect(exchange(graph, page({ headers: { 'X-A': '1' } }))).toMatchObject({ verdict: 'depends', deciding: ['error-page-for-preflight'] });
  });
});

describe('what an exchange tells', () => {
  test('every message in order, and a story that names the hop that refused', () => {
    const result = exchange(good({ cors: undefined }), page({ headers: { 'X-A': '1' } }));
    expect(result.messages.map(({ between, request, response }) => `${between}: ${request.method} ${response.status}`))
      .toEqual(['CloudFront and S3: OPTIONS 403', 'browser and CloudFront: OPTIONS 403']);
    expect(result.trace.map(({ who, text }) => `${who} ${text}`)).toEqual([
      'browser must ask first (preflight), because of the header x-a.',
      'browser asks CloudFront: OPTIONS /a; Origin: https://app.example.com; Access-Control-Request-Method: GET; Access-Control-Request-Headers: x-a',
      'CloudFront the default behavior answers for /a.',
      'CloudFront asks S3: OPTIONS /a; Origin: https://app.example.com; Access-Control-Request-Method: GET; Access-Control-Request-Headers: x-a',
      expect.stringContaining('S3 answers 403 AccessForbidden (CORSResponse: CORS is not enabled for this bucket.), made by S3'),
      expect.stringContaining('CloudFront answers 403'),
      expect.stringContaining('S3 stops it at the preflight step.'),
    ]);
  });

  test('the console text of Chromium goes with a failure', () => {
    expect(exchange(good(), page({ origin: OTHER })).outcome).toMatchObject({
      message: 'Access to fetch at \'https://cdn.example.net/a\' from origin \'https://other.example.org\' has been blocked by CORS policy:'
        + ' No \'Access-Control-Allow-Origin\' header is present on the requested resource.',
    });
  });

  test('earlier requests are replayed, not told', () => {
    expect(exchange(good(), page(), { history: [page({ path: '/b' })] }).messages.every(({ request }) => request.path === '/a')).toBe(true);
  });

  test('an addressee that does not exist is a mistake that names what there is', () => {
    expect(() => exchange(good(), page({ resource: 'Nowhere' }))).toThrow('the graph has no distribution Nowhere; it has Web.Distribution');
    expect(told(good(), page({ resource: 'Web.Distribution' }))).toBe('allowed');
    expect(() => simulate({ ...good(), buckets: [] }, page({ target: 'bucket' }))).toThrow('the graph has no bucket at all; it has none');
  });

  test('an expired, an absent and a foreign bucket policy all look like CORS in the console', () => {
    const locked = delivery({ bucket: bucket({ cors: [READ_RULE], statements: [] }) });
    const { outcome } = exchange(locked, page(), { assumptions: { 's3-cors-headers-on-errors': 'not-sent' } });
    expect(outcome).toMatchObject({ by: 'S3', code: 'request-refused', why: expect.stringContaining('the console blames CORS') as string });
  });
});

test('every assumption is a question with at least two alternatives and a source', () => {
  for (const [id, { question, alternatives, sources }] of Object.entries(ASSUMPTIONS)) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(question).toMatch(/\?$/);
    expect(Object.keys(alternatives).length).toBeGreaterThan(1);
    expect(sources.length).toBeGreaterThan(0);
  }
});
