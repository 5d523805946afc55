/** What a page does with the file. */
export type Load = 'fetch' | 'font' | 'image' | 'module-script' | 'script' | 'stylesheet';

/** The value of a `crossorigin` attribute. */
export type CrossOriginAttribute = 'anonymous' | 'use-credentials';

export type RequestMode = 'cors' | 'no-cors';

export type CredentialsMode = 'include' | 'omit' | 'same-origin';

/** The `cache` of fetch(); `reload` stands for a reload past the cache as well. `only-if-cached` never leaves the page's own origin. */
// https://fetch.spec.whatwg.org/#concept-request-cache-mode
export type CacheMode = 'default' | 'force-cache' | 'no-cache' | 'no-store' | 'reload';

/** How much of a response the page gets to see. */
// https://fetch.spec.whatwg.org/#concept-request-response-tainting
export type ResponseTainting = 'basic' | 'cors' | 'opaque';

/** Engines differ in how long they keep a preflight. */
export type BrowserEngine = 'chromium' | 'firefox' | 'webkit';

/** Why a CORS protocol check failed, with Chromium's console text. */
export interface CorsFailure {
  readonly code:
    | 'allow-credentials-missing'
    | 'allow-headers-missing'
    | 'allow-methods-missing'
    | 'allow-origin-mismatch'
    | 'allow-origin-missing'
    | 'allow-origin-multiple'
    | 'allow-origin-wildcard-with-credentials'
    | 'preflight-redirected'
    | 'preflight-status';
  readonly message: string;
  /** The header or the method that is not allowed. */
  readonly about?: string;
}
