import { isOkStatus, isRedirectStatus, listItems, lowerCaseItems } from '../http/message';
import type { HeaderMap } from '../http/message';
import { corsCheck } from './cors-check';
import { deviates } from './engines';
import { isCorsSafelistedMethod } from './method';
import type { BrowserEngine, CorsFailure, CredentialsMode } from './types';

/** The actual request that a preflight asks permission for. */
export interface PreflightedRequest {
  readonly method: string;
  readonly origin: string;
  /** Under which origin the permission is kept; left out, the same. */
  readonly keptFor?: string;
  readonly credentials: CredentialsMode;
  /** Lower case, sorted. */
  readonly unsafeHeaderNames: readonly string[];
}

/** Whether the browser asks first. */
// https://fetch.spec.whatwg.org/#main-fetch (the branch for requests whose unsafe-request flag is set)
export function needsPreflight(method: string, unsafeHeaderNames: readonly string[]): boolean {
  return !isCorsSafelistedMethod(method) || unsafeHeaderNames.length > 0;
}

/** The headers of the OPTIONS request; it never carries cookies. */
// https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
export function preflightHeaders(request: PreflightedRequest): HeaderMap {
  const headers: Record<string, string> = {
    accept: '*/*', 'access-control-request-method': request.method, origin: request.origin,
  };
  if (request.unsafeHeaderNames.length > 0) {
    headers['access-control-request-headers'] = request.unsafeHeaderNames.join(',');
  }
  return headers;
}

/** Whether the answer to the preflight permits the actual request. */
// https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7
export function preflightCheck(
  request: PreflightedRequest,
  status: number,
  headers: HeaderMap,
  engine?: BrowserEngine,
): CorsFailure | undefined {
  if (isRedirectStatus(status) && (headers.location as string | undefined) !== undefined) {
    return preflightFailure('preflight-redirected', 'Redirect is not allowed for a preflight request.');
  }
  const failure = corsCheck(request.origin, request.credentials, headers);
  if (failure) {
    return preflightFailure(failure.code, failure.message);
  }
  if (!isOkStatus(status)) {
    return preflightFailure('preflight-status', 'It does not have HTTP ok status.');
  }
  return malformedList(headers) ?? methodFailure(request, headers) ?? headerFailure(request, headers, engine);
}

function preflightFailure(code: CorsFailure['code'], message: string): CorsFailure {
  return { code, message: `Response to preflight request doesn't pass access control check: ${message}` };
}

// https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7.3
function malformedList(headers: HeaderMap): CorsFailure | undefined {
  const malformed = (['methods', 'headers'] as const).find((list) =>
    listItems(headers[`access-control-allow-${list}`] as string | undefined).some((item) => !TOKEN.test(item)));
  return malformed && {
    code: `allow-${malformed}-missing`,
    message: `Cannot parse Access-Control-Allow-${malformed === 'methods' ? 'Methods' : 'Headers'} response header field in preflight response.`,
  };
}

// https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

function methodFailure(request: PreflightedRequest, headers: HeaderMap): CorsFailure | undefined {
  const methods = listItems(headers['access-control-allow-methods'] as string | undefined);
  const allowed = methods.includes(request.method) || isCorsSafelistedMethod(request.method)
    || (request.credentials !== 'include' && methods.includes('*'));
  return allowed
    ? undefined
    : { code: 'allow-methods-missing', about: request.method, message: `Method ${request.method} is not allowed by Access-Control-Allow-Methods in preflight response.` };
}

function headerFailure(request: PreflightedRequest, headers: HeaderMap, engine: BrowserEngine | undefined): CorsFailure | undefined {
  const allowed = lowerCaseItems(headers['access-control-allow-headers'] as string | undefined);
  const wildcard = request.credentials !== 'include' && allowed.includes('*');
  const refused = request.unsafeHeaderNames.find((name) => !allowed.includes(name) && !(wildcard && coveredByWildcard(name, engine)));
  return refused === undefined
    ? undefined
    : { code: 'allow-headers-missing', about: refused, message: `Request header field ${refused} is not allowed by Access-Control-Allow-Headers in preflight response.` };
}

/** Whether `*` stands for the header too. */
// https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
export function coveredByWildcard(name: string, engine?: BrowserEngine): boolean {
  return name !== 'authorization' || deviates(engine, 'wildcard-covers-authorization');
}

/** The longest time in seconds each engine keeps a preflight, whatever Access-Control-Max-Age says. */
// https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Access-Control-Max-Age
export const PREFLIGHT_MAX_AGE_CAPS: Readonly<Record<BrowserEngine, number>> = { chromium: 7200, firefox: 86_400, webkit: 600 };

const DEFAULT_MAX_AGE = 5;

/** How long in seconds the permission is kept. */
// https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7.8 to 7.11
export function preflightMaxAge(headers: HeaderMap, engine?: BrowserEngine): number {
  const value = headers['access-control-max-age'] as string | undefined;
  const unreadable = value?.startsWith('-') && deviates(engine, 'negative-max-age-is-zero') ? 0 : DEFAULT_MAX_AGE;
  const seconds = value !== undefined && /^[0-9]+$/.test(value) ? Number(value) : unreadable;
  return Math.min(seconds, PREFLIGHT_MAX_AGE_CAPS[engine ?? 'chromium']);
}
