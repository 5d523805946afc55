import { credentialParts, dateOf } from './signature';
import type { Refusal, Verifier } from './signature';

/** The fields of an upload form that come before the file; names in lower case. */
export type FormFields = ReadonlyMap<string, string>;

/** How many bytes a policy lets through. */
export interface AllowedLength {
  readonly least: number;
  readonly most: number;
}

/** S3 takes no more in one request. */
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
export const LARGEST_UPLOAD = 5 * 1024 ** 3;

/** What the policy of a form allows, or why it does not allow the form. */
export type PolicyDecision = { readonly refusal: Refusal } | { readonly length: AllowedLength };

/** Checks the signature of a form's policy and then the form against it, as S3 does. */
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
export async function decideForm(fields: FormFields, bucket: string, verifier: Verifier, now: number): Promise<PolicyDecision> {
  const encoded = fields.get('policy') ?? '';
  const parts = credentialParts(fields.get('x-amz-credential') ?? '');
  const date = fields.get('x-amz-date') ?? '';
  if (!parts || Number.isNaN(dateOf(date).getTime()) || fields.get('x-amz-algorithm') !== 'AWS4-HMAC-SHA256') {
    return refuse(400, 'InvalidArgument', 'Bucket POST must contain the fields policy, x-amz-algorithm, x-amz-credential, x-amz-date and x-amz-signature.');
  }
  const refusal = await verifier.refusesText(encoded, { ...parts, date, signature: fields.get('x-amz-signature') ?? '' });
  const policy = policyOf(encoded);
  if (refusal || !policy) {
    return refusal ? { refusal } : refuse(400, 'InvalidPolicyDocument', 'Invalid Policy: Invalid JSON.');
  }
  if (!(Date.parse(policy.expiration) > now)) {
    return refuse(403, 'AccessDenied', 'Invalid according to Policy: Policy expired.');
  }
  return decideConditions(policy.conditions, new Map([...fields, ['bucket', bucket]]));
}

function refuse(status: number, code: string, message: string): PolicyDecision {
  return { refusal: { status, code, message } };
}

interface Policy {
  readonly expiration: string;
  readonly conditions: readonly unknown[];
}

function policyOf(encoded: string): Policy | undefined {
  try {
    const { expiration, conditions } = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as Partial<Record<keyof Policy, unknown>>;
    return typeof expiration === 'string' && Array.isArray(conditions) ? { expiration, conditions } : undefined;
  } catch {
    return undefined;
  }
}

/** Fields that no condition needs to speak of. */
const FREE: ReadonlySet<string> = new Set(['policy', 'x-amz-signature', 'file', 'bucket']);

function decideConditions(conditions: readonly unknown[], fields: FormFields): PolicyDecision {
  const spokenOf = new Set(FREE);
  let length: AllowedLength = { least: 0, most: LARGEST_UPLOAD };
  for (const condition of conditions) {
    if (Array.isArray(condition) && condition[0] === 'content-length-range') {
      length = { least: Number(condition[1]), most: Math.min(Number(condition[2]), LARGEST_UPLOAD) };
      continue;
    }
    const match = matchOf(condition);
    if (!match || !holds(match, fields)) {
      return refuse(403, 'AccessDenied', `Invalid according to Policy: Policy Condition failed: ${JSON.stringify(condition)}`);
    }
    spokenOf.add(match.field);
  }
  const extra = [...fields.keys()].filter((name) => !spokenOf.has(name) && !name.startsWith('x-ignore-'));
  return extra.length > 0 ? refuse(403, 'AccessDenied', `Invalid according to Policy: Extra input fields: ${extra.join(', ')}`) : { length };
}

interface Match {
  readonly field: string;
  readonly operator: 'eq' | 'starts-with';
  readonly value: string;
}

function matchOf(condition: unknown): Match | undefined {
  if (Array.isArray(condition)) {
    const [operator, field, value] = condition as readonly unknown[];
    return (operator === 'eq' || operator === 'starts-with') && typeof field === 'string' && field.startsWith('$') && typeof value === 'string'
      ? { operator, field: field.slice(1).toLowerCase(), value }
      : undefined;
  }
  const [[field, value] = [], ...others] = Object.entries(condition ?? {}) as [string, unknown][];
  return field !== undefined && typeof value === 'string' && others.length === 0 ? { operator: 'eq', field: field.toLowerCase(), value } : undefined;
}

function holds({ field, operator, value }: Match, fields: FormFields): boolean {
  const actual = fields.get(field);
  if (operator === 'eq') {
    return actual === value;
  }
  // Content-Type may be a list, each item of which must begin so
  return actual !== undefined && (field === 'content-type' ? actual.split(',') : [actual]).every((item) => item.trimStart().startsWith(value));
}
