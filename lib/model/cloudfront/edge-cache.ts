import type { Distribution } from '../../graph/types';
import type { Assumptions } from '../assumptions';
import { CORS_RESPONSE_HEADERS } from '../http/message';
import type { HttpResponse } from '../http/message';
import { Kept } from '../kept';
import { decided } from '../undecided';
import type { CachePlan } from './cache-key';

/** An origin's answer as the edge keeps it: before any policy is applied. */
export interface EdgeCopy {
  readonly response: HttpResponse;
  readonly storedAt: number;
  /** Seconds. */
  readonly ttl: number;
  /** Set for an error whose keeping, or whose time, is not documented. */
  readonly contested?: { readonly whether: boolean; readonly defaultTtl: boolean };
}

/** The cache of one edge location. */
export class EdgeCache {
  private readonly copies: Kept<EdgeCopy>;

  /** Empty, or with the copies of another. */
  public constructor(from?: EdgeCache) {
    this.copies = new Kept(from?.copies);
  }

  /** What is kept, by cache key. */
  public get contents(): ReadonlyMap<string, EdgeCopy> {
    return this.copies.contents;
  }

  public get(key: string): EdgeCopy | undefined {
    return this.copies.get(key);
  }

  public set(key: string, copy: EdgeCopy): void {
    this.copies.set(key, copy);
  }

  /** Drops everything, as an invalidation of `/*` does. */
  public invalidate(): void {
    this.copies.clear();
  }
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html
/** How long in seconds a successful answer is kept. */
function timeToLive(plan: CachePlan, cacheControl: string | undefined): number {
  if (cacheControl === undefined) {
    return Math.min(Math.max(plan.defaultTtl, plan.minTtl), plan.maxTtl);
  }
  if (/\b(no-store|no-cache|private)\b/.test(cacheControl)) {
    return plan.minTtl;
  }
  return Math.min(Math.max(lifetime(cacheControl) ?? plan.defaultTtl, plan.minTtl), plan.maxTtl);
}

function lifetime(cacheControl: string | undefined): number | undefined {
  const seconds = cacheControl === undefined ? null : /\bs-maxage="?(\d+)/.exec(cacheControl) ?? /\bmax-age="?(\d+)/.exec(cacheControl);
  return seconds ? Number(seconds[1]) : undefined;
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html; the second list "only if" the error says how long
const ALWAYS_CACHED: ReadonlySet<number> = new Set([404, 414, 500, 501, 502, 503, 504]);
const CONTESTED: ReadonlySet<number> = new Set([400, 403, 405, 412, 415]);
const ERROR_TTL = 10;
const SCHEMA_ERROR_TTL = 300;
/** Of an error of S3, whatever the rule says. */
const SHORTEST_ERROR_TTL = 1;

/** The copy of an answer to keep, if it is one to keep. */
export function copyToKeep(distribution: Distribution, plan: CachePlan, response: HttpResponse, now: number): EdgeCopy | undefined {
  const cacheControl = response.headers['cache-control'] as string | undefined;
  if (response.status < 400) {
    const ttl = timeToLive(plan, cacheControl);
    return ttl > 0 ? { response, storedAt: now, ttl } : undefined;
  }
  if (!ALWAYS_CACHED.has(response.status) && !CONTESTED.has(response.status)) {
    return undefined;
  }
  const said = lifetime(cacheControl);
  const { ttl, byDefault } = errorTtl(distribution, response.status);
  return {
    response, storedAt: now, ttl: Math.max(ttl, Math.min(said ?? 0, plan.maxTtl), SHORTEST_ERROR_TTL),
    contested: { whether: CONTESTED.has(response.status) && said === undefined, defaultTtl: byDefault && (said ?? 0) < SCHEMA_ERROR_TTL },
  };
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html: the greater of the rule's time and
// the error's own, the latter at most Maximum TTL, and never less than a second for S3
function errorTtl(distribution: Distribution, status: number): { readonly ttl: number; readonly byDefault: boolean } {
  for (const rule of decided(distribution.customErrorResponses)) {
    if (decided(rule.errorCode) === status) {
      const ttl = decided(rule.errorCachingMinTtl);
      return { ttl: ttl ?? SCHEMA_ERROR_TTL, byDefault: ttl === undefined };
    }
  }
  return { ttl: ERROR_TTL, byDefault: false };
}

/** When a copy is looked at, and under which assumptions. */
interface Look {
  readonly assumptions: Assumptions;
  readonly now: number;
}

/** Whether a copy still answers. Undocumented choices are asked for only here, where they decide. */
export function isFresh(copy: EdgeCopy, { now, assumptions }: Look): boolean {
  const age = now - copy.storedAt;
  if (age >= copy.ttl) {
    return false;
  }
  if (copy.contested?.whether && assumptions.choose('client-errors-cached') === 'not-cached') {
    return false;
  }
  return !(copy.contested?.defaultTtl && age >= ERROR_TTL && assumptions.choose('error-ttl-default') === '10-seconds');
}

const DECISIVE: readonly string[] = [...CORS_RESPONSE_HEADERS, 'vary'];

/** The copy after S3 has confirmed it: undocumented is only whether the headers of the confirmation replace the kept ones. */
// https://www.rfc-editor.org/rfc/rfc9111#section-3.2
export function confirmed(copy: EdgeCopy, confirmation: HttpResponse, { now, assumptions }: Look): EdgeCopy {
  const differs = DECISIVE.some((name) => copy.response.headers[name] !== confirmation.headers[name]);
  const replaced = differs && assumptions.choose('revalidated-copy-headers') === 'replaced';
  return {
    ...copy,
    storedAt: now,
    response: replaced ? { ...copy.response, headers: { ...copy.response.headers, ...confirmation.headers } } : copy.response,
  };
}
