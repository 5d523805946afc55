import { legacyOriginNotListed } from '../../lib/rules/cache/legacy-origin-not-listed';
import { optionsCachedWithoutKey } from '../../lib/rules/cache/options-cached-without-key';
import { originHeaderPinned } from '../../lib/rules/cache/origin-header-pinned';
import { originNotInCacheKey } from '../../lib/rules/cache/origin-not-in-cache-key';
import { requestHeadersNotInCacheKey } from '../../lib/rules/cache/request-headers-not-in-cache-key';
import { responseHeaderAsRequestHeader } from '../../lib/rules/cache/response-header-as-request-header';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { ALL, CANNOT_SEE, CODE, functions, IMPORTED, NO_WISH, READ, SIMPLE, table } from './table';

/** A cache policy with these headers in its key. */
function keyed(headers: string, ttl = 'MinTTL: 1, DefaultTTL: 86400, MaxTTL: 31536000'): string {
  return `
Keyed:
  Type: AWS::CloudFront::CachePolicy
  Properties:
    CachePolicyConfig:
      Name: keyed
      ${ttl.replaceAll(', ', '\n      ')}
      ParametersInCacheKeyAndForwardedToOrigin:
        EnableAcceptEncodingGzip: true
        CookiesConfig: { CookieBehavior: none }
        QueryStringsConfig: { QueryStringBehavior: none }
        HeadersConfig: { HeaderBehavior: ${headers === '' ? 'none' : `whitelist, Headers: [${headers}]`} }
`;
}

const KEYED = { CachePolicyId: '!Ref Keyed' };
const THREE = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';
const CACHE = 'Distribution DefaultCacheBehavior.CachePolicyId';
const POISON = 'Origin reaches S3 but is not in the key, so the first request decides what all others are told';

table(originNotInCacheKey, [
  ['an overriding policy answers', {}, [`pass ${CACHE}`]],
  ['S3 answers, for everybody', { cors: null }, [`fail ${CACHE}: ${POISON}`]],
  ['`*` is missing too after a request without Origin', { cors: null, rule: { AllowedOrigins: '[\'*\']' } }, [`fail ${CACHE}: ${POISON}`]],
  ['Origin in the key', { cors: null, behavior: KEYED, more: keyed('origin') }, [`pass ${CACHE}`]],
  ['nothing is kept', { cors: null, behavior: { CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' } }, [`pass ${CACHE}`]],
  ['objects say what is kept', { cors: null, behavior: KEYED, more: keyed('', 'MinTTL: 0, DefaultTTL: 0, MaxTTL: 86400') },
    [`fail(warning) ${CACHE}: Origin reaches S3 but is not in the key, so copies of objects with a Cache-Control are order-dependent`]],
  ['without Origin at S3 another rule tells', { cors: null, behavior: { OriginRequestPolicyId: undefined } }, []],
  ['a pinned Origin is the same for all', { cors: null, origin: { OriginCustomHeaders: '[{ HeaderName: Origin, HeaderValue: "*" }]' } }, []],
  ['a policy that yields is judged elsewhere', { cors: null, behavior: SIMPLE }, []],
  ['a function may set the headers', { cors: null, behavior: functions('viewer-response') }, [`unknown ${CACHE}: ${CODE}`]],
  ['a cache policy of somebody else', { cors: null, behavior: { CachePolicyId: 'abc' } }, [`unknown ${CACHE}: the cache policy abc is not a resource of these templates`]],
  ['cannot see, not wrong', { cors: null, origin: IMPORTED }, [`unknown ${CACHE}: ${CANNOT_SEE}`]],
  ['no wish, nothing to say', NO_WISH, []],
]);

function legacy(forwarded: string): ExampleParts['behavior'] {
  return { CachePolicyId: undefined, OriginRequestPolicyId: undefined, ForwardedValues: forwarded };
}

const LISTED = 'Distribution DefaultCacheBehavior.ForwardedValues.Headers';

table(legacyOriginNotListed, [
  ['listed', { cors: null, behavior: legacy('{ QueryString: false, Headers: [Origin] }') }, [`pass ${LISTED}`]],
  ['not listed', { cors: null, behavior: legacy('{ QueryString: false }') }, [`fail ${LISTED}: does not list Origin, so the first request decides what all others are told`]],
  ['everything listed: nothing is kept', { cors: null, behavior: legacy('{ QueryString: false, Headers: ["*"] }') }, [`pass ${LISTED}`]],
  ['an overriding policy answers', { behavior: legacy('{ QueryString: false }') }, [`pass ${LISTED}`]],
  ['nothing is kept by default', { cors: null, behavior: { ...legacy('{ QueryString: false }'), DefaultTTL: '0' } },
    [`fail(warning) ${LISTED}: does not list Origin, so the first request decides what all others are told`]],
  ['with a cache policy another rule tells', { cors: null }, []],
]);

const CACHED = 'Distribution DefaultCacheBehavior.CachedMethods';
const CACHES = { CachedMethods: '[GET, HEAD, OPTIONS]' };
const LACKS_ALL = `caches OPTIONS, and the key lacks ${THREE}`;

table(optionsCachedWithoutKey, [
  ['not cached', {}, [`pass ${CACHED}`]],
  ['an overriding policy fixes the headers, but not the status', { behavior: CACHES }, [`fail(warning) ${CACHED}: ${LACKS_ALL}`]],
  ['S3\'s answer for one header is replayed to another', { cors: null, behavior: CACHES }, [`fail ${CACHED}: ${LACKS_ALL}`]],
  ['all three in the key', { cors: null, behavior: { ...CACHES, ...KEYED }, more: keyed(THREE) }, [`pass ${CACHED}`]],
  ['only Origin in the key', { cors: null, behavior: { ...CACHES, ...KEYED }, more: keyed('Origin') },
    [`fail ${CACHED}: caches OPTIONS, and the key lacks Access-Control-Request-Method, Access-Control-Request-Headers`]],
  ['several origins, which S3 answers by name', {
    cors: null, rule: { AllowedOrigins: '[https://a.example.com, https://b.example.com]', AllowedHeaders: '[X-One]' }, behavior: { ...CACHES, ...KEYED },
    more: keyed('Access-Control-Request-Method, Access-Control-Request-Headers'),
  }, [`fail ${CACHED}: caches OPTIONS, and the key lacks Origin`]],
  ['any origin, which S3 answers with `*`', {
    cors: null, rule: { AllowedOrigins: '[\'*\']', AllowedHeaders: '[X-One]' }, behavior: { ...CACHES, ...KEYED }, more: keyed('Access-Control-Request-Method, Access-Control-Request-Headers'),
  }, [`fail(warning) ${CACHED}: caches OPTIONS, and the key lacks Origin`]],
  ['one origin with one header asks in one way', { cors: null, rule: { AllowedHeaders: '[X-One]' }, behavior: CACHES }, [`fail(warning) ${CACHED}: ${LACKS_ALL}`]],
  ['with one header or none, for PUT', { cors: null, rule: { AllowedMethods: '[GET, PUT]', AllowedHeaders: '[X-One]' }, behavior: { ...ALL, ...CACHES } }, [`fail ${CACHED}: ${LACKS_ALL}`]],
  ['nothing is kept', { cors: null, behavior: { ...CACHES, CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' } }, [`pass ${CACHED}`]],
  ['without preflights it is no matter', { behavior: READ }, []],
  ['cannot see, not wrong', { cors: { OriginOverride: 'false', AccessControlAllowHeaders: '{ Items: [X-One, Priority, If-None-Match] }' }, origin: IMPORTED, behavior: CACHES }, [`unknown ${CACHED}: ${CANNOT_SEE}`]],
]);

const PINNED = 'Distribution Origins.0.OriginCustomHeaders';
const TWO = { AllowedOrigins: '[https://a.example.com, https://b.example.com]' };

function pin(value: string, name = 'Origin'): ExampleParts['origin'] {
  return { OriginCustomHeaders: `[{ HeaderName: ${name}, HeaderValue: '${value}' }]` };
}

table(originHeaderPinned, [
  ['no such header', { origin: { OriginCustomHeaders: '[{ HeaderName: X-Secret, HeaderValue: a }]' } }, []],
  ['the first of two origins', { cors: null, rule: TWO, origin: pin('https://a.example.com') },
    [`fail ${PINNED}: pins Origin to https://a.example.com, so pages on https://b.example.com are not told that they may read`]],
  ['in lower case', { cors: null, rule: TWO, origin: pin('https://a.example.com', 'origin') },
    [`fail ${PINNED}: pins Origin to https://a.example.com, so pages on https://b.example.com are not told that they may read`]],
  ['`*`, where no rule allows it by that name', { cors: null, rule: TWO, origin: pin('*') },
    [`fail ${PINNED}: pins Origin to *, so pages on https://a.example.com are not told that they may read`]],
  ['any value, where the bucket allows every origin', { cors: null, rule: { AllowedOrigins: '[\'*\']' }, origin: pin('https://a.example.com') }, [`pass ${PINNED}`]],
  ['the only origin there is', { cors: null, origin: pin('https://app.example.com') }, [`pass ${PINNED}`]],
  ['an overriding policy fixes it', { origin: pin('https://app.example.com') }, [`pass ${PINNED}`]],
  ['but not the status of a preflight', { origin: pin('https://other.example.com') }, [`fail ${PINNED}: pins Origin to https://other.example.com, which the bucket refuses`]],
  ['a bucket without rules is another mistake', { rule: null, origin: pin('https://other.example.com') }, [`pass ${PINNED}`]],
  ['nor does it matter without preflights', { origin: pin('https://other.example.com'), behavior: READ }, [`pass ${PINNED}`]],
  ['a policy that yields cannot take S3\'s word back', { cors: { OriginOverride: 'false', AccessControlAllowOrigins: '{ Items: [\'*\'] }' }, origin: pin('https://app.example.com') },
    [`fail ${PINNED}: pins Origin to https://app.example.com, so pages on other origins are not told that they may read`]],
  ['a policy that yields fills in where S3 is silent', { rule: { AllowedOrigins: '[https://a.example.com]' }, cors: { OriginOverride: 'false' }, origin: pin('https://b.example.com'), behavior: READ },
    [`pass ${PINNED}`]],
  ['cannot see, not wrong', { cors: { OriginOverride: 'false' }, origin: { ...IMPORTED, ...pin('https://a.example.com') } }, [`unknown ${PINNED}: ${CANNOT_SEE}`]],
]);

const KEY_HEADERS = 'Keyed CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig.Headers';
const ALLOWED = 'Assets CorsConfiguration.CorsRules.0.AllowedHeaders';

table(responseHeaderAsRequestHeader, [
  ['request headers', { more: keyed(THREE) }, [`pass ${KEY_HEADERS}`, `pass ${ALLOWED}`]],
  ['a response header in the key', { more: keyed('Access-Control-Allow-Origin, Origin') },
    [`fail ${KEY_HEADERS}: names Access-Control-Allow-Origin, which occurs in responses only`, `pass ${ALLOWED}`]],
  ['in ForwardedValues', { behavior: legacy('{ QueryString: false, Headers: [access-control-allow-headers] }') },
    [`fail Distribution DefaultCacheBehavior.ForwardedValues.Headers: names access-control-allow-headers, which occurs in responses only`, `pass ${ALLOWED}`]],
  ['in the bucket\'s rule it does no harm', { rule: { AllowedHeaders: '[Access-Control-Allow-Origin]' } }, [`fail(info) ${ALLOWED}: names Access-Control-Allow-Origin, which occurs in responses only`]],
]);

const ONLY_ORIGIN = { cors: null, behavior: KEYED, more: keyed('Origin') };

table(requestHeadersNotInCacheKey, [
  ['an overriding policy answers', {}, [`pass ${CACHE}`]],
  ['S3 answers by them, for everybody', ONLY_ORIGIN, [`fail ${CACHE}: Access-Control-Request-Method and Access-Control-Request-Headers reach S3 but are not in the key`]],
  ['all three in the key', { ...ONLY_ORIGIN, more: keyed(THREE) }, [`pass ${CACHE}`]],
  ['one of both', { ...ONLY_ORIGIN, more: keyed('Origin, Access-Control-Request-Method') }, [`fail ${CACHE}: Access-Control-Request-Headers reaches S3 but is not in the key`]],
  ['not forwarded', { ...ONLY_ORIGIN, behavior: { ...READ, ...KEYED, OriginRequestPolicyId: undefined } }, [`pass ${CACHE}`]],
  ['in the legacy mode they reach S3 unlisted', { cors: null, behavior: legacy('{ QueryString: false, Headers: [Origin] }') },
    [`fail ${LISTED}: Access-Control-Request-Method and Access-Control-Request-Headers reach S3 but are not in the key`]],
  ['where Origin is not in the key another rule tells', { cors: null }, []],
  ['a policy that yields is judged elsewhere', { cors: { OriginOverride: 'false' } }, []],
  ['a function may set the headers', { ...ONLY_ORIGIN, behavior: { ...KEYED, ...functions('viewer-response') } }, [`unknown ${CACHE}: ${CODE}`]],
]);
