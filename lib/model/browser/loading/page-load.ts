import type { DeliveryGraph } from '../../../graph/types';
import { BrowserHttpCache } from '../http-cache';
import { deviates } from '../engines';
import { isForbiddenMethod, isCorsSafelistedMethod, normalizeMethod } from '../method';
import { needsPreflight, preflightCheck, preflightHeaders, preflightMaxAge } from '../preflight';
import type { PreflightedRequest } from '../preflight';
import { PreflightCache } from '../preflight-cache';
import { requestKind } from '../request-kind';
import type { RequestKind } from '../request-kind';
import { corsUnsafeRequestHeaderNames, isForbiddenRequestHeader, isNoCorsSafelistedRequestHeader } from '../safelist';
import { originParts, registrableDomain } from '../site';
import type { BrowserEngine } from '../types';
import { consoleText, judgeRedirect, judgeResponse } from './verdict';
import { isOkStatus, isRedirectStatus, mergedHeaders, refusalOf } from '../../http/message';
import type { HeaderMap, HttpResponse } from '../../http/message';
import { splitTarget } from '../../http/target';
import { acceptEncoding, networkOrCache, setsConditionalHeader } from './network-or-cache';
import { blocked } from '../../outcome';
import type { Blocked, Outcome } from '../../outcome';
import type { PageRequest } from './page-request';
import type { Attempt } from './attempt';
import { redirected } from './redirect';
import { remembering } from '../../remembering';
import { serverFor } from '../../server';
import type { Server } from '../../server';
import { overTheWire } from '../../simulation';
import type { Simulation } from '../../simulation';

/** Loads something for a page: Fetch from the call to what the page's code gets to see. */
// https://fetch.spec.whatwg.org/#concept-main-fetch
export function loadForPage(graph: DeliveryGraph, page: PageRequest, simulation: Simulation): Outcome {
  return loadFrom(serverFor(graph, page), page, simulation);
}

/** The same from any server: the browser alone, whatever answers it gets. */
export function loadFrom(server: Server, page: PageRequest, simulation: Simulation): Outcome {
  const kind = requestKind(page);
  const method = normalizeMethod(page.method ?? 'GET');
  if (isForbiddenMethod(method) || (kind.mode === 'no-cors' && !isCorsSafelistedMethod(method))) {
    return blocked('browser', 'before-sending', 'forbidden-method', `Browsers do not let a page send ${method}${kind.mode === 'no-cors' ? ' without CORS' : ''}.`);
  }
  const secure = page.scheme !== 'http' || (page.origin.startsWith('https:') && kind.load === 'image');
  if (!secure && page.origin.startsWith('https:')) {
    return blocked('browser', 'before-sending', 'mixed-content', 'A page on https may not load this over plain http.');
  }
  return follow(attempt(page, kind, server, method, secure, simulation));
}

function attempt(page: PageRequest, kind: RequestKind, server: Server, method: string, secure: boolean, simulation: Simulation): Attempt {
  const urlOrigin = `${secure ? 'https' : 'http'}://${server.host}`;
  const { http, preflights } = browserOf(page, simulation);
  return {
    page,
    kind,
    server,
    method,
    secure,
    simulation,
    origin: page.origin,
    target: splitTarget(page.path),
    url: urlOrigin + page.path,
    firstUrl: urlOrigin + page.path,
    crossOrigin: page.origin !== urlOrigin,
    redirects: 0,
    headers: page.headers ? settableHeaders(page.headers, kind, page.engine) : NO_HEADERS,
    http,
    preflights,
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

/** Which of all caches of browsers a page's copies are in. */
// https://fetch.spec.whatwg.org/#http-cache-partitions: browsers keep a cache per top-level site
export function partitionOf({ origin, browser }: Pick<PageRequest, 'browser' | 'origin'>): string {
  return browser === undefined ? siteOf(origin) : `${siteOf(origin)} ${browser}`;
}

function browserOf(page: PageRequest, simulation: Simulation): { readonly http: BrowserHttpCache; readonly preflights: PreflightCache } {
  const partition = partitionOf(page);
  let browser = simulation.caches.browsers.get(partition);
  if (!browser) {
    browser = { http: new BrowserHttpCache(), preflights: new PreflightCache() };
    simulation.caches.browsers.set(partition, browser);
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
  return (
    judgeRedirect(load, response) ??
    (load.redirects === MOST_REDIRECTS ? tooManyRedirects(load, response) : follow(redirected(load, response.status, location)))
  );
}

// https://fetch.spec.whatwg.org/#http-redirect-fetch, step 7
const MOST_REDIRECTS = 20;

function tooManyRedirects(load: Attempt, response: HttpResponse): Blocked {
  return blocked('browser', 'redirect', 'too-many-redirects', `${response.from} redirected ${String(MOST_REDIRECTS + 1)} times, in the end to ${response.headers.location}, and browsers follow ${String(MOST_REDIRECTS)}.`,
    { message: `GET ${load.url} net::ERR_TOO_MANY_REDIRECTS` });
}

// https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
function preflightIfNeeded(load: Attempt): Blocked | undefined {
  const unsafeHeaderNames = load.headers === NO_HEADERS ? [] : corsUnsafeRequestHeaderNames(Object.entries(load.headers), load.page.engine);
  if (!needsPreflight(load.method, unsafeHeaderNames)) {
    return undefined;
  }
  const { simulation, preflights, url } = load;
  const request: PreflightedRequest = {
    method: load.method, origin: load.origin, credentials: load.kind.credentials, unsafeHeaderNames,
    keptFor: deviates(load.page.engine, 'preflights-are-kept-for-the-page') ? load.page.origin : load.origin,
  };
  if (!asksAgain(load) && preflights.allows(url, request, isCorsSafelistedMethod(load.method), simulation.now)) {
    simulation.log?.say?.('browser', 'has asked for permission before and need not ask again.');
    return undefined;
  }
  simulation.log?.say?.('browser', `must ask first (preflight), because of ${reasonToAsk(load.method, unsafeHeaderNames)}.`);
  return preflight(load, request);
}

function asksAgain({ headers, page }: Attempt): boolean {
  return setsConditionalHeader(headers) && deviates(page.engine, 'conditional-requests-ask-again');
}

function reasonToAsk(method: string, unsafeHeaderNames: readonly string[]): string {
  return isCorsSafelistedMethod(method) ? `the header ${unsafeHeaderNames.join(' and ')}` : `the method ${method}`;
}

function preflight(load: Attempt, request: PreflightedRequest): Blocked | undefined {
  const { simulation, server, page } = load;
  const options = {
    method: 'OPTIONS', ...load.target, secure: load.secure, signed: page.signed === 'url', presigned: page.presigned, leavesOpen: 'browser' as const,
    headers: mergedHeaders(preflightHeaders(request), { 'accept-encoding': acceptEncoding(load, NO_HEADERS) }),
  };
  const response = overTheWire(simulation.log, `browser and ${server.name}`, options, (sent) => server.answer(sent, simulation));
  const failure = preflightCheck(request, response.status, response.headers, page.engine);
  if (!failure) {
    load.preflights.store(
      load.url,
      request,
      response.headers,
      simulation.now + preflightMaxAge(response.headers, page.engine),
      page.engine,
    );
    return undefined;
  }
  if (!asksAgain(load)) {
    load.preflights.clear(load.url, request);
  }
  const message = consoleText(load, failure);
  if (!isOkStatus(response.status) && failure.code !== 'preflight-redirected') {
    const reason = response.error ? `: ${response.error.code}, ${response.error.message}` : '';
    return blocked(response.from, 'preflight', 'preflight-refused',
      `The browser asked for permission first, and ${response.from} answered ${response.status}${reason}`, { failure, message, refusal: refusalOf(response) });
  }
  return blocked('browser', 'preflight', failure.code,
    'The browser asked for permission first, and the answer does not give it for this origin, method and headers.', { failure, message });
}
