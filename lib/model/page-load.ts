import type { DeliveryGraph } from '../graph/types';
import { BrowserHttpCache } from './browser/http-cache';
import { deviates } from './browser/engines';
import { isForbiddenMethod, isCorsSafelistedMethod, normalizeMethod } from './browser/method';
import { needsPreflight, preflightCheck, preflightHeaders, preflightMaxAge } from './browser/preflight';
import type { PreflightedRequest } from './browser/preflight';
import { PreflightCache } from './browser/preflight-cache';
import { requestKind } from './browser/request-kind';
import type { RequestKind } from './browser/request-kind';
import { corsUnsafeRequestHeaderNames, isForbiddenRequestHeader, isNoCorsSafelistedRequestHeader } from './browser/safelist';
import { originParts, registrableDomain } from './browser/site';
import type { BrowserEngine } from './browser/types';
import { consoleText, judgeRedirect, judgeResponse } from './browser/verdict';
import { isOkStatus, isRedirectStatus, mergedHeaders } from './http';
import type { HeaderMap } from './http';
import { acceptEncoding, networkOrCache, setsConditionalHeader } from './network-or-cache';
import { blocked } from './outcome';
import type { Blocked, Outcome } from './outcome';
import type { PageRequest } from './page-request';
import { redirected } from './redirect';
import { remembering } from './remembering';
import { serverFor } from './server';
import type { Server } from './server';
import { overTheWire } from './trip';
import type { Trip } from './trip';

/** One attempt of a page to load something, with everything Fetch has derived from it. */
export interface Attempt {
  readonly page: PageRequest;
  readonly kind: RequestKind;
  readonly server: Server;
  readonly method: string;
  /** Set by the page's code: lower case, forbidden ones dropped. */
  readonly headers: HeaderMap;
  readonly url: string;
  /** The URL before any redirect. */
  readonly firstUrl: string;
  /** Path and query of the URL. */
  readonly path: string;
  readonly secure: boolean;
  readonly crossOrigin: boolean;
  /** What the browser writes into Origin: the page's origin, or `null` after a redirect across origins. */
  readonly origin: string;
  readonly http: BrowserHttpCache;
  readonly preflights: PreflightCache;
  readonly trip: Trip;
}

/** Loads something for a page: Fetch from the call to what the page's code gets to see. */
// https://fetch.spec.whatwg.org/#concept-main-fetch
export function loadForPage(graph: DeliveryGraph, page: PageRequest, trip: Trip): Outcome {
  return loadFrom(serverFor(graph, page), page, trip);
}

/** The same from any server: the browser alone, whatever answers it gets. */
export function loadFrom(server: Server, page: PageRequest, trip: Trip): Outcome {
  const kind = requestKind(page);
  const method = normalizeMethod(page.method ?? 'GET');
  if (isForbiddenMethod(method) || (kind.mode === 'no-cors' && !isCorsSafelistedMethod(method))) {
    return blocked('browser', 'before-sending', 'forbidden-method', `Browsers do not let a page send ${method}${kind.mode === 'no-cors' ? ' without CORS' : ''}.`);
  }
  const secure = page.scheme !== 'http' || (page.origin.startsWith('https:') && kind.load === 'image');
  if (!secure && page.origin.startsWith('https:')) {
    return blocked('browser', 'before-sending', 'mixed-content', 'A page on https may not load this over plain http.');
  }
  return follow(attempt(page, kind, server, method, secure, trip));
}

function attempt(page: PageRequest, kind: RequestKind, server: Server, method: string, secure: boolean, trip: Trip): Attempt {
  const urlOrigin = `${secure ? 'https' : 'http'}://${server.host}`;
  const { http, preflights } = browserOf(page, trip);
  return {
    page, kind, server, method, secure, trip, origin: page.origin, path: page.path, url: urlOrigin + page.path, firstUrl: urlOrigin + page.path,
    crossOrigin: page.origin !== urlOrigin,
    headers: page.headers ? settableHeaders(page.headers, kind, page.engine) : NO_HEADERS, http, preflights,
  };
}

const NO_HEADERS: HeaderMap = {};

// https://fetch.spec.whatwg.org/#concept-headers-append
function settableHeaders(headers: HeaderMap, kind: RequestKind, engine: BrowserEngine | undefined): HeaderMap {
  const settable: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const lowered = name.toLowerCase();
    const trimmed = value.trim();
    if (!isForbiddenRequestHeader(lowered, trimmed, engine) && (kind.mode === 'cors' || isNoCorsSafelistedRequestHeader(lowered, trimmed))) {
      settable[lowered] = trimmed;
    }
  }
  return settable;
}

const siteOf = remembering((origin) => {
  const parts = originParts(origin);
  return parts ? `${parts.scheme}://${registrableDomain(parts.host)}` : origin;
});

// https://fetch.spec.whatwg.org/#http-cache-partitions: browsers keep a cache per top-level site
function browserOf(page: PageRequest, trip: Trip): { readonly http: BrowserHttpCache; readonly preflights: PreflightCache } {
  const partition = page.browser === undefined ? siteOf(page.origin) : `${siteOf(page.origin)} ${page.browser}`;
  let browser = trip.caches.browsers.get(partition);
  if (!browser) {
    browser = { http: new BrowserHttpCache(), preflights: new PreflightCache() };
    trip.caches.browsers.set(partition, browser);
  }
  return browser;
}

// https://fetch.spec.whatwg.org/#concept-http-fetch
function follow(load: Attempt): Outcome {
  if (load.crossOrigin && load.kind.mode === 'cors') {
    const refusal = preflightIfNeeded(load);
    if (refusal) {
      return refusal;
    }
  }
  const response = networkOrCache(load);
  const location = response.headers.location as string | undefined;
  if (location === undefined || !isRedirectStatus(response.status)) {
    return judgeResponse(load, response);
  }
  return judgeRedirect(load, response) ?? follow(redirected(load, response.status, location));
}

// https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
function preflightIfNeeded(load: Attempt): Blocked | undefined {
  const unsafeHeaderNames = load.headers === NO_HEADERS ? [] : corsUnsafeRequestHeaderNames(Object.entries(load.headers), load.page.engine);
  if (!needsPreflight(load.method, unsafeHeaderNames)) {
    return undefined;
  }
  const { trip, preflights, url } = load;
  const request: PreflightedRequest = {
    method: load.method, origin: load.origin, credentials: load.kind.credentials, unsafeHeaderNames,
    keptFor: deviates(load.page.engine, 'preflights-are-kept-for-the-page') ? load.page.origin : load.origin,
  };
  if (!asksAgain(load) && preflights.allows(url, request, isCorsSafelistedMethod(load.method), trip.now)) {
    trip.log?.say('browser', 'has asked for permission before and need not ask again.');
    return undefined;
  }
  trip.log?.say('browser', `must ask first (preflight), because of ${reasonToAsk(load.method, unsafeHeaderNames)}.`);
  return preflight(load, request);
}

function asksAgain({ headers, page }: Attempt): boolean {
  return setsConditionalHeader(headers) && deviates(page.engine, 'conditional-requests-ask-again');
}

function reasonToAsk(method: string, unsafeHeaderNames: readonly string[]): string {
  return isCorsSafelistedMethod(method) ? `the header ${unsafeHeaderNames.join(' and ')}` : `the method ${method}`;
}

function preflight(load: Attempt, request: PreflightedRequest): Blocked | undefined {
  const { trip, server, page } = load;
  const options = {
    method: 'OPTIONS', path: load.path, secure: load.secure, signed: page.signed === 'url', presigned: page.presigned,
    headers: mergedHeaders(preflightHeaders(request), { 'accept-encoding': acceptEncoding(load, NO_HEADERS) }),
  };
  const response = overTheWire(trip.log, `browser and ${server.name}`, options, (sent) => server.answer(sent, trip));
  const failure = preflightCheck(request, response.status, response.headers, page.engine);
  if (!failure) {
    if (!asksAgain(load)) {
      load.preflights.store(load.url, request, response.headers, trip.now + preflightMaxAge(response.headers, page.engine), page.engine);
    }
    return undefined;
  }
  load.preflights.clear(load.url, request);
  const message = consoleText(load, failure);
  if (!isOkStatus(response.status) && failure.code !== 'preflight-redirected') {
    const reason = response.error ? `: ${response.error.code}, ${response.error.message}` : '';
    return blocked(response.from, 'preflight', 'preflight-refused',
      `The browser asked for permission first, and ${response.from} answered ${response.status}${reason}`, { message });
  }
  return blocked('browser', 'preflight', failure.code,
    'The browser asked for permission first, and the answer does not give it for this origin, method and headers.', { message });
}
