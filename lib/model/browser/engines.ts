import type { BrowserEngine } from './types';

/** One way in which an engine does other than the Fetch standard. */
interface Deviation {
  readonly engines: readonly BrowserEngine[];
  readonly what: string;
  readonly source: string;
}

const CHROMIUM = 'https://source.chromium.org/chromium/chromium/src/+/main:';
const NETWORK = `${CHROMIUM}services/network`;

/** Where engines are known to differ from the Fetch standard. Each was seen in the engine; a load without `engine` follows the standard. */
export const BROWSER_DEVIATIONS = {
  'wildcard-covers-authorization': {
    engines: ['chromium'],
    what: 'Access-Control-Allow-Headers: * permits Authorization too, though a kept preflight does not',
    source: `${NETWORK}/cors/preflight_result.cc (EnsureAllowedCrossOriginHeaders)`,
  },
  'client-hints-are-safelisted': {
    engines: ['chromium'],
    what: 'Save-Data, DPR, Device-Memory and the other early client hints need no preflight when their value is well-formed, and a redirect to another origin than the page\'s drops all but Save-Data',
    source: `${NETWORK}/public/cpp/cors/cors.cc (IsCorsSafelistedHeader)`,
  },
  'range-unit-in-any-case': {
    engines: ['chromium'],
    what: 'Range: Bytes=0-1 needs no preflight, as if it were bytes=0-1',
    source: `${CHROMIUM}net/http/http_util.cc (ParseRangeHeader)`,
  },
  'user-agent-cannot-be-set': {
    engines: ['chromium'],
    what: 'a User-Agent that the page sets is dropped',
    source: 'https://crbug.com/571722',
  },
  'elements-name-their-own-origin': {
    engines: ['chromium'],
    what: 'fonts, module scripts and elements with crossorigin send Origin to the page\'s own host too',
    source: `${CHROMIUM}third_party/blink/renderer/platform/loader/fetch/resource_fetcher.cc`,
  },
  'redirects-without-cors-keep-cookies': {
    engines: ['chromium'],
    what: 'a no-cors request with credentials for its own origin keeps its cookies when it is redirected to another one',
    source: `${NETWORK}/cors/cors_url_loader.cc (FollowRedirect)`,
  },
  'redirects-without-cors-hide-the-origin': {
    engines: ['chromium'],
    what: 'a no-cors POST that is redirected to another origin goes on with Origin: null, even when it came from the page\'s own origin',
    source: `${CHROMIUM}net/url_request/redirect_util.cc (UpdateHttpRequest)`,
  },
  'blocked-responses-are-not-kept': {
    engines: ['chromium'],
    what: 'a response that is kept from the page does not enter the HTTP cache, because its body is never read',
    source: `${NETWORK}/cors/cors_url_loader.cc (OnReceiveResponse)`,
  },
  'odd-ranges-go-around-the-cache': {
    engines: ['chromium'],
    what: 'a HEAD with Range, several ranges at once, another unit and a Range that is not well-formed neither use nor leave a kept copy',
    source: `${CHROMIUM}net/http/http_cache_transaction.cc (SetRequest)`,
  },
  'fresh-copies-have-no-end': {
    engines: ['chromium'],
    what: 'a range that lies behind the end of a fresh copy is answered with the whole copy, where the standard has 416',
    source: `${CHROMIUM}net/http/http_cache_transaction.cc (SetupEntryForRead)`,
  },
  'head-drops-what-it-replaces': {
    engines: ['chromium'],
    what: 'a HEAD that the kept copy cannot answer makes the browser forget the copy, unless the answer is 304',
    source: `${CHROMIUM}net/http/http_cache_transaction.cc (DoOverwriteCachedResponse)`,
  },
  'only-files-are-asked-about': {
    engines: ['chromium'],
    what: 'a kept response other than 200 that is no longer fresh is asked for anew, without If-None-Match',
    source: `${CHROMIUM}net/http/http_cache_transaction.cc (IsResponseConditionalizable)`,
  },
  'unsatisfiable-is-not-kept': {
    engines: ['chromium'],
    what: 'a 416 does not enter the HTTP cache, whatever its Cache-Control says',
    source: `${CHROMIUM}net/http/http_cache_transaction.cc (DoSuccessfulSendRequest)`,
  },
  'only-known-methods-invalidate': {
    engines: ['chromium'],
    what: 'a method other than DELETE, PATCH, POST and PUT leaves the kept copy of the URL as it is',
    source: `${CHROMIUM}net/http/http_cache_transaction.cc (DoSuccessfulSendRequest)`,
  },
  'one-preflight-is-kept': {
    engines: ['chromium'],
    what: 'what a new preflight permits replaces what earlier ones for the URL permitted, instead of adding to it',
    source: `${NETWORK}/cors/preflight_cache.cc (AppendEntry)`,
  },
  'preflights-are-kept-for-the-page': {
    engines: ['chromium'],
    what: 'after a redirect to another origin a preflight goes out with Origin: null, and its permission is kept for the origin of the page',
    source: `${NETWORK}/cors/preflight_controller.cc (AppendToCache)`,
  },
  'conditional-requests-ask-again': {
    engines: ['chromium'],
    what: 'a request whose If-None-Match or the like the page sets uses no kept preflight',
    source: `${NETWORK}/cors/preflight_controller.cc (PerformPreflightCheck)`,
  },
  'negative-max-age-is-zero': {
    engines: ['chromium'],
    what: 'Access-Control-Max-Age: -1 keeps nothing, where the standard takes it for unreadable and keeps five seconds',
    source: `${NETWORK}/cors/preflight_result.cc (ParseAccessControlMaxAge)`,
  },
  'no-store-adds-no-headers': {
    engines: ['chromium'],
    what: 'fetch() with cache: no-store sends neither Cache-Control nor Pragma of its own',
    source: `${CHROMIUM}net/url_request/url_request_http_job.cc (AddExtraHeaders: LOAD_BYPASS_CACHE adds them, LOAD_DISABLE_CACHE does not)`,
  },
  'few-statuses-are-fresh-by-age': {
    engines: ['chromium'],
    what: 'without Cache-Control only 200, 203 and 206 are fresh for a part of their age, and 300, 301, 308 and 410 for ever',
    source: `${CHROMIUM}net/http/http_response_headers.cc (GetFreshnessLifetimes)`,
  },
} as const satisfies Readonly<Record<string, Deviation>>;

/** Whether the engine has the deviation; an engine that is not named has none. */
export function deviates(engine: BrowserEngine | undefined, deviation: keyof typeof BROWSER_DEVIATIONS): boolean {
  const { engines }: Deviation = BROWSER_DEVIATIONS[deviation];
  return engine !== undefined && engines.includes(engine);
}
