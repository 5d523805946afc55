import { answerClient, exchange, newSimulation } from '../../lib/model';
import type { HeaderMap, AssumptionChoices, AssumptionId } from '../../lib/model';
import { APP, delivery, onlyAuthority, OTHER, READ_RULE, responseHeadersPolicy } from './delivery';
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
    ['http://*.example.org', 'http://.example.org', false],
    ['http://*.example.org', 'http://evilexample.org', false],
    ['example.org', 'https://example.org', true],
    ['*.example.org', 'https://a.example.org', true],
    ['http://example.org:*', 'http://example.org', true],
    ['http://example.org:*', 'http://example.org:8080', true],
    ['http://example.org:1*3', 'http://example.org:1893', true],
    ['http://example.org:1*3', 'http://example.org:1894', false],
    ['http://example.org:13', 'http://example.org:13', true],
    ['https://[::1]:*', 'https://[::1]:3000', true],
    ['https://a.example', 'null', false],
  ])('%s allows %s: %s', (entry, origin, expected) => {
    expect(allowed(entry, origin)).toBe(expected);
  });

  test.each<[string, string, AssumptionChoices, boolean, boolean]>([
    ['*.example.org', 'https://a.b.example.org', { 'origin-wildcard-depth': 'any-depth' }, false, true],
    ['example.org', 'https://example.org', { 'origin-without-scheme': 'no-scheme' }, true, false],
    ['https://example.org:*', 'https://example.org', { 'origin-port-wildcard': 'needs-a-port' }, true, false],
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
    expect(headers({ cors: full })).toEqual({ 'access-control-allow-origin': APP, 'access-control-expose-headers': 'ETag' });
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

  test('a request without Origin, or of an origin not listed, gets nothing', () => {
    expect(headers({ origin: '' })).toEqual({});
    expect(headers({ origin: OTHER })).toEqual({});
    expect(headers({ origin: '', cors: { origins: ['*'] } })).toEqual({});
    expect(headers({ origin: '', cors: { origins: ['*'] }, assumptions: { 'policy-without-origin': 'wildcard-always' } })).toEqual({ 'access-control-allow-origin': '*' });
  });

  test('every origin gets the wildcard, with credentials perhaps its own name', () => {
    expect(headers({ cors: { origins: ['*'] } })).toEqual({ 'access-control-allow-origin': '*' });
    expect(headers({ cors: { origins: ['*'], credentials: true }, assumptions: { 'policy-wildcard-with-credentials': 'echoed' } })['access-control-allow-origin']).toBe(APP);
  });

  test('whether an echoed origin brings Vary is an assumption, not asked when Vary says it already', () => {
    expect(headers({ assumptions: { 'policy-adds-vary': 'with-echoed-origin' } }).vary).toBe('Origin');
    const own = responseHeadersPolicy({ cors: {}, custom: [['Vary', 'Origin, Accept-Encoding']] });
    expect(headers({ over: { policy: own }, assumptions: { 'policy-adds-vary': 'with-echoed-origin' } }).vary).toBe('Origin, Accept-Encoding');
    expect(asked(delivery({ forward: undefined, policy: own }), {})).toEqual([]);
  });

  test('an OPTIONS without requested method is a preflight for the policy, or is not', () => {
    const graph = delivery({ policy: onlyAuthority(), cors: [{ ...READ_RULE, allowedMethods: ['GET'] }], errorPages: [] });
    const ask = (assumptions: AssumptionChoices): HeaderMap => answerClient(graph, { path: '/a', method: 'OPTIONS', headers: { Origin: APP } }, newSimulation({ assumptions })).headers;
    expect(ask({})).not.toHaveProperty('access-control-allow-methods');
    expect(ask({ 'policy-preflight-needs-method': 'any-options' })).toHaveProperty('access-control-allow-methods');
  });

  test('the managed policy CORS-With-Preflight exposes on preflights only, or always', () => {
    const managed = responseHeadersPolicy({ managed: 'Managed-CORS-With-Preflight', cors: { origins: ['*'], expose: ['*'], override: false } });
    expect(headers({ over: { policy: managed } })).not.toHaveProperty('access-control-expose-headers');
    expect(headers({ over: { policy: managed }, assumptions: { 'managed-preflight-expose-headers': 'every-cors-response' } })['access-control-expose-headers']).toBe('*');
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

  test('`*` is sent as it is, or as an echo without Authorization where credentials are allowed', () => {
    expect(value(['*'], 'x-c,authorization')).toBe('*');
    expect(value(['*'], 'x-c', {}, { 'allow-headers-wildcard-value': 'echoed' })).toBe('*');
    expect(value(['*'], 'x-c,authorization', { credentials: true }, { 'allow-headers-wildcard-value': 'echoed' })).toBe('x-c');
  });

  test('a pattern is sent as it is, or as the names that match', () => {
    expect(value(['x-amz-*', 'x-b'], 'x-amz-date,x-amz-')).toBe('x-amz-*, x-b');
    expect(value(['x-amz-*', 'x-b'], 'x-amz-date,x-amz-,x-amz', {}, { 'allow-headers-pattern-value': 'echoed' })).toBe('x-b, x-amz-date, x-amz-');
  });
});

/** The assumptions a page's fetch asks for. */
function asked(graph: ReturnType<typeof delivery>, page: { origin?: string; credentials?: 'include' }): AssumptionId[] {
  const { outcomes } = exchange(graph, { origin: APP, path: '/a', ...page });
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
    expect(asked(graph, { origin: OTHER })).toEqual([]);
    expect(asked(graph, { credentials: 'include' })).toEqual([]);
    expect(exchange(graph, { origin: OTHER, path: '/a' }).verdict).toBe('blocked');
    expect(exchange(graph, { origin: APP, path: '/a', credentials: 'include' }).verdict).toBe('blocked');
  });

  test('without override one header of S3 keeps the whole block out, or only its like', () => {
    const graph = speaking({ override: false, expose: ['ETag'] });
    expect(got(graph, APP)).not.toHaveProperty('access-control-expose-headers');
    expect(got(graph, APP, { 'override-off-scope': 'per-header' })['access-control-expose-headers']).toBe('ETag');
    expect(got(delivery({ forward: undefined, policy: responseHeadersPolicy({ cors: { override: false } }) }), APP)['access-control-allow-origin']).toBe(APP);
  });

  test('a removed header that the policy sets is in the response', () => {
    expect(got(speaking({}, ['Access-Control-Allow-Origin', 'Vary']), APP)).toMatchObject({ 'access-control-allow-origin': APP });
    expect(got(speaking({}, ['Vary']), APP)).not.toHaveProperty('vary');
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

  test('whether CloudFront\'s own answers carry the policy is an assumption', () => {
    const graph = delivery({ policy: onlyAuthority(), keyGroups: ['group'] });
    const reach = (assumptions: AssumptionChoices): string | undefined => answerClient(graph, { path: '/a', headers: { Origin: APP } }, newSimulation({ assumptions })).headers['access-control-allow-origin'];
    expect([reach({}), reach({ 'policy-on-generated-responses': 'applied' })]).toEqual([undefined, APP]);
  });
});
