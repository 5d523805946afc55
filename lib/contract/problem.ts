import { BEHAVIOR_PROBLEMS } from './problems/of-behaviors';
import { DELIVERY_PROBLEMS } from './problems/of-delivery';

/**
 * Everything that can be wrong with what a user writes, in one place: the code is public and never renamed,
 * `says` is what is wrong, `allowed` what would be right. `docs/errors.md` is generated from it.
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
  'list-expected': {
    says: 'not a list',
    allowed: 'a list, even of one item',
  },
  'string-expected': {
    says: 'not a string; an environment variable that is not set is undefined',
    allowed: 'a string',
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
    says: '"*" is listed together with other origins; what S3 answers then is undocumented',
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
    says: 'not an HTTP header name',
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
    says: 'the max age must be a whole number of seconds',
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
    says: 'not a value of Timing-Allow-Origin, which has no partial wildcards',
    allowed: 'exact origins, or "*" alone',
  },
  's3-json-syntax': {
    says: 'not valid JSON',
    allowed: 'a JSON array of S3 CORS rules, or {"CORSRules": [...]}',
  },
  's3-json-file': {
    says: 'the file cannot be read',
    allowed: 'the path of a readable file',
  },
  's3-json-shape': {
    says: 'not an S3 CORS rule',
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
  's3-json-several': {
    says: 'several rules make different promises for the same kind of request, which is more than one contract',
    allowed: 'one promise for GET and HEAD, and one for PUT and POST',
  },
  'too-many-rules': {
    says: 'the bucket gets more CORS rules than S3 takes',
    allowed: 'at most 100 rules per bucket',
  },
  ...DELIVERY_PROBLEMS,
  ...BEHAVIOR_PROBLEMS,
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
