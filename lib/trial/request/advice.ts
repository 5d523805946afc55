/** What to change so that a blocked request works, told from what was on the wire and from what the templates say. */
import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { valueOr } from '../../graph/types/known';
import type { Bucket } from '../../graph/types';
import { answerClient, newSimulation } from '../../model';
import type { HttpResponse, WireExchange } from '../../model';
import { targetOf } from '../../model/http/target';
import { compileWildcard } from '../../model/patterns';
import { answerTo } from '../../model/undecided';
import { askedBy, placeOf } from './blocked-request';
import type { Asked, AskedPlace, BlockedRequest } from './blocked-request';
import { browserAdvice } from './browser-advice';
import { listed } from './policy-advice';

// A custom Vary does not arrive beside a CORS block, and a block that speaks to every page needs none
const BROWSER_COPY = 'The browser reuses a copy that it once got without permission. Attach a response headers policy whose CORS block has OriginOverride and speaks to this page; '
  + 'without a CORS block, let the policy set Vary: Origin on every response, by a custom header with Override.';

/** One sentence or two; nothing when the messages do not tell. */
export function adviceFor(blocked: BlockedRequest): string | undefined {
  // A message to S3 is answered before the one that it was asked for
  const [front, before] = blocked.messages.slice(-2).reverse() as (WireExchange | undefined)[];
  const asked = front && askedBy(front);
  if (blocked.step === 'response' && (asked === undefined || asked.isPreflight)) {
    return BROWSER_COPY;
  }
  if (front === undefined || asked === undefined) {
    return undefined;
  }
  const inner = before?.between === 'CloudFront and S3' ? before : undefined;
  const place = placeOf(blocked, front);
  return (
    functionAdvice(asked, front) ?? refusalAdvice(blocked, place, asked, front) ?? browserAdvice(blocked, place, asked, { front, inner })
  );
}

/** A function that answers by itself decides before any setting does. */
function functionAdvice({ isPreflight }: Asked, { response: { body, status } }: WireExchange): string | undefined {
  if (body !== 'generated' || status < 300) {
    return undefined;
  }
  return isPreflight ? `A function at the edge answers the preflight by itself with ${String(status)}. Let it return OPTIONS requests unchanged: they carry nothing that shows who asks.`
    : `A function at the edge answers this request by itself with ${String(status)}. Send what it wants to see (a cookie needs credentials), or let it spare the files that pages on other origins load.`;
}

function refusalAdvice(
  blocked: BlockedRequest,
  { bucket }: AskedPlace,
  asked: Asked,
  { response: { error } }: WireExchange,
): string | undefined {
  switch (error?.cause) {
    case 'kms-key-denied':
      return "Let CloudFront use the bucket's KMS key: kms:Decrypt for cloudfront.amazonaws.com in the key's policy, for this distribution.";
    case 'cors-not-enabled':
      return `Give the bucket a CORS rule that allows ${together(asked)}. S3 answers preflights by it; CloudFront cannot.`;
    case 'cors-no-rule-matches':
      return noRuleAdvice(bucket, asked);
    case 'origin-missing':
    case 'request-method-invalid':
      return 'CloudFront does not forward what S3 needs to answer a preflight: attach the origin request policy CORS-S3Origin to the behavior.';
    case 'cors-bucket-not-found':
    case undefined:
      return error && codeAdvice(blocked, bucket, asked, error.code);
  }
}

function codeAdvice(blocked: BlockedRequest, bucket: Bucket | undefined, asked: Asked, code: string): string | undefined {
  const { isPreflight, method } = asked;
  switch (code) {
    case 'InvalidMethod':
      return isPreflight ? 'Let the path\'s behavior allow OPTIONS: AllowedMethods [GET, HEAD, OPTIONS]. It forwards preflights to S3, which answers them.'
        : `The path's behavior does not allow ${method}. Send uploads straight to the bucket by a presigned URL: \`uploads\` of CorsAssetDistribution gives the bucket the rule for it.`;
    case 'MissingKey':
      return isPreflight ? 'Preflights carry no cookies: sign the URL instead, or leave out the header that makes the browser ask first.'
        : 'Viewers need a signature here: sign the URL, or set signed cookies and fetch with credentials (explain takes --signed url|cookies).';
    case 'SignatureDoesNotMatch':
    case 'NoSuchBucket':
      return 'Do not forward the viewer\'s Host to S3: use the origin request policy CORS-S3Origin in place of AllViewer.';
    case 'AccessDenied':
      return (ifItExisted(blocked, asked)?.status ?? 400) < 400 ? missingFile(blocked, bucket, asked)
        : method === 'GET' || method === 'HEAD' ? 'Let the bucket\'s policy admit this distribution: s3:GetObject for cloudfront.amazonaws.com with AWS:SourceArn.'
          : `S3 lets nobody ${method} here. Send uploads straight to the bucket by a presigned URL: \`uploads\` of CorsAssetDistribution gives the bucket the rule for it.`;
    case 'NoSuchKey':
      return missingFile(blocked, bucket, asked);
    default:
      return undefined;
  }
}

/** What would come if the file existed: S3 says AccessDenied of a missing file too. Nothing where that is not known. */
function ifItExisted({ graph, node: { address: { stack, logicalId } }, messages }: BlockedRequest, asked: Asked): HttpResponse | undefined {
  const { method, headers } = messages[messages.length - 1]?.request ?? { method: 'GET', headers: {} };
  const isBucket = messages.at(-1)?.between.endsWith('and S3') === true;
  const request = { path: targetOf(asked), method, headers, resource: `${stack}.${logicalId}`, signed: 'url', ...(isBucket ? { target: 'bucket', presigned: true } as const : {}) } as const;
  return valueOr<HttpResponse | undefined, undefined>(answerTo(() => answerClient(graph, request, newSimulation())), undefined);
}

function missingFile(blocked: BlockedRequest, bucket: Bucket | undefined, asked: Asked): string {
  const folder = bucket && blocked.folderOf?.(bucket);
  const place = folder === undefined ? bucket ? ` in the bucket ${bucket.address.logicalId}` : '' : ` in the folder ${folder}`;
  const headers = asked.isPreflight ? undefined : ifItExisted(blocked, asked)?.headers;
  const isKept = headers === undefined || 'access-control-allow-origin' in headers;
  const next = isKept ? '' : ` A page on ${asked.origin} could not read it then either: nothing allows that origin.`;
  return `There is no file ${asked.path}${place}: put it there, or correct the path.${next}`;
}

/** Which of origin, method and headers no rule allows. */
function noRuleAdvice(bucket: Bucket | undefined, asked: Asked): string {
  const rules = bucket ? valueOr(bucket.cors, undefined) ?? [] : [];
  const name = bucket ? `the bucket ${bucket.address.logicalId}` : 'the bucket';
  const byOrigin = rules.filter(({ allowedOrigins }) => covers(allowedOrigins, asked.origin));
  if (byOrigin.length === 0) {
    return `No CORS rule of ${name} lists ${asked.origin}; AllowedOrigins are ${listed(rules.flatMap(({ allowedOrigins }) => allowedOrigins))}. If its pages are meant to, add it.`;
  }
  const byMethod = byOrigin.filter(({ allowedMethods }) => allowedMethods.includes(asked.method));
  if (byMethod.length === 0) {
    return asked.method === 'GET' || asked.method === 'HEAD'
      ? `The CORS rules of ${name} for ${asked.origin} do not allow ${asked.method}: add it to AllowedMethods.`
      : `The CORS rules of ${name} for ${asked.origin} do not allow ${asked.method}: add it to AllowedMethods, or set \`uploads\` of CorsAssetDistribution.`;
  }
  const missing = asked.headers.filter(
    (header) =>
      !byMethod.some((rule) =>
        covers(
          (rule.allowedHeaders ?? []).map((each) => each.toLowerCase()),
          header,
        ),
      ),
  );
  return missing.length > 0
    ? `The CORS rules of ${name} for ${asked.origin} do not allow the header${missing.length > 1 ? 's' : ''} ${missing.join(', ')}: add to AllowedHeaders.`
    : `Let one CORS rule of the bucket allow all of this together: ${together(asked)}.`;
}

function covers(entries: BucketCorsRule['allowedOrigins'], text: string): boolean {
  return entries.some((entry) => compileWildcard(entry)(text) === 'match');
}

function together({ origin, method, headers }: Asked): string {
  return `the origin ${origin}, the method ${method}${headers.length === 0 ? '' : ` and the header${headers.length > 1 ? 's' : ''} ${headers.join(', ')}`}`;
}
