import { BrowserHttpCache, cacheUse, corsCheck, corsExposedHeaderNames, corsUnsafeRequestHeaderNames, freshened, isCorsSafelistedRequestHeader, isForbiddenMethod, isForbiddenRequestHeader, isNoCorsSafelistedRequestHeader, isSameSite, needsPreflight, normalizeMethod, PreflightCache, preflightCheck, preflightHeaders, preflightMaxAge, requestKind, resourcePolicyBlocks } from '../../lib/model';
import type { HeaderMap, PreflightedRequest, StoredBrowserResponse } from '../../lib/model';

const APP = 'https://app.example.com';

describe('a header is safelisted by its name and its value', () => {
  test.each<[string, string, boolean]>([
    ['accept', 'image/webp,*/*', true],
    ['accept', '"quoted"', false],
    ['accept', 'a:b', false],
    ['accept', 'tab\tis fine', true],
    ['accept', 'x'.repeat(128), true],
    ['accept', 'x'.repeat(129), false],
    ['accept-language', 'de, en;q=0.9', true],
    ['accept-language', 'de_DE', false],
    ['content-language', '*', true],
    ['content-type', 'text/plain', true],
    ['content-type', 'Text/Plain; charset=utf-8', true],
    ['content-type', 'multipart/form-data; boundary=x', true],
    ['content-type', 'application/x-www-form-urlencoded', true],
    ['content-type', 'application/json', false],
    ['content-type', 'text/plain; a="b"', false],
    ['content-type', 'text', false],
    ['range', 'bytes=0-', true],
    ['range', 'bytes=0-99', true],
    ['range', 'bytes=99-0', false],
    ['range', 'bytes=-500', false],
    ['range', 'bytes=0-1,3-4', false],
    ['range', 'bytes 0-1', false],
    ['x-anything', '1', false],
    ['authorization', 'Bearer x', false],
    ['if-none-match', 'x', false],
  ])('%s: %s -> %s', (name, value, safelisted) => {
    expect(isCorsSafelistedRequestHeader(name, value)).toBe(safelisted);
  });

  test('safelisted values together longer than 1024 make all of them unsafe', () => {
    const accepts = (count: number): [string, string][] => Array.from({ length: count }, () => ['accept', 'x'.repeat(128)]);
    expect(corsUnsafeRequestHeaderNames(accepts(8))).toEqual([]);
    expect(corsUnsafeRequestHeaderNames([...accepts(8), ['accept-language', 'de']])).toEqual(['accept', 'accept-language']);
  });

  test('unsafe names are sorted', () => {
    expect(corsUnsafeRequestHeaderNames([['x-b', '1'], ['accept', '*/*'], ['content-type', 'application/json'], ['x-a', '2']]))
      .toEqual(['content-type', 'x-a', 'x-b']);
  });

  test('without CORS a page may send four headers, and no Range', () => {
    expect(isNoCorsSafelistedRequestHeader('accept', '*/*')).toBe(true);
    expect(isNoCorsSafelistedRequestHeader('range', 'bytes=0-')).toBe(false);
    expect(isNoCorsSafelistedRequestHeader('x-a', '1')).toBe(false);
  });

  test.each<[string, string, boolean]>([
    ['origin', 'https://a.example', true],
    ['access-control-request-method', 'PUT', true],
    ['cookie', 'a=b', true],
    ['host', 'x', true],
    ['sec-fetch-mode', 'cors', true],
    ['proxy-anything', '1', true],
    ['x-http-method-override', 'GET, trace', true],
    ['x-http-method-override', 'PUT', false],
    ['authorization', 'Bearer', false],
    ['user-agent', 'x', false],
  ])('a page setting %s: %s is ignored: %s', (name, value, forbidden) => {
    expect(isForbiddenRequestHeader(name, value)).toBe(forbidden);
  });
});

describe('methods', () => {
  test.each([['get', 'GET'], ['pUt', 'PUT'], ['delete', 'DELETE'], ['patch', 'patch'], ['PATCH', 'PATCH'], ['chicken', 'chicken']])('%s is sent as %s', (written, sent) => {
    expect(normalizeMethod(written)).toBe(sent);
  });

  test.each([['TRACE', true], ['connect', true], ['Track', true], ['PATCH', false]])('%s is forbidden: %s', (method, forbidden) => {
    expect(isForbiddenMethod(method)).toBe(forbidden);
  });

  test.each<[string, string[], boolean]>([
    ['GET', [], false], ['HEAD', [], false], ['POST', [], false], ['PUT', [], true], ['DELETE', [], true], ['GET', ['x-a'], true],
  ])('%s with the unsafe headers %j needs a preflight: %s', (method, names, needed) => {
    expect(needsPreflight(method, names)).toBe(needed);
  });
});

describe('the CORS check', () => {
  const check = (origin: string, credentials: 'include' | 'omit' | 'same-origin', headers: HeaderMap): string =>
    corsCheck(origin, credentials, headers)?.code ?? 'passes';
  const allow = (origin: string, credentials?: string): HeaderMap =>
    ({ 'access-control-allow-origin': origin, ...(credentials === undefined ? {} : { 'access-control-allow-credentials': credentials }) });

  test.each<[string, HeaderMap, 'include' | 'omit' | 'same-origin', string]>([
    ['no header', {}, 'omit', 'allow-origin-missing'],
    ['the wildcard', allow('*'), 'same-origin', 'passes'],
    ['the wildcard with credentials', allow('*', 'true'), 'include', 'allow-origin-wildcard-with-credentials'],
    ['the origin', allow(APP), 'omit', 'passes'],
    ['the origin, credentials not allowed', allow(APP), 'include', 'allow-credentials-missing'],
    ['the origin, credentials allowed', allow(APP, 'true'), 'include', 'passes'],
    ['credentials allowed in the wrong case', allow(APP, 'True'), 'include', 'allow-credentials-missing'],
    ['another origin', allow('https://other.example'), 'omit', 'allow-origin-mismatch'],
    ['a trailing slash', allow(`${APP}/`), 'omit', 'allow-origin-mismatch'],
    ['two values', allow(`${APP}, *`), 'omit', 'allow-origin-multiple'],
    ['a null origin against its own name', allow('null'), 'omit', 'allow-origin-mismatch'],
  ])('%s', (_, headers, credentials, result) => {
    expect(check(APP, credentials, headers)).toBe(result);
  });

  test('a response that names null lets a page of origin null read', () => {
    expect(check('null', 'include', allow('null', 'true'))).toBe('passes');
  });

  test('exposed names: `*` stands for all without credentials and for a header called * with them', () => {
    const headers = { 'access-control-expose-headers': '*', etag: '"1"', 'set-cookie': 'a' };
    expect(corsExposedHeaderNames('omit', headers)).toEqual(['access-control-expose-headers', 'etag']);
    expect(corsExposedHeaderNames('include', headers)).toEqual(['*']);
    expect(corsExposedHeaderNames('omit', { 'access-control-expose-headers': 'ETag, X-A' })).toEqual(['etag', 'x-a']);
  });
});

describe('the preflight', () => {
  const request = (over: Partial<PreflightedRequest> = {}): PreflightedRequest =>
    ({ method: 'PUT', origin: APP, credentials: 'same-origin', unsafeHeaderNames: ['x-a', 'x-b'], ...over });
  const granted = { 'access-control-allow-origin': APP, 'access-control-allow-methods': 'GET, PUT', 'access-control-allow-headers': 'X-A, x-b' };

  test('carries the method, the sorted names without spaces, and the origin', () => {
    expect(preflightHeaders(request())).toEqual({
      accept: '*/*', 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-a,x-b', origin: APP,
    });
    expect(preflightHeaders(request({ unsafeHeaderNames: [] }))).not.toHaveProperty('access-control-request-headers');
  });

  test.each<[string, Partial<PreflightedRequest>, number, HeaderMap, string]>([
    ['everything granted', {}, 200, granted, 'passes'],
    ['204 is as good as 200', {}, 204, granted, 'passes'],
    ['403 with every header', {}, 403, granted, 'preflight-status'],
    ['304', {}, 304, granted, 'preflight-status'],
    ['a redirect', {}, 301, { ...granted, location: 'https://x.example' }, 'preflight-redirected'],
    ['no origin', {}, 200, { ...granted, 'access-control-allow-origin': 'https://other.example' }, 'allow-origin-mismatch'],
    ['the method missing', { method: 'DELETE' }, 200, granted, 'allow-methods-missing'],
    ['the method in lower case', {}, 200, { ...granted, 'access-control-allow-methods': 'put' }, 'allow-methods-missing'],
    ['any method', { method: 'DELETE' }, 200, { ...granted, 'access-control-allow-methods': '*' }, 'passes'],
    ['a safelisted method need not be listed', { method: 'POST' }, 200, { ...granted, 'access-control-allow-methods': 'GET' }, 'passes'],
    ['a header missing', { unsafeHeaderNames: ['x-c'] }, 200, granted, 'allow-headers-missing'],
    ['any header', { unsafeHeaderNames: ['x-c'] }, 200, { ...granted, 'access-control-allow-headers': '*' }, 'passes'],
    ['Authorization is not covered by `*`', { unsafeHeaderNames: ['authorization'] }, 200, { ...granted, 'access-control-allow-headers': '*' }, 'allow-headers-missing'],
    ['Authorization beside `*`', { unsafeHeaderNames: ['authorization', 'x-c'] }, 200, { ...granted, 'access-control-allow-headers': '*, Authorization' }, 'passes'],
    ['a pattern is no wildcard', { unsafeHeaderNames: ['x-amz-date'] }, 200, { ...granted, 'access-control-allow-headers': 'x-amz-*' }, 'allow-headers-missing'],
    ['`*` is a plain name with credentials', { credentials: 'include', unsafeHeaderNames: ['x-c'] }, 200,
      { ...granted, 'access-control-allow-credentials': 'true', 'access-control-allow-headers': '*' }, 'allow-headers-missing'],
    ['`*` is a plain method with credentials', { credentials: 'include', method: 'DELETE' }, 200,
      { ...granted, 'access-control-allow-credentials': 'true', 'access-control-allow-methods': '*' }, 'allow-methods-missing'],
  ])('%s', (_, over, status, headers, result) => {
    expect(preflightCheck(request(over), status, headers)?.code ?? 'passes').toBe(result);
  });

  test('is kept for 5 seconds by default, and no longer than the engine allows', () => {
    expect(preflightMaxAge({}, 'chromium')).toBe(5);
    expect(preflightMaxAge({ 'access-control-max-age': 'soon' }, 'chromium')).toBe(5);
    expect(preflightMaxAge({ 'access-control-max-age': '0' }, 'chromium')).toBe(0);
    expect(preflightMaxAge({ 'access-control-max-age': '999999' }, 'chromium')).toBe(7200);
    expect(preflightMaxAge({ 'access-control-max-age': '999999' }, 'firefox')).toBe(86_400);
    expect(preflightMaxAge({ 'access-control-max-age': '999999' }, 'webkit')).toBe(600);
  });

  test('a kept permission covers its URL, origin, credentials, method and headers until it expires', () => {
    const cache = new PreflightCache();
    cache.store('u', request(), granted, 100);
    const allows = (over: Partial<PreflightedRequest> = {}, url = 'u', now = 99): boolean => cache.allows(url, request(over), false, now);
    expect(allows()).toBe(true);
    expect(allows({}, 'u', 100)).toBe(false);
    expect(allows({}, 'other')).toBe(false);
    expect(allows({ origin: 'https://other.example' })).toBe(false);
    expect(allows({ credentials: 'include' })).toBe(false);
    expect(allows({ method: 'DELETE' })).toBe(false);
    expect(allows({ unsafeHeaderNames: ['x-a', 'x-c'] })).toBe(false);
    cache.clear('u', request());
    expect(allows()).toBe(false);
  });

  test('a kept `*` covers every header but Authorization', () => {
    const cache = new PreflightCache();
    cache.store('u', request(), { ...granted, 'access-control-allow-headers': '*' }, 100);
    expect(cache.allows('u', request({ unsafeHeaderNames: ['x-z'] }), false, 0)).toBe(true);
    expect(cache.allows('u', request({ unsafeHeaderNames: ['authorization'] }), false, 0)).toBe(false);
  });
});

describe('kinds of load', () => {
  test.each([
    [{ load: 'fetch' }, 'cors', 'same-origin'],
    [{ load: 'fetch', credentials: 'include', mode: 'no-cors' }, 'no-cors', 'include'],
    [{ load: 'font' }, 'cors', 'same-origin'],
    [{ load: 'image' }, 'no-cors', 'include'],
    [{ load: 'image', crossOrigin: 'anonymous' }, 'cors', 'same-origin'],
    [{ load: 'script', crossOrigin: 'use-credentials' }, 'cors', 'include'],
    [{ load: 'module-script' }, 'cors', 'same-origin'],
    [{ load: 'module-script', crossOrigin: 'use-credentials' }, 'cors', 'include'],
    [{ load: 'stylesheet' }, 'no-cors', 'include'],
  ] as const)('%j goes out as %s with credentials %s', (start, mode, credentials) => {
    expect(requestKind(start)).toMatchObject({ mode, credentials });
  });
});

describe('Cross-Origin-Resource-Policy', () => {
  test.each<[string | undefined, string, string, boolean]>([
    [undefined, APP, 'https://cdn.other.example', false],
    ['cross-origin', APP, 'https://cdn.other.example', false],
    ['same-origin', APP, 'https://cdn.example.com', true],
    ['same-site', APP, 'https://cdn.example.com', false],
    ['same-site', APP, 'https://d1.cloudfront.net', true],
    ['same-site', 'https://a.cloudfront.net', 'https://b.cloudfront.net', true],
    ['same-site', 'https://a.co.uk', 'https://b.co.uk', true],
    ['same-site', 'http://app.example.com', 'https://cdn.example.com', true],
  ])('%s, page %s, file %s: kept away: %s', (policy, page, file, blocks) => {
    expect(resourcePolicyBlocks(policy, page, file)).toBe(blocks);
  });

  test('two names under one registrable domain are one site, with one scheme', () => {
    expect(isSameSite('https://a.example.com', 'https://b.example.com:8443')).toBe(true);
    expect(isSameSite('http://a.example.com', 'https://b.example.com')).toBe(false);
    expect(isSameSite('null', 'null')).toBe(false);
  });
});

describe('the browser\'s own cache', () => {
  const kept = (headers: HeaderMap, requestHeaders: HeaderMap = {}, status = 200): StoredBrowserResponse =>
    ({ response: { status, headers, from: 'CloudFront', body: 'object' }, requestHeaders, storedAt: 1000, initialAge: 0 });

  test.each<[string, HeaderMap, HeaderMap, number, string]>([
    ['fresh by max-age', { 'cache-control': 'max-age=60' }, {}, 1059, 'reuse'],
    ['stale by max-age', { 'cache-control': 'max-age=60' }, {}, 1060, 'revalidate'],
    ['no-cache', { 'cache-control': 'no-cache, max-age=60' }, {}, 1000, 'revalidate'],
    ['without Cache-Control: a tenth of the object\'s age', {}, {}, 1000 + 86_400, 'reuse'],
    ['without Cache-Control, after three days', {}, {}, 1000 + 3 * 86_400, 'revalidate'],
    ['another Origin than the one Vary remembers', { vary: 'Origin' }, { origin: APP }, 1000, 'revalidate'],
    ['another Origin, which nothing in Vary asks about', { vary: 'Accept-Encoding' }, { origin: APP }, 1000, 'reuse'],
    ['Vary: *', { vary: '*' }, {}, 1000, 'revalidate'],
  ])('%s', (_, headers, requestHeaders, now, use) => {
    expect(cacheUse(kept(headers), requestHeaders, now)).toBe(use);
  });

  test('keeps what may be kept, and one response per URL', () => {
    const cache = new BrowserHttpCache();
    cache.store('u', kept({ etag: '1' }));
    cache.store('u', kept({ etag: '2' }));
    expect(cache.get('u')?.response.headers.etag).toBe('2');
    cache.store('u', kept({ 'cache-control': 'no-store' }));
    expect(cache.get('u')).toBeUndefined();
    cache.store('u', kept({}, {}, 403));
    expect(cache.get('u')).toBeUndefined();
  });

  test('a 304 brings its headers and keeps the others', () => {
    expect(freshened(kept({ etag: '1', 'x-a': 'old' }), { 'x-a': 'new', age: '7' }, { origin: APP }, 2000)).toMatchObject({
      response: { status: 200, headers: { etag: '1', 'x-a': 'new' } }, requestHeaders: { origin: APP }, storedAt: 2000, initialAge: 7,
    });
  });
});
