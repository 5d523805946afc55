/** The browser's side of the CORS protocol, one function per algorithm of Fetch. */
export { corsCheck, corsExposedHeaderNames } from './browser/cors-check';
export { BrowserHttpCache, cacheUse, freshened } from './browser/http-cache';
export type { CacheUse, StoredBrowserResponse } from './browser/http-cache';
export { isCorsSafelistedMethod, isForbiddenMethod, normalizeMethod } from './browser/method';
export { needsPreflight, PREFLIGHT_MAX_AGE_CAPS, preflightCheck, preflightHeaders, preflightMaxAge } from './browser/preflight';
export type { PreflightedRequest } from './browser/preflight';
export { PreflightCache } from './browser/preflight-cache';
export { requestKind } from './browser/request-kind';
export type { RequestKind, RequestStart } from './browser/request-kind';
export { resourcePolicyBlocks } from './browser/resource-policy';
export {
  corsUnsafeRequestHeaderNames, isCorsSafelistedRequestHeader, isCorsSafelistedResponseHeader, isForbiddenRequestHeader,
  isNoCorsSafelistedRequestHeader,
} from './browser/safelist';
export { isSameSite, registrableDomain } from './browser/site';
export type {
  BrowserEngine, CorsFailure, CredentialsMode, CrossOriginAttribute, Load, RequestMode, ResponseTainting,
} from './browser/types';
