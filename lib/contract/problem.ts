/**
 * Everything that can be wrong with what a user writes, in one place: the code is public and never renamed,
 * `says` is what is wrong, `allowed` what would be right. The error table of the README is generated from it.
 */
export const PROBLEMS = {
  'contract-missing': {
    says: 'no contract is given',
    allowed: 'exactly one of allowedOrigins, contract, corsPolicy',
  },
  'contract-twice': {
    says: 'the contract is given twice',
    allowed: 'either allowedOrigins with its companions, or contract, or corsPolicy',
  },
  'origins-empty': {
    says: 'the list of origins is empty, and S3 and CloudFront both refuse an empty list',
    allowed: 'at least one origin',
  },
  'origin-null': {
    says: 'the origin "null" is what sandboxed frames, data: URLs and local files of anybody send, so allowing it allows everyone',
    allowed: 'scheme://host[:port]',
  },
  'origin-scheme-missing': {
    says: 'the origin has no scheme, and browsers always send one',
    allowed: 'https://host[:port] or http://host[:port]',
  },
  'origin-scheme-unsupported': {
    says: 'the origin is neither http nor https, and what CloudFront does with other schemes is undocumented',
    allowed: 'https://host[:port] or http://host[:port]',
  },
  'origin-trailing-slash': {
    says: 'the origin ends with a slash; browsers send none, so S3 never matches it and CloudFront refuses it',
    allowed: 'scheme://host[:port]',
  },
  'origin-path': {
    says: 'the origin has a path, a query or a fragment; browsers send none',
    allowed: 'scheme://host[:port]',
  },
  'origin-user-info': {
    says: 'the origin has a user name or password; browsers never send them',
    allowed: 'scheme://host[:port]',
  },
  'origin-host': {
    says: 'the origin has no valid host name',
    allowed: 'a host name or IP address after the scheme',
  },
  'origin-port': {
    says: 'the origin has no valid port',
    allowed: 'a number from 1 to 65535, or one "*" among its digits',
  },
  'origin-two-wildcards': {
    says: 'the origin has more than one "*", and S3 refuses a second one',
    allowed: 'one "*": as the leftmost label (https://*.example.com) or in the port (http://localhost:*)',
  },
  'origin-wildcard-place': {
    says: 'the origin has its "*" where CloudFront refuses it',
    allowed: '"*" alone, as the whole leftmost label (https://*.example.com), or in the port (http://localhost:*)',
  },
  'origin-any-mixed': {
    says: '"*" stands beside other origins; what S3 answers then is undocumented',
    allowed: '"*" alone, or a list without it',
  },
  'credentials-any-origin': {
    says: 'credentials are allowed for every origin, and browsers refuse "*" together with credentials',
    allowed: 'named origins (https://*.example.com is fine)',
  },
  'credentials-header-wildcard': {
    says: 'a header list with "*" together with credentials: CloudFront refuses it, and browsers take the "*" literally',
    allowed: 'header names',
  },
  'headers-empty': {
    says: 'the list of headers is empty, and CloudFront refuses an empty list',
    allowed: 'header names or "*"',
  },
  'header-name': {
    says: 'this is no HTTP header name',
    allowed: 'letters, digits and !#$%&\'*+-.^_`|~',
  },
  'header-two-wildcards': {
    says: 'the header has more than one "*", and S3 and CloudFront refuse a second one',
    allowed: 'at most one "*"',
  },
  'header-partial-wildcard': {
    says: 'a partial wildcard for reading; what CloudFront then sends to browsers is undocumented',
    allowed: 'full header names, or "*" alone (uploads do allow partial wildcards)',
  },
  'exposed-header-wildcard': {
    says: 'an exposed header with "*", and S3 refuses it',
    allowed: 'full header names',
  },
  'max-age': {
    says: 'the max age is no whole number of seconds that S3 and CloudFront take',
    allowed: '0 to 2147483647 seconds',
  },
  'transport-security-age': {
    says: 'browsers read the max-age of Strict-Transport-Security as a whole number of seconds, and this is not one that CloudFront takes',
    allowed: '0 to 2147483647 seconds',
  },
  'timing-origins-empty': {
    says: 'the list of timing origins is empty, so no Timing-Allow-Origin could be written',
    allowed: 'at least one origin, or no list',
  },
  'timing-origin': {
    says: 'this is no value of Timing-Allow-Origin, which knows no partial wildcards',
    allowed: 'exact origins, or "*" alone',
  },
  's3-json-syntax': {
    says: 'this is no JSON',
    allowed: 'a JSON array of S3 CORS rules, or {"CORSRules": [...]}',
  },
  's3-json-file': {
    says: 'the file cannot be read',
    allowed: 'the path of a readable file',
  },
  's3-json-shape': {
    says: 'this is no S3 CORS rule',
    allowed: 'AllowedOrigins, AllowedMethods, AllowedHeaders, ExposeHeaders (lists of strings), MaxAgeSeconds (a number), ID (a string)',
  },
  's3-refuses': {
    says: 'S3 refuses these rules',
    allowed: 'rules that PutBucketCors accepts',
  },
  's3-json-no-read': {
    says: 'no rule allows GET or HEAD, so there is nothing to read through CloudFront',
    allowed: 'one rule with GET or HEAD',
  },
  's3-json-delete': {
    says: 'a rule allows DELETE, which this library does not promise to pages',
    allowed: 'GET, HEAD, PUT, POST',
  },
  's3-json-several': {
    says: 'several rules make different promises for the same kind of request, which is more than one contract',
    allowed: 'one promise for GET and HEAD, and one for PUT and POST',
  },
  'too-many-rules': {
    says: 'the bucket gets more CORS rules than S3 takes',
    allowed: 'at most 100 rules a bucket',
  },
  'domain-without-certificate': {
    says: 'domain names are given without a certificate, and CloudFront refuses that',
    allowed: 'domainNames together with certificate',
  },
  'certificate-without-domain': {
    says: 'a certificate or hosted zone is given without domain names, so it would have no effect',
    allowed: 'domainNames together with certificate and, if wanted, hostedZone',
  },
  'certificate-region': {
    says: 'the certificate is in a region that CloudFront does not read',
    allowed: 'a certificate in us-east-1',
  },
  'domain-outside-zone': {
    says: 'the domain name is not inside the hosted zone',
    allowed: 'the zone\'s own name or a name below it',
  },
  'records-of-unknown-names': {
    says: 'records are wanted for a list of domain names that is known only when it is deployed, so nobody can tell how many',
    allowed: 'hostedZone together with domainNames written out (each name may be a deploy-time value)',
  },
  'tls-without-domain': {
    says: 'a minimum TLS version is given without a custom domain; CloudFront would drop it silently',
    allowed: 'minimumProtocolVersion together with domainNames and certificate',
  },
  'bucket-option': {
    says: 'this option shapes the bucket that the construct would make, but an existing bucket is given',
    allowed: 'this option without `bucket`, or `bucket` without this option',
  },
  'policy-option': {
    says: 'this option shapes the response headers policy that the construct would make, but corsPolicy is given',
    allowed: 'this option on the CorsPolicy itself',
  },
  'failover-same-bucket': {
    says: 'the bucket that should answer when the first does not is the first',
    allowed: 'another bucket, best in another region',
  },
  'failover-status': {
    says: 'CloudFront does not fail over for this status',
    allowed: '400, 403, 404, 416, 500, 502, 503, 504',
  },
  'failover-without-bucket': {
    says: 'statuses are given, and no bucket that would answer then',
    allowed: 'failoverStatusCodes together with failoverBucket',
  },
  'distribution-imported': {
    says: 'the distribution is imported, so nothing here can change its behaviors',
    allowed: 'a distribution that this app makes',
  },
  'behavior-unknown': {
    says: 'the distribution has no behavior for this path',
    allowed: 'the path of a behavior that was added before, or a new path with its bucket',
  },
  'behavior-bucket': {
    says: 'a bucket makes a new path, and this is not a new path',
    allowed: 'bucket together with a path pattern that the distribution does not have',
  },
  'behavior-writes': {
    says: 'the behavior allows methods that write; S3 behind CloudFront answers none of them, and they are not part of a contract for reading',
    allowed: 'GET, HEAD, OPTIONS',
  },
  'behavior-origin': {
    says: 'the behavior reads something other than the REST endpoint of a bucket, so no CORS rule of a bucket answers for it',
    allowed: 'a bucket as the origin: not a website endpoint, not a server',
  },
  'behavior-headers-policy': {
    says: 'the behavior has a response headers policy already, and CloudFront takes one',
    allowed: 'a behavior without one, or with the managed policies SimpleCORS or CORS-With-Preflight, which the contract replaces',
  },
  'behavior-option': {
    says: 'the behavior has this option already',
    allowed: 'the option in one place',
  },
  'behavior-contract-twice': {
    says: 'the behavior has a contract already',
    allowed: 'one CorsAssetBehavior for each behavior',
  },
  'cache-ttl': {
    says: 'the duration is not a whole number of seconds, and CloudFront takes no other',
    allowed: 'whole seconds',
  },
  'cache-ttl-zero': {
    says: 'nothing may be kept, and CloudFront refuses such a policy together with compression',
    allowed: 'a maxTtl of at least a second, or AssetCache.DISABLED',
  },
  'cache-ttl-order': {
    says: 'the durations contradict each other, and CloudFront refuses that',
    allowed: 'minTtl <= ttl <= maxTtl',
  },
  'cache-query-string': {
    says: 'not the name of a query string as it is in a URL',
    allowed: 'a name without =, & and spaces, percent-encoded where needed',
  },
  'cache-query-string-of-s3': {
    says: 'S3 acts on this query string, and CloudFront signs what it forwards: whoever writes the URL would change the answer',
    allowed: 'names that mean something to your files only',
  },
  'cache-query-strings-quota': {
    says: 'more query strings than a cache policy takes',
    allowed: 'at most 10 names, 1024 characters in all',
  },
  'routing-page': {
    says: 'no object can have this key',
    allowed: 'the key of a page, such as index.html or app/index.html',
  },
  'routing-index': {
    says: 'no object in a folder can have this name',
    allowed: 'a name without slashes, such as index.html',
  },
  'vary-header': {
    says: 'not a header that a response can vary by; with "*" no cache could keep anything',
    allowed: 'names of request headers',
  },
  'function-event-twice': {
    says: 'the behavior has two functions for one event, and CloudFront takes one',
    allowed: 'one function for each event; routing is one for viewer-request, vary one for viewer-response',
  },
  'function-kinds-mixed': {
    says: 'CloudFront functions and Lambda@Edge functions for viewer events stand in one behavior, and CloudFront refuses that',
    allowed: 'one kind for viewer-request and viewer-response; Lambda@Edge for origin-request and origin-response',
  },
  'edge-lambda-body': {
    says: 'only requests have a body that a Lambda@Edge function could see',
    allowed: 'includeBody for viewer-request and origin-request',
  },
  'missing-file-needs-root-object': {
    says: 'answering 404 for missing files needs s3:ListBucket, and without a default root object `GET /` would then list the bucket',
    allowed: 'missingFileStatus together with defaultRootObject',
  },
  'default-root-object': {
    says: 'the default root object is empty or starts with a slash, and CloudFront then finds no object',
    allowed: 'an object key such as index.html',
  },
  'path-pattern': {
    says: 'the path pattern is empty, or is "*", which is the default behavior\'s',
    allowed: 'a CloudFront path pattern such as fonts/*',
  },
  'path-pattern-twice': {
    says: 'two paths have the same pattern, and CloudFront refuses that',
    allowed: 'each pattern once',
  },
  'upload-key-prefix': {
    says: 'the upload prefix is empty, which is the whole bucket, or starts with a slash or has a wildcard, so no uploaded key would match it',
    allowed: 'a key prefix such as uploads/',
  },
  'upload-prefix-without-uploads': {
    says: 'there is an upload prefix, and neither this construct nor one of its paths promises uploads, so nobody could upload there',
    allowed: '`uploads`, or no prefix',
  },
  'upload-without-contract': {
    says: 'this construct promises no uploads',
    allowed: 'a construct with `uploads`',
  },
  'web-acl-scope': {
    says: 'the web ACL is regional, and CloudFront takes only global ones',
    allowed: 'the ARN of a web ACL of scope CLOUDFRONT (…:global/webacl/…)',
  },
  'access-logs-region': {
    says: 'CloudFront\'s log delivery can only be set up in us-east-1',
    allowed: 'accessLogs in a us-east-1 stack, or the construct AssetAccessLogs in a us-east-1 stack of the same app',
  },
  'settings-of-own-bucket': {
    says: 'this app makes the bucket, so CloudFormation already sets its CORS rules and its policy',
    allowed: 'applyBucketSettings() for imported buckets',
  },
  'settings-applied-twice': {
    says: 'the settings of the imported buckets are applied twice',
    allowed: 'one call of applyBucketSettings()',
  },
  'settings-of-other-account': {
    says: 'the bucket belongs to another account, and S3 lets only its own account write its policy',
    allowed: 'a bucket of the account of the stack',
  },
  'settings-without-assets': {
    says: 'the code of the function that applies the settings is an asset, and the BootstraplessSynthesizer takes no assets',
    allowed: 'a stack whose synthesizer takes assets',
  },
  'sources-empty': {
    says: 'there are no sources to deploy',
    allowed: 'at least one source, such as Source.asset("dist")',
  },
} as const;

/** The stable code of one kind of mistake. */
export type ProblemCode = keyof typeof PROBLEMS;

/** One mistake at one place. */
export interface Problem {
  readonly code: ProblemCode;
  /** Where: the property's path, such as `allowedOrigins[1]`. */
  readonly path: string;
  /** The value as it came in. */
  readonly got: unknown;
  /** What to write instead. */
  readonly write: string;
}

const LONGEST_QUOTE = 300;

/** A problem in one sentence each for what, where, the value, what is allowed and what to write. */
export function describeProblem(problem: Problem): string {
  const { says, allowed } = PROBLEMS[problem.code];
  const got = problem.got === undefined ? '' : ` (got ${quote(problem.got)})`;
  return `[${problem.code}] ${problem.path}${got}: ${says}. Allowed: ${allowed}. Write instead: ${problem.write}.`;
}

/** The value in a line of its own language; of a long one, so much that a reader finds it. */
function quote(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}

/** Collects what is wrong while a value is parsed, so that a user sees every mistake at once. */
export class Problems {
  readonly all: Problem[] = [];

  add(code: ProblemCode, path: string, got: unknown, write: string): void {
    this.all.push({ code, path, got, write });
  }
}
