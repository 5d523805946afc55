/** Incidents of the cache: whoever fills it decides what all others are told. */
import {
  ANOTHER_ORIGIN, ANY_ORIGIN, APP, cachePolicyNaming, CURL, CURL_WITH_ORIGIN, edgeFunction, fails, FILE, KEYED, legacy, NO_PERMISSION, nobodyKnows, OTHER, THREE_HEADERS,
  works, ASKS_FIRST,
} from '../incident';
import type { Incident } from '../incident';

/** Bucket rules for everybody behind a cache without Origin in its key, in the old mode and the new. */
const OLD_UNKEYED = { rule: ANY_ORIGIN, cors: null, behaviour: legacy() } as const;
const UNKEYED = { rule: ANY_ORIGIN, cors: null } as const;
const KEYED_BY_ORIGIN = { cors: null, behaviour: KEYED, more: cachePolicyNaming(THREE_HEADERS) } as const;

const TEN_YEARS = { objects: () => ({ cacheControl: 'max-age=315360000, immutable' }), now: 86_400 * 300 };
const FONT = { load: 'font' } as const;
const LINKED = { origin: APP, path: FILE, load: 'stylesheet' } as const;

export const CACHE_KEY: readonly Incident[] = [
  {
    ids: ['I01', 'I02'],
    report: 'the player works while X-Cache says Miss, and fails with Hit: nothing is forwarded by name',
    broken: { stack: { rule: null, cors: null, behaviour: legacy() }, trips: [fails(NO_PERMISSION)], names: [] },
    wrongFixes: [{
      fix: 'CORS rules on the bucket, and nothing else', stack: OLD_UNKEYED, names: ['legacy-origin-not-listed'],
      trips: [works(), fails(NO_PERMISSION, {}, [CURL])],
    }],
    right: { stack: { rule: ANY_ORIGIN, cors: null, behaviour: legacy('Origin') }, trips: [works(), works({}, [CURL])] },
  },
  {
    ids: ['I03'],
    report: 'curl without Origin first: no page may ever read; curl with Origin first: all may, even those that name none',
    broken: {
      stack: OLD_UNKEYED, names: ['legacy-origin-not-listed'],
      trips: [fails(NO_PERMISSION, {}, [CURL]), works({}, [CURL_WITH_ORIGIN]), works({ origin: OTHER }, [CURL_WITH_ORIGIN]), works({}, [CURL_WITH_ORIGIN, CURL])],
    },
    right: { stack: KEYED_BY_ORIGIN, trips: [works({}, [CURL]), works({}, [CURL_WITH_ORIGIN])] },
  },
  {
    ids: ['I04', 'I16'],
    report: 'an origin custom header (`Origin`, or `origin` where the console refuses it) is always sent, so that every copy carries permission',
    broken: { stack: OLD_UNKEYED, trips: [fails(NO_PERMISSION, {}, [CURL])], names: ['legacy-origin-not-listed'] },
    wrongFixes: [{
      fix: 'the header, with a list of origins', names: ['origin-header-pinned'],
      stack: {
        rule: { AllowedOrigins: `[${APP}, ${OTHER}]` }, cors: null, behaviour: legacy(), origin: { OriginCustomHeaders: `[{ HeaderName: origin, HeaderValue: ${APP} }]` },
      },
      trips: [works({}, [CURL]), fails(ANOTHER_ORIGIN, { origin: OTHER })],
    }],
    right: {
      stack: { ...OLD_UNKEYED, origin: { OriginCustomHeaders: `[{ HeaderName: Origin, HeaderValue: ${APP} }]` } },
      trips: [works({}, [CURL]), works({ origin: OTHER }, [CURL])],
    },
  },
  {
    ids: ['I05'],
    report: 'CORS and non-CORS requests for an HLS playlist share a key under CachingOptimized',
    broken: { stack: UNKEYED, trips: [works(), fails(NO_PERMISSION, {}, [CURL])], names: ['origin-not-in-cache-key'] },
    wrongFixes: [{
      fix: 'a cache policy with Origin, while the bucket has no rules', stack: { ...KEYED_BY_ORIGIN, rule: null }, trips: [fails(NO_PERMISSION)], names: ['nobody-answers-cors'],
    }],
    right: { stack: { ...KEYED_BY_ORIGIN, rule: ANY_ORIGIN }, trips: [works(), works({}, [CURL])] },
  },
  {
    ids: ['I06', 'I21'],
    report: 'the stylesheet is blocked: Hit, Age 583098, immutable, no permission; the bucket was corrected long ago',
    broken: { stack: UNKEYED, trips: [fails(NO_PERMISSION, {}, [CURL], TEN_YEARS)], names: ['origin-not-in-cache-key'] },
    wrongFixes: [{
      fix: 'better bucket rules, without an invalidation', stack: { cors: null }, trips: [
        fails(NO_PERMISSION, {}, [CURL], { ...TEN_YEARS, formerly: true }),
        works({}, [CURL, { invalidate: true }], { ...TEN_YEARS, formerly: true }),
        works({ path: '/file.v2' }, [CURL], { ...TEN_YEARS, formerly: true }),
      ],
    }],
    right: { stack: {}, trips: [works({}, [CURL], { ...TEN_YEARS, formerly: true })] },
  },
  {
    ids: ['I07', 'I09'],
    report: 'every font is blocked in production and none in the two environments made from the same template; some places of the world work',
    broken: { stack: UNKEYED, trips: [works(FONT), fails(NO_PERMISSION, FONT, [CURL]), works(FONT, [CURL_WITH_ORIGIN])], names: ['origin-not-in-cache-key'] },
    wrongFixes: [{ fix: 'a function that adds Vary', stack: { ...UNKEYED, behaviour: edgeFunction('viewer-response') }, trips: [nobodyKnows(FONT, [CURL])] }],
    right: { stack: {}, trips: [works(FONT), works(FONT, [CURL])] },
  },
  {
    ids: ['I08'],
    report: 'the copy without compression has permission, the one with gzip has not',
    broken: {
      stack: OLD_UNKEYED, names: ['legacy-origin-not-listed'],
      trips: [
        fails(NO_PERMISSION, { acceptEncoding: 'gzip' }, [{ path: FILE, headers: { 'accept-encoding': 'gzip' } }]),
        works({ acceptEncoding: 'identity' }, [{ path: FILE, headers: { 'accept-encoding': 'gzip' } }]),
        fails(NO_PERMISSION, { acceptEncoding: 'identity' }, [{ path: FILE }]),
      ],
    },
    right: { stack: {}, trips: ['gzip', 'br', 'identity'].map((acceptEncoding) => works({ acceptEncoding }, [CURL, { path: FILE }, { path: FILE, headers: { 'accept-encoding': 'gzip' } }])) },
  },
  {
    ids: ['I11'],
    report: 'the answer names the page\'s origin, the key does not: the second page gets the first one\'s permission',
    broken: {
      stack: { rule: { AllowedOrigins: `[${APP}, ${OTHER}]` }, cors: null, behaviour: KEYED, more: cachePolicyNaming('') }, names: ['origin-not-in-cache-key'],
      trips: [fails(ANOTHER_ORIGIN, { origin: OTHER }, [{ origin: APP, path: FILE }])],
    },
    right: { stack: { ...KEYED_BY_ORIGIN, rule: { AllowedOrigins: `[${APP}, ${OTHER}]` } }, trips: [works({ origin: OTHER }, [{ origin: APP, path: FILE }])] },
  },
  {
    ids: ['I12'],
    report: 'permission is needed on GET and OPTIONS, but CloudFront cached an OPTIONS, and S3 does not always send it',
    broken: {
      stack: { ...UNKEYED, rule: { AllowedOrigins: '[\'*\']' }, behaviour: { CachedMethods: '[GET, HEAD, OPTIONS]' } }, names: ['options-cached-without-key', 'origin-not-in-cache-key'],
      trips: [fails(NO_PERMISSION, {}, [CURL]), fails({ step: 'preflight' }, ASKS_FIRST, [{ origin: OTHER, path: FILE, headers: { 'X-Other': '1' } }])],
    },
    wrongFixes: [{
      fix: 'a function that echoes every origin, whatever the bucket allows: no template shows what it does', stack: { cors: null, behaviour: edgeFunction('viewer-response') },
      trips: [nobodyKnows(), nobodyKnows({ origin: 'https://evil.example' })],
    }],
    right: { stack: {}, trips: [works({}, [CURL]), works(ASKS_FIRST, [{ origin: OTHER, path: FILE, headers: { 'X-Other': '1' } }])] },
  },
  {
    ids: ['I13'],
    report: 'a stylesheet is linked without CORS and then fetched with it',
    broken: { stack: UNKEYED, trips: [fails(NO_PERMISSION, {}, [LINKED])], names: ['origin-not-in-cache-key', 'vary-missing'] },
    wrongFixes: [
      { fix: 'a random query, which the key leaves out', stack: UNKEYED, trips: [fails(NO_PERMISSION, { path: '/file?1' }, [LINKED])], names: ['origin-not-in-cache-key'] },
      {
        fix: 'a random query in the key: each page fetches a file of its own', stack: { ...UNKEYED, behaviour: KEYED, more: cachePolicyNaming('', 'all') },
        trips: [works({ path: '/file?1' }, [LINKED]), fails(NO_PERMISSION, { path: '/file?1' }, [{ ...CURL, path: '/file?1' }])], names: ['origin-not-in-cache-key'],
      },
    ],
    right: { stack: {}, trips: [works({}, [LINKED])] },
  },
  {
    ids: ['I18'],
    report: 'Access-Control-Allow-Origin was whitelisted as a request header; it worked, until the fourth distribution had something in its cache',
    broken: { stack: OLD_UNKEYED, trips: [fails(NO_PERMISSION, {}, [CURL])], names: ['legacy-origin-not-listed'] },
    wrongFixes: [{
      fix: 'the response header in the list of request headers', stack: { ...OLD_UNKEYED, behaviour: legacy('Access-Control-Allow-Origin') },
      trips: [works(), fails(NO_PERMISSION, {}, [CURL])], names: ['response-header-as-request-header', 'legacy-origin-not-listed'],
    }],
    right: { stack: { rule: ANY_ORIGIN, cors: null, behaviour: legacy('Origin') }, trips: [works({}, [CURL])] },
  },
  {
    ids: ['I19'],
    report: 'the distribution knows nothing of CORS; adding Origin and both Access-Control-Request headers, and bucket rules, mended it',
    broken: { stack: { cors: null, behaviour: legacy() }, trips: [fails(NO_PERMISSION, {}, [CURL])], names: ['legacy-origin-not-listed'] },
    right: {
      stack: { cors: null, behaviour: legacy(THREE_HEADERS) },
      trips: [works(), works({}, [CURL]), works(ASKS_FIRST), works(ASKS_FIRST, [CURL]), fails(NO_PERMISSION, { origin: 'https://evil.example' }, [{ origin: APP, path: FILE }])],
    },
  },
  {
    ids: ['I20', 'I22'],
    report: 'the image on the canvas works from the bucket and not through CloudFront: the bucket has rules, nothing forwards Origin',
    broken: {
      stack: { cors: null, behaviour: { OriginRequestPolicyId: undefined, AllowedMethods: undefined } }, names: ['origin-not-forwarded'],
      trips: [
        fails(NO_PERMISSION, { load: 'image', crossOrigin: 'anonymous', mustRead: true }),
        works({ load: 'image', crossOrigin: 'anonymous', mustRead: true, target: 'bucket', presigned: true }),
      ],
    },
    right: { stack: {}, trips: [works({ load: 'image', crossOrigin: 'anonymous', mustRead: true })] },
  },
];
