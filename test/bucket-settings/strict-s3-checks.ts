import { S3ServiceException } from '@aws-sdk/client-s3';
import type { CORSRule } from '@aws-sdk/client-s3';
import type { Statement } from '../../lib/bucket-settings/statement';
import { validateBucketCors } from '../../lib/contract/bucket-cors-validation';

const KNOWN = ['ID', 'AllowedOrigins', 'AllowedMethods', 'AllowedHeaders', 'ExposeHeaders', 'MaxAgeSeconds'];

/** S3's checks of PutBucketCors; the SDK drops members that it does not know. */
export function checkCors(configuration: unknown): CORSRule[] {
  const rules = structuredClone((configuration as { CORSRules?: CORSRule[] }).CORSRules ?? []);
  if (rules.some(({ MaxAgeSeconds }) => MaxAgeSeconds !== undefined && typeof MaxAgeSeconds !== 'number')) {
    throw new TypeError('the SDK cannot serialize a MaxAgeSeconds that is not a number');
  }
  const refusal = validateBucketCors(rules.map((rule) => ({
    id: rule.ID, allowedOrigins: rule.AllowedOrigins ?? [], allowedMethods: rule.AllowedMethods ?? [], allowedHeaders: rule.AllowedHeaders,
    exposeHeaders: rule.ExposeHeaders, maxAgeSeconds: rule.MaxAgeSeconds,
  })));
  if (refusal !== undefined) {
    throw failure(refusal.code, 400, refusal.message);
  }
  return rules.map((rule) => Object.fromEntries(Object.entries(rule).filter(([key]) => KNOWN.includes(key))) as unknown as CORSRule);
}

/** S3's checks of PutBucketPolicy. It keeps the text in a form of its own: here, keys in another order and lists of one as single values. */
export function checkPolicy(policy: unknown, bucket: string): string {
  const document = JSON.parse(String(policy)) as { Version?: string; Id?: string; Statement?: Statement | Statement[] };
  const statements = [document.Statement ?? []].flat();
  const sids = statements.flatMap(({ Sid }) => Sid ?? []);
  if (statements.length === 0 || new Set(sids).size < sids.length || !sids.every((sid) => /^[A-Za-z0-9]*$/.test(sid))) {
    throw failure('MalformedPolicy', 400, 'Policy has an invalid Sid, or no statement');
  }
  // A deleted user or role is shown by its id: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
  if (statements.some(({ Principal }) => /"A(ID|RO)A[A-Z0-9]+"/.test(JSON.stringify(Principal)))) {
    throw failure('MalformedPolicy', 400, 'Invalid principal in policy');
  }
  if (!statements.every(({ Resource }) => [Resource].flat().every((arn) => new RegExp(`^arn:aws:s3:::${bucket}(/|$)`).test(String(arn))))) {
    throw failure('MalformedPolicy', 400, 'Policy has invalid resource');
  }
  if (String(policy).length > 20_480) {
    throw failure('PolicyTooLarge', 400, 'Policy is too large');
  }
  return JSON.stringify({ ...document, Statement: statements.map(normalized) });
}

export function failure(name: string, status: number, message: string): S3ServiceException {
  return new S3ServiceException({ name, $fault: status < 500 ? 'client' : 'server', message, $metadata: { httpStatusCode: status } });
}

/** The same for everything that means the same in a policy. */
export function normalized(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.length === 1 ? normalized(value[0]) : value.map(normalized);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, normalized(member)]))
    : value;
}
