import type { ResponseHeadersPolicy } from '../graph/types';
import type { BrowserHttpCache } from './browser/http-cache';
import type { PreflightCache } from './browser/preflight-cache';
import type { EdgeCache } from './cloudfront/edge-cache';
import type { HeaderMap, HttpRequest } from './http';
import type { Interpretation } from './readings';

/** An object in a bucket as far as it decides an exchange. */
export interface StoredObject {
  readonly cacheControl?: string;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  /** With its quotes. Left out, a placeholder stands for it and every condition on it holds. */
  readonly etag?: string;
  /** As in a Last-Modified header. */
  readonly lastModified?: string;
  /** Bytes. Left out, there is no Content-Length, and a range is cut out of nothing. */
  readonly size?: number;
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
  readonly error?: { readonly code: string; readonly message: string; readonly method?: string; readonly resourceType?: string };
  /** Where the bytes of an `object` or an `error-page` are. */
  readonly content?: Content;
}

/** The bytes of an object, or a part of them. */
export interface Content {
  readonly bucketName: string;
  /** Empty for the list of the bucket's keys. */
  readonly key: string;
  readonly object: StoredObject;
  /** First and last byte; left out, all of them. */
  readonly range?: { readonly start: number; readonly end: number };
  /** How CloudFront compresses them on the way to the viewer. */
  readonly encoding?: 'br' | 'gzip';
}

/** The same response with other headers. */
export function withHeaders({ status, from, body, error, content }: HttpResponse, headers: HeaderMap): HttpResponse {
  return error ? { status, headers, from, body, error } : { status, headers, from, body, content };
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
  /** What the edge cache had for a request that CloudFront did not refuse by itself. */
  finds?(use: EdgeUse): void;
  /** What a response headers policy made of the headers. */
  applies?(policy: ResponseHeadersPolicy, before: HeaderMap, after: HeaderMap): void;
}

/** `not-used`: the behaviour keeps no answers to such requests. */
export type EdgeUse = 'hit' | 'miss' | 'not-used';

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
