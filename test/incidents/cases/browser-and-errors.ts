/** Incidents in which the browser's cache, an error page or code at the edge hides what happens. */
import { ANY_ORIGIN, APP, ASKS_FIRST, cachePolicyNaming, CURL, edgeFunction, fails, KEYED, NO_PERMISSION, PLAIN_IMAGE, S3_REFUSES, works } from '../incident';
import type { Incident } from '../incident';

const MASKED = { CustomErrorResponses: '[{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: /index.html }]' };
const KEYED_EDGE = { rule: ANY_ORIGIN, cors: null, behavior: KEYED, more: cachePolicyNaming('Origin') } as const;
const WITHOUT_VARY = { ...KEYED_EDGE, rule: {} } as const;
const MISSING = { objects: (_: string, key: string) => (key === 'index.html' ? {} : undefined) };
const PUT = { method: 'PUT' };
const TAG = { load: 'script', integrity: true } as const;
const PINNED = { OriginCustomHeaders: `[{ HeaderName: Origin, HeaderValue: ${APP} }]` };

export const BROWSER_AND_ERRORS: readonly Incident[] = [
  {
    ids: ['I15'],
    report: 'the cropper fails unless the browser\'s cache is off: an <img> without crossorigin was shown before',
    broken: { stack: KEYED_EDGE, exchanges: [works(), fails(NO_PERMISSION, {}, [PLAIN_IMAGE])], names: ['vary-missing'] },
    wrongFixes: [{ fix: 'Origin whitelisted, which fixes the edge and not the browser', stack: KEYED_EDGE, exchanges: [works({}, [CURL]), fails(NO_PERMISSION, {}, [CURL, PLAIN_IMAGE])], names: ['vary-missing'] }],
    right: { stack: { rule: ANY_ORIGIN, cors: null, origin: PINNED }, exchanges: [works({}, [PLAIN_IMAGE]), works({}, [CURL, PLAIN_IMAGE])] },
  },
  {
    ids: ['I39', 'I40', 'I42'],
    report: 'curl shows permission and Vary; the browser first loads the file without CORS, keeps that answer, and finds neither in it',
    broken: { stack: WITHOUT_VARY, exchanges: [works(), fails(NO_PERMISSION, {}, [PLAIN_IMAGE])], names: ['vary-missing'] },
    wrongFixes: [{
      fix: 'a time stamp in the URL, with a cache that leaves queries out of its key', stack: { rule: ANY_ORIGIN, cors: null }, names: ['vary-missing', 'origin-not-in-cache-key'],
      exchanges: [fails(NO_PERMISSION, { path: '/file?1' }, [PLAIN_IMAGE])],
    }],
    right: { stack: {}, exchanges: [works({}, [PLAIN_IMAGE])] },
  },
  {
    ids: ['I41'],
    report: 'the script with an integrity attribute is blocked: no crossorigin on the tag, and no Origin in the key',
    broken: {
      stack: { cors: null }, names: ['origin-not-in-cache-key'],
      exchanges: [fails({ by: 'browser', code: 'integrity-needs-cors' }, TAG), fails(NO_PERMISSION, { ...TAG, crossOrigin: 'anonymous' }, [CURL])],
    },
    wrongFixes: [{ fix: 'Origin in the key alone', stack: { ...KEYED_EDGE, rule: {} }, exchanges: [fails({ by: 'browser', code: 'integrity-needs-cors' }, TAG)] }],
    right: { stack: {}, exchanges: [works({ ...TAG, crossOrigin: 'anonymous' }, [CURL])] },
  },
  {
    ids: ['I35'],
    report: 'a function adds permission to every response, and it is gone on the page that replaces a 403',
    broken: {
      stack: { cors: null, behavior: edgeFunction('viewer-response'), distribution: MASKED }, names: ['error-page-masks'],
      exchanges: [fails({ code: 'error-page-instead-of-file' }, {}, [], MISSING)],
    },
    right: { stack: {}, exchanges: [works(), fails({ by: 'S3', code: 'request-refused' }, {}, [], MISSING)] },
  },
  {
    ids: ['I36', 'I38'],
    report: 'a method that is not allowed is answered 200 with index.html, and the console blames the bucket\'s CORS rules',
    broken: {
      stack: { cors: { AccessControlAllowMethods: '{ Items: [GET, HEAD, PUT] }', AccessControlAllowHeaders: '{ Items: [X-Trace, Priority, If-None-Match] }' }, rule: null, behavior: { AllowedMethods: '[GET, HEAD]' }, distribution: MASKED },
      names: ['options-not-allowed', 'error-page-masks'], exchanges: [fails({}, PUT)],
    },
    wrongFixes: [{
      fix: 'CORS rules on the bucket', names: ['options-not-allowed', 'error-page-masks'], exchanges: [fails({}, PUT)],
      stack: { cors: null, rule: { AllowedMethods: '[GET, HEAD, PUT]', AllowedHeaders: '[X-Trace]', ExposedHeaders: '[ETag]' }, behavior: { AllowedMethods: '[GET, HEAD]' }, distribution: MASKED },
    }],
    right: { stack: { cors: { AccessControlAllowHeaders: '{ Items: [X-Trace, Priority, If-None-Match] }' } }, exchanges: [works(ASKS_FIRST), fails(S3_REFUSES, PUT)] },
  },
  {
    ids: ['I37'],
    report: 'one mapping of 403 and 404 to index.html for the whole distribution turns failed preflights and missing files of every path into HTML',
    broken: {
      stack: { cors: null, rule: { AllowedHeaders: '[X-Trace]' }, behavior: { AllowedMethods: '[GET, HEAD]' }, distribution: MASKED }, names: ['error-page-masks', 'options-not-allowed'],
      exchanges: [fails({}, PUT), fails({ code: 'error-page-instead-of-file' }, {}, [], MISSING)],
    },
    wrongFixes: [{
      fix: 'OPTIONS allowed, the mapping kept: files that are missing are still HTML', stack: { distribution: MASKED }, names: ['error-page-masks'],
      exchanges: [works(ASKS_FIRST), fails({ code: 'error-page-instead-of-file' }, {}, [], MISSING)],
    }],
    right: { stack: {}, exchanges: [works(ASKS_FIRST), fails({ by: 'S3', code: 'request-refused' }, {}, [], MISSING)] },
  },
];
