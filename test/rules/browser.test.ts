import { authorizationBehindWildcard } from '../../lib/rules/browser/authorization-behind-wildcard';
import { credentialsWithWildcard } from '../../lib/rules/browser/credentials-with-wildcard';
import { getWithoutHead } from '../../lib/rules/browser/get-without-head';
import { headerPatternInPolicy } from '../../lib/rules/browser/header-pattern-in-policy';
import { managedPreflightAllowsNoHeader } from '../../lib/rules/browser/managed-preflight-allows-no-header';
import { originWithoutScheme } from '../../lib/rules/browser/origin-without-scheme';
import { resourcePolicyForbids } from '../../lib/rules/browser/resource-policy-forbids';
import { browserHeadersNotAllowed } from '../../lib/rules/browser/browser-headers-not-allowed';
import { policyLacksGet } from '../../lib/rules/disagreement/policy-lacks-get';
import { varyMissing } from '../../lib/rules/browser/vary/vary-missing';
import { varyRemoved } from '../../lib/rules/browser/vary/vary-removed';
import { wildcardAmongOrigins } from '../../lib/rules/browser/wildcard-among-origins';
import { wildcardOriginDepth } from '../../lib/rules/browser/wildcard-origin-depth';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { CANNOT_SEE, CODE, functions, IMPORTED, NO_WISH, READ, SIMPLE, table, WITH_PREFLIGHT } from './table';

const CORS = 'CorsPolicy ResponseHeadersPolicyConfig.CorsConfig';
const POLICY_ID = 'Distribution DefaultCacheBehavior.ResponseHeadersPolicyId';

function list(...items: string[]): string {
  return `{ Items: [${items.map((item) => `'${item}'`).join(', ')}] }`;
}

const CREDENTIALS = { AccessControlAllowCredentials: 'true', AccessControlAllowHeaders: list('X-One') };
const ORIGINS_PASS = `pass ${CORS}.AccessControlAllowOrigins`;

table(credentialsWithWildcard, [
  ['without credentials `*` is fine', { cors: { AccessControlAllowOrigins: list('*') } }, []],
  ['named', { cors: CREDENTIALS }, [ORIGINS_PASS, `pass ${CORS}.AccessControlExposeHeaders`]],
  ['a pattern of origins is no `*`', { cors: { ...CREDENTIALS, AccessControlAllowOrigins: list('https://*.example.com') } }, [ORIGINS_PASS, `pass ${CORS}.AccessControlExposeHeaders`]],
  ['every origin', { cors: { ...CREDENTIALS, AccessControlAllowOrigins: list('*') } },
    [`fail ${CORS}.AccessControlAllowOrigins: is * next to credentials: browsers refuse it for requests with credentials`, `pass ${CORS}.AccessControlExposeHeaders`]],
  ['every header exposed', { cors: { ...CREDENTIALS, AccessControlExposeHeaders: list('*') } },
    [ORIGINS_PASS, `fail ${CORS}.AccessControlExposeHeaders: is * next to credentials: browsers take it for the name of a header, so nothing is exposed`]],
  ['no policy', { cors: null }, []],
]);

const HEADERS = `${CORS}.AccessControlAllowHeaders`;

table(authorizationBehindWildcard, [
  ['nobody speaks of Authorization', {}, [`pass ${HEADERS}`]],
  ['listed in both', { rule: { AllowedHeaders: '[\'*\', Authorization]' }, cors: { AccessControlAllowHeaders: list('*', 'authorization') } }, [`pass ${HEADERS}`]],
  ['named by the bucket only', { rule: { AllowedHeaders: '[\'*\', Authorization]' } }, [`fail ${HEADERS}: is *, which does not cover Authorization, named by the bucket's rules`]],
  ['by a rule for uploads', { rule: { AllowedHeaders: '[Authorization]', AllowedMethods: '[PUT]' } }, [`pass ${HEADERS}`]],
  ['who removes S3\'s headers speaks alone', { rule: { AllowedHeaders: '[Authorization]' }, policy: { RemoveHeadersConfig: '{ Items: [{ Header: Access-Control-Allow-Headers }] }' } }, [`pass ${HEADERS}`]],
  ['S3 permits it where the policy yields', { rule: { AllowedHeaders: '[Authorization]' }, cors: { OriginOverride: 'false' } }, []],
]);

table(headerPatternInPolicy, [
  ['names and `*`', { cors: { AccessControlAllowHeaders: list('*', 'Authorization') } }, [`pass ${HEADERS}`]],
  ['a pattern', { cors: { AccessControlAllowHeaders: list('x-amz-*', 'X-One') } }, [`fail ${HEADERS}: lists the pattern x-amz-*`]],
  ['no policy', { cors: null }, []],
]);

table(managedPreflightAllowsNoHeader, [
  ['S3 permits headers', { cors: null, behavior: WITH_PREFLIGHT }, [`pass ${POLICY_ID}`]],
  ['nobody does', { cors: null, rule: { AllowedHeaders: undefined }, behavior: WITH_PREFLIGHT },
    [`fail ${POLICY_ID}: CORS-With-Preflight sends no Access-Control-Allow-Headers, and the bucket allows none`]],
  ['one of two rules does', { cors: null, rule: { AllowedHeaders: '[X-One]\n        - { AllowedOrigins: ["*"], AllowedMethods: [GET] }' }, behavior: WITH_PREFLIGHT }, [`pass ${POLICY_ID}`]],
  ['without rules another rule tells', { cors: null, rule: null, behavior: WITH_PREFLIGHT }, []],
  ['SimpleCORS is not made for them', { cors: null, rule: { AllowedHeaders: undefined }, behavior: SIMPLE }, []],
  ['cannot see, not wrong', { cors: null, origin: IMPORTED, behavior: WITH_PREFLIGHT }, [`unknown ${POLICY_ID}: ${CANNOT_SEE}`]],
]);

const ORIGINS = `${CORS}.AccessControlAllowOrigins`;

table(originWithoutScheme, [
  ['with a scheme, or `*`', { cors: { AccessControlAllowOrigins: list('https://app.example.com', '*') } }, [`pass ${ORIGINS}`]],
  ['without', { cors: { AccessControlAllowOrigins: list('app.example.com', '*.example.com') } }, [`fail ${ORIGINS}: lists app.example.com, *.example.com without a scheme`]],
  ['no policy', { cors: null }, []],
]);

table(wildcardOriginDepth, [
  ['named', {}, [`pass ${ORIGINS}`]],
  ['every subdomain', { cors: { AccessControlAllowOrigins: list('https://*.example.com') } }, [`fail ${ORIGINS}: lists https://*.example.com, which matches an undocumented number of subdomain levels`]],
  ['a wildcard in the port has no depth', { cors: { AccessControlAllowOrigins: list('http://localhost:*') } }, [`pass ${ORIGINS}`]],
]);

const CUSTOM = 'CorsPolicy ResponseHeadersPolicyConfig.CustomHeadersConfig';

function custom(name: string, value: string): ExampleParts['policy'] {
  return { CustomHeadersConfig: `{ Items: [{ Header: ${name}, Value: '${value}', Override: true }] }` };
}

table(resourcePolicyForbids, [
  ['no such header', {}, []],
  ['cross-origin', { policy: custom('Cross-Origin-Resource-Policy', 'cross-origin') }, [`pass ${CUSTOM}`]],
  ['same-origin', { policy: custom('cross-origin-resource-policy', 'same-origin') }, [`fail ${CUSTOM}: Cross-Origin-Resource-Policy is same-origin, while other origins are promised the files`]],
  ['same-site', { policy: custom('Cross-Origin-Resource-Policy', 'same-site') },
    [`fail ${CUSTOM}: Cross-Origin-Resource-Policy is same-site: pages on another site than the files are kept out`]],
  ['same-site where one of two names is on the site of the pages', { policy: custom('Cross-Origin-Resource-Policy', 'same-site'), distribution: { Aliases: '[cdn.example.com, cdn.example.net]' } },
    [`fail(warning) ${CUSTOM}: Cross-Origin-Resource-Policy is same-site: pages on another site than the files are kept out`]],
  ['same-site where all are on one site', { policy: custom('Cross-Origin-Resource-Policy', 'same-site'), distribution: { Aliases: '[cdn.example.com]' } }, [`pass ${CUSTOM}`]],
  ['same-site is the careful choice with credentials', { policy: custom('Cross-Origin-Resource-Policy', 'same-site'), cors: CREDENTIALS }, [`pass ${CUSTOM}`]],
  ['a function may change it', { policy: custom('Cross-Origin-Resource-Policy', 'same-origin'), behavior: functions('viewer-response') }, [`unknown ${CUSTOM}: ${CODE}`]],
  ['no wish: files for the own origin', { ...NO_WISH, behavior: { OriginRequestPolicyId: undefined, ResponseHeadersPolicyId: '!Ref Own' }, more: `
Own:
  Type: AWS::CloudFront::ResponseHeadersPolicy
  Properties:
    ResponseHeadersPolicyConfig: { Name: own, CustomHeadersConfig: { Items: [{ Header: Cross-Origin-Resource-Policy, Value: same-origin, Override: true }] } }
` }, []],
]);

const REMOVED = 'CorsPolicy ResponseHeadersPolicyConfig.RemoveHeadersConfig';
const REMOVES = { RemoveHeadersConfig: '{ Items: [{ Header: vary }] }' };

/** A policy without a CORS block, which S3's own CORS headers pass. */
function withoutCors(config: string): ExampleParts {
  return {
    cors: null, behavior: { ResponseHeadersPolicyId: '!Ref CorsPolicy' },
    more: `
CorsPolicy:
  Type: AWS::CloudFront::ResponseHeadersPolicy
  Properties:
    ResponseHeadersPolicyConfig:
      Name: headers
      ${config}`,
  };
}

table(varyRemoved, [
  ['not removed', {}, [`pass ${REMOVED}`]],
  ['removed beside a CORS block, which says it again', { policy: { ...REMOVES, CustomHeadersConfig: undefined } }, [`pass ${REMOVED}`]],
  ['removed beside a block that yields to S3', { cors: { OriginOverride: 'false' }, policy: { ...REMOVES, CustomHeadersConfig: undefined } }, [`fail ${REMOVED}: removes Vary and does not set it again`]],
  ['removed', withoutCors('RemoveHeadersConfig: { Items: [{ Header: vary }] }'), [`fail ${REMOVED}: removes Vary and does not set it again`]],
  ['among others, in another case', withoutCors('RemoveHeadersConfig: { Items: [{ Header: Server }, { Header: VARY }] }'), [`fail ${REMOVED}: removes Vary and does not set it again`]],
  ['something else', withoutCors('RemoveHeadersConfig: { Items: [{ Header: Server }] }'), [`pass ${REMOVED}`]],
  ['no policy', { cors: null }, []],
]);

const NO_VARY = 'has no custom header Vary that names Origin';

table(varyMissing, [
  ['a CORS block says it, with a custom header or without', { policy: { CustomHeadersConfig: undefined } }, [`pass ${CUSTOM}`]],
  ['set in a policy without one', withoutCors('CustomHeadersConfig: { Items: [{ Header: vary, Value: "accept-encoding, origin", Override: true }] }'), [`pass ${CUSTOM}`]],
  ['set to something else', withoutCors('CustomHeadersConfig: { Items: [{ Header: Vary, Value: Accept-Encoding, Override: true }] }'), [`fail ${CUSTOM}: ${NO_VARY}`]],
  ['decided at deployment', withoutCors('CustomHeadersConfig: { Items: [{ Header: Vary, Value: !Ref "AWS::AccountId", Override: true }] }'),
    [`unknown ${CUSTOM}: the value of Vary is decided at deployment`]],
  ['S3 alone sends it to CORS requests only', { cors: null }, [`fail ${POLICY_ID}: ${NO_VARY}`]],
  ['with a pinned Origin every request is one', { cors: null, rule: { AllowedOrigins: '["*"]' }, origin: { OriginCustomHeaders: '[{ HeaderName: Origin, HeaderValue: "*" }]' } }, [`pass ${POLICY_ID}`]],
  ['a function may set it', { cors: null, behavior: functions('viewer-response') }, [`unknown ${POLICY_ID}: ${CODE}`]],
  ['a pinned Origin that the bucket does not allow is none', { cors: null, origin: { OriginCustomHeaders: '[{ HeaderName: Origin, HeaderValue: "*" }]' } }, [`fail ${POLICY_ID}: ${NO_VARY}`]],
  ['no wish, nothing to say', NO_WISH, []],
]);

const ALLOWED = `${CORS}.AccessControlAllowHeaders`;
const UNDOCUMENTED = 'whether CloudFront then keeps the CORS headers back is not documented (allow-headers-on-actual-requests)';
const KEYED: ExampleParts = { cors: null, rule: { AllowedOrigins: '["*"]' } };

table(browserHeadersNotAllowed, [
  ['every header', {}, [`pass ${ALLOWED}`]],
  ['every header that browsers add', { cors: { AccessControlAllowHeaders: list('X-One', 'priority', 'Cache-Control', 'Pragma', 'If-*') } }, [`pass ${ALLOWED}`]],
  ['a list of pages\' headers', { cors: { AccessControlAllowHeaders: list('X-Request-Id') } },
    [`fail(warning) ${ALLOWED}: does not allow Priority, If-None-Match, If-Modified-Since, Cache-Control, Pragma; ${UNDOCUMENTED}`]],
  ['without what a revalidation sends', { cors: { AccessControlAllowHeaders: list('X-One', 'Priority', 'Cache-Control', 'Pragma') } },
    [`fail(warning) ${ALLOWED}: does not allow If-None-Match, If-Modified-Since; ${UNDOCUMENTED}`]],
  ['SimpleCORS as the only speaker', { ...KEYED, rule: null, behavior: SIMPLE }, [`fail ${POLICY_ID}: adds no CORS header to a request with Priority, as recorded`]],
  ['SimpleCORS beside S3, whose answers are kept for whoever asked first', { ...KEYED, behavior: SIMPLE }, [`fail ${POLICY_ID}: adds no CORS header to a request with Priority, as recorded`]],
  ['SimpleCORS beside S3, without copies', { ...KEYED, behavior: { ...SIMPLE, CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' } }, [`pass ${POLICY_ID}`]],
  ['CORS-With-Preflight', { ...KEYED, rule: null, behavior: WITH_PREFLIGHT },
    [`fail(warning) ${POLICY_ID}: does not allow Priority, If-None-Match, If-Modified-Since, Cache-Control, Pragma; ${UNDOCUMENTED}`]],
  ['over HTTP/1.1 browsers send no Priority', { cors: { AccessControlAllowHeaders: list('X-One') }, distribution: { HttpVersion: 'http1.1' } },
    [`fail(warning) ${ALLOWED}: does not allow If-None-Match, If-Modified-Since, Cache-Control, Pragma; ${UNDOCUMENTED}`]],
  ['no policy', { cors: null }, []],
]);

const METHODS = `${CORS}.AccessControlAllowMethods`;
const METHODS_UNDOCUMENTED = 'does not list GET; whether CloudFront then keeps the CORS headers back is not documented (allow-methods-on-actual-requests)';

table(policyLacksGet, [
  ['listed', {}, [`pass ${METHODS}`]],
  ['all', { cors: { AccessControlAllowMethods: list('ALL') } }, [`pass ${METHODS}`]],
  ['SimpleCORS lists none', { cors: null, behavior: SIMPLE }, [`pass ${POLICY_ID}`]],
  ['others', { cors: { AccessControlAllowMethods: list('HEAD', 'OPTIONS') } }, [`fail ${METHODS}: ${METHODS_UNDOCUMENTED}`]],
  ['no policy', { cors: null }, []],
]);

const RULE = 'Assets CorsConfiguration.CorsRules.0';

table(wildcardAmongOrigins, [
  ['named', {}, [`pass ${RULE}.AllowedOrigins`]],
  ['`*` alone', { rule: { AllowedOrigins: '[\'*\']' } }, [`pass ${RULE}.AllowedOrigins`]],
  ['both', { rule: { AllowedOrigins: '[https://app.example.com, \'*\']' } }, [`fail ${RULE}.AllowedOrigins: lists * next to https://app.example.com`]],
  ['in headers `*` beside a name is right', { rule: { AllowedHeaders: '[\'*\', Authorization]' } }, [`pass ${RULE}.AllowedOrigins`]],
  ['no rules', { rule: null }, []],
]);

table(getWithoutHead, [
  ['both', {}, [`pass ${RULE}.AllowedMethods`]],
  ['GET only', { rule: { AllowedMethods: '[GET]' } }, [`fail ${RULE}.AllowedMethods: allows GET but not HEAD`]],
  ['uploads only', { rule: { AllowedMethods: '[PUT]' }, behavior: READ }, []],
]);
