import type { Behavior, CachePolicy, CacheSettings, LegacyCacheSettings, OriginRequestPolicy, Selection } from '../../graph/types';
import { decided } from '../undecided';

type ListBehavior = 'all' | 'allExcept' | 'none' | 'whitelist';

/** Whether a selection takes a name. Cookie and query string names compare with case, header names are lowered by the caller. */
export function selects(selection: Selection<ListBehavior>, name: string): boolean {
  switch (selection.behavior) {
    case 'all':
      return true;
    case 'allExcept':
      return !selection.names.includes(name);
    case 'none':
      return false;
    case 'whitelist':
      return selection.names.includes(name);
  }
}

/** The part of a query string that a selection takes, in the order of the request. */
export function selectedQuery(query: string, selects: (name: string) => boolean): string {
  return query.split('&').filter((pair) => pair !== '' && selects(pair.split('=')[0])).join('&');
}

/** The part of a Cookie header that a selection takes. */
export function selectedCookies(cookie: string | undefined, selects: (name: string) => boolean): string {
  return (cookie ?? '').split(';').map((pair) => pair.trim()).filter((pair) => pair !== '' && selects(pair.split('=')[0])).join('; ');
}

/** What CloudFront takes from the viewer's request, be it for the cache key or for the origin. */
export interface ViewerValues {
  readonly cachePolicy?: CachePolicy;
  readonly originRequestPolicy?: OriginRequestPolicy;
  readonly legacy?: LegacyCacheSettings;
}

/** The settings of a behavior in whichever of the two modes it is. */
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html
export function viewerValues(behavior: Behavior): ViewerValues {
  const cache: CacheSettings = behavior.cache;
  switch (cache.mode) {
    case 'policy':
      return { cachePolicy: decided(cache.policy), originRequestPolicy: decided(behavior.originRequestPolicy) };
    case 'legacy':
      return { legacy: cache };
    case 'none':
      return {};
    case 'unknown':
      return { cachePolicy: decided({ known: false, reason: cache.reason }) };
  }
}
