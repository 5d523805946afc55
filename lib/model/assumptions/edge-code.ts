import { assumption } from './assumption';

const DG = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide';

/** What is not documented about functions at the edge. */
export const EDGE_CODE_ASSUMPTIONS = {
  'policy-on-function-errors': assumption(
    'Is the response headers policy applied to the 502 or 503 that CloudFront answers when a function fails?',
    { applied: 'such errors carry the policy\'s headers', 'not-applied': 'they carry none' },
    ['one observation of a function that did not load: security headers on the 503'],
  ),
  'policy-over-function-cors': assumption(
    'What becomes of CORS headers that a viewer-request function sets on its own answer, when a policy has a CORS block?',
    {
      'as-over-an-origin': 'they count as the origin\'s: OriginOverride decides',
      'policy-always': 'the policy\'s headers replace them',
      'function-always': 'they stay, and the policy\'s are left out where both set one',
    },
    ['no recording: policy headers on such answers are recorded, both together are not'],
  ),
  'policy-origin-after-function': assumption(
    'Which Origin does the CORS block of a policy look at, when a viewer-request function has changed it?',
    { 'the-viewers': 'the one that the browser sent', 'the-changed': 'the one that the function left' },
    ['no recording'],
  ),
  'function-sees-request': assumption(
    'Which request does a viewer-response function see, when a viewer-request function has changed it?',
    { changed: 'the changed one', 'the-viewers': 'the one that the browser sent' },
    ['two public projects observed the changed one', `${DG}/functions-event-structure.html: the viewer's`],
  ),
  'function-and-root-object': assumption(
    'Does a viewer-request function see the default root object, or the path `/`?',
    {
      'object-first': 'the root object: `/` has become `/index.html`',
      'function-first': '`/`, and what is still `/` afterwards becomes the root object',
      'function-only': '`/`, and the root object is no longer found',
    },
    ['no recording'],
  ),
  'function-on-304': assumption(
    'Does the viewer-response function run when CloudFront answers 304?',
    { runs: 'it runs as for a 200', 'does-not-run': 'the 304 goes out without it' },
    [`${DG}/edge-function-restrictions-all.html: only statuses from 400 are excluded`],
  ),
  'function-changes-method': assumption(
    'What does CloudFront do when a viewer-request function returns another method, which is read-only?',
    { refused: '502 FunctionValidationError, as for read-only headers', ignored: 'the request goes on with its own method' },
    [`${DG}/functions-event-structure.html: read-only, without a consequence`],
  ),
  'error-page-for-function-errors': assumption(
    'Does a custom error response for 502 or 503 replace the error of a function that failed?',
    { 'not-replaced': 'the error goes out as it is', replaced: 'the error page goes out' },
    ['no recording'],
  ),
} as const;
