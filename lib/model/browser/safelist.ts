import { deviates } from './engines';
import { isForbiddenMethod } from './method';
import type { BrowserEngine } from './types';

const UNSAFE_BYTE = /[\x00-\x08\x0a-\x1f"():<>?@[\\\]{}\x7f]/;
const LANGUAGE_VALUE = /^[0-9A-Za-z *,\-.;=]*$/;
const SAFELISTED_TYPES: ReadonlySet<string> = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);
const MIME_TYPE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+\/[!#$%&'*+\-.^_`|~0-9A-Za-z]+)[ \t]*(;.*)?$/;
const SINGLE_RANGE = /^bytes=([0-9]+)-([0-9]*)$/;
const VALUE_LIMIT = 128;
const VALUES_LIMIT = 1024;

/** Whether a header may be sent to another origin without asking first. The name is lower case. */
// https://fetch.spec.whatwg.org/#cors-safelisted-request-header
export function isCorsSafelistedRequestHeader(name: string, value: string, engine?: BrowserEngine): boolean {
  if (value.length > VALUE_LIMIT) {
    return false;
  }
  switch (name) {
    case 'accept':
      return !UNSAFE_BYTE.test(value);
    case 'accept-language':
    case 'content-language':
      return LANGUAGE_VALUE.test(value);
    case 'content-type':
      return !UNSAFE_BYTE.test(value) && SAFELISTED_TYPES.has(MIME_TYPE.exec(value)?.[1].toLowerCase() ?? '');
    case 'range':
      return isSimpleRange(deviates(engine, 'range-unit-in-any-case') ? value.toLowerCase() : value);
    default:
      return deviates(engine, 'client-hints-are-safelisted') && CLIENT_HINTS.get(name)?.test(value) === true;
  }
}

/** Whether Chromium sends the header of its own accord. The name is lower case. */
export function isClientHint(name: string): boolean {
  return CLIENT_HINTS.has(name);
}

const NUMBER = /^[0-9]+(\.[0-9]+)?$/;
const CLIENT_HINTS: ReadonlyMap<string, RegExp> = new Map([['save-data', /^on$/i], ['device-memory', NUMBER], ['dpr', NUMBER]]);

// https://fetch.spec.whatwg.org/#simple-range-header-value
function isSimpleRange(value: string): boolean {
  const range = SINGLE_RANGE.exec(value);
  return range !== null && (range[2] === '' || Number(range[1]) <= Number(range[2]));
}

/** The names that make a preflight necessary: lower case, sorted, without repetition. A name may have several lines. */
// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
export function corsUnsafeRequestHeaderNames(
  lines: readonly (readonly [name: string, value: string])[],
  engine?: BrowserEngine,
): readonly string[] {
  const unsafe = new Set<string>();
  const potentiallyUnsafe: string[] = [];
  let safelistValueSize = 0;
  for (const [name, value] of lines) {
    if (isCorsSafelistedRequestHeader(name, value, engine)) {
      potentiallyUnsafe.push(name);
      safelistValueSize += value.length;
    } else {
      unsafe.add(name);
    }
  }
  if (safelistValueSize > VALUES_LIMIT) {
    potentiallyUnsafe.forEach((name) => unsafe.add(name));
  }
  return [...unsafe].sort();
}

/** Whether a header survives on a request whose mode is no-cors. The name is lower case. */
// https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header
export function isNoCorsSafelistedRequestHeader(name: string, value: string): boolean {
  return name !== 'range' && isCorsSafelistedRequestHeader(name, value);
}

const FORBIDDEN: ReadonlySet<string> = new Set([
  'accept-charset', 'accept-encoding', 'access-control-request-headers', 'access-control-request-method', 'connection', 'content-length',
  'cookie', 'cookie2', 'date', 'dnt', 'expect', 'host', 'keep-alive', 'origin', 'referer', 'set-cookie', 'te', 'trailer',
  'transfer-encoding', 'upgrade', 'via',
]);
const METHOD_OVERRIDES: ReadonlySet<string> = new Set(['x-http-method', 'x-http-method-override', 'x-method-override']);

/** Whether a page cannot set the header: the browser drops it silently. The name is lower case. */
// https://fetch.spec.whatwg.org/#forbidden-request-header
export function isForbiddenRequestHeader(name: string, value: string, engine?: BrowserEngine): boolean {
  return (name === 'user-agent' && deviates(engine, 'user-agent-cannot-be-set'))
    || FORBIDDEN.has(name) || name.startsWith('proxy-') || name.startsWith('sec-')
    || (METHOD_OVERRIDES.has(name) && value.split(',').some((method) => isForbiddenMethod(method.trim())));
}

const SAFELISTED_RESPONSE: ReadonlySet<string> = new Set([
  'cache-control', 'content-language', 'content-length', 'content-type', 'expires', 'last-modified', 'pragma',
]);

/** Whether a page may read a response header of another origin without its being exposed. The name is lower case. */
// https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
export function isCorsSafelistedResponseHeader(name: string): boolean {
  return SAFELISTED_RESPONSE.has(name);
}
