// Public suffixes of two labels that pages and files are often served from. The full list has ten thousand entries and changes weekly;
// what is missing here makes two sites look like one, which for a shared browser cache is the stricter error.
// https://publicsuffix.org/list/public_suffix_list.dat
const SUFFIXES: ReadonlySet<string> = new Set([
  'cloudfront.net', 'github.io', 'gitlab.io', 'netlify.app', 'vercel.app', 'pages.dev', 'web.app', 'herokuapp.com', 'amplifyapp.com',
]);
const SECOND_LEVEL: ReadonlySet<string> = new Set(['ac', 'co', 'com', 'edu', 'gov', 'net', 'or', 'org']);

/** The host's registrable domain, or the host itself when it has none. */
// https://url.spec.whatwg.org/#host-registrable-domain
export function registrableDomain(host: string): string {
  const labels = host.split('.');
  if (labels.length < 3 || /^[0-9.]+$/.test(host) || host.includes(':')) {
    return host;
  }
  const [second, top] = labels.slice(-2);
  const isSuffix = SUFFIXES.has(`${second}.${top}`) || (top.length === 2 && SECOND_LEVEL.has(second));
  return labels.slice(isSuffix ? -3 : -2).join('.');
}

/** Scheme and host name of an origin; undefined for an opaque origin. */
export function originParts(origin: string): { readonly scheme: string; readonly host: string } | undefined {
  const match = /^([a-z][a-z0-9+.-]*):\/\/(\[[^\]]*\]|[^:/]+)/.exec(origin);
  return match ? { scheme: match[1], host: match[2] } : undefined;
}

/** Whether two origins belong to one site. */
// https://html.spec.whatwg.org/multipage/browsers.html#same-site
export function isSameSite(one: string, other: string): boolean {
  const a = originParts(one);
  const b = originParts(other);
  return a !== undefined && b !== undefined && a.scheme === b.scheme && registrableDomain(a.host) === registrableDomain(b.host);
}
