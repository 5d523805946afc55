import type { BrowserHttpCache } from './browser/http-cache';
import type { PreflightCache } from './browser/preflight-cache';
import type { EdgeCache } from './cloudfront/edge-cache';
import type { HeaderMap, HttpRequest } from './http';
import type { Interpretation } from './readings';

/** An object in a bucket as far as it decides an exchange. */
export interface StoredObject {
  readonly cacheControl?: string;
  readonly contentType?: string;
}

/** Which objects there are: the object under a key, or nothing. */
export type ObjectLookup = (bucketName: string, key: string) => StoredObject | undefined;

/** A response as it is on the wire. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HeaderMap;
  /** Who made it. */
  readonly from: 'CloudFront' | 'S3';
  /** What its body is. */
  readonly body: 'error' | 'error-page' | 'none' | 'object';
  /** Code and message of an error body. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** The same response with other headers. */
export function withHeaders({ status, from, body, error }: HttpResponse, headers: HeaderMap): HttpResponse {
  return error ? { status, headers, from, body, error } : { status, headers, from, body };
}

/** One message and its answer, between two neighbours. */
export interface WireExchange {
  readonly between: 'browser and CloudFront' | 'browser and S3' | 'CloudFront and S3' | 'client and CloudFront' | 'client and S3';
  readonly request: HttpRequest;
  readonly response: HttpResponse;
}

/** Receives what happens, in order; absent on runs nobody looks at. */
export interface TripLog {
  say(who: 'CloudFront' | 'browser', sentence: string): void;
  asks(between: WireExchange['between'], request: HttpRequest): void;
  answers(exchange: WireExchange): void;
}

/** Passes a request on and lets the log see both directions. */
export function overTheWire<R extends HttpRequest>(
  log: TripLog | undefined, between: WireExchange['between'], request: R, answer: (request: R) => HttpResponse,
): HttpResponse {
  if (!log) {
    return answer(request);
  }
  log.asks(between, request);
  const response = answer(request);
  log.answers({ between, request, response });
  return response;
}

/** The caches that outlive a request. */
export interface Caches {
  readonly edge: EdgeCache;
  /** One per browser and site. */
  readonly browsers: Map<string, { readonly http: BrowserHttpCache; readonly preflights: PreflightCache }>;
}

/** What a request meets on its way besides the graph. */
export interface Trip {
  readonly reading: Interpretation;
  readonly caches: Caches;
  readonly objects: ObjectLookup;
  readonly log?: TripLog;
  /** Seconds on any clock. */
  readonly now: number;
}
