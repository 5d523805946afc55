import type { EdgeSource } from '../../graph/types/edge-code';
import type { LeftOpen } from '../http/message';
import { remembering } from '../remembering';
import type { EdgeEvent, EdgeRequest, EdgeValue } from './event';
import { valuesOfAdded } from './from-cloudfront';
import type { FromCloudFront } from './from-cloudfront';
import { inspect } from './syntax';

/** A client that is not a browser sends what it says, and nothing else. */
export type Openness = LeftOpen | 'nothing';

// https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, https://fetch.spec.whatwg.org/#cors-preflight-fetch: what browsers add by themselves.
// Origin, Access-Control-*, Range, conditions and Accept-Encoding are of the model
const ADDED_BY_BROWSERS = /^(accept|accept-language|user-agent|referer|dnt|save-data|cache-control|pragma|upgrade-insecure-requests|sec-.*)$/;
const ADDED_BY_CLOUDFRONT = /^cloudfront-/;

/** `headers.accept` -> `headers` and `accept`. */
export const kindAndName = remembering((input): readonly [kind: string, name: string] => {
  const [kind = '', name = ''] = input.split(/[.:](.*)/s);
  return [kind, name];
});

/** Whether a run that asked for this may go another way for another request, for which the model's request is the same. */
export function isOpen(input: string, openness: Openness, cloudFront: FromCloudFront, present: (input: string) => boolean): boolean {
  if (present(input)) {
    return false;
  }
  const [kind, name] = kindAndName(input);
  switch (kind) {
    case 'headers':
      return (ADDED_BY_CLOUDFRONT.test(name) && cloudFront.adds(name)) || (openness !== 'nothing' && (name === '*' || ADDED_BY_BROWSERS.test(name)))
        || (openness === 'browser-with-credentials' && name === 'authorization');
    case 'query':
      return false;
    case 'cookies':
      return openness === 'browser-with-credentials';
    case 'viewer':
      // Who lists the viewer's properties reads the address as well
      return name === 'ip';
    case 'context':
      return name === 'requestId';
    default:
      return true;
  }
}

const ABSENT = undefined;

/** Whether every request has it, though the model's has not. */
export function isAlwaysSent(input: string): boolean {
  return input === 'headers.user-agent' || input.startsWith('headers.cloudfront-');
}

/** Whether the values tried are all that there are. */
export function isKnownInFull(input: string): boolean {
  return input === 'headers.user-agent' || input === 'headers.cloudfront-forwarded-proto' || /^headers\.(cloudfront-is-|sec-fetch-(dest|mode|site|user)$)/.test(input);
}

// What the browsers that the model knows call themselves, on a desk and in a hand
const USER_AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
];

// https://www.w3.org/TR/fetch-metadata/: Safari before 16.4 sends none. A request with Origin is one of CORS; a preflight is for none of a page's elements
function fetchMetadata(name: string, { method, headers }: EdgeRequest): readonly (string | undefined)[] | undefined {
  const isCors = 'origin' in headers;
  switch (name) {
    case 'headers.sec-fetch-dest':
      return [ABSENT, 'empty', ...(method === 'OPTIONS' ? [] : ['font', 'image', 'script', 'style', ...(isCors ? [] : ['document', 'iframe', 'frame'])])];
    case 'headers.sec-fetch-mode':
      return [ABSENT, ...(isCors ? ['cors'] : ['navigate', 'no-cors', 'same-origin'])];
    case 'headers.sec-fetch-site':
      return [ABSENT, 'cross-site', 'same-origin', 'same-site', ...(isCors ? [] : ['none'])];
    case 'headers.sec-fetch-user':
      return [ABSENT, ...(isCors ? [] : ['?1'])];
    default:
      return undefined;
  }
}

/** Values worth trying for something that is open; `undefined` leaves it out. */
export function alternatives(
  input: string,
  code: EdgeSource,
  { request }: EdgeEvent,
  cloudFront: FromCloudFront,
): readonly (string | undefined)[] {
  const metadata = fetchMetadata(input, request);
  if (metadata) {
    return metadata;
  }
  const { literals } = inspect(code.text, code.runtime);
  const origin = request.headers.origin as EdgeValue | undefined;
  if (input.startsWith('headers.cloudfront-')) {
    return valuesOfAdded(input.slice('headers.'.length), cloudFront, literals);
  }
  if (input === 'headers.user-agent') {
    return USER_AGENTS;
  }
  if (input === 'headers.authorization') {
    return [ABSENT, ...credentials([':', ...literals]), ...literals.filter((text) => /^[\w-]+ \S/.test(text))];
  }
  // A page's Referer is its own URL, its origin, or nothing: https://www.w3.org/TR/referrer-policy/#determine-requests-referrer
  if (input === 'headers.referer' && origin !== undefined && origin.value !== 'null') {
    return [ABSENT, `${origin.value}/`, `${origin.value}/page?a=b`];
  }
  switch (input.split(/[.:]/)[0]) {
    case 'time':
      return [...['2026-01-01', '2000-01-01', '2100-01-01'].map((day) => Date.parse(day)), ...momentsAround(literals)].map(String);
    case 'chance':
      return ['0.5', '0', '0.25', '0.75', '0.999999'];
    case 'viewer':
      return [ABSENT, '2001:db8::1', ...literals];
    case 'context':
      return [ABSENT, 'x'];
    default:
      return input.endsWith('*') ? [ABSENT, 'x'] : [ABSENT, 'x', ...literals.filter((text) => text !== '')];
  }
}

/** A second before and after each date in the code. */
function momentsAround(literals: readonly string[]): readonly number[] {
  return literals.filter((text) => /^\d{4}-\d{2}-\d{2}/.test(text)).map((text) => Date.parse(text)).filter((moment) => !Number.isNaN(moment)).flatMap((moment) => [moment - 1_000, moment + 1_000]);
}

/** What HTTP Basic would send for the names and passwords in the code. */
// https://www.rfc-editor.org/rfc/rfc7617
function credentials(literals: readonly string[]): readonly string[] {
  const words = literals.filter((text) => text.length > 0 && !text.includes(' ')).slice(0, 8);
  const pairs = words.flatMap((user) => words.map((password) => `${user}:${password}`));
  return [...literals.filter((text) => text.includes(':')), ...pairs].map((pair) => `Basic ${Buffer.from(pair).toString('base64')}`);
}
