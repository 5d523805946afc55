import { cacheModeHeaders, priorityOf } from '../added-headers';
import { cacheUse, freshened } from '../http-cache';
import type { StoredBrowserResponse } from '../http-cache';
import { deviates } from '../engines';
import { keptFromPage } from './verdict';
import { asRequested, isOneRange } from '../../http/conditional';
import { isRedirectStatus, lowerCaseItems, mergedHeaders } from '../../http/message';
import type { HeaderMap, HttpResponse } from '../../http/message';
import type { Attempt } from './attempt';
import { overTheWire } from '../../simulation';

/** The response to the actual request, from the browser's own cache or from the network. */
// https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
export function networkOrCache(load: Attempt): HttpResponse {
  const headers = requestHeaders(load);
  const mode = load.page.cache ?? 'default';
  if ((load.method !== 'GET' && load.method !== 'HEAD') || setsConditionalHeader(load.headers) || asksForPartsOnlyServersKnow(load) || mode === 'no-store') {
    return aroundTheCache(load, headers);
  }
  const stored = mode === 'reload' ? undefined : keptCopy(load);
  if (!stored) {
    const response = ask(load, headers);
    store(load, response, headers);
    return response;
  }
  if (mode !== 'no-cache' && !wants(load.headers, 'max-age=0') && cacheUse(stored, headers, whenLookedAt(load, stored), load.page.engine) === 'reuse') {
    load.simulation.log?.say?.('browser', `has a copy of ${load.page.path} from an earlier load and does not ask the network.`);
    return outOfFreshCopy(load, stored.response);
  }
  return revalidated(load, stored, headers);
}

// https://www.rfc-editor.org/rfc/rfc9111#section-4.4
function invalidates({ method, page }: Attempt): boolean {
  return deviates(page.engine, 'only-known-methods-invalidate') ? ['DELETE', 'PATCH', 'POST', 'PUT'].includes(method) : !['GET', 'HEAD', 'OPTIONS'].includes(method);
}

function aroundTheCache(load: Attempt, headers: HeaderMap): HttpResponse {
  const response = ask(load, headers);
  if (invalidates(load) && response.status < 400) {
    load.http.invalidate(load.url);
  }
  return response;
}

// https://www.rfc-editor.org/rfc/rfc9110#section-14.2: a part may come out of a whole copy, and whoever would not answer with 200 ignores the range
function keptCopy({ http, url, headers }: Attempt): StoredBrowserResponse | undefined {
  return wants(headers, 'no-cache') ? undefined : http.get(url);
}

function asksForPartsOnlyServersKnow({ method, headers, page }: Attempt): boolean {
  const range = headers.range as string | undefined;
  return range !== undefined && (method === 'HEAD' || !isOneRange(range)) && deviates(page.engine, 'odd-ranges-go-around-the-cache');
}

// "force-cache" takes a copy however old it is
function whenLookedAt({ page, simulation }: Attempt, stored: StoredBrowserResponse): number {
  return page.cache === 'force-cache' ? stored.storedAt : simulation.now;
}

// https://www.rfc-editor.org/rfc/rfc9111#section-5.2.1
function wants(headers: HeaderMap, directive: string): boolean {
  return lowerCaseItems(headers['cache-control'] as string | undefined).includes(directive);
}

// https://www.rfc-editor.org/rfc/rfc9111#section-4.3
function revalidated(load: Attempt, stored: StoredBrowserResponse, headers: HeaderMap): HttpResponse {
  const etag = tagToAskAbout(load, stored.response);
  const response = ask(load, etag === undefined ? headers : mergedHeaders(headers, validators(etag, stored.response.headers['last-modified'])));
  if (response.status !== 304) {
    store(load, response, headers);
    if (load.method === 'HEAD' && deviates(load.page.engine, 'head-drops-what-it-replaces')) {
      load.http.invalidate(load.url);
    }
    return response;
  }
  const updated = freshened(stored, response.headers, headers, load.simulation.now);
  load.http.store(load.url, updated);
  return outOfCopy(load, updated.response);
}

function outOfFreshCopy(load: Attempt, copy: HttpResponse): HttpResponse {
  const response = outOfCopy(load, copy);
  return response.status === 416 && deviates(load.page.engine, 'fresh-copies-have-no-end') ? copy : response;
}

// https://www.rfc-editor.org/rfc/rfc9110#section-14.2: only GET has ranges
function outOfCopy(load: Attempt, response: HttpResponse): HttpResponse {
  return load.method === 'GET' ? asRequested(load, response) : response;
}

function tagToAskAbout({ page }: Attempt, { status, headers }: HttpResponse): string | undefined {
  return status !== 200 && deviates(page.engine, 'only-files-are-asked-about') ? undefined : headers.etag;
}

// https://www.rfc-editor.org/rfc/rfc9111#section-4.3.1
function validators(etag: string, modified: string | undefined): HeaderMap {
  return modified === undefined ? { 'if-none-match': etag } : { 'if-none-match': etag, 'if-modified-since': modified };
}

function store(load: Attempt, response: HttpResponse, headers: HeaderMap): void {
  if (load.method !== 'GET' || response.status === 206) {
    return;
  }
  if (response.status === 416 && deviates(load.page.engine, 'unsatisfiable-is-not-kept')) {
    load.http.invalidate(load.url);
    return;
  }
  if (!isRedirectStatus(response.status) && keptFromPage(load, response) && deviates(load.page.engine, 'blocked-responses-are-not-kept')) {
    load.http.invalidate(load.url);
  } else {
    load.http.store(load.url, keep(response, headers, load.simulation.now));
  }
}

function keep(response: HttpResponse, requestHeaders: HeaderMap, storedAt: number): StoredBrowserResponse {
  return { response, requestHeaders, storedAt, initialAge: Number(response.headers.age ?? 0) };
}

function ask(load: Attempt, headers: HeaderMap): HttpResponse {
  const { server, page, simulation } = load;
  const request = {
    method: load.method, ...load.target, secure: load.secure, headers,
    signed: page.signed === 'url' || (page.signed === 'cookies' && sendsCookies(load)), presigned: page.presigned,
    leavesOpen: sendsCookies(load) ? 'browser-with-credentials' as const : 'browser' as const,
  };
  return overTheWire(simulation.log, `browser and ${server.name}`, request, (sent) => server.answer(sent, simulation));
}

// https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, step 8.3
function sendsCookies({ kind, page, crossOrigin, firstUrl }: Attempt): boolean {
  const deviating = kind.mode === 'no-cors' && deviates(page.engine, 'redirects-without-cors-keep-cookies');
  return kind.credentials === 'include'
    || (kind.credentials === 'same-origin' && (!crossOrigin || (deviating && firstUrl.startsWith(`${page.origin}/`))));
}

/** What the browser can unpack. */
// https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, step 8.19 and 8.21: nothing for a part; and browsers offer br and zstd over TLS only
export function acceptEncoding({ page, secure }: Attempt, headers: HeaderMap): string {
  if (headers.range as string | undefined !== undefined) {
    return 'identity';
  }
  return page.acceptEncoding ?? (secure ? 'gzip, deflate, br, zstd' : 'gzip, deflate');
}

// https://fetch.spec.whatwg.org/#append-a-request-origin-header: on every CORS request, else only on methods that change something
function requestHeaders(load: Attempt): HeaderMap {
  const headers: Record<string, string> = { 'accept-encoding': acceptEncoding(load, load.headers) };
  if (load.page.headers) {
    Object.assign(headers, load.headers);
  }
  if ((load.kind.mode === 'cors' && (load.crossOrigin || namesItsOwnOrigin(load))) || (load.method !== 'GET' && load.method !== 'HEAD')) {
    headers.origin = load.origin;
  }
  addOwnHeaders(load, headers);
  return headers;
}

// Over HTTP/1.1 browsers send no Priority, and a page's own stays as it is
function addOwnHeaders({ kind, page, server, secure }: Attempt, headers: Record<string, string>): void {
  const priority = secure && server.multiplexes === true && !('priority' in headers) ? priorityOf(kind.load, page.engine) : undefined;
  if (priority !== undefined) {
    headers.priority = priority;
  }
  if (page.cache !== undefined) {
    Object.assign(headers, cacheModeHeaders(page.cache, headers, page.engine));
  }
}

function namesItsOwnOrigin({ kind, page }: Attempt): boolean {
  return kind.load !== 'fetch' && deviates(page.engine, 'elements-name-their-own-origin');
}

/** Whether the page manages its copies itself. */
// https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, the step on cache mode "no-store"
export function setsConditionalHeader(headers: HeaderMap): boolean {
  return CONDITIONAL_HEADERS.some((name) => name in headers);
}

const CONDITIONAL_HEADERS = ['if-modified-since', 'if-none-match', 'if-unmodified-since', 'if-match', 'if-range'];
