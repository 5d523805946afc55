import { BUCKET_CORS_METHODS } from './bucket-cors-rule';
import type { BucketCorsRule } from './bucket-cors-rule';
import { isHeaderName } from './header-name';

/** What S3 answers to a CORS configuration it refuses. */
export interface BucketCorsRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const RULE_LIMIT = 100;

const MALFORMED: BucketCorsRefusal = {
  status: 400,
  code: 'MalformedXML',
  message: 'The XML you provided was not well-formed or did not validate against our published schema',
};

/**
 * Answers as PutBucketCors would: nothing when the rules are accepted, else the refusal.
 *
 * The order in which S3 looks for different mistakes is not recorded; here the schema comes first, then the number of rules,
 * then each rule from its origins to its exposed headers.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html
 */
export function validateBucketCors(rules: readonly BucketCorsRule[]): BucketCorsRefusal | undefined {
  if (rules.length === 0 || rules.some(breaksSchema)) {
    return MALFORMED;
  }
  if (rules.length > RULE_LIMIT) {
    return invalid(`The number of CORS rules should not exceed allowed limit of ${RULE_LIMIT} rules.`);
  }
  for (const rule of rules) {
    const refusal = refuseOrigins(rule) ?? refuseMethods(rule) ?? refuseAllowedHeaders(rule) ?? refuseExposedHeaders(rule);
    if (refusal) {
      return refusal;
    }
  }
  return undefined;
}

// A value from JSON or from another language may lack what the type promises.
function breaksSchema(rule: Partial<BucketCorsRule>): boolean {
  return !rule.allowedMethods?.length || !rule.allowedOrigins?.length
    || (rule.maxAgeSeconds !== undefined && !Number.isInteger(rule.maxAgeSeconds));
}

function refuseOrigins(rule: BucketCorsRule): BucketCorsRefusal | undefined {
  const offender = rule.allowedOrigins.find(hasTwoWildcards);
  return offender === undefined ? undefined : invalid(`AllowedOrigin "${offender}" can not have more than one wildcard.`);
}

function refuseMethods(rule: BucketCorsRule): BucketCorsRefusal | undefined {
  const offender = rule.allowedMethods.find((method) => !BUCKET_CORS_METHODS.includes(method));
  return offender === undefined
    ? undefined
    : invalid(`Found unsupported HTTP method in CORS config. Unsupported method is ${offender}`);
}

// Reported in 2016 and never contradicted by a recording: S3 does not look at the characters of an AllowedHeader.
function refuseAllowedHeaders(rule: BucketCorsRule): BucketCorsRefusal | undefined {
  const offender = rule.allowedHeaders?.find(hasTwoWildcards);
  return offender === undefined ? undefined : invalid(`AllowedHeader "${offender}" can not have more than one wildcard.`);
}

function refuseExposedHeaders(rule: BucketCorsRule): BucketCorsRefusal | undefined {
  for (const name of rule.exposeHeaders ?? []) {
    if (name.includes('*')) {
      return invalid(`ExposeHeader "${name}" contains wildcard. We currently do not support wildcard for ExposeHeader.`);
    }
    if (!isHeaderName(name)) {
      // S3 names the wrong element here: the text says AllowedHeader
      return invalid(`AllowedHeader "${name}" contains invalid character.`);
    }
  }
  return undefined;
}

function hasTwoWildcards(pattern: string): boolean {
  return pattern.indexOf('*') !== pattern.lastIndexOf('*');
}

function invalid(message: string): BucketCorsRefusal {
  return { status: 400, code: 'InvalidRequest', message };
}
