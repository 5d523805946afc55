import { BrowserHttpCache } from './browser/http-cache';
import { PreflightCache } from './browser/preflight-cache';
import { EdgeCache } from './cloudfront/edge-cache';
import type { Caches } from './simulation';

/** Empty caches at the edge and in every browser. */
export function newCaches(): Caches {
  return { edge: new EdgeCache(), browsers: new Map() };
}

/** A second set of caches with the same contents: what happens to one no longer happens to the other. */
export function copyOfCaches(caches: Caches): Caches {
  const browsers: Caches['browsers'] = new Map();
  for (const [partition, { http, preflights }] of caches.browsers) {
    browsers.set(partition, { http: new BrowserHttpCache(http), preflights: new PreflightCache(preflights) });
  }
  return { edge: new EdgeCache(caches.edge), browsers };
}
