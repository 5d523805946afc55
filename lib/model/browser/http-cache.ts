import { lowerCaseItems, mergedHeaders } from '../http/message';
import type { HeaderMap, HttpResponse } from '../http/message';
import { Kept } from '../kept';
import { deviates } from './engines';
import type { BrowserEngine } from './types';

/** A response a browser kept, with the request headers its Vary names. */
export interface StoredBrowserResponse {
  readonly response: HttpResponse;
  readonly requestHeaders: HeaderMap;
  readonly storedAt: number;
  /** Age in seconds when it arrived. */
  readonly initialAge: number;
}

/** What a browser does with a kept response for a new request. */
export type CacheUse = 'reuse' | 'revalidate';

/**
 * One browser's HTTP cache as far as it decides CORS. Like the major browsers it keeps one response per URL: one that
 * does not match the new request's Vary is revalidated and then overwritten.
 */
export class BrowserHttpCache {
  private readonly responses: Kept<StoredBrowserResponse>;

  /** Empty, or with the responses of another. */
  public constructor(from?: BrowserHttpCache) {
    this.responses = new Kept(from?.responses);
  }

  /** What is kept, by URL. */
  public get contents(): ReadonlyMap<string, StoredBrowserResponse> {
    return this.responses.contents;
  }

  public get(key: string): StoredBrowserResponse | undefined {
    return this.responses.get(key);
  }

  // https://www.rfc-editor.org/rfc/rfc9111#section-3
  public store(key: string, stored: StoredBrowserResponse): void {
    const { status, headers } = stored.response;
    const control = headers['cache-control'] as string | undefined;
    const mayBeKept = HEURISTICALLY_CACHEABLE.has(status) || (control !== undefined && MAX_AGE.test(control));
    if (mayBeKept && (control === undefined || !/\bno-store\b/.test(control))) {
      this.responses.set(key, stored);
    } else {
      this.responses.delete(key);
    }
  }

  // https://www.rfc-editor.org/rfc/rfc9111#section-4.4
  public invalidate(key: string): void {
    this.responses.delete(key);
  }
}

// https://www.rfc-editor.org/rfc/rfc9110#section-15.1
const HEURISTICALLY_CACHEABLE: ReadonlySet<number> = new Set([200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501]);

/** Whether a kept response answers a request as it is. */
// https://www.rfc-editor.org/rfc/rfc9111#section-4
export function cacheUse(stored: StoredBrowserResponse, requestHeaders: HeaderMap, now: number, engine?: BrowserEngine): CacheUse {
  return varyMatches(stored, requestHeaders) && isFresh(stored, now, engine) ? 'reuse' : 'revalidate';
}

// https://www.rfc-editor.org/rfc/rfc9111#section-4.1
function varyMatches(stored: StoredBrowserResponse, requestHeaders: HeaderMap): boolean {
  return lowerCaseItems(stored.response.headers.vary).every((name) => name !== '*' && stored.requestHeaders[name] === requestHeaders[name]);
}

const HEURISTIC_FRACTION = 0.1;
const ASSUMED_OBJECT_AGE = 30 * 86_400;

const MAX_AGE = /\bmax-age="?(\d+)/i;

function heuristicLifetime(status: number, engine: BrowserEngine | undefined): number {
  if (deviates(engine, 'few-statuses-are-fresh-by-age')) {
    if (FRESH_FOR_EVER.has(status)) {
      return Infinity;
    }
    if (!FRESH_BY_AGE.has(status)) {
      return 0;
    }
  }
  return ASSUMED_OBJECT_AGE * HEURISTIC_FRACTION;
}

const FRESH_FOR_EVER: ReadonlySet<number> = new Set([300, 301, 308, 410]);
const FRESH_BY_AGE: ReadonlySet<number> = new Set([200, 203, 206]);

// https://www.rfc-editor.org/rfc/rfc9111#section-4.2
function isFresh(stored: StoredBrowserResponse, now: number, engine: BrowserEngine | undefined): boolean {
  const control = stored.response.headers['cache-control'] as string | undefined;
  if (control !== undefined && /\bno-cache\b/.test(control)) {
    return false;
  }
  const maxAge = control === undefined ? null : MAX_AGE.exec(control);
  // https://www.rfc-editor.org/rfc/rfc9111#section-4.2.2: a tenth of the time since the object was last modified, here a month ago
  const lifetime = maxAge ? Number(maxAge[1]) : heuristicLifetime(stored.response.status, engine);
  return lifetime > stored.initialAge + (now - stored.storedAt);
}

/** The kept response after a 304: its headers win over the kept ones. */
// https://www.rfc-editor.org/rfc/rfc9111#section-3.2
export function freshened(
  stored: StoredBrowserResponse,
  headers: HeaderMap,
  requestHeaders: HeaderMap,
  now: number,
): StoredBrowserResponse {
  const { response } = stored;
  return {
    response: { ...response, headers: mergedHeaders(response.headers, headers) },
    requestHeaders,
    storedAt: now,
    initialAge: Number(headers.age ?? 0),
  };
}
