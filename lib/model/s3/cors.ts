import { BUCKET_CORS_METHODS } from '../../contract/bucket-cors-rule';
import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { isSymbolic } from '../../graph/types/symbolic-text';
import { lowerCaseItems, lowerCaseNames, wireCase } from '../http/message';
import type { HeaderMap, RefusalCause } from '../http/message';
import { DEFAULT_ASSUMPTIONS } from '../assumptions';
import type { Assumptions } from '../assumptions';
import { compileOnce, Undecided } from '../undecided';
import { compileWildcard } from '../patterns';
import type { WildcardMatch, WildcardMatcher } from '../patterns';

export { validateBucketCors } from '../../contract/bucket-cors-validation';
export type { BucketCorsRefusal } from '../../contract/bucket-cors-validation';

/** A bucket as far as CORS sees it: `rules` left out means no CORS configuration. */
export interface CorsBucket {
  readonly exists?: boolean;
  readonly rules?: readonly BucketCorsRule[];
}

/** A request to the bucket; `path` is the key with a leading slash, `/` the bucket itself. */
export interface BucketRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: HeaderMap;
}

/** The body of a refusal. */
export interface BucketCorsError {
  readonly code: string;
  readonly message: string;
  /** Tells apart what S3 gives one code. */
  readonly cause: RefusalCause;
  readonly method?: string;
  readonly resourceType?: 'BUCKET' | 'OBJECT';
}

/** What CORS contributes to the answer; without `status` it is the ordinary result of the request plus `headers`. */
export interface BucketCorsResult {
  readonly status?: number;
  readonly headers: HeaderMap;
  readonly error?: BucketCorsError;
  readonly matchedRule?: BucketCorsRule;
}

/**
 * Evaluates a bucket's CORS rules as Amazon S3 does, preflight or not.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
 */
export function evaluateBucketCors(
  bucket: CorsBucket, request: BucketRequest, assumptions: Assumptions = DEFAULT_ASSUMPTIONS,
): BucketCorsResult {
  const result = bucketCors(bucket, { ...request, headers: lowerCaseNames(request.headers) }, assumptions);
  return { ...result, headers: wireCase(result.headers) };
}

const NO_HEADERS: HeaderMap = {};
const NOT_DECIDED: BucketCorsResult = { headers: NO_HEADERS };
const METHODS: ReadonlySet<string> = new Set(BUCKET_CORS_METHODS);
const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';
const NO_RULE_MATCHES = 'CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method'
  + ' / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource\'s CORS spec.';

/** The evaluation on lower-case header names, for the rest of the model. */
// localstack test_s3_cors.py, validated against AWS: the order of these checks
export function bucketCors(bucket: CorsBucket, request: BucketRequest, assumptions: Assumptions): BucketCorsResult {
  const { headers } = request;
  const isOptions = request.method === 'OPTIONS';
  const origin = headers.origin as string | undefined;
  if (origin === undefined) {
    return isOptions ? refusal(400, { code: 'BadRequest', cause: 'origin-missing', message: 'Insufficient information. Origin request header needed.' }) : NOT_DECIDED;
  }
  const requestedMethod = headers['access-control-request-method'] as string | undefined;
  if (bucket.exists === false) {
    return isOptions ? forbidden('cors-bucket-not-found', 'CORSResponse: Bucket not found', requestedMethod, 'BUCKET') : NOT_DECIDED;
  }
  if (bucket.rules === undefined) {
    return isOptions ? forbidden('cors-not-enabled', 'CORSResponse: CORS is not enabled for this bucket.', requestedMethod, 'BUCKET') : NOT_DECIDED;
  }
  const requestedHeaders = lowerCaseItems(headers['access-control-request-headers'] as string | undefined);
  // S3 lets Access-Control-Request-Method replace the real method on any request, not only on a preflight
  const match = firstMatchingRule(compiled(bucket.rules), requestedMethod ?? request.method, origin, requestedHeaders, assumptions);
  if (match) {
    const answer = matchedHeaders(match, origin, requestedHeaders, assumptions);
    return { status: isOptions ? 200 : undefined, headers: answer, matchedRule: match.rule.source };
  }
  return isOptions ? noRuleMatches(request, requestedMethod, assumptions) : NOT_DECIDED;
}

function noRuleMatches(request: BucketRequest, requestedMethod: string | undefined, assumptions: Assumptions): BucketCorsResult {
  const valid = requestedMethod !== undefined && METHODS.has(requestedMethod);
  if (!valid && assumptions.choose('s3-preflight-method-invalid') === 'bad-request') {
    return refusal(400, { code: 'BadRequest', cause: 'request-method-invalid', message: `Invalid Access-Control-Request-Method: ${requestedMethod ?? 'null'}` });
  }
  return forbidden('cors-no-rule-matches', NO_RULE_MATCHES, requestedMethod, isBucketRoot(request.path) ? 'BUCKET' : 'OBJECT');
}

function isBucketRoot(path: string): boolean {
  return path === '' || path === '/' || path.startsWith('/?');
}

function forbidden(cause: RefusalCause, message: string, requestedMethod: string | undefined, resourceType: 'BUCKET' | 'OBJECT'): BucketCorsResult {
  return refusal(403, { code: 'AccessForbidden', cause, message, method: requestedMethod ?? 'OPTIONS', resourceType });
}

function refusal(status: number, error: BucketCorsError): BucketCorsResult {
  return { status, headers: NO_HEADERS, error };
}

interface CompiledRule {
  readonly source: BucketCorsRule;
  readonly methods: ReadonlySet<string>;
  readonly origins: readonly { readonly isAny: boolean; readonly matches: WildcardMatcher }[];
  readonly listsAny: boolean;
  /** An origin that is only decided at deployment. */
  readonly symbolicOrigin?: string;
  readonly headers: readonly WildcardMatcher[];
  readonly allowMethods: string;
  readonly exposeHeaders?: string;
}

interface RuleMatch {
  readonly rule: CompiledRule;
  /** Whether the first entry that matched the origin is the bare `*`. */
  readonly byAny: boolean;
}

const compiled = compileOnce((rules: readonly BucketCorsRule[]): readonly CompiledRule[] => rules.map(compileRule));

function compileRule(source: BucketCorsRule): CompiledRule {
  return {
    source,
    methods: new Set(source.allowedMethods),
    origins: source.allowedOrigins.map((origin) => ({ isAny: origin === '*', matches: compileWildcard(origin) })),
    listsAny: source.allowedOrigins.includes('*'),
    symbolicOrigin: source.allowedOrigins.find(isSymbolic),
    headers: (source.allowedHeaders ?? []).map((name) => compileWildcard(name.toLowerCase())),
    allowMethods: source.allowedMethods.join(', '),
    exposeHeaders: source.exposeHeaders?.length ? source.exposeHeaders.join(', ') : undefined,
  };
}

// PutBucketCors: "the first rule that matches" on origin, method and every requested header
function firstMatchingRule(
  rules: readonly CompiledRule[], method: string, origin: string, requestedHeaders: readonly string[], assumptions: Assumptions,
): RuleMatch | undefined {
  for (const rule of rules) {
    if (!rule.methods.has(method)) {
      continue;
    }
    const entry = rule.origins.find((candidate) => holds(candidate.matches(origin), assumptions));
    if (!entry && rule.symbolicOrigin === undefined) {
      continue;
    }
    if (requestedHeaders.every((name) => rule.headers.some((matches) => holds(matches(name), assumptions)))) {
      if (!entry) {
        throw new Undecided(`whether the allowed origin ${String(rule.symbolicOrigin)} is ${origin} is decided at deployment`);
      }
      return { rule, byAny: entry.isAny };
    }
  }
  return undefined;
}

function holds(match: WildcardMatch, assumptions: Assumptions): boolean {
  return match === 'match'
    || (match === 'match-if-empty' && assumptions.choose('s3-wildcard-matches-nothing') === 'matches-nothing-too');
}

// localstack snapshots: the same headers on a preflight and on an actual request
function matchedHeaders(match: RuleMatch, origin: string, requestedHeaders: readonly string[], assumptions: Assumptions): HeaderMap {
  const { rule } = match;
  const headers: Record<string, string> = {};
  if (answersAny(match, assumptions)) {
    headers['access-control-allow-origin'] = '*';
  } else {
    headers['access-control-allow-origin'] = origin;
    headers['access-control-allow-credentials'] = 'true';
  }
  headers['access-control-allow-methods'] = rule.allowMethods;
  if (requestedHeaders.length > 0) {
    headers['access-control-allow-headers'] = requestedHeaders.join(', ');
  }
  if (rule.exposeHeaders !== undefined) {
    headers['access-control-expose-headers'] = rule.exposeHeaders;
  }
  const maxAge = rule.source.maxAgeSeconds;
  if (maxAge !== undefined && (maxAge !== 0 || assumptions.choose('s3-max-age-zero') === 'sent')) {
    headers['access-control-max-age'] = String(maxAge);
  }
  headers.vary = VARY;
  return headers;
}

function answersAny({ rule, byAny }: RuleMatch, assumptions: Assumptions): boolean {
  return rule.listsAny && (byAny || assumptions.choose('s3-wildcard-among-origins') === 'wildcard-for-all');
}
