import type { Behavior } from '../../graph/types';
import type { HttpRequest, HttpResponse } from '../http/message';
import { targetOf } from '../http/target';
import { compileOnce, decided } from '../undecided';

/** A request as CloudFront receives it. */
export interface ViewerRequest extends HttpRequest {
  readonly host: string;
  /** Whether it carries a valid CloudFront signature, in its URL or its cookies. */
  readonly signed?: boolean;
  /** What S3 has kept of the upload. */
  readonly uploaded?: { readonly etag: string };
}

const allowedMethods = compileOnce((behavior: Behavior): ReadonlySet<string> => new Set(decided(behavior.allowedMethods)));

/** What CloudFront answers by itself, before the cache and the origin are asked. */
export function viewerRefusal(behavior: Behavior, request: ViewerRequest): HttpResponse | undefined {
  return (request.secure === false ? plainHttp(behavior, request) : undefined)
    ?? methodRefusal(behavior, request)
    ?? signatureRefusal(behavior, request);
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html: GET and HEAD with 301, DELETE, OPTIONS,
// PATCH, POST and PUT with 307 (403 only below HTTP/1.1); "https only" answers 403
function plainHttp(behavior: Behavior, request: ViewerRequest): HttpResponse | undefined {
  const policy = decided(behavior.viewerProtocolPolicy);
  if (policy === 'allow-all') {
    return undefined;
  }
  if (policy === 'redirect-to-https') {
    const status = request.method === 'GET' || request.method === 'HEAD' ? 301 : 307;
    return { status, headers: { location: `https://${request.host}${targetOf(request)}` }, from: 'CloudFront', body: 'none' };
  }
  return generated('HttpsRequired', 'This behavior answers over https only.');
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-invalid-method.html
function methodRefusal(behavior: Behavior, request: ViewerRequest): HttpResponse | undefined {
  return allowedMethods(behavior).has(request.method)
    ? undefined
    : generated('InvalidMethod', 'This distribution is not configured to allow the HTTP request method that was used for this request.');
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html
function signatureRefusal(behavior: Behavior, request: ViewerRequest): HttpResponse | undefined {
  if (request.signed) {
    return undefined;
  }
  const restricted = decided(behavior.trustedKeyGroups).length > 0 || decided(behavior.trustedSigners).length > 0;
  return restricted ? generated('MissingKey', 'Missing Key-Pair-Id query parameter or cookie value', 'text/xml') : undefined;
}

// Recorded: missing-key-403 is XML, every other refusal a page
function generated(code: string, message: string, contentType = 'text/html'): HttpResponse {
  return { status: 403, headers: { 'content-type': contentType }, from: 'CloudFront', body: 'error', error: { code, message } };
}
