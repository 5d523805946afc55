import fc from 'fast-check';
import type { CredentialsMode, CrossOriginAttribute, HeaderMap, RequestStart } from '../../../lib/model';
import { actualAnswer, keptAnswer, preflightAnswer, willingPreflightAnswer } from './answers';
import type { AgreementCase, Answer, Step, Stop } from './case';
import type { Content } from './files';

export const APP = 'https://app.example.com';
/** Another name of the application's site: both share a cache. */
export const WWW = 'https://www.example.com';
export const ELSEWHERE = 'https://shop.example.net';
export const INSECURE = 'http://app.example.com';
/** A page on the host of the files themselves. */
export const CDN = 'https://cdn.example.com';
export const PAGES = [APP, WWW, ELSEWHERE, INSECURE, CDN] as const;
export const HOSTS = ['cdn.example.com', 'd111111abcdef8.cloudfront.net', 'assets.example.org'] as const;

const METHODS = ['GET', 'get', 'HEAD', 'POST', 'PUT', 'pUt', 'DELETE', 'PATCH', 'patch', 'OPTIONS', 'TRACE', 'Connect', 'PURGE'];

const HEADERS: Readonly<Record<string, readonly string[]>> = {
  accept: ['image/png', '"quoted"', 'a:b', 'x'.repeat(128), 'x'.repeat(129)],
  'accept-language': ['de', 'de, en;q=0.9', 'de_DE'],
  'content-language': ['de', 'd"e'],
  'content-type': ['text/plain', 'Text/Plain;charset=utf-8', 'application/json', 'text', 'multipart/form-data; boundary=x', 'text/plain; a="b"',
    'application/x-www-form-urlencoded', 'text/plain;', 'text/plain ;charset=utf-8', ';text/plain', 'text/plain,text/plain'],
  range: ['bytes=0-1', 'bytes=0-', 'bytes=-1', 'bytes=5-1', 'bytes=0-1,3-4', 'bytes 0-1', 'Bytes=0-1', 'bytes= 0-1', 'bytes=00-1', 'bytes=0-1', 'bytes=0-1'],
  authorization: ['Bearer x'],
  'X-App': ['1', 'two words'],
  'x-amz-date': ['20261122T000000Z'],
  'x-http-method-override': ['TRACE', 'PUT'],
  'if-none-match': ['"never"'],
  'cache-control': ['no-cache', 'max-age=0'],
  'save-data': ['on', 'off'],
  dpr: ['2', 'two'],
  'device-memory': ['0.5', '3'],
  'user-agent': ['probe'],
  origin: ['https://forged.example'],
  cookie: ['forged=1'],
  'sec-probe': ['1'],
  'proxy-probe': ['1'],
  referer: ['https://forged.example/'],
  'accept-encoding': ['identity'],
  'content-encoding': ['identity'],
};

const headerLine = fc.constantFrom(...Object.entries(HEADERS).flatMap(([name, values]) => values.map((value) => [name, value] as const)));
const pageHeaders: fc.Arbitrary<HeaderMap | undefined> = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 5, arbitrary: fc.uniqueArray(headerLine, { minLength: 1, maxLength: 3, selector: ([name]) => name }).map((lines) => Object.fromEntries(lines)) },
);

const crossOrigin = fc.constantFrom<CrossOriginAttribute | undefined>(undefined, 'anonymous', 'anonymous', 'use-credentials');
const credentials = fc.constantFrom<CredentialsMode | undefined>(undefined, 'same-origin', 'omit', 'include', 'include');

const fetchStep = (page: string): fc.Arbitrary<Step> => fc.record({
  page: fc.constant(page),
  start: fc.record({ load: fc.constant('fetch' as const), mode: fc.constantFrom('cors' as const, 'cors' as const, 'cors' as const, 'no-cors' as const), credentials }),
  method: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: fc.constantFrom(...METHODS) }),
  headers: pageHeaders,
  mustRead: fc.boolean(),
  reads: fc.constantFrom(undefined, 'ETag', 'X-Meta', 'content-type'),
  integrity: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
}).map((step) => ({ ...step, integrity: step.integrity && step.method === undefined && step.headers?.range === undefined }));

const ELEMENTS: Readonly<Record<Content, readonly NonNullable<RequestStart['load']>[]>> = {
  font: ['font'], image: ['image'], script: ['script', 'module-script'], stylesheet: ['stylesheet'],
};

const elementStep = (page: string, content: Content): fc.Arbitrary<Step> => fc.record({
  page: fc.constant(page),
  start: fc.record({ load: fc.constantFrom(...ELEMENTS[content]), crossOrigin }),
  mustRead: fc.boolean(),
  // Browsers check the integrity of scripts and stylesheets only
  integrity: content === 'script' || content === 'stylesheet' ? fc.boolean() : fc.constant(false),
});

const stepOf = (page: string, content: Content): fc.Arbitrary<Step> =>
  fc.oneof({ weight: 3, arbitrary: fetchStep(page) }, { weight: 2, arbitrary: elementStep(page, content) });

const stop = (page: string, scheme: Stop['scheme'], redirects: boolean): fc.Arbitrary<Stop> => fc.record({
  scheme: fc.constant(scheme),
  host: fc.constantFrom(...HOSTS),
  preflight: preflightAnswer(page),
  actual: actualAnswer(page, redirects),
});

// Over http comes what CloudFront answers: the file, or a redirect to https
const stops = (page: string): fc.Arbitrary<readonly Stop[]> => {
  const plain = page === INSECURE ? 3 : 1;
  const secure = stop(page, 'https', false);
  return fc.oneof(
    { weight: 12, arbitrary: fc.tuple(secure) },
    { weight: 3, arbitrary: fc.tuple(stop(page, 'https', true), secure) },
    { weight: 1, arbitrary: fc.tuple(stop(page, 'https', true), stop(page, 'https', true), secure) },
    { weight: page === 'null' ? 0 : plain, arbitrary: fc.tuple(stop(page, 'http', true), secure) },
    { weight: page === 'null' ? 0 : plain, arbitrary: fc.tuple(stop(page, 'http', false)) },
  );
};

const content = fc.constantFrom<Content>('font', 'image', 'image', 'script', 'stylesheet');

const oneStep = fc.tuple(fc.constantFrom(...PAGES, 'null'), content).chain(([page, kind]): fc.Arbitrary<AgreementCase> =>
  fc.record({ content: fc.constant(kind), steps: fc.tuple(stepOf(page, kind)), stops: stops(page), pause: fc.constant(0) }));

const NO_PART = ['bytes=5-1', 'bytes=0-1,3-4', 'bytes 0-1', 'bytes=-0', 'lines=0-1', 'bytes=-'] as const;

// Browsers also keep parts and put wholes together from them: here parts only come out of wholes
function withoutParts(step: Step): Step {
  const headers = Object.entries(step.headers ?? {}).filter(([name, value]) => name !== 'range' || NO_PART.some((odd) => odd === value));
  return headers.length === Object.keys(step.headers ?? {}).length ? step : { ...step, headers: Object.fromEntries(headers) };
}

/** Longer than three and five seconds, for which permissions and copies are kept here. */
const PAUSE = 6;
const pause = fc.integer({ min: 0, max: 19 }).map((n) => n === 0 ? PAUSE : 0);

// One pause for all that pause
function shortWhenPaused(one: AgreementCase): AgreementCase {
  return one.pause > 0 ? { ...one, steps: one.steps.slice(0, 2) } : one;
}

// Whether an error that no code reads to its end is kept, is a matter of timing
function withoutKeptErrors(one: AgreementCase): AgreementCase {
  const readToTheEnd = one.steps.every(({ start }) => start.load === 'fetch' && start.mode === 'cors');
  return readToTheEnd ? one : { ...one, stops: one.stops.map((stop) => stop.actual.status < 400 ? stop : { ...stop, actual: withoutCacheControl(stop.actual) }) };
}

function withoutCacheControl(answer: Answer): Answer {
  return { ...answer, headers: Object.fromEntries(Object.entries(answer.headers).filter(([name]) => name !== 'cache-control')) };
}

// The caches: one URL, several loads from one site
const severalSteps = fc.tuple(fc.constantFrom([APP, APP], [APP, WWW], [ELSEWHERE, ELSEWHERE], [CDN, APP], [APP, APP, WWW], [INSECURE, INSECURE]), content)
  .chain(([pages, kind]): fc.Arbitrary<AgreementCase> => fc.record({
    content: fc.constant(kind),
    steps: fc.tuple(...pages.map((page, index) => stepOf(page, kind).map((step) => index < pages.length - 1 ? withoutParts(step) : step))),
    stops: stops(pages[0]),
    pause,
  }).map(withoutKeptErrors).map(shortWhenPaused));

// The preflight cache: the same page asks for much the same again
const preflightedSteps = fc.constantFrom([APP, APP], [APP, APP, APP], [APP, WWW], [INSECURE, INSECURE]).chain((pages): fc.Arbitrary<AgreementCase> => fc.record({
  content: fc.constant('image' as const),
  steps: fc.tuple(...pages.map((page) => fc.record({
    page: fc.constant(page),
    start: fc.record({ load: fc.constant('fetch' as const), mode: fc.constant('cors' as const), credentials }),
    method: fc.constantFrom(undefined, 'PUT', 'DELETE', 'PATCH', 'PURGE'),
    headers: fc.constantFrom<HeaderMap | undefined>(undefined, { 'x-app': '1' }, { 'x-app': '2', 'x-amz-date': '20261122T000000Z' }, { authorization: 'Bearer x' }),
  }))),
  stops: fc.tuple(fc.record({
    scheme: fc.constant('https' as const), host: fc.constantFrom(...HOSTS), preflight: willingPreflightAnswer, actual: actualAnswer(pages[0], false),
  })),
  pause,
}).map(shortWhenPaused));

const ONE_PART = ['bytes=0-1', 'bytes=0-', 'bytes=-1', 'bytes=1-2', 'bytes=0-9999', 'Bytes=0-1', 'bytes= 0-1', 'bytes=9999-', 'bytes=9999-'] as const;
const CONDITIONS: readonly HeaderMap[] = [
  { 'if-none-match': '"never"' }, { 'if-modified-since': 'Sat, 01 Jan 2000 00:00:00 GMT' }, { 'if-match': '"never"' }, { 'if-unmodified-since': 'Sat, 01 Jan 2000 00:00:00 GMT' },
  { range: 'bytes=0-1', 'if-range': '"never"' }, { range: 'bytes=0-1', 'if-none-match': '"never"' },
];

const askedOfCopies = (ranges: readonly string[]): fc.Arbitrary<HeaderMap | undefined> => fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 5, arbitrary: fc.constantFrom(...ranges).map((range): HeaderMap => ({ range })) },
  { weight: 2, arbitrary: fc.constantFrom(...CONDITIONS, { 'cache-control': 'no-cache' }, { 'cache-control': 'max-age=0' }, { 'x-app': '1' }) },
);

// What is kept of a file, and what of it answers the next request
const copiedSteps = fc.tuple(fc.constantFrom([APP, APP], [APP, APP, APP], [APP, WWW], [APP, WWW, APP], [CDN, APP]), keptAnswer, content)
  .chain(([pages, actual, kind]): fc.Arbitrary<AgreementCase> => fc.record({
    content: fc.constant(kind),
    steps: fc.tuple(...pages.map((page, index) => fc.record({
      page: fc.constant(page),
      start: fc.record({ load: fc.constant('fetch' as const), mode: fc.constant('cors' as const), credentials }),
      method: fc.constantFrom(undefined, undefined, undefined, 'HEAD'),
      headers: askedOfCopies(index === pages.length - 1 || actual.status >= 400 ? [...ONE_PART, ...NO_PART] : NO_PART),
      mustRead: fc.boolean(),
      reads: fc.constantFrom(undefined, 'X-Meta'),
    }))),
    stops: fc.tuple(fc.record({
      scheme: fc.constant('https' as const), host: fc.constantFrom(...HOSTS), preflight: willingPreflightAnswer, actual: fc.constant(actual),
    })),
    pause,
  }).map(shortWhenPaused));

// The server for plain http is node:http, whose parser knows a list of methods; `patch` is not on it
function withMethodsOfHttp1(one: AgreementCase): AgreementCase {
  const plain = one.stops.some(({ scheme }) => scheme === 'http');
  return plain ? { ...one, steps: one.steps.map((step) => step.method === 'patch' ? { ...step, method: 'PATCH' } : step) } : one;
}

/** Anything a page and a server may do, with an inclination to what real ones do. */
export const agreementCase: fc.Arbitrary<AgreementCase> = fc.oneof({ weight: 3, arbitrary: oneStep }, { weight: 2, arbitrary: severalSteps }, { weight: 1, arbitrary: preflightedSteps }, { weight: 1, arbitrary: copiedSteps })
  .map(withMethodsOfHttp1);
