import type { Step, WireExchange } from '../model';

/** What the messages of an exchange show about the request that failed. */
interface Failure {
  /** The last exchange of the browser. */
  readonly front: WireExchange;
  /** What CloudFront asked S3 for it; nothing when it answered by itself. */
  readonly inner?: WireExchange;
  readonly origin: string;
  /** The method that the page wants to use. */
  readonly method: string;
  readonly headers: string;
  /** Code and message of an error, console text. */
  readonly said: string;
  readonly isPreflight: boolean;
}

/** The first that fits tells what to change. */
const FIXES: readonly (readonly [fits: (failure: Failure) => boolean, fix: (failure: Failure) => string])[] = [
  [({ said, isPreflight }) => /InvalidMethod/.test(said) && isPreflight, () =>
    'Let the path\'s behavior allow OPTIONS: AllowedMethods [GET, HEAD, OPTIONS]. It forwards preflights to S3, which answers them.'],
  [({ said }) => /InvalidMethod/.test(said), ({ method }) =>
    `The path's behavior does not allow ${method}. Send uploads straight to the bucket by a presigned URL.`],
  [({ said, isPreflight }) => /MissingKey/.test(said) && isPreflight, () =>
    'Preflights carry no cookies: sign the URL instead, or leave out the header that makes the browser ask first.'],
  [({ said }) => /MissingKey/.test(said), () => 'Viewers need a signature here: sign the URL, or set signed cookies and fetch with credentials.'],
  [({ said }) => /customer master key/.test(said), () =>
    'Let CloudFront use the bucket\'s KMS key: kms:Decrypt for cloudfront.amazonaws.com in the key\'s policy, for this distribution.'],
  [({ said }) => /SignatureDoesNotMatch|NoSuchBucket/.test(said), () =>
    'Do not forward the viewer\'s Host to S3: use the origin request policy CORS-S3Origin in place of AllViewer.'],
  [({ said }) => /AccessDenied/.test(said), () =>
    'Let the bucket\'s policy admit this distribution (s3:GetObject for cloudfront.amazonaws.com with AWS:SourceArn), and look whether the file exists.'],
  [({ said }) => /NoSuchKey/.test(said), () => 'The file does not exist: look at the path.'],
  [({ said, inner }) => /Insufficient information|Invalid Access-Control-Request-Method/.test(said) && inner !== undefined, () =>
    'CloudFront does not forward what S3 needs to answer a preflight: attach the origin request policy CORS-S3Origin to the behavior.'],
  [({ said }) => /CORS is not enabled/.test(said), ({ origin, method, headers }) =>
    `Give the bucket a CORS rule that allows ${origin}, ${method}${headers}. S3 answers preflights by it; CloudFront cannot.`],
  [({ said }) => /This CORS request is not allowed/.test(said), ({ origin, method, headers }) =>
    `Let one CORS rule of the bucket allow all of this together: the origin ${origin}, the method ${method}${headers}.`],
  [({ said }) => /Request header field authorization/i.test(said), () => 'Name Authorization among the allowed headers: by the Fetch standard * does not stand for it.'],
  [({ said }) => /Request header field/.test(said), ({ headers }) => `Allow it in the response headers policy and in the bucket's CORS rule:${headers.replace(/^ and/, '')}.`],
  [({ said }) => /Method \S+ is not allowed/.test(said), ({ method }) => `Add ${method} to the allowed methods of the response headers policy.`],
  [({ said }) => /must not be the wildcard/.test(said), () => 'Allow origins by name and set AllowCredentials, or fetch without credentials.'],
  [({ said }) => /Allow-Credentials' header/.test(said), () => 'Set AccessControlAllowCredentials in the response headers policy, or fetch without credentials.'],
  [({ said }) => /Refused to get unsafe header/.test(said), () => 'Expose the header in the response headers policy, or in the bucket\'s CORS rule for uploads.'],
  [({ said }) => /BLOCKED_BY_RESPONSE/.test(said), () => 'Send Cross-Origin-Resource-Policy: cross-origin, or load the file with crossorigin.'],
  [({ said }) => /multiple values|not equal to the supplied origin/.test(said), ({ origin }) =>
    `The answer permits another page. Attach a response headers policy with OriginOverride that lists ${origin} too, so that no cached permission reaches the wrong page.`],
  [({ said, inner }) => /No 'Access-Control-Allow-Origin'/.test(said) && inner !== undefined && !('origin' in inner.request.headers), () =>
    'CloudFront does not forward Origin, so S3 cannot answer it: attach a response headers policy with the origins, and the origin request policy CORS-S3Origin.'],
  [({ said, inner, front, isPreflight }) => /No 'Access-Control-Allow-Origin'/.test(said) && !inner && front.response.from === 'S3' && front.between !== 'browser and S3' && !isPreflight, ({ origin }) =>
    `CloudFront answered with a copy that was made without permission for ${origin}. Attach a response headers policy with OriginOverride: it is applied to copies too.`],
  [({ said }) => /No 'Access-Control-Allow-Origin'/.test(said), ({ origin }) => `If pages on ${origin} are meant to read this, add the origin to the allowed origins.`],
];

const BROWSER_COPY = 'The browser reuses a copy that it once loaded without CORS. Set Vary: Origin on every response, by a custom header of the response headers policy with Override.';

/**
 * What to change so that a blocked request works, told from what was on the wire; nothing when the wire does not tell.
 * `step` says where it was stopped, when that is known: at a response that no message brought, the browser had a copy.
 */
export function fixOf(messages: readonly WireExchange[], consoleText?: string, step?: Step): string | undefined {
  const failure = failureOf(messages, consoleText);
  if (step === 'response' && (failure === undefined || failure.isPreflight)) {
    return BROWSER_COPY;
  }
  return failure && FIXES.find(([fits]) => fits(failure))?.[1](failure);
}

function failureOf(messages: readonly WireExchange[], consoleText = ''): Failure | undefined {
  // A message to S3 is answered before the one that it was asked for
  const [front, before] = messages.slice(-2).reverse() as (WireExchange | undefined)[];
  if (front === undefined) {
    return undefined;
  }
  const { request: { method, headers }, response: { error } } = front;
  const requested = headers['access-control-request-method'] as string | undefined;
  const names = headers['access-control-request-headers'] as string | undefined;
  return {
    front, inner: before?.between === 'CloudFront and S3' ? before : undefined,
    origin: headers.origin, method: requested ?? method, headers: names === undefined ? '' : ` and the header${names.includes(',') ? 's' : ''} ${names.split(/\s*,\s*/).join(', ')}`,
    said: `${error?.code ?? ''} ${error?.message ?? ''} ${consoleText}`, isPreflight: method === 'OPTIONS' && requested !== undefined,
  };
}
