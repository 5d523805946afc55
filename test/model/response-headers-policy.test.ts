import { answerClient, exchange, newSimulation } from '../../lib/model';
import type { HeaderMap, AssumptionChoices, AssumptionId, EarlierEvent, ExchangeOptions } from '../../lib/model';
import { APP, CORS_S3_ORIGIN, delivery, onlyAuthority, OTHER, READ_RULE, responseHeadersPolicy } from './delivery';
import type { Delivery, PolicyCors } from './delivery';

const ANY_RULE = { allowedOrigins: ['*'], allowedMethods: ['GET', 'PUT'], allowedHeaders: ['*'], exposeHeaders: ['x-from-s3'], maxAgeSeconds: 77 };

interface Asked {
  origin?: string;
  method?: string;
  requestHeaders?: HeaderMap;
  cors?: PolicyCors;
  assumptions?: AssumptionChoices;
  over?: Delivery;
}

/** The CORS headers and Vary a viewer gets; `s3` says nothing unless rules are given. */
function headers({ origin = APP, method = 'GET', requestHeaders = {}, cors = {}, assumptions = {}, over = {} }: Asked): HeaderMap {
  const graph = delivery({ forward: undefined, ...over, policy: over.policy ?? responseHeadersPolicy({ cors }) });
  const response = answerClient(graph, { path: '/a', method, headers: { ...(origin === '' ? {} : { Origin: origin }), ...requestHeaders } }, newSimulation({ assumptions }));
  return Object.fromEntries(Object.entries(response.headers).filter(([name]) => name.startsWith('access-control-') || name === 'vary'));
}

describe('which origins a policy allows', () => {
  const allowed = (entry: string, origin: string, assumptions: AssumptionChoices = {}): boolean =>
    headers({ origin, cors: { origins: [entry] }, assumptions })['access-control-allow-origin'] === origin;

  test.each<[string, string, boolean]>([
    ['https://app.example.com', 'https://app.example.com', true],
    ['https://app.example.com', 'http://app.example.com', false],
    ['https://app.example.com', 'https://app.example.com:8443', false],
    ['https://app.example.com', 'https://app.example.com.evil.org', false],
    ['http://*.example.org', 'http://www.example.org', true],
    ['http://*.example.org', 'https://www.example.org', false],
    ['http://*.example.org', 'http://www.example.org:123', false],
    ['http://*.example.org', 'http://example.org', false],
    ['http://*.example.org', 'http://.example.org', true],
    ['http://*.example.org', 'http://evilexample.org', false],
    ['example.org', 'https://example.org', true],
    ['example.org', 'http://example.org', true],
    ['example.org', 'https://example.org:8443', false],
    ['*.example.org', 'https://a.example.org', true],
    ['*.example.org', 'http://test.test.example.org', true],
    ['*.example.org:1*', 'https://test.example.org:123', true],
    ['http://example.org:*', 'http://example.org', true],
    ['http://example.org:*', 'http://example.org:8080', true],
    ['http://example.org:1*3', 'http://example.org:1893', true],
    ['http://example.org:1*3', 'http://example.org:13', true],
    ['http://example.org:1*3', 'http://example.org', false],
    ['http://example.org:1*3', 'http://example.org:1894', false],
    ['http://example.org:13', 'http://example.org:13', true],
    ['https://[::1]:*', 'https://[::1]:3000', true],
    ['https://a.example', 'null', false],
  ])('%s allows %s: %s', (entry, origin, expected) => {
    expect(allowed(entry, origin)).toBe(expected);
  });

  test.each<[string, string, AssumptionChoices, boolean, boolean]>([
    ['https://*.example.org', 'https://a.b.example.org', { 'origin-wildcard-depth': 'one-label' }, true, false],
    ['https://App.example.com', 'https://app.example.com', { 'origin-letter-case': 'case-insensitive' }, false, true],
  ])('whether %s allows %s is an assumption', (entry, origin, other, byDefault, otherwise) => {
    expect([allowed(entry, origin), allowed(entry, origin, other)]).toEqual([byDefault, otherwise]);
    const asked = exchange(delivery({ policy: onlyAuthority({ origins: [entry] }) }), { origin, path: '/a', load: 'font' });
    expect(asked.outcomes.flatMap(({ assumptions }) => Object.keys(assumptions))).toContain(Object.keys(other)[0]);
  });
});

describe('what a policy adds', () => {
  const full: PolicyCors = { methods: ['GET', 'PUT'], headers: ['x-a'], expose: ['ETag'], maxAge: 60 };

  test('three of the six headers go on actual responses, all on preflights', () => {
    expect(headers({ cors: full })).toEqual({ 'access-control-allow-origin': APP, 'access-control-expose-headers': 'ETag', vary: 'Origin' });
    const graph = delivery({ policy: onlyAuthority(full), cors: [ANY_RULE] });
    const answer = answerClient(graph, { path: '/a', method: 'OPTIONS', headers: { Origin: APP, 'Access-Control-Request-Method': 'PUT' } }, newSimulation());
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': APP, 'access-control-allow-methods': 'GET, PUT', 'access-control-allow-headers': 'x-a', 'access-control-max-age': '60',
      'access-control-expose-headers': 'ETag',
    });
  });

  test('credentials are said as true or not at all', () => {
    expect(headers({ cors: { credentials: true } })['access-control-allow-credentials']).toBe('true');
    expect(headers({ cors: { credentials: false } })).not.toHaveProperty('access-control-allow-credentials');
  });

  test('ALL stands for the seven methods', () => {
    const graph = delivery({ policy: onlyAuthority({ methods: ['ALL'] }) });
    const { headers: answered } = answerClient(graph, { path: '/a', method: 'OPTIONS', headers: { Origin: APP, 'Access-Control-Request-Method': 'GET' } }, newSimulation());
    expect(answered['access-control-allow-methods'].split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);
  });

  test.each<[string, Asked]>([
    ['a request without Origin', { origin: '' }],
    ['one without Origin under `*`', { origin: '', cors: { origins: ['*'] } }],
    ['an origin that is not listed', { origin: OTHER }],
    ['a request with a header that is not listed', { cors: { headers: ['x-a'] }, requestHeaders: { Priority: 'u=1, i' } }],
  ])('%s gets no CORS header, and a Vary that says why', (_, asked) => {
    expect(headers(asked)).toEqual({ vary: 'Origin' });
  });

  test('every origin gets the wildcard without Vary, with credentials perhaps its own name', () => {
    expect(headers({ cors: { origins: ['*'] } })).toEqual({ 'access-control-allow-origin': '*' });
    expect(headers({ cors: { origins: ['*'], credentials: true }, assumptions: { 'policy-wildcard-with-credentials': 'echoed' } })['access-control-allow-origin']).toBe(APP);
  });

  test('an OPTIONS without requested method is a preflight for the policy, or is not', () => {
    const graph = delivery({ policy: onlyAuthority(), cors: [{ ...READ_RULE, allowedMethods: ['GET'] }], errorPages: [] });
    const ask = (assumptions: AssumptionChoices): HeaderMap => answerClient(graph, { path: '/a', method: 'OPTIONS', headers: { Origin: APP } }, newSimulation({ assumptions })).headers;
    expect(ask({})).toHaveProperty('access-control-allow-methods');
    expect(ask({ 'policy-preflight-needs-method': 'needs-method' })).not.toHaveProperty('access-control-allow-methods');
  });

});

describe('Vary beside a CORS block', () => {
  const own = (custom: [string, string, boolean?][]): Delivery => ({ policy: responseHeadersPolicy({ cors: {}, custom }) });
  const vary = (over: Delivery, assumptions: AssumptionChoices, origin = APP): string | undefined => headers({ over, assumptions, origin }).vary as string | undefined;

  test('whether an echoed origin brings it is an assumption', () => {
    expect([vary({}, { 'vary-of-echoed-origin': 'added' }), vary({}, { 'vary-of-echoed-origin': 'not-added' })]).toEqual(['Origin', undefined]);
  });

  test('whether a custom header arrives is an assumption, with and without Origin', () => {
    const custom = own([['Vary', 'Origin, Save-Data']]);
    expect(vary(custom, { 'custom-vary-beside-cors': 'arrives' })).toBe('Origin, Save-Data');
    expect(vary(custom, { 'custom-vary-beside-cors': 'dropped' })).toBe('Origin');
    expect(vary(custom, { 'custom-vary-beside-cors': 'dropped', 'vary-of-echoed-origin': 'not-added' })).toBeUndefined();
    expect([vary(custom, { 'custom-vary-beside-cors': 'dropped' }, ''), vary(custom, { 'custom-vary-beside-cors': 'arrives' }, '')]).toEqual(['Origin', 'Origin, Save-Data']);
  });

  test('beside a policy without a CORS block a custom header arrives on every response', () => {
    const policy = responseHeadersPolicy({ custom: [['Vary', 'Origin, Accept-Encoding']] });
    expect([vary({ policy }, {}), vary({ policy }, {}, '')]).toEqual(['Origin, Accept-Encoding', 'Origin, Accept-Encoding']);
  });

  test.each<[boolean, string]>([[true, 'dropped'], [false, 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method']])(
    'S3\'s names survive a block without override; with override (%s) that is an assumption', (override, expected) => {
      const policy = responseHeadersPolicy({ cors: { override } });
      const answered = vary({ policy, forward: CORS_S3_ORIGIN }, { 'origin-vary-beside-cors': 'dropped', 'vary-of-echoed-origin': 'not-added' });
      expect(answered ?? 'dropped').toBe(expected);
      expect(vary({ policy, forward: CORS_S3_ORIGIN }, { 'origin-vary-beside-cors': 'kept' })).toContain('Access-Control-Request-Method');
    });

  test('what CloudFront itself says survives the removal of Vary, because removal comes first', () => {
    expect(headers({ origin: '', over: { policy: responseHeadersPolicy({ cors: {}, remove: ['Vary'] }) } })).toEqual({ vary: 'Origin' });
  });

  test('is asked for only where it adds a name that matters', () => {
    const again = { history: [{ origin: APP, path: '/a' }] };
    expect(asked(delivery({ forward: undefined, policy: responseHeadersPolicy({ cors: { origins: ['*'] } }) }), {}, again)).toEqual([]);
    expect(asked(delivery({ forward: undefined, policy: responseHeadersPolicy({ cors: { origins: ['*'] }, custom: [['Vary', 'Accept-Encoding']] }) }), {}, again)).toEqual([]);
    expect(asked(delivery({ forward: undefined, policy: responseHeadersPolicy({ cors: {} }) }), {}, again)).toEqual(['vary-of-echoed-origin']);
  });

  test.each<[string, readonly EarlierEvent[], PolicyCors, readonly AssumptionId[]]>([
    ['nothing came before', [], {}, []],
    ['a client without a cache came before', [{ path: '/a' }], {}, []],
    ['somebody else came before', [{ origin: APP, path: '/a', browser: 'another' }], {}, []],
    ['the same browser came before', [{ origin: APP, path: '/a' }], {}, ['vary-of-echoed-origin']],
    ['the same browser came before from a sibling', [{ origin: 'https://sibling.example.com', path: '/a' }], { origins: ['https://*.example.com'] }, ['vary-of-echoed-origin']],
    ['the page may read every header', [], { expose: ['*'] }, ['vary-of-echoed-origin']],
    ['the page may read Vary', [], { expose: ['Vary'] }, ['vary-of-echoed-origin']],
    ['the page may read other headers', [], { expose: ['ETag'] }, []],
  ])('is asked for only where somebody looks at it: %s', (_, history, cors, expected) => {
    expect(asked(delivery({ forward: undefined, policy: responseHeadersPolicy({ cors }) }), {}, { history })).toEqual(expected);
  });

  test('is told of a copy that nobody looks at too', () => {
    const told = (assumptions: AssumptionChoices): unknown =>
      exchange(delivery({ forward: undefined, policy: responseHeadersPolicy({ cors: {} }) }), { origin: APP, path: '/a' }, { assumptions }).messages.at(-1)?.response.headers.vary;
    expect([told({}), told({ 'vary-of-echoed-origin': 'not-added' })]).toEqual(['Origin', undefined]);
  });
});

describe('a policy and the headers and method of the actual request', () => {
  const MANAGED: PolicyCors = { origins: ['*'], override: false };
  const SIMPLE_CORS: PolicyCors = { ...MANAGED, headers: [], methods: [] };
  const WITH_PREFLIGHT: PolicyCors = { ...MANAGED, headers: [], methods: ['GET', 'HEAD', 'OPTIONS'], expose: ['*'] };
  const speaks = (cors: PolicyCors, requestHeaders: HeaderMap, assumptions: AssumptionChoices = {}, method = 'GET'): boolean =>
    'access-control-allow-origin' in headers({ cors, requestHeaders, assumptions, method });

  test.each<[string, PolicyCors, HeaderMap, boolean, boolean]>([
    ['SimpleCORS and Priority, as recorded', SIMPLE_CORS, { priority: 'u=1, i' }, false, false],
    ['SimpleCORS and what browsers always send', SIMPLE_CORS, { accept: '*/*', 'user-agent': 'x', referer: APP, 'sec-fetch-mode': 'cors', 'sec-ch-ua': 'x' }, true, true],
    ['SimpleCORS and a reload', SIMPLE_CORS, { 'cache-control': 'no-cache' }, false, true],
    ['CORS-With-Preflight and Priority', WITH_PREFLIGHT, { priority: 'u=1, i' }, false, true],
    ['a list of one name and Priority', { headers: ['X-Request-Id'] }, { priority: 'u=1, i' }, false, true],
    ['a list with Priority', { headers: ['X-Request-Id', 'Priority'] }, { priority: 'u=1, i', 'x-request-id': '1' }, true, true],
    ['a list and a revalidation', { headers: ['Priority'] }, { priority: 'u=1, i', 'if-none-match': '"1"' }, false, true],
    ['a pattern', { headers: ['prio*'] }, { priority: 'u=1, i' }, true, true],
    ['`*`', { headers: ['*'] }, { priority: 'u=1, i', 'cache-control': 'no-cache', 'x-request-id': '1' }, true, true],
    ['`*` and Authorization, for which it does not stand', { headers: ['*'] }, { authorization: 'Bearer x' }, false, true],
    ['a range with a start, which Fetch takes for simple', { headers: ['Priority'] }, { range: 'bytes=0-99' }, true, true],
    ['the end of a file, which it does not', { headers: ['Priority'] }, { range: 'bytes=-99' }, false, true],
    ['names that only the browser sets', { headers: ['Priority'] }, { dnt: '1', 'sec-gpc': '1' }, true, true],
  ])('%s', (_, cors, requestHeaders, checked, unchecked) => {
    expect([speaks(cors, requestHeaders), speaks(cors, requestHeaders, { 'allow-headers-on-actual-requests': 'not-checked' })]).toEqual([checked, unchecked]);
  });

  test('what Fetch takes for simple may need an entry all the same', () => {
    const strict: AssumptionChoices = { 'simple-headers-on-actual-requests': 'recorded-only' };
    expect(speaks({ headers: ['Priority'] }, { range: 'bytes=0-99' }, strict)).toBe(false);
    expect(speaks({ headers: ['Priority'] }, { dnt: '1' }, strict)).toBe(false);
    expect(speaks({ headers: ['Range', 'DNT'] }, { range: 'bytes=0-99', dnt: '1' }, strict)).toBe(true);
  });

  test.each<[string, PolicyCors, string, boolean]>([
    ['HEAD under GET', { methods: ['GET'] }, 'HEAD', false],
    ['HEAD under ALL', { methods: ['ALL'] }, 'HEAD', true],
    ['HEAD under SimpleCORS, which lists none', SIMPLE_CORS, 'HEAD', true],
  ])('%s', (_, cors, method, checked) => {
    expect([speaks(cors, {}, {}, method), speaks(cors, {}, { 'allow-methods-on-actual-requests': 'not-checked' }, method)]).toEqual([checked, true]);
  });

  test('S3\'s own permission stands where the policy keeps silent and does not override', () => {
    const graph = delivery({ cors: [ANY_RULE], policy: responseHeadersPolicy({ cors: SIMPLE_CORS }) });
    expect(exchange(graph, { origin: APP, path: '/a' }).verdict).toBe('allowed');
  });

  test('a page under SimpleCORS alone is blocked in every engine, and over HTTP/1.1 in none', () => {
    const alone = { forward: undefined, policy: responseHeadersPolicy({ cors: SIMPLE_CORS }) };
    for (const engine of ['chromium', 'firefox', 'webkit', undefined] as const) {
      expect(exchange(delivery(alone), { origin: APP, path: '/a', engine })).toMatchObject({ verdict: 'blocked', outcome: { code: 'allow-origin-missing' } });
    }
    expect(exchange(delivery({ ...alone, httpVersion: 'http1.1' }), { origin: APP, path: '/a' }).verdict).toBe('allowed');
  });

  test('the managed policy CORS-With-Preflight exposes every header on actual responses too', () => {
    expect(headers({ cors: WITH_PREFLIGHT })['access-control-expose-headers']).toBe('*');
  });
});

describe('allowed headers on a preflight', () => {
  const value = (list: string[], requested: string, over: Partial<PolicyCors> = {}, assumptions: AssumptionChoices = {}): string => {
    const graph = delivery({ policy: onlyAuthority({ headers: list, ...over }), cors: [{ ...READ_RULE, allowedMethods: ['GET', 'PUT'] }] });
    return answerClient(graph, {
      path: '/a', method: 'OPTIONS', headers: { Origin: APP, 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': requested },
    }, newSimulation({ assumptions })).headers['access-control-allow-headers'];
  };

  test('a list is sent as it is', () => {
    expect(value(['X-A', 'x-b'], 'x-a')).toBe('x-a, x-b');
    expect(value(['X-A'], 'x-c')).toBe('x-a');
  });

  test('`*` is sent as it is', () => {
    expect(value(['*'], 'x-c,authorization')).toBe('*');
  });

  test('a pattern is sent as the names that match, or as it is', () => {
    expect(value(['x-amz-*', 'x-b'], 'x-amz-date,x-amz-,x-amz')).toBe('x-b, x-amz-date, x-amz-');
    expect(value(['x-amz-*', 'x-b'], 'x-amz-date,x-amz-', {}, { 'allow-headers-pattern-value': 'literal' })).toBe('x-amz-*, x-b');
  });
});

/** The assumptions a page's fetch asks for. */
function asked(graph: ReturnType<typeof delivery>, page: { origin?: string; credentials?: 'include' }, options: ExchangeOptions = {}): AssumptionId[] {
  const { outcomes } = exchange(graph, { origin: APP, path: '/a', ...page }, options);
  return [...new Set(outcomes.flatMap(({ assumptions }) => Object.keys(assumptions) as AssumptionId[]))];
}

describe('what becomes of the headers S3 sent', () => {
  const speaking = (cors: PolicyCors, remove: string[] = []): ReturnType<typeof delivery> =>
    delivery({ cors: [{ ...READ_RULE, allowedOrigins: [APP, OTHER] }], policy: responseHeadersPolicy({ cors, remove }) });
  const got = (graph: ReturnType<typeof delivery>, origin: string, assumptions: AssumptionChoices = {}): HeaderMap =>
    answerClient(graph, { path: '/a', headers: { Origin: origin } }, newSimulation({ assumptions })).headers;

  test('with override the policy\'s value replaces that of S3', () => {
    const star = delivery({ cors: [ANY_RULE], policy: responseHeadersPolicy({ cors: {} }) });
    expect(got(star, APP)['access-control-allow-origin']).toBe(APP);
  });

  test('whether override takes away S3\'s Allow-Credentials is an assumption that decides requests with credentials', () => {
    expect(got(speaking({}), APP)['access-control-allow-credentials']).toBe('true');
    expect(got(speaking({}), APP, { 'override-and-headers-not-set': 'removed' })).not.toHaveProperty('access-control-allow-credentials');
    const result = exchange(speaking({}), { origin: APP, path: '/a', credentials: 'include' });
    expect(result).toMatchObject({ verdict: 'depends', deciding: ['override-and-headers-not-set'], readable: true });
  });

  test('whether override takes away S3\'s Allow-Origin of an unlisted origin is an assumption that decides', () => {
    expect(exchange(speaking({}), { origin: OTHER, path: '/a' })).toMatchObject({ verdict: 'depends', deciding: ['override-and-unlisted-origin'] });
  });

  test('removing the six headers first leaves nothing to decide', () => {
    const graph = delivery({ cors: [{ ...READ_RULE, allowedOrigins: [APP, OTHER] }], policy: onlyAuthority() });
    const ofVary = ['custom-vary-beside-cors', 'origin-vary-beside-cors', 'vary-of-echoed-origin'];
    expect(asked(graph, { origin: OTHER }).filter((id) => !ofVary.includes(id))).toEqual([]);
    expect(asked(graph, { credentials: 'include' }).filter((id) => !ofVary.includes(id))).toEqual([]);
    expect(exchange(graph, { origin: OTHER, path: '/a' }).verdict).toBe('blocked');
    expect(exchange(graph, { origin: APP, path: '/a', credentials: 'include' }).verdict).toBe('blocked');
  });

  test('without override one header of S3 keeps the whole block out', () => {
    const graph = speaking({ override: false, expose: ['ETag'] });
    expect(got(graph, APP)).not.toHaveProperty('access-control-expose-headers');
    expect(got(delivery({ forward: undefined, policy: responseHeadersPolicy({ cors: { override: false } }) }), APP)['access-control-allow-origin']).toBe(APP);
  });

  test('a removed header that the policy sets is in the response', () => {
    expect(got(speaking({}, ['Access-Control-Allow-Origin', 'Vary']), APP)).toMatchObject({ 'access-control-allow-origin': APP });
    expect(got(speaking({}, ['Vary']), APP).vary).toBe('Origin');
  });

  test('a custom header replaces or yields as its override says', () => {
    const custom = (override: boolean): string => got(delivery({ policy: responseHeadersPolicy({ custom: [['Vary', 'Accept', override]] }) }), APP).vary;
    expect(custom(true)).toBe('Accept');
    expect(custom(false)).toContain('Origin');
  });
});

describe('errors and a policy', () => {
  test('whether an error of S3 carries the policy is an assumption; a refused preflight asks nothing', () => {
    const broken = delivery({ policy: onlyAuthority(), bucket: undefined, cors: [READ_RULE], signing: 'never' });
    expect(asked(broken, {})).toContain('policy-on-origin-errors');
    expect(exchange(broken, { origin: APP, path: '/a' })).toMatchObject({ verdict: 'blocked', outcome: { by: 'S3', code: 'request-refused' } });
    const preflightOnly = exchange(delivery({ policy: onlyAuthority(), cors: undefined }), { origin: APP, path: '/a', method: 'PUT' });
    expect(preflightOnly.outcomes).toHaveLength(1);
  });

  test('whether CloudFront\'s own refusals carry the policy is an assumption', () => {
    const graph = delivery({ policy: onlyAuthority(), keyGroups: ['group'] });
    const reach = (assumptions: AssumptionChoices): string | undefined => answerClient(graph, { path: '/a', headers: { Origin: APP } }, newSimulation({ assumptions })).headers['access-control-allow-origin'];
    expect([reach({}), reach({ 'policy-on-cloudfront-refusals': 'applied' })]).toEqual([undefined, APP]);
  });

  test('a redirect to https carries the policy', () => {
    const redirect = answerClient(delivery({ policy: onlyAuthority() }), { path: '/a', scheme: 'http', headers: { Origin: APP } }, newSimulation());
    expect([redirect.status, redirect.headers['access-control-allow-origin']]).toEqual([301, APP]);
  });
});
