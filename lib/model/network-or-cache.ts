import { cacheUse, freshened } from './browser/http-cache';
import type { StoredBrowserResponse } from './browser/http-cache';
import { isCorsSafelistedMethod } from './browser/method';
import { mergedHeaders } from './http';
import type { HeaderMap } from './http';
import type { Attempt } from './page-load';
import { overTheWire } from './trip';
import type { HttpResponse } from './trip';

/** The response to the actual request, from the browser's own cache or from the network. */
// https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
export function networkOrCache(load: Attempt): HttpResponse {
  const { trip, http, url } = load;
  const headers = requestHeaders(load);
  const usesCache = load.method === 'GET' && headers.range as string | undefined === undefined && !(load.page.headers && setsConditionalHeader(load.headers));
  const stored = usesCache ? http.get(url) : undefined;
  if (stored && cacheUse(stored, headers, trip.now) === 'reuse') {
    trip.log?.say('browser', `has a copy of ${load.page.path} from an earlier load and does not ask the network.`);
    return stored.response;
  }
  const etag = stored?.response.headers.etag as string | undefined;
  const response = ask(load, etag === undefined ? headers : mergedHeaders(headers, { 'if-none-match': etag }));
  if (!usesCache) {
    if (!isCorsSafelistedMethod(load.method) && response.status < 400) {
      http.invalidate(url);
    }
    return response;
  }
  if (stored && response.status === 304) {
    const updated = freshened(stored, response.headers, headers, trip.now);
    http.store(url, updated);
    return updated.response;
  }
  http.store(url, keep(response, headers, trip.now));
  return response;
}

function keep(response: HttpResponse, requestHeaders: HeaderMap, storedAt: number): StoredBrowserResponse {
  return { response, requestHeaders, storedAt, initialAge: Number(response.headers.age ?? 0) };
}

function ask(load: Attempt, headers: HeaderMap): HttpResponse {
  const { server, page, kind, trip } = load;
  const sendsCookies = kind.credentials === 'include' || (kind.credentials === 'same-origin' && !load.crossOrigin);
  const request = {
    method: load.method, path: page.path, secure: load.secure, headers,
    signed: page.signed === 'url' || (page.signed === 'cookies' && sendsCookies), presigned: page.presigned,
  };
  return overTheWire(trip.log, `browser and ${server.name}`, request, (sent) => server.answer(sent, trip));
}

// https://fetch.spec.whatwg.org/#append-a-request-origin-header: on every CORS request, else only on methods that change something
function requestHeaders(load: Attempt): HeaderMap {
  const headers: Record<string, string> = { 'accept-encoding': load.page.acceptEncoding ?? 'gzip, deflate, br, zstd' };
  if (load.page.headers) {
    Object.assign(headers, load.headers);
  }
  if ((load.crossOrigin && load.kind.mode === 'cors') || (load.method !== 'GET' && load.method !== 'HEAD')) {
    headers.origin = load.origin;
  }
  return headers;
}

// A page that sets one of these manages its copies itself (same section, step on cache mode "no-store")
function setsConditionalHeader(headers: HeaderMap): boolean {
  return CONDITIONAL_HEADERS.some((name) => name in headers);
}

const CONDITIONAL_HEADERS = ['if-modified-since', 'if-none-match', 'if-unmodified-since', 'if-match', 'if-range'];
