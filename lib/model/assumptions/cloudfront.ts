import { assumption } from './assumption';
import { ORIGIN_PATTERN_ASSUMPTIONS } from './origin-pattern';
import { POLICY_CORS_ASSUMPTIONS } from './policy-cors';
import { VARY_ASSUMPTIONS } from './vary';

const DG = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide';

/** What is not documented about Amazon CloudFront, or documented twice with different answers. */
export const CLOUDFRONT_ASSUMPTIONS = {
  ...ORIGIN_PATTERN_ASSUMPTIONS,
  ...POLICY_CORS_ASSUMPTIONS,
  ...VARY_ASSUMPTIONS,
  'policy-on-origin-errors': assumption(
    'Is the response headers policy applied to errors that S3 returned?',
    { applied: 'errors carry the policy\'s headers', 'not-applied': 'errors go out as S3 sent them' },
    [
      `${DG}/understanding-response-headers-policies.html: custom headers go on "every response that it returns to viewers", no status is excluded`,
      'recorded as applied for custom origins (401, 404, 405, 429, 500); no recording of an error of S3',
    ],
  ),
  'policy-on-cloudfront-refusals': assumption(
    'Is the response headers policy applied when CloudFront itself refuses a request (method, signature, firewall, country)?',
    { 'not-applied': 'such refusals carry no policy header', applied: 'they carry the policy\'s headers' },
    [
      `${DG}/understanding-response-headers-policies.html: "every response that it returns to viewers"`,
      `${DG}/modifying-response-headers.html: "in the responses that it serves from the cache and the ones that it forwards from the origin"`,
      'no recording; redirects to https and answers of edge functions are recorded as applied',
    ],
  ),
  'error-page-policy': assumption(
    'Whose response headers policy is applied to a custom error page?',
    {
      'requested-path': 'the one of the behavior that matched the requested path',
      'error-page-path': 'the one of the behavior that matches the error page\'s own path',
    },
    [
      `${DG}/GeneratingCustomErrorResponses.html: the page is fetched through the behavior of its path`,
      'API_CreateResponseHeadersPolicy: policies act on "requests that match a cache behavior", which is the viewer\'s request', 'floci: requested path',
    ],
  ),
  'error-page-for-preflight': assumption(
    'Do custom error responses replace a refused OPTIONS as well?',
    {
      replaced: 'a refused preflight becomes the error page with its response code, 200 included',
      'not-replaced': 'only other methods are replaced',
    },
    [
      'aws-samples/cloudfront-authorization-at-edge#25 shows it for POST',
      `${DG}/creating-custom-error-pages.html lists its exceptions one by one, and no method is among them`,
    ],
  ),
  'client-errors-cached': assumption(
    'Does CloudFront cache 400, 403, 405, 412 and 415 answers that carry no Cache-Control?',
    { cached: 'for the error caching minimum TTL', 'not-cached': 'each request asks S3 again' },
    [`${DG}/HTTPStatusCodes.html: only with max-age`, `${DG}/custom-error-pages-expiration.html: for the minimum TTL`],
  ),
  'error-ttl-default': assumption(
    'How long is an error kept when a custom error response names no ErrorCachingMinTTL?',
    { '10-seconds': 'the default of the developer guide', '300-seconds': 'the default of the CloudFormation schema' },
    [
      `${DG}/georestrictions.html: of a configured custom error "the default value is 10 seconds"`, `${DG}/custom-error-pages-expiration.html: "by default … 10 seconds"`,
      'AWS::CloudFront::Distribution CustomErrorResponse: 300',
    ],
  ),
  'revalidated-copy-headers': assumption(
    'When S3 answers 304 to the revalidation of an expired copy, does the copy take over the CORS headers of that answer?',
    { kept: 'the copy keeps the headers it was stored with', replaced: 'headers of the 304 replace those of the copy' },
    [
      'kept in one pair of recordings (OpenWaterFoundation/owf-learn-aws: RefreshHit without the headers S3 would then have sent)',
      'RFC 9111 section 3.2 says replaced; CloudFront documents neither',
    ],
  ),
} as const;
