import type { HeaderMap, HttpRequest, HttpResponse } from '../../lib/model';
import { judge } from '../../lib/preview/exchange/judgement';
import { APP } from './support';

const HOST = 'cdn.example.net';

function judged(headers: HeaderMap, response: Partial<HttpResponse> = {}, method = 'GET') {
  const request: HttpRequest = { method, path: '/a', query: '', headers };
  return judge(HOST, request, { status: 200, headers: {}, from: 'S3', body: 'object', ...response });
}

const FETCH = { origin: APP, 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', 'sec-fetch-site': 'cross-site' };
const IMAGE = { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image', 'sec-fetch-site': 'cross-site', referer: `${APP}/page` };
const PREFLIGHT = { origin: APP, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-a' };
const PERMITS = { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'PUT', 'access-control-allow-headers': 'x-a' };

test.each<[string, HeaderMap, Partial<HttpResponse>, string, object]>([
  ['curl', {}, {}, 'GET', { verdict: 'no-page', use: 'no browser' }],
  ['somebody who opens the file', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }, {}, 'GET', { verdict: 'no-page', use: 'navigation' }],
  ['fetch with permission', FETCH, { headers: { 'access-control-allow-origin': APP } }, 'GET', { verdict: 'allowed', use: 'fetch' }],
  ['fetch without', FETCH, {}, 'GET', { verdict: 'blocked', use: 'fetch', message: expect.stringMatching(/blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present/) }],
  ['fetch with cookies and permission for everybody', { ...FETCH, cookie: 'a=1' }, { headers: { 'access-control-allow-origin': '*' } }, 'GET', { verdict: 'blocked', message: expect.stringContaining('wildcard') }],
  ['a client that sends Origin and is silent on the rest', { origin: APP }, { headers: { 'access-control-allow-origin': '*' } }, 'GET', { verdict: 'allowed', use: 'fetch' }],
  ['a font', { ...FETCH, 'sec-fetch-dest': 'font' }, { headers: { 'access-control-allow-origin': '*' } }, 'GET', { verdict: 'allowed', use: 'font' }],
  ['a refused fetch', FETCH, { status: 403, body: 'error', error: { code: 'AccessDenied', message: 'Access Denied' } }, 'GET', { verdict: 'blocked', why: expect.stringContaining('S3 answered 403 AccessDenied') }],
  ['an image without crossorigin', IMAGE, {}, 'GET', { verdict: 'no-page', use: 'image', why: expect.stringContaining('cannot read') }],
  ['an image that CORP keeps for its own origin', IMAGE, { headers: { 'cross-origin-resource-policy': 'same-origin' } }, 'GET', { verdict: 'blocked', use: 'image' }],
  ['a page of the distribution itself', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', 'sec-fetch-site': 'same-origin' }, {}, 'GET', { verdict: 'allowed' }],
  ['a redirect that does not allow the page', FETCH, { status: 301, headers: { location: 'https://x/' }, body: 'none' }, 'GET', { verdict: 'blocked' }],
  ['a preflight that is granted', PREFLIGHT, { headers: PERMITS, body: 'none' }, 'OPTIONS', { verdict: 'allowed', use: 'preflight', why: expect.stringContaining('not with cookies') }],
  ['a preflight that is granted with cookies too', PREFLIGHT, { headers: { ...PERMITS, 'access-control-allow-origin': APP, 'access-control-allow-credentials': 'true' } }, 'OPTIONS', { verdict: 'allowed', why: expect.stringContaining('with cookies too') }],
  ['a preflight without the header', PREFLIGHT, { headers: { ...PERMITS, 'access-control-allow-headers': 'x-b' } }, 'OPTIONS', { verdict: 'blocked', message: expect.stringContaining('x-a is not allowed') }],
  ['a preflight without the method', PREFLIGHT, { headers: { ...PERMITS, 'access-control-allow-methods': 'GET' } }, 'OPTIONS', { verdict: 'blocked', message: expect.stringContaining('Method PUT') }],
  ['a preflight that S3 refuses', PREFLIGHT, { status: 403, error: { code: 'AccessForbidden', message: 'CORS is not enabled' } }, 'OPTIONS', { verdict: 'blocked', why: expect.stringContaining('403 AccessForbidden') }],
  ['OPTIONS that is no preflight', { origin: APP }, { headers: { 'access-control-allow-origin': '*' } }, 'OPTIONS', { verdict: 'allowed' }],
])('%s', (_, headers, response, method, expected) => {
  expect(judged(headers, response, method)).toMatchObject(expected);
});
