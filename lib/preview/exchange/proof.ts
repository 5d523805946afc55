import type { HttpRequest } from '../../model';
import type { ClientRequest } from '../../model/server';
import { credentialParts, dateOf } from '../s3/signature';
import type { Refusal, Verifier } from '../s3/signature';

/** What a request proves: that somebody of the account signed it, that its signature is wrong, or nothing. */
export type Proof = Pick<ClientRequest, 'authenticationError' | 'presigned'>;

const WEEK = 7 * 24 * 60 * 60;
const SKEW = 15 * 60 * 1000;
const UNSIGNED = 'UNSIGNED-PAYLOAD';

/** Checks the signature in the query or the headers of a request, as S3 does. */
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html and sig-v4-header-based-auth.html
export async function proofOf(request: HttpRequest, verifier: Verifier, now: number): Promise<Proof> {
  const query = valuesIn(request.query);
  if (query === undefined) {
    return refused(400, 'InvalidURI', 'Couldn\'t parse the specified URI.');
  }
  const inQuery = Object.keys(query).some((name) => name === 'X-Amz-Signature' || name === 'X-Amz-Credential' || name === 'X-Amz-Algorithm');
  const header = request.headers.authorization as string | undefined;
  if (inQuery && header !== undefined) {
    return refused(400, 'InvalidArgument', 'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified');
  }
  const refusal = inQuery
    ? await refusesQuery(request, query, verifier, now)
    : header === undefined
      ? undefined
      : await refusesHeader(request, query, header, verifier, now);
  return refusal ? { authenticationError: refusal } : inQuery || header !== undefined ? { presigned: true } : {};
}

function refused(status: number, code: string, message: string): { readonly authenticationError: Refusal } {
  return { authenticationError: { status, code, message } };
}

type Query = Readonly<Record<string, string>>;

function valuesIn(query: string): Query | undefined {
  const values: Record<string, string> = {};
  try {
    for (const pair of query.split('&').filter((text) => text !== '')) {
      const [name = '', ...value] = pair.split('=');
      values[decodeURIComponent(name)] = decodeURIComponent(value.join('='));
    }
    return values;
  } catch {
    return undefined;
  }
}

async function refusesQuery(request: HttpRequest, query: Query, verifier: Verifier, now: number): Promise<Refusal | undefined> {
  const { 'X-Amz-Signature': signature, ...signedQuery } = query;
  const { 'X-Amz-Algorithm': algorithm, 'X-Amz-Credential': credential, 'X-Amz-Date': date, 'X-Amz-SignedHeaders': names, 'X-Amz-Expires': expires } = query;
  const parts = credentialParts(credential ?? '');
  if (!signature || algorithm !== 'AWS4-HMAC-SHA256' || !parts || !date || !names || !expires || Number.isNaN(dateOf(date).getTime())) {
    return malformedQuery('Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.');
  }
  if (!/^\d+$/.test(expires) || Number(expires) < 1 || Number(expires) > WEEK) {
    return malformedQuery('X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds');
  }
  const age = now - dateOf(date).getTime();
  if (age > Number(expires) * 1000 || age < -SKEW) {
    return { status: 403, code: 'AccessDenied', message: age < 0 ? 'Request is not valid yet' : 'Request has expired' };
  }
  const payload = query['X-Amz-Content-Sha256'] ?? request.headers['x-amz-content-sha256'] as string | undefined ?? UNSIGNED;
  return unsignedHeaders(request, names.split(';')) ?? verifier.refusesRequest(request, signedQuery, { ...parts, date, signature }, names.split(';'), payload);
}

function malformedQuery(message: string): Refusal {
  return { status: 400, code: 'AuthorizationQueryParametersError', message };
}

// S3 lets nobody add a header of its own, such as an ACL, to what somebody else has signed
function unsignedHeaders({ headers }: HttpRequest, signed: readonly string[]): Refusal | undefined {
  const missing = !signed.includes('host') || Object.keys(headers).some((name) => name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !signed.includes(name));
  return missing ? { status: 403, code: 'AccessDenied', message: 'There were headers present in the request which were not signed' } : undefined;
}

async function refusesHeader(
  request: HttpRequest,
  query: Query,
  header: string,
  verifier: Verifier,
  now: number,
): Promise<Refusal | undefined> {
  if (!header.startsWith('AWS4-HMAC-SHA256')) {
    return { status: 400, code: 'InvalidArgument', message: 'Unsupported Authorization Type' };
  }
  const [, credential = '', names = '', signature = ''] =
    /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]+)\s*$/.exec(header) ?? [];
  const parts = credentialParts(credential);
  const date = (request.headers['x-amz-date'] as string | undefined) ?? '';
  const payload = request.headers['x-amz-content-sha256'] as string | undefined;
  if (!parts || Number.isNaN(dateOf(date).getTime())) {
    return {
      status: 400,
      code: 'AuthorizationHeaderMalformed',
      message: 'The authorization header is malformed; it needs Credential, SignedHeaders, Signature and the header x-amz-date.',
    };
  }
  if (payload === undefined) {
    return { status: 400, code: 'InvalidRequest', message: 'Missing required header for this request: x-amz-content-sha256' };
  }
  if (Math.abs(now - dateOf(date).getTime()) > SKEW) {
    return {
      status: 403,
      code: 'RequestTimeTooSkewed',
      message: 'The difference between the request time and the current time is too large.',
    };
  }
  return (
    unsignedHeaders(request, names.split(';')) ??
    verifier.refusesRequest(request, query, { ...parts, date, signature }, names.split(';'), payload)
  );
}
