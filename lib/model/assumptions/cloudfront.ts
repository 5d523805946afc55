import { ORIGIN_PATTERN_ASSUMPTIONS } from './origin-pattern';
import { assumption } from './assumption';

const DG = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide';

/** What is not documented about Amazon CloudFront, or documented twice with different answers. */
export const CLOUDFRONT_ASSUMPTIONS = {
  ...ORIGIN_PATTERN_ASSUMPTIONS,
  'policy-without-origin': assumption(
    'Does a response headers policy that allows every origin add its CORS headers to a request without Origin?',
    {
      'cors-requests-only': 'no Origin, no CORS headers',
      'wildcard-always': '`Access-Control-Allow-Origin: *` is added to every response',
    },
    ['ResponseHeadersPolicyCorsConfig: "for CORS requests"', 'floci: nothing; yulin: `*`'],
  ),
  'policy-wildcard-with-credentials': assumption(
    'What does CloudFront send for a policy that allows every origin together with credentials?',
    {
      wildcard: '`*`, which browsers refuse for requests with credentials',
      echoed: 'the request\'s Origin: every site may read with credentials',
    },
    ['no recording; CreateResponseHeadersPolicy does not list a refusal'],
  ),
  'policy-on-origin-errors': assumption(
    'Is the response headers policy applied to errors that S3 returned?',
    { applied: 'errors carry the policy\'s headers', 'not-applied': 'errors go out as S3 sent them' },
    [`${DG}/understanding-response-headers-policies.html: no status is excluded; no recording`],
  ),
  'policy-on-generated-responses': assumption(
    'Is the response headers policy applied to responses CloudFront makes itself (method refused, unsigned request, redirect to https)?',
    { 'not-applied': 'such responses carry no policy header', applied: 'they carry the policy\'s headers' },
    ['floci returns them without policy headers; no recording'],
  ),
  'error-page-policy': assumption(
    'Whose response headers policy is applied to a custom error page?',
    {
      'requested-path': 'the one of the behavior that matched the requested path',
      'error-page-path': 'the one of the behavior that matches the error page\'s own path',
    },
    [`${DG}/GeneratingCustomErrorResponses.html: the page is fetched through the behavior of its path`, 'floci: requested path'],
  ),
  'error-page-for-preflight': assumption(
    'Do custom error responses replace a refused OPTIONS as well?',
    {
      replaced: 'a refused preflight becomes the error page with its response code, 200 included',
      'not-replaced': 'only other methods are replaced',
    },
    ['aws-samples/cloudfront-authorization-at-edge#25 shows it for POST', `${DG}/GeneratingCustomErrorResponses.html: no method is excluded`],
  ),
  'override-off-scope': assumption(
    'With OriginOverride false, does one CORS header from S3 keep the whole CORS block of the policy out?',
    {
      'whole-block': 'any CORS header from S3 keeps every CORS header of the policy out',
      'per-header': 'each header of the policy is added unless S3 sent the same one',
    },
    ['developer guide text of 2021 and 2023: per header', 'floci and yulin, citing the page of 2026: whole block'],
  ),
  'override-and-headers-not-set': assumption(
    'Does OriginOverride true take away CORS headers of S3 that the policy does not set for this response, such as Access-Control-Allow-Credentials?',
    { kept: 'only headers that the policy sets are replaced', removed: 'S3\'s other CORS headers are removed' },
    [`${DG}/understanding-response-headers-policies.html: "a CORS header that's also in the policy"`, 'no recording'],
  ),
  'override-and-unlisted-origin': assumption(
    'Does OriginOverride true take away S3\'s Access-Control-Allow-Origin when the request\'s origin is not in the policy?',
    { kept: 'S3\'s header reaches the browser', removed: 'it is removed' },
    ['no recording'],
  ),
  'policy-adds-vary': assumption(
    'Does the CORS block of a response headers policy add `Vary: Origin` when the allowed origin depends on the request?',
    { never: 'Vary is what S3 and the policy\'s custom headers say', 'with-echoed-origin': '`Vary: Origin` goes with every echoed origin' },
    ['not documented', 'yulin adds it, floci does not', 'ttoss#1205 claims yet another behavior, unconfirmed'],
  ),
  'policy-preflight-needs-method': assumption(
    'Is an OPTIONS request with Origin, but without Access-Control-Request-Method, a preflight for the policy?',
    { 'needs-method': 'no: it gets no Access-Control-Allow-Methods, -Headers or Max-Age', 'any-options': 'yes' },
    ['floci: OPTIONS with both headers; no recording'],
  ),
  'allow-headers-wildcard-value': assumption(
    'What is sent for `*` in the policy\'s allowed headers?',
    { literal: '`*`, which browsers read literally for requests with credentials', echoed: 'the requested names, Authorization excepted' },
    ['no recording'],
  ),
  'allow-headers-pattern-value': assumption(
    'What is sent for a pattern such as `x-amz-*` in the policy\'s allowed headers?',
    { literal: 'the pattern as written, which no browser understands', echoed: 'the requested names that match' },
    [`${DG}/understanding-response-headers-policies.html has the matching table, not the value`],
  ),
  'managed-preflight-expose-headers': assumption(
    'Does the managed policy CORS-With-Preflight expose response headers on actual requests, or only on preflights?',
    { 'preflight-only': 'nothing beyond the safelist is readable', 'every-cors-response': '`Access-Control-Expose-Headers: *` on actual responses too' },
    [`${DG}/using-managed-response-headers-policies.html`, 'contradicts the description of Access-Control-Expose-Headers'],
  ),
  'vary-of-unforwarded-header': assumption(
    'Does a header name in S3\'s Vary reach the viewer when that header is not configured to be forwarded?',
    { dropped: 'CloudFront drops the name from Vary', passed: 'Vary is passed on as S3 sent it' },
    [`${DG}/RequestAndResponseBehaviorCustomOrigin.html (custom origins)`, 'the page on S3 origins is silent'],
  ),
  'client-errors-cached': assumption(
    'Does CloudFront cache 400, 403, 405, 412 and 415 answers that carry no Cache-Control?',
    { cached: 'for the error caching minimum TTL', 'not-cached': 'each request asks S3 again' },
    [`${DG}/HTTPStatusCodes.html: only with max-age`, `${DG}/custom-error-pages-expiration.html: for the minimum TTL`],
  ),
  'error-ttl-default': assumption(
    'How long is an error kept when a custom error response names no ErrorCachingMinTTL?',
    { '300-seconds': 'the default of the CloudFormation schema', '10-seconds': 'the default of the developer guide' },
    ['AWS::CloudFront::Distribution CustomErrorResponse', `${DG}/custom-error-pages-expiration.html`],
  ),
  'revalidated-copy-headers': assumption(
    'When S3 answers 304 to the revalidation of an expired copy, does the copy take over the CORS headers of that answer?',
    { kept: 'the copy keeps the headers it was stored with', replaced: 'headers of the 304 replace those of the copy' },
    ['RFC 9111 section 3.2 says replaced; CloudFront documents neither'],
  ),
} as const;
