import { lowerCaseItems } from '../http/message';
import type { HeaderMap, HttpRequest } from '../http/message';
import type { Assumptions } from '../assumptions';
import { remembering } from '../remembering';
import { compileWildcard } from '../patterns';
import { parseOrigin } from './origin-pattern';
import type { OriginPattern } from './origin-pattern';

/** The CORS block of a policy, ready for use. */
export interface CompiledCors {
  readonly allowsAnyOrigin: boolean;
  readonly origins: readonly OriginPattern[];
  /** Lower case. */
  readonly headers: readonly string[];
  readonly methods: string;
  readonly credentials: boolean;
  readonly expose?: string;
  readonly maxAge?: string;
  readonly override: boolean;
  /** The CORS response headers that the policy lets through from the origin. */
  readonly notRemoved: readonly string[];
  /** CORS-With-Preflight of AWS, whose page contradicts the field's description. */
  readonly exposesOnPreflightOnly: boolean;
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html#understanding-response-headers-policies-cors
/** Adds a policy's CORS headers to a response; true when the request's origin was echoed. */
export function addCorsHeaders(cors: CompiledCors, request: HttpRequest, headers: Record<string, string>, assumptions: Assumptions): boolean {
  const origin = request.headers.origin as string | undefined;
  if (origin === undefined) {
    // "in HTTP responses for CORS requests": a request without Origin is none
    if (cors.allowsAnyOrigin && assumptions.choose('policy-without-origin') === 'wildcard-always') {
      merge({ 'access-control-allow-origin': '*' }, cors, headers, false, assumptions);
    }
    return false;
  }
  const value = allowOrigin(cors, origin, assumptions);
  if (value === undefined) {
    leaveUnlisted(cors, headers, assumptions);
    return false;
  }
  const isPreflight = request.method === 'OPTIONS' && isPolicyPreflight(request, assumptions);
  merge(corsHeaders(cors, value, request, isPreflight, assumptions), cors, headers, isPreflight, assumptions);
  return value !== '*';
}

function allowOrigin(cors: CompiledCors, origin: string, assumptions: Assumptions): string | undefined {
  if (cors.allowsAnyOrigin) {
    return cors.credentials && assumptions.choose('policy-wildcard-with-credentials') === 'echoed' ? origin : '*';
  }
  const parsed = parsedOrigin(origin);
  return cors.origins.some((matches) => matches(parsed, assumptions)) ? origin : undefined;
}

const parsedOrigin = remembering(parseOrigin);

function isPolicyPreflight(request: HttpRequest, assumptions: Assumptions): boolean {
  return request.headers['access-control-request-method'] as string | undefined !== undefined
    || assumptions.choose('policy-preflight-needs-method') === 'any-options';
}

// Allow-Methods, -Headers and Max-Age go on preflights only, the other three on every CORS response (per-field wording of the same page)
function corsHeaders(cors: CompiledCors, origin: string, request: HttpRequest, isPreflight: boolean, assumptions: Assumptions): HeaderMap {
  const headers: Record<string, string> = { 'access-control-allow-origin': origin };
  if (cors.credentials) {
    // "false" is never sent: the header is left out
    headers['access-control-allow-credentials'] = 'true';
  }
  if (isPreflight) {
    headers['access-control-allow-methods'] = cors.methods;
    const allowHeaders = allowHeadersValue(cors, request, assumptions);
    if (allowHeaders !== '') {
      headers['access-control-allow-headers'] = allowHeaders;
    }
    if (cors.maxAge !== undefined) {
      headers['access-control-max-age'] = cors.maxAge;
    }
  }
  if (cors.expose !== undefined && exposes(cors, isPreflight, assumptions)) {
    headers['access-control-expose-headers'] = cors.expose;
  }
  return headers;
}

function exposes(cors: CompiledCors, isPreflight: boolean, assumptions: Assumptions): boolean {
  return !cors.exposesOnPreflightOnly || isPreflight || assumptions.choose('managed-preflight-expose-headers') === 'every-cors-response';
}

function allowHeadersValue(cors: CompiledCors, request: HttpRequest, assumptions: Assumptions): string {
  const requested = lowerCaseItems(request.headers['access-control-request-headers'] as string | undefined);
  const missing = requested.filter((name) => !cors.headers.includes(name));
  if (missing.length === 0) {
    return cors.headers.join(', ');
  }
  // What is sent for `*` matters only where credentials are allowed: without them browsers take `*` and an echo alike
  if (cors.headers.includes('*')) {
    return cors.credentials && assumptions.choose('allow-headers-wildcard-value') === 'echoed'
      ? requested.filter((name) => name !== 'authorization' || cors.headers.includes(name)).join(', ')
      : cors.headers.join(', ');
  }
  const patterns = cors.headers.filter((name) => name.includes('*')).map(compileWildcard);
  const covered = missing.filter((name) => patterns.some((matches) => matches(name) !== 'no-match'));
  const echoed = covered.length > 0 && assumptions.choose('allow-headers-pattern-value') === 'echoed';
  return (echoed ? [...cors.headers.filter((name) => !name.includes('*')), ...covered] : cors.headers).join(', ');
}

// OriginOverride: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyCorsConfig.html
function merge(added: HeaderMap, cors: CompiledCors, headers: Record<string, string>, isPreflight: boolean, assumptions: Assumptions): void {
  const fromOrigin = cors.notRemoved.filter((name) => name in headers);
  if (fromOrigin.length === 0) {
    Object.assign(headers, added);
  } else if (cors.override) {
    removeNotSet(fromOrigin.filter((name) => !(name in added)), headers, isPreflight, assumptions);
    Object.assign(headers, added);
  } else {
    const absent = Object.keys(added).filter((name) => !(name in headers));
    if (absent.length > 0 && assumptions.choose('override-off-scope') === 'per-header') {
      absent.forEach((name) => { headers[name] = added[name]; });
    }
  }
}

// On an actual response browsers look at these three of the six only
const DECISIVE_ON_ACTUAL: ReadonlySet<string> = new Set([
  'access-control-allow-origin', 'access-control-allow-credentials', 'access-control-expose-headers',
]);

function removeNotSet(names: readonly string[], headers: Record<string, string>, isPreflight: boolean, assumptions: Assumptions): void {
  const decisive = names.some((name) => isPreflight || DECISIVE_ON_ACTUAL.has(name));
  if (decisive && assumptions.choose('override-and-headers-not-set') === 'removed') {
    removeAll(names, headers);
  }
}

function leaveUnlisted(cors: CompiledCors, headers: Record<string, string>, assumptions: Assumptions): void {
  const present = cors.notRemoved.filter((name) => name in headers);
  if (cors.override && present.includes('access-control-allow-origin') && assumptions.choose('override-and-unlisted-origin') === 'removed') {
    removeAll(present, headers);
  }
}

function removeAll(names: readonly string[], headers: Record<string, string>): void {
  for (const name of names) {
    Reflect.deleteProperty(headers, name);
  }
}
