import type { Behavior, CachePolicy, LegacyCacheSettings } from '../../graph/types';
import type { HttpRequest } from '../http/message';
import { remembering } from '../remembering';
import { compileOnce, decided } from '../undecided';
import { selectedCookies, selectedQuery, selects, viewerValues } from './selection';

/** How a behavior caches. */
export interface CachePlan {
  /** Seconds; all zero means nothing is kept. */
  readonly minTtl: number;
  readonly maxTtl: number;
  readonly defaultTtl: number;
  readonly methods: ReadonlySet<string>;
  /** Lower case. */
  readonly headers: readonly string[];
  /** What of an Accept-Encoding is in the key; left out, nothing is. */
  readonly encodingKey?: (accepted: string) => string;
  readonly queryKey: (query: string) => string;
  readonly cookieKey?: (cookie: string | undefined) => string;
}

const FETCHED_ONLY = { minTtl: 0, maxTtl: 0, defaultTtl: 0, headers: [], queryKey: () => '' };

/** The cache key, time to live and cached methods of a behavior. */
export const cachePlan = compileOnce((behavior: Behavior): CachePlan => {
  const methods = new Set(decided(behavior.cachedMethods));
  const { cachePolicy, legacy } = viewerValues(behavior);
  return { methods, ...(cachePolicy ? policyPlan(cachePolicy) : legacy ? legacyPlan(legacy) : FETCHED_ONLY) };
});

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-the-cache-key.html
function policyPlan(policy: CachePolicy): Omit<CachePlan, 'methods'> {
  const cookies = decided(policy.cookies);
  const queryStrings = decided(policy.queryStrings);
  return {
    minTtl: decided(policy.minTtl),
    maxTtl: decided(policy.maxTtl),
    defaultTtl: decided(policy.defaultTtl),
    headers: decided(policy.headers).names.map((name) => name.toLowerCase()),
    encodingKey: encodingKey([...(decided(policy.brotli) ? ['br'] : []), ...(decided(policy.gzip) ? ['gzip'] : [])]),
    queryKey: queryStrings.behavior === 'none' ? () => '' : (query) => selectedQuery(query, (name) => selects(queryStrings, name)),
    cookieKey: cookies.behavior === 'none' ? undefined : (cookie) => selectedCookies(cookie, (name) => selects(cookies, name)),
  };
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/header-caching.html: only listed headers vary the cache, `*` turns it off
function legacyPlan(legacy: LegacyCacheSettings): Omit<CachePlan, 'methods'> {
  const headers = decided(legacy.headers).map((name) => name.toLowerCase());
  const cookies = decided(legacy.cookies);
  const keys = decided(legacy.queryStringCacheKeys);
  const forwardsQuery = decided(legacy.queryString);
  const nothingKept = headers.includes('*');
  return {
    minTtl: nothingKept ? 0 : decided(legacy.minTtl),
    maxTtl: nothingKept ? 0 : decided(legacy.maxTtl),
    defaultTtl: nothingKept ? 0 : decided(legacy.defaultTtl),
    headers,
    // mozilla/addons-frontend#9925: gzip and identity are separate entries in this mode as well
    encodingKey: encodingKey(['gzip']),
    queryKey: forwardsQuery ? (query) => selectedQuery(query, (name) => keys.length === 0 || keys.includes(name)) : () => '',
    cookieKey: cookies.behavior === 'none' ? undefined : (cookie) => selectedCookies(cookie, (name) => selects(cookies, name)),
  };
}

// Header names in the key compare without case, their values with it (header-caching.html). OPTIONS is kept apart from GET and HEAD:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesCachedHTTPMethods
/** The key under which the answer to a request is kept. */
export function cacheKey(plan: CachePlan, distributionId: string, request: HttpRequest): string {
  let key = `${distributionId} ${request.method} ${request.path}?${plan.queryKey(request.query)}`;
  if (plan.encodingKey) {
    const accepted = request.headers['accept-encoding'] as string | undefined;
    key += accepted === undefined ? ' ' : ` ${plan.encodingKey(accepted)}`;
  }
  for (const name of plan.headers) {
    key += ` ${name}=${request.headers[name] as string | undefined ?? ''}`;
  }
  return plan.cookieKey ? `${key} ${plan.cookieKey(request.headers.cookie)}` : key;
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cache-key-understand-cache-policy.html#cache-policy-compressed-objects
function encodingKey(encodings: readonly string[]): CachePlan['encodingKey'] {
  return encodings.length === 0 ? undefined : remembering((accepted) => encodings.filter((encoding) => accepted.includes(encoding)).join(','));
}
