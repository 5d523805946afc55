import type { Behavior } from '../../graph/types';
import { valueOr } from '../../graph/types/known';
import { compileOnce } from '../undecided';

/** What CloudFront adds by itself to the requests that functions see. */
export interface FromCloudFront {
  /** Whether a header of CloudFront's own may be there. */
  readonly adds: (name: string) => boolean;
  readonly scheme: 'http' | 'https';
}

/** Any of its headers, for a request over https. */
export const ANY_HEADER: FromCloudFront = { adds: () => true, scheme: 'https' };

/** What a behavior lets functions see. */
export function fromCloudFront(behavior: Behavior, secure = true): FromCloudFront {
  return { adds: listed(behavior), scheme: secure ? 'https' : 'http' };
}

// "You can use a cache policy or an origin request policy to have CloudFront add these headers to the requests that it receives"; functions
// see those
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
const listed = compileOnce(({ cache, originRequestPolicy }: Behavior): FromCloudFront['adds'] => {
  const policy = valueOr(originRequestPolicy, 'unknown');
  const keyed = cache.mode === 'policy' ? valueOr(valueOr(cache.policy, undefined)?.headers ?? UNKNOWN, undefined)?.names
    : cache.mode === 'legacy' ? valueOr(cache.headers, undefined) : [];
  const requested = policy === undefined ? [] : policy === 'unknown' ? undefined : namesFor(valueOr(policy.headers, undefined));
  if (keyed === undefined || requested === undefined || cache.mode === 'unknown') {
    return ANY_HEADER.adds;
  }
  const names = new Set([...keyed, ...requested].map((name) => name.toLowerCase()));
  return (name) => names.has(name);
});

const UNKNOWN = { known: false, reason: '' } as const;

function namesFor(headers: { readonly behavior: string; readonly names: readonly string[] } | undefined): readonly string[] | undefined {
  return headers === undefined || headers.behavior === 'whitelist' || headers.behavior === 'allViewerAndWhitelistCloudFront' ? headers?.names : [];
}

// The same page: these are there for every request; the place of a viewer may be known less exactly
const ALWAYS = /^cloudfront-(forwarded-proto|viewer-(address|country|http-version|tls)|is-(android|desktop|ios|mobile|smarttv|tablet)-viewer)$/;

/** Values of a header of CloudFront's own that are worth trying; `undefined` leaves it out. */
export function valuesOfAdded(name: string, { scheme }: FromCloudFront, literals: readonly string[]): readonly (string | undefined)[] {
  if (name === 'cloudfront-forwarded-proto') {
    return [scheme];
  }
  return /^cloudfront-is-/.test(name) ? ['false', 'true'] : [...(ALWAYS.test(name) ? [] : [undefined]), 'x', ...literals.filter((text) => text !== '')];
}
