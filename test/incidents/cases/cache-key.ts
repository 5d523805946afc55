/** Incidents of the cache: whoever fills it decides what all others are told. */
import { ANOTHER_ORIGIN, ANY_ORIGIN, APP, cachePolicyNaming, CURL, CURL_WITH_ORIGIN, edgeFunction, fails, FILE, KEYED, legacy, NO_PERMISSION, nobodyKnows, OTHER, THREE_HEADERS, works, ASKS_FIRST } from '../incident';
import type { Incident } from '../incident';

/** Bucket rules for everybody behind a cache without Origin in its key, in the old mode and the new. */
const OLD_UNKEYED = { rule: ANY_ORIGIN, cors: null, behavior: legacy() } as const;
const UNKEYED = { rule: ANY_ORIGIN, cors: null } as const;
const KEYED_BY_ORIGIN = { cors: null, behavior: KEYED, more: cachePolicyNaming(THREE_HEADERS) } as const;

const TEN_YEARS = { objects: () => ({ cacheControl: 'max-age=315360000, immutable' }), now: 86_400 * 300 };
const FONT = { load: 'font' } as const;
const LINKED = { origin: APP, path: FILE, load: 'stylesheet' } as const;

export const CACHE_KEY: readonly Incident[] = [
  {
    ids: ['I01', 'I02'],
    report: 'the player works while X-Cache says Miss, and fails with Hit: nothing is forwarded by name',
    broken: { stack: { rule: null, cors: null, behavior: legacy() }, exchanges: [fails(NO_PERMISSION)], names: [] },
    wrongFixes: [{
      fix: 'CORS rules on the bucket, and nothing else', stack: OLD_UNKEYED, names: ['legacy-origin-not-listed'],
      exchanges: [works(), fails(NO_PERMISSION, {}, [CURL])],
    }],
    right: { stack: { rule: ANY_ORIGIN, cors: null, behavior: legacy('Origin') }, exchanges: [works(), works({}, [CURL])] },
  },
  {
    ids: ['I03'],
    report: 'curl without Origin first: no page may ever read; curl with Origin first: all may, even those that name none',
    broken: {
      stack: OLD_UNKEYED, names: ['legacy-origin-not-listed'],
      exchanges: [fails(NO_PERMISSION, {}, [CURL]), works({}, [CURL_WITH_ORIGIN]), works({ origin: OTHER }, [CURL_WITH_ORIGIN]), works({}, [CURL_WITH_ORIGIN, CURL])],
    },
    right: { stack: KEYED_BY_ORIGIN, exchanges: [works({}, [CURL]), works({}, [CURL_WITH_ORIGIN])] },
  },
  {
    ids: ['I04', 'I16'],
    report: 'an origin custom header (`Origin`, or `origin` where the console refuses it) is always sent, so that every copy carries permission',
    broken: { stack: OLD_UNKEYED, exchanges: [fails(NO_PERMISSION, {}, [CURL])], names: ['legacy-origin-not-listed'] },
    wrongFixes: [{
      fix: 'the header, with a list of origins', names: ['origin-header-pinned'],
      stack: {
        rule: { AllowedOrigins: `[${APP}, ${OTHER}]` }, cors: null, behavior: legacy(), origin: { OriginCustomHeaders: `[{ HeaderName: origin, HeaderValue: ${APP} }]` },
      },
      exchanges: [works({}, [CURL]), fails(ANOTHER_ORIGIN, { origin: OTHER })],
    }],
    right: {
      stack: { ...OLD_UNKEYED, origin: { OriginCustomHeaders: `[{ HeaderName: Origin, HeaderValue: ${APP} }]` } },
      exchanges: [works({}, [CURL]), works({ origin: OTHER }, [CURL])],
    },
  },
  {
    ids: ['I05'],
    report: 'CORS and non-CORS requests for an HLS playlist share a key under CachingOptimized',
    broken: { stack: UNKEYED, exchanges: [works(), fails(NO_PERMISSION, {}, [CURL])], names: ['origin-not-in-cache-key'] },
    wrongFixes: [{
      fix: 'a cache policy with Origin, while the bucket has no rules', stack: { ...KEYED_BY_ORIGIN, rule: null }, exchanges: [fails(NO_PERMISSION)], names: ['nobody-answers-cors'],
    }],
    right: { stack: { ...KEYED_BY_ORIGIN, rule: ANY_ORIGIN }, exchanges: [works(), works({}, [CURL])] },
  },
  {
    ids: ['I06', 'I21'],
    report: 'the stylesheet is blocked: Hit, Age 583098, immutable, no permission; the bucket was corrected long ago',
    broken: { stack: UNKEYED, exchanges: [fails(NO_PERMISSION, {}, [CURL], TEN_YEARS)], names: ['origin-not-in-cache-key'] },
    wrongFixes: [{
      fix: 'better bucket rules, without an invalidation', stack: { cors: null }, exchanges: [
        fails(NO_PERMISSION, {}, [CURL], { ...TEN_YEARS, formerly: true }),
        works({}, [CURL, { invalidate: true }], { ...TEN_YEARS, formerly: true }),
        works({ path: '/file.v2' }, [CURL], { ...TEN_YEARS, formerly: true }),
      ],
    }],
    right: { stack: {}, exchanges: [works({}, [CURL], { ...TEN_YEARS, formerly: true })] },
  },
  {
    ids: ['I07', 'I09'],
    report: 'every font is blocked in production and none in the two environments made from the same template; some places of the world work',
    broken: { stack: UNKEYED, exchanges: [works(FONT), fails(NO_PERMISSION, FONT, [CURL]), works(FONT, [CURL_WITH_ORIGIN])], names: ['origin-not-in-cache-key'] },
    wrongFixes: [{ fix: 'a function that adds Vary', stack: { ...UNKEYED, behavior: edgeFunction('viewer-response') }, exchanges: [nobodyKnows(FONT, [CURL])] }],
    right: { stack: {}, exchanges: [works(FONT), works(FONT, [CURL])] },
  },
  {
    ids: ['I08'],
    report: 'the copy without compression has permission, the one with gzip has not',
    broken: {
      stack: OLD_UNKEYED, names: ['legacy-origin-not-listed'],
      exchanges: [
        fails(NO_PERMISSION, { acceptEncoding: 'gzip' }, [{ path: FILE, headers: { 'accept-encoding': 'gzip' } }]),
        works({ acceptEncoding: 'identity' }, [{ path: FILE, headers: { 'accept-encoding': 'gzip' } }]),
        fails(NO_PERMISSION, { acceptEncoding: 'identity' }, [{ path: FILE }]),
      ],
    },
    right: { stack: {}, exchanges: ['gzip', 'br', 'identity'].map((acceptEncoding) => works({ acceptEncoding }, [CURL, { path: FILE }, { path: FILE, headers: { 'accept-encoding': 'gzip' } }])) },
  },
  {
    ids: ['I11'],
    report: 'the answer names the page\'s origin, the key does not: the second page gets the first one\'s permission',
    broken: {
      stack: { rule: { AllowedOrigins: `[${APP}, ${OTHER}]` }, cors: null, behavior: KEYED, more: cachePolicyNaming('') }, names: ['origin-not-in-cache-key'],
      exchanges: [fails(ANOTHER_ORIGIN, { origin: OTHER }, [{ origin: APP, path: FILE }])],
    },
    right: { stack: { ...KEYED_BY_ORIGIN, rule: { AllowedOrigins: `[${APP}, ${OTHER}]` } }, exchanges: [works({ origin: OTHER }, [{ origin: APP, path: FILE }])] },
  },
  {
    ids: ['I12'],
    report: 'permission is needed on GET and OPTIONS, but CloudFront cached an OPTIONS, and S3 does not always send it',
    broken: {
      stack: { ...UNKEYED, rule: { AllowedOrigins: '[\'*\']' }, behavior: { CachedMethods: '[GET, HEAD, OPTIONS]' } }, names: ['options-cached-without-key', 'origin-not-in-cache-key'],
      exchanges: [fails(NO_PERMISSION, {}, [CURL]), fails({ step: 'preflight' }, ASKS_FIRST, [{ origin: OTHER, path: FILE, headers: { 'X-Other': '1' } }])],
    },
    wrongFixes: [{
      fix: 'a function that echoes every origin, whatever the bucket allows: no template shows what it does', stack: { cors: null, behavior: edgeFunction('viewer-response') },
      exchanges: [nobodyKnows(), nobodyKnows({ origin: 'https://evil.example' })],
    }],
    right: { stack: {}, exchanges: [works({}, [CURL]), works(ASKS_FIRST, [{ origin: OTHER, path: FILE, headers: { 'X-Other': '1' } }])] },
  },
  {
    ids: ['I13'],
    report: 'a stylesheet is linked without CORS and then fetched with it',
    broken: { stack: UNKEYED, exchanges: [fails(NO_PERMISSION, {}, [LINKED])], names: ['origin-not-in-cache-key', 'vary-missing'] },
    wrongFixes: [
      { fix: 'a random query, which the key leaves out', stack: UNKEYED, exchanges: [fails(NO_PERMISSION, { path: '/file?1' }, [LINKED])], names: ['origin-not-in-cache-key'] },
      {
        fix: 'a random query in the key: each page fetches a file of its own', stack: { ...UNKEYED, behavior: KEYED, more: cachePolicyNaming('', 'all') },
        exchanges: [works({ path: '/file?1' }, [LINKED]), fails(NO_PERMISSION, { path: '/file?1' }, [{ ...CURL, path: '/file?1' }])], names: ['origin-not-in-cache-key'],
      },
    ],
    right: { stack: {}, exchanges: [works({}, [LINKED])] },
  },
  {
    ids: ['I18'],
    report: 'Access-Control-Allow-Origin was whitelisted as a request header; it worked, until the fourth distribution had something in its cache',
    broken: { stack: OLD_UNKEYED, exchanges: [fails(NO_PERMISSION, {}, [CURL])], names: ['legacy-origin-not-listed'] },
    wrongFixes: [{
      fix: 'the response header in the list of request headers', stack: { ...OLD_UNKEYED, behavior: legacy('Access-Control-Allow-Origin') },
      exchanges: [works(), fails(NO_PERMISSION, {}, [CURL])], names: ['response-header-as-request-header', 'legacy-origin-not-listed'],
    }],
    right: { stack: { rule: ANY_ORIGIN, cors: null, behavior: legacy('Origin') }, exchanges: [works({}, [CURL])] },
  },
  {
    ids: ['I19'],
    report: 'the distribution knows nothing of CORS; adding Origin and both Access-Control-Request headers, and bucket rules, fixed it',
    broken: { stack: { cors: null, behavior: legacy() }, exchanges: [fails(NO_PERMISSION, {}, [CURL])], names: ['legacy-origin-not-listed'] },
    right: {
      stack: { cors: null, behavior: legacy(THREE_HEADERS) },
      exchanges: [works(), works({}, [CURL]), works(ASKS_FIRST), works(ASKS_FIRST, [CURL]), fails(NO_PERMISSION, { origin: 'https://evil.example' }, [{ origin: APP, path: FILE }])],
    },
  },
  {
    ids: ['I20', 'I22'],
    report: 'the image on the canvas works from the bucket and not through CloudFront: the bucket has rules, nothing forwards Origin',
    broken: {
      stack: { cors: null, behavior: { OriginRequestPolicyId: undefined, AllowedMethods: undefined } }, names: ['origin-not-forwarded'],
      exchanges: [
        fails(NO_PERMISSION, { load: 'image', crossOrigin: 'anonymous', mustRead: true }),
        works({ load: 'image', crossOrigin: 'anonymous', mustRead: true, target: 'bucket', presigned: true }),
      ],
    },
    right: { stack: {}, exchanges: [works({ load: 'image', crossOrigin: 'anonymous', mustRead: true })] },
  },
];
