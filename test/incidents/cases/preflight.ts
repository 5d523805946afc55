/** Incidents of preflights: the question that browsers ask first. */
import { ALL_METHODS, APP, ASKS_FIRST, cachePolicyNaming, CLOUDFRONT_REFUSES, edgeFunction, fails, FILE, KEYED, nobodyKnows, OTHER, S3_REFUSES, UPLOAD, works } from '../incident';
import type { Incident } from '../incident';

const NOT_ENABLED = { ...S3_REFUSES, why: 'CORS is not enabled for this bucket' };
const NOT_ALLOWED = { ...S3_REFUSES, why: 'This CORS request is not allowed' };
const COOKIE_HEADER = { headers: { 'X-Cookie': '1' } };
const WITH_PREFLIGHT = { ResponseHeadersPolicyId: '5cc3b908-e619-4b99-88e5-2cf7f45965bd # CORS-With-Preflight' };
const SIGNED = { TrustedKeyGroups: '[some-key-group]' };
const TYPED_UPLOAD = { ...UPLOAD, headers: { 'Content-Type': 'image/png' } };
const PUBLIC = { Effect: 'Allow', Principal: '\'*\'', Action: 's3:*', Resource: '!Sub \'${Assets.Arn}/*\'' };
const NOT_BLOCKED = {
  PublicAccessBlockConfiguration: '{ BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false }',
};
const BLOCKED = {
  PublicAccessBlockConfiguration: '{ BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true }',
};
const UPLOAD_RULE = { AllowedMethods: '[GET, HEAD, PUT]', ExposedHeaders: '[ETag]' };

/** Seeks in a media file: two ranges, which browsers ask permission for. */
const SEEKS = { headers: { Range: 'bytes=0-1,5-6' } };

export const PREFLIGHT: readonly Incident[] = [
  {
    ids: ['I23'],
    report: 'the player sends X-Cookie; the rule allows the request header Origin and exposes Access-Control-Allow-Origin',
    broken: {
      stack: { cors: null, rule: { AllowedHeaders: '[Origin]', ExposedHeaders: '[Access-Control-Allow-Origin]' } }, names: ['allowed-header-never-asked'],
      exchanges: [fails(NOT_ALLOWED, COOKIE_HEADER)],
    },
    right: { stack: { rule: { AllowedHeaders: '[X-Cookie]' }, cors: { AccessControlAllowHeaders: '{ Items: [X-Cookie, Priority, If-None-Match] }' } }, exchanges: [works(COOKIE_HEADER)] },
  },
  {
    ids: ['I24'],
    report: 'OPTIONS is answered 403 "CORS is not enabled for this bucket", although the response headers policy adds permission',
    broken: { stack: { rule: null }, exchanges: [works(), fails(NOT_ENABLED, ASKS_FIRST)], names: ['bucket-cors-missing'] },
    right: { stack: {}, exchanges: [works(ASKS_FIRST)] },
  },
  {
    ids: ['I25'],
    report: 'CORS-With-Preflight is attached, and the origin still refuses the preflight: a policy answers none by itself',
    broken: { stack: { rule: null, cors: null, behavior: WITH_PREFLIGHT }, exchanges: [fails(NOT_ENABLED, ASKS_FIRST)], names: ['bucket-cors-missing'] },
    wrongFixes: [{
      fix: 'a function that answers OPTIONS (it may help: what the origin says no longer counts, and no template shows the code)', names: ['bucket-cors-missing'],
      stack: { rule: null, cors: null, behavior: { ...WITH_PREFLIGHT, ...edgeFunction('viewer-request') } }, exchanges: [nobodyKnows(ASKS_FIRST)],
    }],
    right: { stack: { rule: { AllowedOrigins: '[\'*\']' }, cors: null, behavior: WITH_PREFLIGHT }, exchanges: [works(ASKS_FIRST)] },
  },
  {
    ids: ['I26'],
    report: 'preflights are rejected outright: OPTIONS is not among the allowed methods',
    broken: {
      stack: { rule: null, cors: { AccessControlAllowHeaders: '{ Items: [X-Trace, Priority, If-None-Match] }' }, behavior: { AllowedMethods: '[GET, HEAD]' } }, names: ['options-not-allowed'],
      exchanges: [works(), fails(CLOUDFRONT_REFUSES, ASKS_FIRST)],
    },
    wrongFixes: [{
      fix: 'OPTIONS and a policy, while the bucket has no rules', stack: { rule: null, cors: { AccessControlAllowHeaders: '{ Items: [X-Trace, Priority, If-None-Match] }' } },
      exchanges: [fails(NOT_ENABLED, ASKS_FIRST)], names: ['bucket-cors-missing'],
    }],
    right: { stack: { cors: { AccessControlAllowHeaders: '{ Items: [X-Trace, Priority, If-None-Match] }' } }, exchanges: [works(ASKS_FIRST)] },
  },
  {
    ids: ['I27'],
    report: 'for some readers the question before a Range request is answered with nothing in it, and the page cannot read Content-Range',
    broken: {
      stack: { rule: { AllowedOrigins: '[\'*\']' }, cors: null, behavior: { ...KEYED, CachedMethods: '[GET, HEAD, OPTIONS]' }, more: cachePolicyNaming('Origin') },
      names: ['options-cached-without-key'],
      exchanges: [
        works(SEEKS), fails({ by: 'browser', step: 'preflight' }, SEEKS, [{ origin: APP, path: FILE, browser: 'another', headers: { 'X-Other': '1' } }]),
        fails({ by: 'browser', code: 'header-not-exposed' }, { reads: ['Content-Range'] }),
      ],
    },
    right: {
      stack: { cors: { AccessControlExposeHeaders: '{ Items: [Content-Range, Accept-Ranges, Content-Length] }' } },
      exchanges: [works({ ...SEEKS, reads: ['Accept-Ranges'] }, [{ origin: APP, path: FILE, browser: 'another', headers: { 'X-Other': '1' } }])],
    },
  },
  {
    ids: ['I28'],
    report: 'OPTIONS gets 403, and a tutorial says that the bucket has to be public and its rules have to allow OPTIONS',
    broken: { stack: { rule: { AllowedHeaders: undefined } }, exchanges: [fails(NOT_ALLOWED, ASKS_FIRST)], names: ['bucket-lacks-header'] },
    wrongFixes: [{
      fix: 'a public bucket, and OPTIONS in its rules', names: ['bucket-cors-method', 'public-beside-access-control', 'bucket-lacks-header'],
      stack: { rule: { AllowedHeaders: undefined, AllowedMethods: '[GET, OPTIONS]' }, bucket: NOT_BLOCKED, statements: [PUBLIC] }, exchanges: [fails(NOT_ALLOWED, ASKS_FIRST)],
    }],
    right: { stack: { bucket: BLOCKED }, exchanges: [works(ASKS_FIRST)] },
  },
  {
    ids: ['I29', 'I32'],
    report: 'the presigned PUT with a Content-Type fails at the preflight, and Block Public Access is blamed',
    broken: { stack: { rule: { ...UPLOAD_RULE, AllowedHeaders: undefined }, bucket: BLOCKED }, exchanges: [fails(NOT_ALLOWED, TYPED_UPLOAD)], names: ['upload-headers'] },
    wrongFixes: [{
      fix: 'Block Public Access turned off', stack: { rule: { ...UPLOAD_RULE, AllowedHeaders: undefined }, bucket: NOT_BLOCKED }, exchanges: [fails(NOT_ALLOWED, TYPED_UPLOAD)],
      names: ['upload-headers'],
    }],
    right: { stack: { rule: { ...UPLOAD_RULE, AllowedHeaders: '[Content-Type]' }, bucket: BLOCKED }, exchanges: [works(TYPED_UPLOAD)] },
  },
  {
    ids: ['I30'],
    report: 'the preflight carries no cookie, so the login answers it',
    broken: { stack: { behavior: edgeFunction('viewer-request') }, exchanges: [nobodyKnows(ASKS_FIRST)], names: ['function-and-preflights'] },
    wrongFixes: [{
      fix: 'signed cookies in place of the function', stack: { behavior: SIGNED }, names: ['signed-requests-and-preflights'],
      exchanges: [works({ signed: 'cookies', credentials: 'include', load: 'image' }), fails({ ...CLOUDFRONT_REFUSES, why: 'MissingKey' }, { ...ASKS_FIRST, signed: 'cookies' })],
    }],
    right: { stack: { behavior: SIGNED }, exchanges: [works({ ...ASKS_FIRST, signed: 'url' })] },
  },
  {
    ids: ['I31'],
    report: 'the bucket\'s rules are right, but the function at the edge refuses all methods but PUT',
    broken: {
      stack: { cors: null, rule: UPLOAD_RULE, behavior: { AllowedMethods: ALL_METHODS, ...edgeFunction('viewer-request') } }, names: ['function-and-preflights'],
      exchanges: [nobodyKnows({ method: 'PUT' })],
    },
    right: { stack: { rule: UPLOAD_RULE }, exchanges: [works(UPLOAD)] },
  },
  {
    ids: ['I33'],
    report: 'the two refusals of S3: "CORS is not enabled for this bucket" and "This CORS request is not allowed"',
    broken: { stack: { rule: null }, exchanges: [fails(NOT_ENABLED, ASKS_FIRST)], names: ['bucket-cors-missing'] },
    wrongFixes: [{
      fix: 'a rule for another origin', stack: { rule: { AllowedOrigins: `[${OTHER}]` } }, exchanges: [fails(NOT_ALLOWED, ASKS_FIRST)], names: ['bucket-lacks-origin'],
    }],
    right: { stack: { rule: { AllowedOrigins: `[${APP}, ${OTHER}]` }, cors: { AccessControlAllowOrigins: `{ Items: [${APP}, ${OTHER}] }` } }, exchanges: [works(ASKS_FIRST), works({ ...ASKS_FIRST, origin: OTHER })] },
  },
];
