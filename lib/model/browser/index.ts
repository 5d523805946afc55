/** The browser's side of the CORS protocol, one function per algorithm of Fetch. */
export { cacheModeHeaders, priorityOf } from './added-headers';
export { corsCheck, corsExposedHeaderNames } from './cors-check';
export { BrowserHttpCache, cacheUse, freshened } from './http-cache';
export type { CacheUse, StoredBrowserResponse } from './http-cache';
export { isCorsSafelistedMethod, isForbiddenMethod, normalizeMethod } from './method';
export { needsPreflight, PREFLIGHT_MAX_AGE_CAPS, preflightCheck, preflightHeaders, preflightMaxAge } from './preflight';
export type { PreflightedRequest } from './preflight';
export { PreflightCache } from './preflight-cache';
export { requestKind } from './request-kind';
export type { RequestKind, RequestStart } from './request-kind';
export { resourcePolicyBlocks } from './resource-policy';
export {
  corsUnsafeRequestHeaderNames, isCorsSafelistedRequestHeader, isCorsSafelistedResponseHeader, isForbiddenRequestHeader,
  isNoCorsSafelistedRequestHeader,
} from './safelist';
export { isSameSite, registrableDomain } from './site';
export type {
  BrowserEngine, CacheMode, CorsFailure, CredentialsMode, CrossOriginAttribute, Load, RequestMode, ResponseTainting,
} from './types';
