import type { ProblemCode } from './problem';

/** Why a text is not a web origin, and what to write. */
export interface OriginProblem {
  readonly code: ProblemCode;
  readonly write: string;
}

const DEFAULT_PORT: Readonly<Record<string, string>> = { http: '80', https: '443' };
const EXAMPLE = '"https://app.example.com"';

// What is left of a host after URL parsing, which also lets pass what no name server knows: quotes, commas, empty labels.
const HOST = /^(?:\[[\da-f:.]+\]|(?:[\w-]+\.)*[\w-]+\.?)$/;

/**
 * A web origin as browsers send it in `Origin`, or a pattern of origins that S3 and CloudFront both take:
 * `*`, one `*` as the leftmost label, or one `*` in the port.
 */
export interface WebOrigin {
  /** The origin as browsers send it. */
  readonly value: string;
  /** `unresolved` is a deploy-time value that cannot be looked at. */
  readonly kind: 'exact' | 'pattern' | 'any' | 'unresolved';
}

// Their pages have an opaque origin and send "null": https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-opaque
const OPAQUE = /^(about|blob|data|file|javascript):/i;

/**
 * Reads an origin of pages that talk to S3 itself, which compares texts: apps send `capacitor://localhost` or `app://obsidian.md`, extensions
 * `chrome-extension://id`. One `*` may stand anywhere in it.
 */
export function parseAppOrigin(input: unknown): WebOrigin | OriginProblem {
  const text = typeof input === 'string' ? input.trim() : '';
  const [, scheme = '', authority = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(text) ?? [];
  if (scheme === '' || Object.hasOwn(DEFAULT_PORT, scheme.toLowerCase())) {
    return parseWebOrigin(input);
  }
  if (OPAQUE.test(text)) {
    return problem('origin-null', EXAMPLE);
  }
  if (rest !== '') {
    return problem(rest === '/' ? 'origin-trailing-slash' : 'origin-path', JSON.stringify(`${scheme}://${authority}`));
  }
  if (authority.split('*').length > 2) {
    return problem('origin-two-wildcards', JSON.stringify(`${scheme}://*`));
  }
  if (!/^[\w.*-]+(:\d{1,5})?$/.test(authority)) {
    return problem('origin-host', '"capacitor://localhost"');
  }
  return { value: `${scheme.toLowerCase()}://${authority}`, kind: authority.includes('*') ? 'pattern' : 'exact' };
}

/** Reads an origin; host case, default ports and international names are brought to the form that browsers send. */
export function parseWebOrigin(input: unknown): WebOrigin | OriginProblem {
  if (typeof input !== 'string') {
    return problem('string-expected', EXAMPLE);
  }
  const text = input.trim();
  if (text === '*') {
    return { value: '*', kind: 'any' };
  }
  if (text.toLowerCase() === 'null') {
    return problem('origin-null', EXAMPLE);
  }
  const [, scheme, authority = '', rest] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#]*)(.*)$/is.exec(text) ?? [];
  if (scheme === undefined) {
    return problem('origin-scheme-missing', fix(`https://${authority}`));
  }
  if (!Object.hasOwn(DEFAULT_PORT, scheme.toLowerCase())) {
    return problem('origin-scheme-unsupported', EXAMPLE);
  }
  if (rest !== '') {
    return problem(rest === '/' ? 'origin-trailing-slash' : 'origin-path', fix(`${scheme}://${authority}`));
  }
  return parseAuthority(scheme.toLowerCase(), authority);
}

function parseAuthority(scheme: string, authority: string): WebOrigin | OriginProblem {
  if (authority.includes('@')) {
    return problem('origin-user-info', fix(`${scheme}://${authority.slice(authority.lastIndexOf('@') + 1)}`));
  }
  if (authority.split('*').length > 2) {
    return problem('origin-two-wildcards', '"https://*.example.com"');
  }
  const [, hostText = '', portText] = /^(\[[^\]]*\]|[^:[]*)(?::(.*))?$/s.exec(authority) ?? [];
  const port = parsePort(scheme, portText);
  if (port === undefined) {
    return problem('origin-port', fix(`${scheme}://${hostText}`));
  }
  const host = parseHost(hostText);
  if (typeof host !== 'string') {
    return host;
  }
  const value = `${scheme}://${host}${port}`;
  return { value, kind: value.includes('*') ? 'pattern' : 'exact' };
}

/** `:port` as browsers send it: nothing for the scheme's default. Port wildcards: CloudFront "What's new" 2023-03-20. */
function parsePort(scheme: string, text: string | undefined): string | undefined {
  if (text === undefined || text === '') {
    return text === undefined ? '' : undefined;
  }
  if (/^[\d*]{1,6}$/.test(text) && text.includes('*')) {
    return `:${text}`;
  }
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port >= 1 && port <= 65535)) {
    return undefined;
  }
  return String(port) === DEFAULT_PORT[scheme] ? '' : `:${port}`;
}

/** CloudFront takes a wildcard only as the whole leftmost label: Developer Guide, understanding-response-headers-policies. */
function parseHost(text: string): string | OriginProblem {
  const wildcard = text.startsWith('*.') ? '*.' : '';
  const rest = text.slice(wildcard.length);
  if (rest.includes('*')) {
    return problem('origin-wildcard-place', '"https://*.example.com"');
  }
  const host = /[\s%\\]/.test(rest) ? undefined : canonicalHost(rest);
  if (host === undefined || (wildcard !== '' && /^\[|^[\d.]+$/.test(host))) {
    return problem('origin-host', EXAMPLE);
  }
  return wildcard + host;
}

// Lower-case names that end in a letter are as browsers write them, unless they hold Punycode; the URL parser takes its time
const PLAIN_HOST = /^(?!.*xn--)(?:[a-z0-9-]+\.)*[a-z][a-z0-9-]*$/;

function canonicalHost(text: string): string | undefined {
  if (PLAIN_HOST.test(text)) {
    return HOST.test(text) ? text : undefined;
  }
  const host = URL.canParse(`http://${text}`) ? new URL(`http://${text}`).hostname : '';
  return HOST.test(host) ? host : undefined;
}

/** What is probably meant, when that is an origin. */
function fix(guess: string): string {
  const origin = parseWebOrigin(guess);
  return 'code' in origin ? EXAMPLE : JSON.stringify(origin.value);
}

function problem(code: ProblemCode, write: string): OriginProblem {
  return { code, write };
}
