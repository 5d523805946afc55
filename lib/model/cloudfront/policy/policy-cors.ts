import { lowerCaseItems } from '../../http/message';
import type { HeaderMap, HttpRequest } from '../../http/message';
import type { Assumptions } from '../../assumptions';
import { remembering } from '../../remembering';
import { compileWildcard } from '../../patterns';
import { speaksTo } from './actual-request';
import type { AllowedRequests } from './actual-request';
import { parseOrigin } from './origin-pattern';
import type { OriginPattern } from './origin-pattern';
import type { CorsAnswer } from './vary';

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
  readonly allowed: AllowedRequests;
}

/** What a CORS block does for a response. */
export interface CorsEffect {
  readonly answer: CorsAnswer;
  /** Of what the policy lets through from the origin. */
  readonly drops: readonly string[];
  readonly sets: HeaderMap;
}

const NOTHING = { drops: [], sets: {} };

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html#understanding-response-headers-policies-cors
/** What the CORS block of a policy does to the headers of a response. */
export function answerOfCors(cors: CompiledCors, request: HttpRequest, headers: HeaderMap, assumptions: Assumptions): CorsEffect {
  const fromOrigin = cors.notRemoved.filter((name) => name in headers);
  if (fromOrigin.length > 0 && !cors.override) {
    // Same page: with OriginOverride false any CORS header of the origin keeps the whole block out (recorded: owf-options)
    return { answer: 'yields', ...NOTHING };
  }
  // "in responses to CORS requests": one without Origin is none (recorded with `*`: owf-get-no-origin-hit)
  const origin = request.headers.origin as string | undefined;
  const value = origin === undefined ? undefined : allowOrigin(cors, origin, assumptions);
  const speaks = value !== undefined && (request.method === 'OPTIONS' || speaksTo(cors.allowed, request, assumptions));
  if (!speaks) {
    return { answer: value === undefined ? 'silent' : 'withheld', sets: {}, drops: droppedUnanswered(fromOrigin, assumptions) };
  }
  const isPreflight = request.method === 'OPTIONS' && isPolicyPreflight(request, assumptions);
  const sets = corsHeaders(cors, value, request, isPreflight, assumptions);
  const drops = droppedNotSet(fromOrigin.filter((name) => !(name in sets)), isPreflight, assumptions);
  return { answer: value === '*' ? 'any' : 'echoed', sets, drops };
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
  if (cors.expose !== undefined) {
    headers['access-control-expose-headers'] = cors.expose;
  }
  return headers;
}

function allowHeadersValue(cors: CompiledCors, request: HttpRequest, assumptions: Assumptions): string {
  const requested = lowerCaseItems(request.headers['access-control-request-headers'] as string | undefined);
  const missing = requested.filter((name) => !cors.headers.includes(name));
  // Whether `*` is echoed decides nothing: browsers take both alike without credentials, and CloudFront refuses `*` with them
  // (aws/aws-cdk#35308)
  if (missing.length === 0 || cors.headers.includes('*')) {
    return cors.headers.join(', ');
  }
  const patterns = cors.headers.filter((name) => name.includes('*')).map(compileWildcard);
  const covered = missing.filter((name) => patterns.some((matches) => matches(name) !== 'no-match'));
  const echoed = covered.length > 0 && assumptions.choose('allow-headers-pattern-value') === 'echoed';
  return (echoed ? [...cors.headers.filter((name) => !name.includes('*')), ...covered] : cors.headers).join(', ');
}

// On an actual response browsers look at these three of the six only
const DECISIVE_ON_ACTUAL: ReadonlySet<string> = new Set([
  'access-control-allow-origin', 'access-control-allow-credentials', 'access-control-expose-headers',
]);

function droppedNotSet(names: readonly string[], isPreflight: boolean, assumptions: Assumptions): readonly string[] {
  const decisive = names.some((name) => isPreflight || DECISIVE_ON_ACTUAL.has(name));
  return decisive && assumptions.choose('override-and-headers-not-set') === 'removed' ? names : [];
}

function droppedUnanswered(fromOrigin: readonly string[], assumptions: Assumptions): readonly string[] {
  return fromOrigin.includes('access-control-allow-origin') && assumptions.choose('override-and-unlisted-origin') === 'removed' ? fromOrigin : [];
}
