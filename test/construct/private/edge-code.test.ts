import { runInNewContext } from 'node:vm';
import { inspect } from '../../../lib/model/edge-code/syntax';
import { appRouter, folderRouter, varyWriter } from '../../../lib/construct/private/behavior/edge-code';

// CloudFront's limit: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
const LONGEST_CODE = 10_240;

type Handler = (event: object) => { uri: string; headers: Record<string, { value: string }> };
const handlerOf = (code: string): Handler => runInNewContext(`${code};handler`) as Handler;

function routed(code: string, uri: string, headers: Record<string, string> = {}, method = 'GET'): string {
  const valued = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { value }]));
  return handlerOf(code)({ request: { method, uri, headers: valued, querystring: {}, cookies: {} } }).uri;
}

const APP = appRouter('/index.html');
const FOLDERS = folderRouter('index.html');
const PAGE = { 'sec-fetch-dest': 'document' };

describe('page loads', () => {
  test.each<[string, string, string, Record<string, string>, string]>(([
    ['/', '/index.html', '/index.html'],
    ['/orders/7', '/index.html', '/orders/7/index.html'],
    ['/orders/', '/index.html', '/orders/index.html'],
    ['/orders/', '/index.html', '/orders/index.html', PAGE],
    ['/orders', '/index.html', '/orders/index.html', { 'sec-fetch-dest': 'iframe' }],
    ['/orders', '/index.html', '/orders/index.html', { 'sec-fetch-dest': 'frame' }],
    ['/orders', '/index.html', '/orders/index.html', PAGE, 'HEAD'],
    ['/v1.2/guide', '/index.html', '/v1.2/guide/index.html'],
    ['/x/.well-known/y', '/index.html', '/x/.well-known/y/index.html'],
  ] as [string, string, string, Record<string, string>?, string?][]).map(([uri, app, folder, headers = {}, method = 'GET']) => [uri, app, folder, headers, method]))('of %s get %s in an app, %s among folders (%j %s)', (uri, app, folder, headers, method) => {
    expect([routed(APP, uri, headers, method), routed(FOLDERS, uri, headers, method)]).toEqual([app, folder]);
  });
});

describe('everything else passes as it is, so that a promise and a missing file stay what they are', () => {
  test.each<[string, string, Record<string, string>, string]>(([
    ['a file', '/a.js', {}],
    ['a file in a page load', '/report.pdf', PAGE],
    ['a CORS request', '/data', { 'origin': 'https://app.example.com', 'sec-fetch-dest': 'empty' }],
    ['a CORS request of an old browser', '/data', { origin: 'https://app.example.com' }],
    ['a CORS request with an opaque origin', '/data', { origin: 'null' }],
    ['a preflight', '/data', { 'origin': 'https://app.example.com', 'access-control-request-method': 'GET' }, 'OPTIONS'],
    ['an OPTIONS request without origin', '/data', {}, 'OPTIONS'],
    ['an image', '/logo', { 'sec-fetch-dest': 'image' }],
    ['a script', '/main', { 'sec-fetch-dest': 'script' }],
    ['a fetch of the same origin', '/data', { 'sec-fetch-dest': 'empty' }],
    ['a service worker', '/sw', { 'sec-fetch-dest': 'serviceworker' }],
    ['a well-known file', '/.well-known/assetlinks', PAGE],
    ['a form that is sent', '/orders', PAGE, 'POST'],
  ] as [string, string, Record<string, string>, string?][]).map(([what, uri, headers, method = 'GET']) => [what, uri, headers, method]))('%s', (_, uri, headers, method) => {
    expect([routed(APP, uri, headers, method), routed(FOLDERS, uri, headers, method)]).toEqual([uri, uri]);
  });
});

describe('Vary', () => {
  const varied = (names: string[], vary?: object): unknown =>
    handlerOf(varyWriter(names))({ response: { statusCode: 200, headers: vary === undefined ? {} : { vary } } }).headers.vary;

  test.each<[string, string[], object | undefined, string]>([
    ['is written where there was none', ['Origin'], undefined, 'Origin'],
    ['keeps what it says, and its order', ['Origin', 'Accept'], { value: 'Accept-Encoding' }, 'Accept-Encoding, Origin, Accept'],
    ['says each name once, whatever its case', ['Origin', 'Accept'], { value: 'accept , ORIGIN' }, 'accept , ORIGIN'],
    ['joins several lines', ['Accept'], { value: 'Origin', multiValue: [{ value: 'Origin' }, { value: 'Range' }] }, 'Origin, Range, Accept'],
    ['of everything stays', ['Origin'], { value: '*' }, '*'],
  ])('%s', (_, names, vary, expected) => {
    expect(varied(names, vary)).toMatchObject({ value: expected });
  });
});

test.each([['an app', APP], ['folders', FOLDERS], ['Vary', varyWriter(['Origin'])]])('the function for %s is far below CloudFront\'s limit, and uses no syntax that its runtime refuses', (_, code) => {
  expect(code.length).toBeLessThan(LONGEST_CODE / 8);
  expect(inspect(code, '2.0')).toMatchObject({ refusal: undefined, doubt: undefined });
});
