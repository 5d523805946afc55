import { originParts, registrableDomain } from './site';

/** Whether Cross-Origin-Resource-Policy keeps a response from a page that loads it without CORS. */
// https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check
export function resourcePolicyBlocks(policy: string | undefined, pageOrigin: string, responseOrigin: string): boolean {
  if (policy === 'same-origin') {
    return pageOrigin !== responseOrigin;
  }
  // A response from https is kept from a page on http even when the site is the same.
  return policy === 'same-site'
    && (!schemelesslySameSite(pageOrigin, responseOrigin) || (responseOrigin.startsWith('https:') && !pageOrigin.startsWith('https:')));
}

function schemelesslySameSite(one: string, other: string): boolean {
  const a = originParts(one);
  const b = originParts(other);
  return a !== undefined && b !== undefined && registrableDomain(a.host) === registrableDomain(b.host);
}
