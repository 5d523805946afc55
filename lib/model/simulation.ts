import type { ResponseHeadersPolicy } from '../graph/types';
import type { BrowserHttpCache } from './browser/http-cache';
import type { PreflightCache } from './browser/preflight-cache';
import type { EdgeCache } from './cloudfront/edge-cache';
import type { HeaderMap, HttpRequest, HttpResponse, StoredObject, WireExchange } from './http/message';
import type { Assumptions } from './assumptions';

/** Which objects there are: the object under a key, or nothing. */
export type ObjectLookup = (bucketName: string, key: string) => StoredObject | undefined;

const PRESENT: StoredObject = {};

/** Every path has an object, without Cache-Control. */
export const EVERY_OBJECT: ObjectLookup = () => PRESENT;

/** Receives what happens, in order, of what it asks for; absent on runs nobody looks at. */
export interface SimulationLog {
  say?(who: 'CloudFront' | 'browser', sentence: string): void;
  asks?(between: WireExchange['between'], request: HttpRequest): void;
  answers?(exchange: WireExchange): void;
  /** What the edge cache had for a request that CloudFront did not refuse by itself; told once more when S3 confirms an old copy. */
  finds?(use: EdgeUse): void;
  /** What a function at the edge did. */
  runs?(run: FunctionRun): void;
  /** What a response headers policy made of the headers. */
  applies?(policy: ResponseHeadersPolicy, before: HeaderMap, after: HeaderMap): void;
}

/**
 * `revalidated`: a miss after all, because the copy is too old, but S3 confirms it. `not-used`: the behavior keeps no answers to such
 * requests.
 */
export type EdgeUse = 'hit' | 'miss' | 'not-used' | 'revalidated';

/** Sees whether the edge answers from a copy, and nothing else. */
export class CopyWatch implements SimulationLog {
  public hit = false;

  public finds(use: EdgeUse): void {
    this.hit ||= use === 'hit';
  }
}

/** One run of a function at the edge. */
export interface FunctionRun {
  readonly name: string;
  readonly event: string;
  /** In words, one for each change; empty when it changes nothing. */
  readonly changes: readonly string[];
  readonly console: readonly string[];
}

/** Passes a request on and lets the log see both directions. */
export function overTheWire<R extends HttpRequest>(
  log: SimulationLog | undefined, between: WireExchange['between'], request: R, answer: (request: R) => HttpResponse,
): HttpResponse {
  if (!log) {
    return answer(request);
  }
  log.asks?.(between, request);
  const response = answer(request);
  log.answers?.({ between, request, response });
  return response;
}

/** The caches that outlive a request. */
export interface Caches {
  readonly edge: EdgeCache;
  /** One per browser and site. */
  readonly browsers: Map<string, { readonly http: BrowserHttpCache; readonly preflights: PreflightCache }>;
}

/** The context of an exchange: assumptions, caches, clock, objects. */
export interface Simulation {
  readonly assumptions: Assumptions;
  readonly caches: Caches;
  readonly objects: ObjectLookup;
  readonly log?: SimulationLog;
  /** Of the copy that a browser keeps of the answer: no later request looks at it, so that nothing is asked for what it says. */
  readonly copy?: 'unused';
  /** Seconds on any clock. */
  readonly now: number;
}
