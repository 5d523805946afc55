import type { EdgeSource } from '../../../lib/graph/types/edge-code';
import { known, unknown } from '../../../lib/graph/types/known';
import { edgeRequest, edgeResponse, REQUEST_ID, runFunction, VIEWER_IP } from '../../../lib/model/edge-code';
import type { EdgeEvent, EdgeResult, Openness } from '../../../lib/model/edge-code';

const HOST = 'd111111abcdef8.cloudfront.net';

function source(text: string, runtime: '1.0' | '2.0' = '2.0'): EdgeSource {
  return { runtime, text, keyValues: known(undefined) };
}

function handler(body: string): EdgeSource {
  return source(`function handler(event) { var request = event.request; ${body} return request; }`);
}

function event(headers: Readonly<Record<string, string>> = {}, host = HOST, responseHeaders?: Readonly<Record<string, string>>): EdgeEvent {
  const eventType = responseHeaders ? 'viewer-response' : 'viewer-request';
  return {
    version: '1.0', context: { distributionDomainName: host, distributionId: 'E1', eventType, requestId: REQUEST_ID }, viewer: { ip: VIEWER_IP },
    request: edgeRequest({ method: 'GET', path: '/a', query: 'x=1&y=2', headers }, host), ...(responseHeaders ? { response: edgeResponse(200, responseHeaders) } : {}),
  };
}

function result(code: EdgeSource, on = event()): EdgeResult {
  return runFunction(code, on, 'x=1&y=2', 'nothing', (_, [first]) => first).result;
}

/** Every way a function can go, with the circumstances that lead there. */
function ways(code: EdgeSource, openness: Openness, on = event()): readonly string[] {
  const found: string[] = [];
  const pending: string[][] = [[]];
  for (let chosen = pending.pop(); chosen; chosen = pending.pop()) {
    const asked: string[] = [];
    const path = chosen;
    const effect = runFunction(code, on, '', openness, (input, alternatives) => {
      const now = path[asked.length] ?? alternatives[0];
      if (path.length <= asked.length) {
        alternatives.slice(1).forEach((other) => pending.push([...asked.map((line) => line.split('=').slice(1).join('=')), other]));
      }
      asked.push(`${input}=${now}`);
      return now;
    });
    found.push(`${asked.join(', ')} -> ${effect.result.kind === 'response' ? effect.result.status : effect.result.kind === 'request' ? effect.result.uri : effect.result.kind}`);
  }
  return found.sort();
}

describe('what CloudFront makes of a result', () => {
  test.each([
    ['nothing', '1; return;', 503, 'invalid'], ['a text', 'return "x";', 503, 'invalid'], ['a list', 'return [];', 503, 'invalid'], ['an object that is neither', 'return {};', 503, 'invalid'],
    ['an exception', 'throw new Error("no");', 503, 'threw'], ['a path without a slash', 'request.uri = "a";', 503, 'invalid'], ['a path with a space', 'request.uri = "/a b";', 503, 'invalid'],
    ['a status that is a text', 'return { statusCode: "200" };', 503, 'invalid'], ['a status of 99', 'return { statusCode: 99 };', 503, 'invalid'], ['a header that is a text', 'request.headers.x = "1";', 503, 'invalid'],
    ['a header in the way of Lambda@Edge', 'request.headers.x = [{ key: "X", value: "1" }];', 503, 'invalid'], ['a header whose value is a number', 'request.headers.x = { value: 1 };', 503, 'invalid'],
    ['a header in upper case', 'request.headers["X-A"] = { value: "1" };', 503, 'invalid'], ['set-cookie among the headers', 'return { statusCode: 200, headers: { "set-cookie": { value: "a=b" } } };', 503, 'invalid'],
    ['another host', 'request.headers.host = { value: "x" };', 502, 'header'], ['no host', 'delete request.headers.host;', 502, 'header'], ['new headers without the host', 'request.headers = {};', 502, 'header'],
    ['via', 'request.headers.via = { value: "x" };', 502, 'header'], ['x-forwarded-proto', 'request.headers["x-forwarded-proto"] = { value: "https" };', 502, 'header'], ['x-amz-cf-id', 'return { statusCode: 200, headers: { "x-amz-cf-id": { value: "1" } } };', 502, 'header'],
    ['x-edge-anything', 'request.headers["x-edge-a"] = { value: "1" };', 502, 'header'], ['connection', 'request.headers.connection = { value: "close" };', 502, 'header'],
  ])('%s is an error', (_, body, status, cause) => {
    expect(result(handler(body))).toMatchObject({ kind: 'failure', status, cause });
  });

  test.each([
    ['origin', 'delete request.headers.origin;'], ['access-control-request-method', 'request.headers["access-control-request-method"] = { value: "PUT" };'], ['authorization', 'request.headers.authorization = { value: "x" };'],
    ['x-forwarded-host', 'request.headers["x-forwarded-host"] = { value: "x" };'],
  ])('%s is free to change', (_, body) => {
    expect(result(handler(body), event({ origin: 'https://a.example' }))).toMatchObject({ kind: 'request' });
  });

  test('a response without the via that it came with is an error', () => {
    const fresh = source('function handler(event) { return { statusCode: 200, headers: {} }; }');
    expect(result(fresh, event({}, HOST, {}))).toMatchObject({ kind: 'failure', status: 502, message: expect.stringContaining('via') as string });
    expect(result(fresh)).toMatchObject({ kind: 'response', status: 200 });
  });

  test('a query that is left alone keeps its order, and a changed one is written anew', () => {
    expect(result(handler(''))).toMatchObject({ query: 'x=1&y=2' });
    expect(result(handler('delete request.querystring.x;'))).toMatchObject({ query: 'y=2' });
    expect(result(handler('request.querystring = "?z=3";'))).toMatchObject({ query: 'z=3' });
    expect(result(handler('request.querystring.x = { value: "", multiValue: [{ value: "5" }, { value: "6" }] };'))).toMatchObject({ query: 'x=5&x=6&y=2' });
  });

  test('cookies arrive apart from the headers, and go on among them', () => {
    const on = event({ cookie: 'a=1; b=2' });
    expect(on.request.headers).not.toHaveProperty('cookie');
    expect(result(handler('delete request.cookies.a;'), on)).toMatchObject({ headers: { cookie: 'b=2' } });
  });
});

describe('code that CloudFront does not load', () => {
  const body = (code: string) => `function handler(event) { ${code} return event.request; }`;

  test.each([
    ['for…of', body('for (var a of []) {}'), '2.0'], ['destructuring', body('var { uri } = event.request;'), '2.0'], ['destructuring', 'function handler([a]) {}', '2.0'], ['optional chaining', body('event?.request;'), '2.0'],
    ['await in arguments', 'async function handler(event) { f(await 1); }', '2.0'], ['let and const', body('let a = 1;'), '1.0'], ['async functions', 'async function handler() {}', '1.0'], ['Unexpected token', 'function handler( {', '2.0'], ['10 KB', `//${'x'.repeat(11_000)}`, '2.0'],
    ['no function named handler', 'function handle(event) {}', '2.0'], ['ReferenceError', `${body('')} nothing();`, '2.0'], ['unterminated', 'var a = "x', '1.0'],
  ] as const)('%s', (expected, text, runtime) => {
    expect(result(source(text, runtime))).toMatchObject({ kind: 'failure', status: 503, cause: 'load', message: expect.stringMatching(new RegExp(expected, 'i')) as string });
  });

  test.each(['class A {}', 'var a = [...[]];', 'function f(a = 1) {}', 'try {} catch {}', 'var a; a ??= 1;', 'var r = /a/s;', 'function* g() {}'])('is not certain for %s: then nothing is', (code) => {
    expect(result(source(body(code)))).toMatchObject({ kind: 'undecided', reason: expect.stringContaining('AWS does not say') as string });
  });

  test('an await that is not in arguments loads', () => {
    expect(result(source('async function handler(event) { var a = await 1; f(function () { return a; }); function f() {} return event.request; }'))).toMatchObject({ kind: 'request' });
  });
});

describe('the byte strings of runtime 1.0', () => {
  const echo = (text: string, runtime: '1.0' | '2.0' = '1.0') => result(source(`function handler(event) { var request = event.request; request.uri = '/' + (${text}); return request; }`, runtime));

  test.each([
    ['String.bytesFrom("YWJj", "base64")', '/abc'], ['String.bytesFrom("YQ", "base64url")', '/a'], ['String.bytesFrom([104, 105])', '/hi'], ['String.bytesFrom("6869", "hex")', '/hi'],
    ['"\u00e9".toUTF8().length', '/2'], ['"\u00e9".toUTF8().fromUTF8().length', '/1'], ['String.bytesFrom([200]).fromUTF8()', '/null'], ['"\u20ac".toBytes()', '/null'], ['"abc".toBytes().toString("hex")', '/616263'],
  ])('%s', (text, uri) => {
    expect(echo(text)).toMatchObject({ kind: 'request', uri });
  });

  test('are undocumented in 2.0, and no digest of them is guessed', () => {
    expect(echo('String.bytesFrom("YQ", "base64")', '2.0')).toMatchObject({ kind: 'undecided', reason: expect.stringContaining('String.bytesFrom') as string });
    expect(echo('require("crypto").createHash("md5").update(String.bytesFrom([200])).digest("hex")')).toMatchObject({ kind: 'undecided' });
  });
});

describe('what a function reads and the model does not hold', () => {
  test('makes no difference: the effect holds for all', () => {
    expect(ways(handler('console.log(request.headers["user-agent"], Date.now(), event.viewer.ip);'), 'browser')).toEqual([' -> /a']);
  });

  test('decides: each way is there, with a value that leads to it', () => {
    const format = handler('var a = request.headers.accept; if (a && a.value.indexOf("image/webp") >= 0) { request.uri = "/a.webp"; }');
    expect(ways(format, 'browser')).toEqual(['headers.accept="image/webp" -> /a.webp', 'headers.accept=none -> /a']);
    expect(ways(format, 'browser', event({ accept: 'image/webp' }))).toEqual([' -> /a.webp']);
    expect(ways(format, 'nothing')).toEqual([' -> /a']);
  });

  test('is the Referer: a page has its own, or none', () => {
    const hotlinks = handler('var r = request.headers.referer; if (r && r.value.indexOf("https://app.example") !== 0) { return { statusCode: 403 }; }');
    expect(ways(hotlinks, 'browser', event({ origin: 'https://app.example' }))).toEqual([' -> /a']);
    expect(ways(hotlinks, 'browser', event({ origin: 'https://other.example' }))).toEqual(['headers.referer="https://other.example/" -> 403', 'headers.referer=none -> /a']);
  });

  test('is the browser: those that there are, and no robots', () => {
    expect(ways(handler('if (/bot|curl/i.test(request.headers["user-agent"].value)) { return { statusCode: 403 }; }'), 'browser')).toEqual([' -> /a']);
    expect(ways(handler('if (/Mobile/.test(request.headers["user-agent"].value)) { request.uri = "/m"; }'), 'browser')).toEqual([expect.stringMatching(/Windows.* -> \/a$/), expect.stringMatching(/Mobile.* -> \/m$/)].reverse());
  });

  test('is what the browser says of the request itself: a page is never asked for with CORS', () => {
    const pages = handler('var d = request.headers["sec-fetch-dest"]; if (d && d.value === "document") { request.uri = "/index.html"; }');
    expect(ways(pages, 'browser')).toEqual(['headers.sec-fetch-dest="document" -> /index.html', 'headers.sec-fetch-dest=none -> /a']);
    expect(ways(pages, 'browser', event({ origin: 'https://app.example' }))).toEqual([' -> /a']);
    expect(ways(handler('if (request.headers["sec-fetch-mode"] && request.headers["sec-fetch-mode"].value !== "cors") { return { statusCode: 403 }; }'), 'browser', event({ origin: 'https://app.example' }))).toEqual([' -> /a']);
  });

  test('is another nonce in each response, which decides nothing', () => {
    const nonce = source('function handler(event) { event.response.headers["content-security-policy"] = { value: "script-src \'nonce-" + Math.random() + Date.now() + "\'" }; return event.response; }');
    expect(ways(nonce, 'nothing', event({}, HOST, {}))).toEqual([' -> 200']);
  });

  test('is chance or time', () => {
    expect(ways(handler('if (Math.random() < 0.5) { request.uri = "/b"; }'), 'nothing')).toEqual(['chance="0" -> /b', 'chance="0.5" -> /a']);
    expect(ways(handler('var day = Date.parse("2027-05-01"); if (Date.now() > day && Date.now() < day + 86400000) { request.uri = "/b"; }'), 'nothing')).toEqual(['time="1767225600000" -> /a', `time="${String(Date.parse('2027-05-01') + 1_000)}" -> /b`]);
    expect(ways(handler('if (Date.now() > 4000000000000) { request.uri = "/b"; }'), 'nothing')).toEqual(['time="1767225600000" -> /a', 'time="4102444800000" -> /b']);
  });

  test('are cookies and passwords, where the browser may send them', () => {
    const login = handler('var a = request.headers.authorization; if (!a || a.value !== "Basic " + Buffer.from("me:secret").toString("base64")) { return { statusCode: 401 }; }');
    expect(ways(login, 'browser')).toEqual([' -> 401']);
    expect(ways(login, 'browser-with-credentials')).toEqual(['headers.authorization="Basic bWU6c2VjcmV0" -> /a', 'headers.authorization=none -> 401']);
    expect(ways(handler('if (request.cookies.bucket && request.cookies.bucket.value === "b") { request.uri = "/b"; }'), 'browser-with-credentials')).toEqual(['cookies.bucket="b" -> /b', 'cookies.bucket=none -> /a']);
  });

  test('a refusal by something whose right value nobody can guess is not certain', () => {
    const secret = handler('var a = request.headers.authorization; if (!a || require("crypto").createHash("md5").update(a.value).digest("hex") !== "0123456789abcdef0123456789abcdef") { return { statusCode: 401 }; }');
    expect(ways(secret, 'browser-with-credentials')).toEqual(['headers.authorization=a value that the code does not name -> undecided', 'headers.authorization=none -> 401']);
  });

  test('is the key value store: what differs by its content is not known, what does not is', () => {
    const text = 'import cf from "cloudfront"; async function handler(event) { var kvs = cf.kvs(); BODY return event.request; }';
    const code = (body: string): EdgeSource => ({ ...source(text.replace('BODY', body)), keyValues: unknown('its content is not in the template') });
    expect(result(code('if (await kvs.exists("a")) { event.request.uri = "/b"; }'))).toMatchObject({ kind: 'undecided', reason: expect.stringContaining('the key a of its key value store') as string });
    expect(result(code('var found = await kvs.exists("a"); console.log(found);'))).toMatchObject({ kind: 'request', uri: '/a' });
    expect(result({ ...code('event.request.uri = await kvs.get("a");'), keyValues: known({ a: '/b' }) })).toMatchObject({ kind: 'request', uri: '/b' });
  });

  test('is undocumented', () => {
    expect(result(handler('request.uri = "/" + [1, 2].entries().next().value;'))).toMatchObject({ kind: 'undecided', reason: expect.stringContaining('Array.entries') as string });
  });
});

describe('what the deployment decides', () => {
  const symbolic = event({}, '\u27e8Web.Assets.DomainName\u27e9');

  test('does not matter to a function that does not look at it', () => {
    expect(result(handler('request.uri += "/b";'), symbolic)).toMatchObject({ uri: '/a/b' });
  });

  test('passes through a function as it is', () => {
    expect(result(handler('request.headers["x-forwarded-host"] = { value: request.headers.host.value };'), symbolic)).toMatchObject({ headers: { 'x-forwarded-host': '\u27e8Web.Assets.DomainName\u27e9' } });
    expect(result(handler('if (request.headers.origin) { request.headers.origin.value = "https://\u27e8Web.Host\u27e9"; }'), event({ origin: 'x' }))).toMatchObject({ headers: { origin: 'https://\u27e8Web.Host\u27e9' } });
  });

  test('may be a folder: the first label of the domain name', () => {
    expect(result(handler('request.uri = "/" + request.headers.host.value.split(".")[0] + request.uri;'), symbolic)).toMatchObject({ uri: '/\u27e8Web.Assets.DomainName.FirstLabel\u27e9/a' });
  });

  test('leaves open what a function makes of its letters', () => {
    expect(result(handler('if (request.headers.host.value.length > 20) { request.uri = "/b"; }'), symbolic)).toMatchObject({ kind: 'request' });
    expect(result(handler('request.uri = "/" + request.headers.host.value.charAt(0);'), symbolic)).toMatchObject({ kind: 'undecided', reason: expect.stringContaining('Web.Assets.DomainName') as string });
  });

  test('may be a text that the code names, if it is not the domain name that CloudFront gives', () => {
    const redirect = handler('if (request.headers.host.value !== "www.example.com") { return { statusCode: 301 }; }');
    expect(result(redirect, symbolic)).toMatchObject({ kind: 'response', status: 301 });
    expect(result(redirect, event({}, '\u27e8Web.Host\u27e9'))).toMatchObject({ kind: 'undecided' });
  });
});
