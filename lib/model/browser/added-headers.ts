import type { HeaderMap } from '../http/message';
import { deviates } from './engines';
import type { BrowserEngine, CacheMode, Load } from './types';

type Urgencies = Readonly<Record<Load, string | undefined>>;

// Chromium 147 over HTTP/2, measured; sent since 124: https://chromestatus.com/feature/5109106573049856. A classic script carries none
const CHROMIUM: Urgencies = { fetch: 'u=1, i', font: 'u=0', image: 'i', 'module-script': 'u=1', script: undefined, stylesheet: 'u=0' };

// https://firefox-source-docs.mozilla.org/networking/http/prioritization.html
const FIREFOX: Urgencies = { fetch: 'u=4', font: 'u=3', image: 'u=5, i', 'module-script': 'u=3', script: 'u=2', stylesheet: 'u=2' };

// That it is sent: https://calendar.perfplanet.com/2022/http-3-prioritization-demystified/. The values, which decide nothing, are RFC 9218's default
const WEBKIT: Urgencies = { fetch: 'u=1, i', font: 'u=3', image: 'u=3', 'module-script': 'u=3', script: 'u=3', stylesheet: 'u=3' };

const PRIORITIES: Readonly<Record<BrowserEngine, Urgencies>> = { chromium: CHROMIUM, firefox: FIREFOX, webkit: WEBKIT };

/** What some engine sends; a page has to work in all of them. */
const ANY_ENGINE: Urgencies = { ...CHROMIUM, script: FIREFOX.script };

/** The `Priority` that the browser puts on a request over HTTP/2 and HTTP/3, on its own account. */
export function priorityOf(load: Load, engine: BrowserEngine | undefined): string | undefined {
  return (engine === undefined ? ANY_ENGINE : PRIORITIES[engine])[load];
}

/** What the browser adds because of the cache mode: `Cache-Control` and `Pragma`, unless the page has set them. */
// https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, the steps on cache modes "no-cache", "no-store" and "reload"
export function cacheModeHeaders(mode: CacheMode, set: HeaderMap, engine: BrowserEngine | undefined): HeaderMap {
  if (mode === 'no-cache') {
    return 'cache-control' in set ? NOTHING : { 'cache-control': 'max-age=0' };
  }
  if (mode === 'reload' || (mode === 'no-store' && !deviates(engine, 'no-store-adds-no-headers'))) {
    return { ...('pragma' in set ? NOTHING : { pragma: 'no-cache' }), ...('cache-control' in set ? NOTHING : { 'cache-control': 'no-cache' }) };
  }
  return NOTHING;
}

const NOTHING: HeaderMap = {};
