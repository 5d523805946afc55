/** What to change where everybody answered, and the browser keeps the answer from the page. */
import type { WireExchange } from '../../model';
import type { Asked, AskedPlace, BlockedRequest } from './blocked-request';
import { silentPolicyAdvice } from './policy-advice';

export function browserAdvice(
  { code, failure, hiddenHeader }: BlockedRequest, { behavior }: AskedPlace, { origin, method, isPreflight }: Asked,
  { front, inner }: { readonly front: WireExchange; readonly inner?: WireExchange },
): string | undefined {
  if (code === 'resource-policy') {
    return 'Send Cross-Origin-Resource-Policy: cross-origin, or load the file with crossorigin.';
  }
  if (code === 'header-not-exposed') {
    return `Expose the header ${hiddenHeader ?? ''} in the response headers policy, or in the bucket's CORS rule for uploads.`;
  }
  switch (failure?.code) {
    case 'allow-headers-missing':
      return failure.about?.toLowerCase() === 'authorization' ? 'Name Authorization among the allowed headers: by the Fetch standard * does not stand for it.'
        : `Allow it in the response headers policy and in the bucket's CORS rule: the header ${failure.about ?? ''}.`;
    case 'allow-methods-missing':
      return `Add ${failure.about ?? method} to the allowed methods of the response headers policy.`;
    case 'allow-origin-wildcard-with-credentials':
      return 'Allow origins by name and set AllowCredentials, or fetch without credentials.';
    case 'allow-credentials-missing':
      return 'Set AccessControlAllowCredentials in the response headers policy, or fetch without credentials.';
    case 'allow-origin-mismatch':
    case 'allow-origin-multiple':
      return `The answer permits another page. Attach a response headers policy with OriginOverride that lists ${origin} too, so that no cached permission reaches the wrong page.`;
    case 'allow-origin-missing':
      return silentPolicyAdvice(behavior, origin, front) ?? unansweredAdvice(origin, isPreflight, front, inner);
    case 'preflight-redirected':
      return 'Ask for the URL to which it redirects: browsers do not follow redirects of preflights.';
    case 'preflight-status':
    case undefined:
      return undefined;
  }
}

function unansweredAdvice(
  origin: string,
  isPreflight: boolean,
  { between, response }: WireExchange,
  inner: WireExchange | undefined,
): string {
  if (inner !== undefined && !('origin' in inner.request.headers)) {
    return 'CloudFront does not forward Origin, so S3 cannot answer it: attach a response headers policy with the origins, and the origin request policy CORS-S3Origin.';
  }
  if (inner === undefined && response.from === 'S3' && between !== 'browser and S3' && !isPreflight) {
    return `CloudFront answered with a copy that was made without permission for ${origin}. Attach a response headers policy with OriginOverride: it is applied to copies too.`;
  }
  return `If pages on ${origin} are meant to read this, add the origin to the allowed origins.`;
}
