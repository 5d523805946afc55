import type { Assumptions } from '../../assumptions';
import { isCorsSafelistedRequestHeader, isForbiddenRequestHeader } from '../../browser/safelist';
import { wireCase } from '../../http/message';
import type { HttpRequest } from '../../http/message';
import { compileWildcard } from '../../patterns';

/** Which actual requests a CORS block takes for allowed. */
export interface AllowedRequests {
  readonly allowsMethod: (method: string) => boolean;
  /** The name is lower case. */
  readonly allowsHeader: (name: string) => boolean;
  /** It lists neither a header nor a method, as only AWS's own SimpleCORS can: of this one it is recorded that it looks at headers. */
  readonly isSimpleCors: boolean;
}

/** Compiles the two lists; header names are lower case. */
export function compileAllowedRequests(headers: readonly string[], methods: readonly string[]): AllowedRequests {
  const names = new Set(headers);
  const patterns = headers.filter((name) => name.includes('*') && name !== '*').map(compileWildcard);
  const listed = new Set(methods);
  return {
    // Without a list (SimpleCORS) those for which Fetch needs no permission
    allowsMethod: (method) => (listed.size === 0 ? SIMPLE_METHODS : listed).has(method),
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html: `*` stands for all but Authorization
    allowsHeader: (name) => names.has(name) || (names.has('*') && name !== 'authorization') || patterns.some((matches) => matches(name) !== 'no-match'),
    isSimpleCors: headers.length === 0 && methods.length === 0,
  };
}

const SIMPLE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);

// posit-dev/positron#16005: the same request with and without `priority`, at the same edge server, for the same kept object
/** Whether the block adds its headers to the response to this actual request. */
export function speaksTo(allowed: AllowedRequests, request: HttpRequest, assumptions: Assumptions): boolean {
  if (!allowed.allowsMethod(request.method) && assumptions.choose('allow-methods-on-actual-requests') === 'checked') {
    return false;
  }
  const uncovered = uncoveredHeaders(allowed, request);
  if (uncovered.length === 0) {
    return true;
  }
  if (allowed.isSimpleCors && uncovered.includes('priority')) {
    return false;
  }
  const needPermission = uncovered.some((name) => !isSimple(name, request.headers[name]));
  return assumptions.choose('allow-headers-on-actual-requests') === 'not-checked'
    || (!needPermission && assumptions.choose('simple-headers-on-actual-requests') === 'as-in-fetch');
}

function uncoveredHeaders(allowed: AllowedRequests, { headers }: HttpRequest): readonly string[] {
  return Object.keys(headers).filter((name) => !isHarmless(name) && !allowed.allowsHeader(name));
}

/** What of a request the block does not allow, in words. */
export function uncoveredIn(allowed: AllowedRequests, request: HttpRequest): string {
  const headers = Object.keys(wireCase(Object.fromEntries(uncoveredHeaders(allowed, request).map((name) => [name, '']))));
  return [...(allowed.allowsMethod(request.method) ? [] : [`the method ${request.method}`]), ...headers.map((name) => `the header ${name}`)].join(' and ');
}

// What browsers sent along in the recordings in which the headers arrived, and what every HTTP request has; Cookie, because otherwise no
// policy would ever have served a request with credentials
const HARMLESS: ReadonlySet<string> = new Set([
  'accept', 'accept-encoding', 'accept-language', 'connection', 'content-length', 'cookie', 'host', 'origin', 'referer', 'user-agent',
]);

function isHarmless(name: string): boolean {
  return HARMLESS.has(name) || name.startsWith('sec-fetch-') || name.startsWith('sec-ch-ua');
}

// https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS#simple_requests, to which the page on managed policies links
function isSimple(name: string, value: string): boolean {
  return isForbiddenRequestHeader(name, value) || isCorsSafelistedRequestHeader(name, value);
}
