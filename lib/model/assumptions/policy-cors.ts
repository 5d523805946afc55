import { assumption } from './assumption';

const RHP = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html';

/** What is not documented about the CORS block of a response headers policy, its Vary aside. */
export const POLICY_CORS_ASSUMPTIONS = {
  'policy-wildcard-with-credentials': assumption(
    'What does CloudFront send for a policy that allows every origin together with credentials?',
    {
      wildcard: '`*`, which browsers refuse for requests with credentials',
      echoed: 'the request\'s Origin: every site may read with credentials',
    },
    ['no recording; CreateResponseHeadersPolicy does not list a refusal'],
  ),
  'allow-headers-on-actual-requests': assumption(
    'Does the policy add its CORS headers to an actual request that carries a header its Access-Control-Allow-Headers does not cover, such as the Priority of browsers?',
    {
      checked: 'no: the response has no permission for the page, although S3 sent the file',
      'not-checked': 'yes: only preflights are compared with the list',
    },
    [
      'posit-dev/positron#16005: under managed SimpleCORS `priority: u=1, i` alone takes the headers away, 6 of 6 times; this is a fact and not asked',
      'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html promises headers to "simple CORS requests"',
      'no recording of a list of names, of CORS-With-Preflight, or of other headers',
    ],
  ),
  'simple-headers-on-actual-requests': assumption(
    'Which headers of an actual request need no entry in Access-Control-Allow-Headers?',
    {
      'as-in-fetch': 'those for which Fetch asks no permission: safelisted values, and names that only the browser can set (DNT, Sec-GPC)',
      'recorded-only': 'only those recorded as harmless: Accept, Accept-Encoding, Accept-Language, Origin, Referer, User-Agent, Sec-Fetch-*, Sec-CH-UA*',
    },
    ['the managed policies page links "simple requests" to MDN, whose definition is that of Fetch', 'posit-dev/positron#16005 for the recorded ones'],
  ),
  'allow-methods-on-actual-requests': assumption(
    'Does the policy add its CORS headers to an actual request whose method its Access-Control-Allow-Methods does not list?',
    { checked: 'no: a HEAD under a policy for GET gets no permission', 'not-checked': 'yes: only preflights are compared with the list' },
    ['no recording; the documentation speaks of Allow-Methods for preflights only'],
  ),
  'override-and-headers-not-set': assumption(
    'Does OriginOverride true take away CORS headers of S3 that the policy does not set for this response, such as Access-Control-Allow-Credentials?',
    { kept: 'only headers that the policy sets are replaced', removed: 'S3\'s other CORS headers are removed' },
    [`${RHP}: "a CORS header that's also in the policy"; for credentials false CloudFront "doesn't add this header"`, 'no recording'],
  ),
  'override-and-unlisted-origin': assumption(
    'Does OriginOverride true take away S3\'s Access-Control-Allow-Origin when the policy has none to put in its place (an origin or a header that it does not list)?',
    { kept: 'S3\'s header reaches the browser', removed: 'it is removed' },
    [`${RHP} describes override as adding the policy's header`, 'no recording'],
  ),
  'policy-preflight-needs-method': assumption(
    'Is an OPTIONS request with Origin, but without Access-Control-Request-Method, a preflight for the policy?',
    { 'any-options': 'yes', 'needs-method': 'no: it gets no Access-Control-Allow-Methods, -Headers or Max-Age' },
    ['using-managed-response-headers-policies.html: "preflight requests (using the HTTP OPTIONS method)"', 'floci: OPTIONS with both headers; no recording'],
  ),
  'allow-headers-pattern-value': assumption(
    'What is sent for a pattern such as `x-amz-*` in the policy\'s allowed headers?',
    { echoed: 'the requested names that match', literal: 'the pattern as written, which no browser understands' },
    [`${RHP}: a table of what a pattern matches, which would be useless if it were sent as written`, 'API_ResponseHeadersPolicyAccessControlAllowHeaders: "includes as values"; no recording'],
  ),
} as const;
