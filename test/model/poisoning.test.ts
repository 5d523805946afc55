import { answerClient, exchange, newCaches, newTrip } from '../../lib/model';
import type { PageRequest, PlainRequest } from '../../lib/model';
import { APP, bucket, cachePolicy, CORS_S3_ORIGIN, delivery, errorPage, legacyCache, OAC_GRANT, onlyAuthority, originRequestPolicy, OTHER, READ_RULE, responseHeadersPolicy, statement } from './delivery';

const ANY = [{ allowedOrigins: ['*'], allowedMethods: ['GET', 'HEAD'], maxAgeSeconds: 3000 }];
const page: PageRequest = { origin: APP, path: '/a' };
const curl: PlainRequest = { path: '/a', headers: { 'accept-encoding': 'gzip, br' } };
const withOrigin = (origin: string): PlainRequest => ({ ...curl, headers: { ...curl.headers, Origin: origin } });
const verdict = (graph: ReturnType<typeof delivery>, request: PageRequest, ...history: (PageRequest | PlainRequest)[]): string => exchange(graph, request, { history }).verdict;

describe('the request that fills the cache decides', () => {
  test('a Miss carries permission and the Hit after a plain request does not (I02)', () => {
    const graph = delivery({ cors: ANY, cache: legacyCache() });
    const caches = newCaches();
    const ask = (request: PlainRequest): Record<string, string> => answerClient(graph, request, newTrip({ caches })).headers;
    expect(ask({ ...withOrigin(APP), path: '/miss' })).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-max-age': '3000' });
    ask({ ...curl, path: '/hit' });
    expect(ask({ ...withOrigin(APP), path: '/hit' })).not.toHaveProperty('access-control-allow-origin');
  });

  test('curl first: nobody may read; curl with Origin first: everybody may, even without Origin (I03)', () => {
    const graph = delivery({ cors: ANY, cache: legacyCache() });
    expect(verdict(graph, page, curl)).toBe('blocked');
    expect(verdict(graph, page, withOrigin(APP))).toBe('allowed');
    expect(verdict(graph, { ...page, origin: OTHER }, withOrigin(APP))).toBe('allowed');
  });

  test('the same through CachingOptimized with CORS-S3Origin (I05)', () => {
    expect(verdict(delivery({ cors: ANY }), page, curl)).toBe('blocked');
    expect(verdict(delivery({ cors: ANY, cache: cachePolicy({ headers: ['Origin'] }) }), page, curl)).toBe('allowed');
  });

  test('each encoding is poisoned by itself (I08)', () => {
    const graph = delivery({ cors: ANY, cache: legacyCache() });
    const plain: PlainRequest = { path: '/a' };
    expect(verdict(graph, page, plain)).toBe('allowed');
    expect(verdict(graph, { ...page, acceptEncoding: 'identity' }, plain)).toBe('blocked');
    expect(verdict(graph, page, { path: '/a', headers: { 'Accept-Encoding': 'gzip' } })).toBe('blocked');
  });

  test('an echoed origin is replayed to the second origin (I11)', () => {
    const graph = delivery({ cors: [{ ...READ_RULE, allowedOrigins: [APP, OTHER] }] });
    expect(exchange(graph, { ...page, origin: OTHER }, { history: [page] })).toMatchObject({ verdict: 'blocked', outcome: { code: 'allow-origin-mismatch' } });
  });

  test('a hostile Access-Control-Request-Method makes S3 leave its headers out for everyone', () => {
    const hostile: PlainRequest = { ...curl, headers: { ...withOrigin(APP).headers, 'Access-Control-Request-Method': 'DELETE' } };
    expect(verdict(delivery(), page, hostile)).toBe('blocked');
    expect(verdict(delivery({ policy: onlyAuthority() }), page, hostile)).toBe('allowed');
  });

  test('only an invalidation or a new URL cures an immutable copy (I06, I21)', () => {
    const graph = delivery({ cors: ANY });
    const immutable = { objects: () => ({ cacheControl: 'max-age=315360000, immutable' }) };
    const later = 86_400 * 300;
    expect(exchange(graph, page, { ...immutable, history: [curl], now: later }).verdict).toBe('blocked');
    expect(exchange(graph, page, { ...immutable, history: [curl, { invalidate: true }], now: later }).verdict).toBe('allowed');
    expect(exchange(graph, { ...page, path: '/a.v2' }, { ...immutable, history: [curl] }).verdict).toBe('allowed');
  });
});

describe('popular fixes that do not fix it', () => {
  test('bucket rules alone, before anything else reached S3 (I01, I20, I22)', () => {
    expect(verdict(delivery({ cors: ANY, forward: undefined }), page)).toBe('blocked');
  });

  test('a fixed Origin header with a list of origins pins one of them (I04, I16)', () => {
    const pinned = (cors: typeof ANY): ReturnType<typeof delivery> => delivery({ cors, customHeaders: [{ name: 'origin', value: APP }] });
    expect(verdict(pinned(ANY), page, curl)).toBe('allowed');
    expect(verdict(pinned([{ ...ANY[0], allowedOrigins: [APP, OTHER] }]), { ...page, origin: OTHER })).toBe('blocked');
  });

  test('naming a response header in the key (I18)', () => {
    const graph = delivery({ cors: ANY, cache: legacyCache(['Access-Control-Allow-Origin']) });
    expect(verdict(graph, page)).toBe('allowed');
    expect(verdict(graph, page, curl)).toBe('blocked');
  });

  test('a random query string, unless query strings are in the key (I13)', () => {
    expect(verdict(delivery({ cors: ANY }), { ...page, path: '/a?1' }, curl)).toBe('blocked');
    expect(verdict(delivery({ cors: ANY, cache: cachePolicy({ query: true }) }), { ...page, path: '/a?1' }, curl)).toBe('allowed');
  });

  test('a policy on a bucket without rules, and OPTIONS without bucket rules (I24, I26)', () => {
    const withHeader = { ...page, headers: { 'X-A': '1' } };
    const noRules = delivery({ cors: undefined, policy: onlyAuthority() });
    expect(exchange(noRules, withHeader).outcome).toMatchObject({ by: 'S3', step: 'preflight', why: expect.stringContaining('CORS is not enabled for this bucket') as string });
    expect(exchange(delivery({ policy: onlyAuthority(), methods: ['GET', 'HEAD'] }), withHeader).outcome).toMatchObject({ by: 'CloudFront', step: 'preflight' });
    expect(verdict(noRules, page)).toBe('allowed');
  });

  test('a public bucket does not open a preflight, and blocking public access does not close it (I28, I29)', () => {
    const put = { ...page, method: 'PUT', target: 'bucket', presigned: true } as const;
    const open = bucket({ cors: [READ_RULE], open: true, statements: [statement({ principal: '*', actions: ['s3:*'] })] });
    expect(exchange(delivery({ bucket: open }), put).outcome).toMatchObject({ by: 'S3', step: 'preflight' });
    expect(verdict(delivery({ cors: [{ ...READ_RULE, allowedMethods: ['PUT'] }] }), put)).toBe('allowed');
  });

  test('rules that name headers no preflight asks for (I23)', () => {
    const rules = [{ allowedOrigins: [APP], allowedMethods: ['GET'], allowedHeaders: ['Origin'] }];
    expect(exchange(delivery({ cors: rules }), { ...page, headers: { 'X-Cookie': '1' } }).outcome).toMatchObject({ by: 'S3', step: 'preflight' });
  });

  test('a wildcard for requests with cookies (I43)', () => {
    expect(exchange(delivery({ cors: ANY }), { ...page, credentials: 'include' }).outcome).toMatchObject({ code: 'allow-origin-wildcard-with-credentials' });
    expect(verdict(delivery(), { ...page, credentials: 'include' })).toBe('allowed');
  });

  test('a presigned PUT through CloudFront instead of to the bucket (I49)', () => {
    const graph = delivery({
      methods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'], cors: [{ ...READ_RULE, allowedMethods: ['PUT'] }],
      forward: { ...CORS_S3_ORIGIN, queryStrings: originRequestPolicy([], true).queryStrings },
    });
    expect(exchange(graph, { ...page, method: 'PUT', path: '/a?X-Amz-Signature=x' }).outcome).toMatchObject({ by: 'S3', why: expect.stringContaining('Only one auth mechanism') as string });
  });

  test('a method S3 knows for nothing: CORS headers come even on its 405 (I50)', () => {
    const graph = delivery({ methods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'], cors: [{ ...READ_RULE, allowedMethods: ['POST'] }] });
    expect(answerClient(graph, { ...withOrigin(APP), method: 'POST' }, newTrip())).toMatchObject({ status: 405, headers: { 'access-control-allow-origin': APP } });
  });

  test('an error page over a refused OPTIONS changes the complaint, not the result (I36, I37)', () => {
    const graph = delivery({ methods: ['GET', 'HEAD'], errorPages: [errorPage(403, { status: 200, path: '/index.html' })], cors: undefined });
    expect(exchange(graph, { ...page, method: 'PUT' }).outcomes.map(({ outcome }) => outcome)).toMatchObject([{ code: 'allow-origin-missing' }, { code: 'preflight-refused' }]);
  });

  test('a grant that S3 refuses looks like CORS until the error is read', () => {
    expect(verdict(delivery({ bucket: bucket({ cors: [READ_RULE], statements: [OAC_GRANT] }) }), page)).toBe('allowed');
    expect(exchange(delivery({ bucket: bucket({ cors: undefined, statements: [] }), policy: responseHeadersPolicy({}) }), page).outcome).toMatchObject({ by: 'S3', code: 'request-refused' });
  });
});

describe('the right setup stands every order', () => {
  const graph = delivery({ policy: onlyAuthority({ origins: [APP, OTHER] }), cors: [{ ...READ_RULE, allowedOrigins: [APP, OTHER] }] });

  test.each<[string, (PageRequest | PlainRequest)[]]>([
    ['no Origin first', [curl]], ['the other origin first', [{ ...page, origin: OTHER }]], ['a stranger first', [withOrigin('https://evil.example')]], ['an image first', [{ ...page, load: 'image' }]],
  ])('%s', (_, history) => {
    expect(exchange(graph, page, { history })).toMatchObject({ verdict: 'allowed' });
    expect(exchange(graph, { ...page, origin: 'https://evil.example' }, { history })).toMatchObject({ verdict: 'blocked', readable: false });
  });
});
