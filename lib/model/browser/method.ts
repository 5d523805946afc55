const NORMALIZED: ReadonlySet<string> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']);
const FORBIDDEN: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** Upper case for six methods, whatever the page wrote; any other (`patch`!) stays as written. */
// https://fetch.spec.whatwg.org/#concept-method-normalize
export function normalizeMethod(method: string): string {
  if (NORMALIZED.has(method)) {
    return method;
  }
  const upper = method.toUpperCase();
  return NORMALIZED.has(upper) ? upper : method;
}

/** Methods that fetch() refuses with a TypeError. */
// https://fetch.spec.whatwg.org/#forbidden-method
export function isForbiddenMethod(method: string): boolean {
  return !NORMALIZED.has(method) && FORBIDDEN.has(method.toUpperCase());
}

/** Methods that need no preflight. */
// https://fetch.spec.whatwg.org/#cors-safelisted-method
export function isCorsSafelistedMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'POST';
}
