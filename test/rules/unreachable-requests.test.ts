import { bucketCorsMissing } from '../../lib/rules/unreachable/speaker/bucket-cors-missing';
import { corsOnWrongBucket } from '../../lib/rules/unreachable/speaker/cors-on-wrong-bucket';
import { functionAndPreflights } from '../../lib/rules/unreachable/functions/function-and-preflights';
import { hostForwardedToS3 } from '../../lib/rules/unreachable/forwarding/host-forwarded-to-s3';
import { nobodyAnswersCors } from '../../lib/rules/unreachable/speaker/nobody-answers-cors';
import { optionsNotAllowed } from '../../lib/rules/unreachable/forwarding/options-not-allowed';
import { originNotForwarded } from '../../lib/rules/unreachable/forwarding/origin-not-forwarded';
import { plainHttpViewers } from '../../lib/rules/unreachable/access/plain-http-viewers';
import { preflightHeadersNotForwarded } from '../../lib/rules/unreachable/forwarding/preflight-headers-not-forwarded';
import { signedRequestsAndPreflights } from '../../lib/rules/unreachable/access/signed-requests-and-preflights';
import { spareBucket } from '../../lib/rules/engine/example-spare-bucket';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { ALL, CANNOT_SEE, CODE, functions, IMPORTED, NO_WISH, NOT_S3, path, READ, SIMPLE, table, WITH_PREFLIGHT } from './table';

const X_ONE = { AccessControlAllowHeaders: '{ Items: [X-One, Priority, If-None-Match] }' };
const METHODS = 'Distribution DefaultCacheBehavior.AllowedMethods';
const REQUEST_POLICY = 'Distribution DefaultCacheBehavior.OriginRequestPolicyId';

table(optionsNotAllowed, [
  ['allowed', {}, [`pass ${METHODS}`]],
  ['a named header is refused permission', { cors: X_ONE, behavior: READ }, [`fail ${METHODS}: allows GET, HEAD, but x-one is named by the policy`]],
  ['by default only GET and HEAD are allowed', { cors: X_ONE, behavior: { AllowedMethods: undefined } }, [`fail ${METHODS}: allows GET, HEAD, but x-one is named by the policy`]],
  ['a header named by the bucket counts without a policy', { cors: null, rule: { AllowedHeaders: '[X-One]' }, behavior: READ },
    [`fail ${METHODS}: allows GET, HEAD, but x-one is named by the bucket's rules`]],
  ['`*` without OPTIONS is a habit, as CloudFront refuses an empty list', { behavior: READ }, []],
  ['rules with the sample header of the S3 console need no preflight', { cors: null, rule: { AllowedHeaders: '[Authorization]' }, behavior: READ }, []],
  ['SimpleCORS needs no OPTIONS', { cors: null, rule: null, behavior: { ...READ, ...SIMPLE } }, []],
  ['no wish, nothing to say', { ...NO_WISH, behavior: READ }, []],
  ['any other server, too, as CloudFront answers before it asks', { origin: NOT_S3, cors: { AccessControlAllowHeaders: '{ Items: [x-trace] }' }, behavior: READ },
    ['fail Distribution DefaultCacheBehavior.AllowedMethods: allows GET, HEAD, but x-trace is named by the policy']],
  ['an imported bucket is not held against the stack', { cors: null, origin: IMPORTED, behavior: READ }, [`unknown ${METHODS}: ${CANNOT_SEE}`]],
  ['its policy is', { cors: X_ONE, origin: IMPORTED, behavior: READ }, [`fail ${METHODS}: allows GET, HEAD, but x-one is named by the policy`]],
  ['no function runs before the methods are checked', { cors: X_ONE, behavior: { ...READ, ...functions('viewer-request') } },
    [`fail ${METHODS}: allows GET, HEAD, but x-one is named by the policy`]],
  ['a wish that is only supposed is worth a warning', { cors: null, rule: { AllowedMethods: '[GET, PUT]', AllowedHeaders: '[X-One]' }, behavior: { ...READ, OriginRequestPolicyId: undefined } },
    [`fail(warning) ${METHODS}: allows GET, HEAD, but x-one is named by the bucket's rules`]],
]);

table(originNotForwarded, [
  ['forwarded by the origin request policy', {}, [`pass ${REQUEST_POLICY}`]],
  ['the bucket\'s rules answer nobody', { cors: null, behavior: { OriginRequestPolicyId: undefined } },
    [`fail ${REQUEST_POLICY}: Origin is neither in the cache policy nor in an origin request policy, so the bucket's CORS rules answer nobody`]],
  ['a policy answers reading, but preflights need S3', { behavior: { OriginRequestPolicyId: undefined } },
    [`fail ${REQUEST_POLICY}: Origin is neither in the cache policy nor in an origin request policy, so S3 refuses every preflight`]],
  ['a policy answers reading', { behavior: { ...READ, OriginRequestPolicyId: undefined } }, [`pass ${REQUEST_POLICY}`]],
  ['SimpleCORS needs no Origin at S3', { cors: null, rule: null, behavior: { ...SIMPLE, OriginRequestPolicyId: undefined } }, [`pass ${REQUEST_POLICY}`]],
  ['in the cache key it is forwarded as well', { cors: null, behavior: { OriginRequestPolicyId: undefined, CachePolicyId: '08627262-05a9-4f76-9ded-b50ca2e3a84f' } }, [`pass ${REQUEST_POLICY}`]],
  ['ForwardedValues lets it through unlisted', { cors: null, behavior: { OriginRequestPolicyId: undefined, CachePolicyId: undefined, ForwardedValues: '{ QueryString: false }' } }, [`pass ${REQUEST_POLICY}`]],
  ['a pinned Origin reaches S3', { cors: null, behavior: { OriginRequestPolicyId: undefined }, origin: { OriginCustomHeaders: '[{ HeaderName: origin, HeaderValue: "*" }]' } }, [`pass ${REQUEST_POLICY}`]],
  ['code may set the headers', { cors: null, behavior: { OriginRequestPolicyId: undefined, ...functions('viewer-response') } }, [`unknown ${REQUEST_POLICY}: ${CODE}`]],
  ['the rules may be for a path that forwards', { cors: null, behavior: { OriginRequestPolicyId: undefined }, distribution: path(', OriginRequestPolicyId: 88a5eaf4-2fd4-4709-b370-b4c650ea3fcf') },
    ['pass Distribution CacheBehaviors.0.OriginRequestPolicyId',
      `fail(warning) ${REQUEST_POLICY}: Origin is neither in the cache policy nor in an origin request policy, so the bucket's CORS rules answer nobody`]],
  ['a policy of somebody else may forward it', { cors: null, behavior: { OriginRequestPolicyId: 'abc' } }, [`unknown ${REQUEST_POLICY}: the origin request policy abc is not a resource of these templates`]],
  ['no wish, nothing to say', NO_WISH, []],
]);

const CUSTOM_ORIGIN = { OriginRequestPolicyId: '59781a5b-3903-41f3-afcb-af62929ccde1' };
const WITHOUT_HEADERS = `
ForwardMethod:
  Type: AWS::CloudFront::OriginRequestPolicy
  Properties:
    OriginRequestPolicyConfig:
      Name: method
      HeadersConfig: { HeaderBehavior: whitelist, Headers: [Origin, Access-Control-Request-Method] }
      CookiesConfig: { CookieBehavior: none }
      QueryStringsConfig: { QueryStringBehavior: none }
`;
const NO_HEADERS = { OriginRequestPolicyId: '!Ref ForwardMethod' };

table(preflightHeadersNotForwarded, [
  ['both forwarded', {}, [`pass ${REQUEST_POLICY}`]],
  ['CORS-CustomOrigin in front of S3', { behavior: CUSTOM_ORIGIN }, [`fail ${REQUEST_POLICY}: Access-Control-Request-Method is not forwarded, so S3 refuses every preflight`]],
  ['without preflights nothing is missing', { behavior: { ...READ, ...CUSTOM_ORIGIN } }, []],
  ['where Origin is missing too, another rule tells', { behavior: { OriginRequestPolicyId: undefined } }, []],
  ['where OPTIONS is missing, another rule tells', { cors: X_ONE, behavior: { ...READ, ...CUSTOM_ORIGIN } }, []],
  ['an overriding policy permits the headers by itself', { behavior: NO_HEADERS, more: WITHOUT_HEADERS }, [`pass ${REQUEST_POLICY}`]],
  ['without a policy only S3 could permit them', { cors: null, behavior: NO_HEADERS, more: WITHOUT_HEADERS },
    [`fail ${REQUEST_POLICY}: Access-Control-Request-Headers is not forwarded, so S3 permits no header`]],
  ['whether a policy that yields permits them is an assumption', { cors: { OriginOverride: 'false' }, behavior: NO_HEADERS, more: WITHOUT_HEADERS },
    [`fail(warning) ${REQUEST_POLICY}: Access-Control-Request-Headers is not forwarded, so S3 permits no header`]],
  ['a method without headers needs no Access-Control-Request-Headers', {
    cors: null, rule: { AllowedMethods: '[GET, PUT]', AllowedHeaders: undefined }, behavior: { ...ALL, ...NO_HEADERS }, more: WITHOUT_HEADERS,
  }, [`pass ${REQUEST_POLICY}`]],
  ['a function may answer preflights', { behavior: { ...CUSTOM_ORIGIN, ...functions('viewer-request') } }, [`unknown ${REQUEST_POLICY}: ${CODE}`]],
  ['no wish, nothing to say', NO_WISH, []],
]);

const ALL_VIEWER = { OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3' };
const SIGNATURE = 'Host is forwarded, so S3 answers 403 SignatureDoesNotMatch to every request';
const UNSIGNED = { OriginAccessControlId: undefined };

table(hostForwardedToS3, [
  ['not forwarded', {}, [`pass ${REQUEST_POLICY}`]],
  ['AllViewer', { behavior: ALL_VIEWER }, [`fail ${REQUEST_POLICY}: ${SIGNATURE}`]],
  ['HostHeaderOnly', { behavior: { OriginRequestPolicyId: 'bf0718e1-ba1e-49d1-88b1-f726733018ae' } }, [`fail ${REQUEST_POLICY}: ${SIGNATURE}`]],
  ['AllViewerExceptHostHeader', { behavior: { OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac' } }, [`pass ${REQUEST_POLICY}`]],
  ['in the cache policy', { behavior: { CachePolicyId: '2e54312d-136d-493c-8eb9-b001f22f67d2' } }, [`fail ${REQUEST_POLICY}: ${SIGNATURE}`]],
  ['in the legacy mode', { behavior: { OriginRequestPolicyId: undefined, CachePolicyId: undefined, ForwardedValues: '{ QueryString: false, Headers: [host] }' } },
    [`fail Distribution DefaultCacheBehavior.ForwardedValues.Headers: ${SIGNATURE}`]],
  ['unsigned it names a bucket that does not exist', { behavior: ALL_VIEWER, origin: { ...IMPORTED, ...UNSIGNED } },
    [`fail ${REQUEST_POLICY}: Host is forwarded, so S3 looks for a bucket of that name in place of other-team`]],
  ['unless the bucket is named like the site', { behavior: ALL_VIEWER, origin: { DomainName: 'cdn.example.com.s3.eu-west-1.amazonaws.com', ...UNSIGNED }, distribution: { Aliases: '[cdn.example.com]' } },
    [`pass ${REQUEST_POLICY}`]],
  ['a stack without a wish for CORS is broken, but no CORS error', { rule: null, cors: null, behavior: ALL_VIEWER }, [`fail(warning) ${REQUEST_POLICY}: ${SIGNATURE}`]],
  ['another server may want it', { origin: NOT_S3, behavior: ALL_VIEWER }, []],
  ['code that runs towards the origin may set Host', { behavior: { ...ALL_VIEWER, LambdaFunctionAssociations: '[{ EventType: origin-request, LambdaFunctionARN: a }]' } },
    [`unknown ${REQUEST_POLICY}: the Lambda@Edge function at Properties.DistributionConfig.DefaultCacheBehavior.LambdaFunctionAssociations.0 may change it, and what the Lambda@Edge function a does cannot be read from a template`]],
]);

const BUCKET = 'Assets CorsConfiguration';

/** Two buckets of the template, of which the second takes over at this status; it may have no CORS rules. */
function spare(status: string, parts: ExampleParts, hasRules = true): ExampleParts {
  const both = spareBucket(status);
  const more = hasRules ? both.more : both.more?.replace(/ {2}Properties:\n {4}CorsConfiguration:\n.*\n.*\n/, '');
  return { ...both, ...parts, more, behavior: { TargetOriginId: 'both' } };
}

/** Two origins, of which the second takes over at this status. */
function group(status: number): ExampleParts {
  return {
    rule: null, origin: { S3OriginConfig: '{}\n        - { Id: other, DomainName: other-team.s3.eu-west-1.amazonaws.com, S3OriginConfig: {} }' }, behavior: { TargetOriginId: 'both' },
    distribution: { OriginGroups: `{ Quantity: 1, Items: [{ Id: both, FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [${status}] } }, Members: { Quantity: 2, Items: [{ OriginId: assets }, { OriginId: other }] } }] }` },
  };
}

table(bucketCorsMissing, [
  ['a second origin that cannot be seen may answer what the first refuses', group(403), [
    `fail(warning) ${BUCKET}: has no CORS rules, but OPTIONS is allowed and the policy allows every header`, 'unknown Distribution DefaultCacheBehavior: the bucket other-team is not a resource of these templates']],
  ['but is not asked after a 403 when it stands in for outages', group(500), [
    `fail ${BUCKET}: has no CORS rules, but OPTIONS is allowed and the policy allows every header`, 'unknown Distribution DefaultCacheBehavior: the bucket other-team is not a resource of these templates']],
  ['neither bucket has rules, and the second is asked after a refusal', spare('403', { rule: null }, false), [
    `fail ${BUCKET}: has no CORS rules, but OPTIONS is allowed and the policy allows every header`,
    'fail(warning) Spare CorsConfiguration: has no CORS rules, but OPTIONS is allowed and the policy allows every header']],
  ['the second bucket has none, and stands in for outages', spare('500', {}, false), [
    `pass ${BUCKET}`, 'fail(warning) Spare CorsConfiguration: has no CORS rules, but OPTIONS is allowed and the policy allows every header']],
  ['the second bucket has them, and answers what the first refuses', spare('403', { rule: null }), [
    `fail(warning) ${BUCKET}: has no CORS rules, but OPTIONS is allowed and the policy allows every header`, 'pass Spare CorsConfiguration']],
  ['rules are there', {}, [`pass ${BUCKET}`]],
  ['none, and OPTIONS beside `*`', { rule: null }, [`fail ${BUCKET}: has no CORS rules, but OPTIONS is allowed and the policy allows every header`]],
  ['none, and a policy made for preflights', { rule: null, cors: null, behavior: WITH_PREFLIGHT },
    [`fail ${BUCKET}: has no CORS rules, but the managed policy CORS-With-Preflight is made for preflights`]],
  ['SimpleCORS needs none', { rule: null, cors: null, behavior: SIMPLE }, []],
  ['reading through a policy needs none', { rule: null, behavior: READ }, []],
  ['cannot see, not wrong', { origin: IMPORTED }, [`unknown Distribution DefaultCacheBehavior: ${CANNOT_SEE}`]],
  ['a function may answer preflights', { rule: null, behavior: functions('viewer-request') }, [`unknown ${BUCKET}: ${CODE}`]],
  ['a function on the response cannot: it does not run after a 403', { rule: null, behavior: functions('viewer-response') },
    [`fail ${BUCKET}: has no CORS rules, but OPTIONS is allowed and the policy allows every header`]],
  ['told once for a bucket behind two paths', { rule: null, distribution: path(', AllowedMethods: [GET, HEAD, OPTIONS], ResponseHeadersPolicyId: !Ref CorsPolicy') },
    [`fail ${BUCKET}: has no CORS rules, but OPTIONS is allowed and the policy allows every header`]],
  ['no wish, nothing to say', NO_WISH, []],
]);

const KEYS = 'Distribution DefaultCacheBehavior.TrustedKeyGroups';

table(signedRequestsAndPreflights, [
  ['no signature asked for', {}, [`pass ${KEYS}`]],
  ['key groups', { behavior: { TrustedKeyGroups: '[a]' } }, [`fail ${KEYS}: viewers need a signature, and OPTIONS is allowed and the policy allows every header`]],
  ['signers', { behavior: { TrustedSigners: '[self]' } }, [`fail ${KEYS}: viewers need a signature, and OPTIONS is allowed and the policy allows every header`]],
  ['requests that need no preflight are fine', { behavior: { ...READ, TrustedKeyGroups: '[a]' } }, []],
  ['no wish, nothing to say', { ...NO_WISH, behavior: { OriginRequestPolicyId: undefined, TrustedKeyGroups: '[a]' } }, []],
]);

const FUNCTIONS = 'Distribution DefaultCacheBehavior.FunctionAssociations';

table(functionAndPreflights, [
  ['no code', {}, [`pass ${FUNCTIONS}`]],
  ['code that sees preflights', { behavior: functions('viewer-request') }, [`unknown ${FUNCTIONS}: preflights are promised, but ${CODE.replace('may change it', 'may answer them')}`]],
  ['code on the way back does not', { behavior: functions('viewer-response') }, [`pass ${FUNCTIONS}`]],
  ['without preflights it is no matter', { behavior: { ...READ, ...functions('viewer-request') } }, []],
]);

const PROTOCOL = 'Distribution DefaultCacheBehavior.ViewerProtocolPolicy';

table(plainHttpViewers, [
  ['redirected', {}, [`pass ${PROTOCOL}`]],
  ['https only', { behavior: { ViewerProtocolPolicy: 'https-only' } }, [`pass ${PROTOCOL}`]],
  ['allowed', { behavior: { ViewerProtocolPolicy: 'allow-all' } }, [`fail ${PROTOCOL}: allows plain http`]],
  ['pages on http say nothing about the URLs that they ask for', { cors: { AccessControlAllowOrigins: '{ Items: [http://localhost:3000] }' } }, [`pass ${PROTOCOL}`]],
  ['which they may while they need no preflight', { behavior: READ, cors: { AccessControlAllowOrigins: '{ Items: [http://localhost:3000] }' } }, [`pass ${PROTOCOL}`]],
  ['no wish, nothing to say', { ...NO_WISH, behavior: { OriginRequestPolicyId: undefined, ViewerProtocolPolicy: 'allow-all' } }, []],
]);

const UPLOADS = (methods: string): string => `
Uploads:
  Type: AWS::S3::Bucket
  Properties:
    CorsConfiguration: { CorsRules: [{ AllowedOrigins: ['*'], AllowedMethods: [${methods}] }] }
`;

table(corsOnWrongBucket, [
  ['beside an origin that has rules', { more: UPLOADS('GET') }, ['pass Uploads CorsConfiguration']],
  ['while the origin has none, and no policy answers', { rule: null, cors: null, more: UPLOADS('GET') }, ['fail Uploads CorsConfiguration: has CORS rules for reading and is not an origin, while the origin Assets has none']],
  ['a policy that answers by itself needs no rules', { rule: null, more: UPLOADS('GET') }, ['pass Uploads CorsConfiguration']],
  ['rules for uploads belong there', { rule: null, cors: null, more: UPLOADS('PUT, POST') }, []],
  ['an origin that does nothing for CORS misses none', { ...NO_WISH, more: UPLOADS('GET') }, ['pass Uploads CorsConfiguration']],
  ['no other bucket', {}, []],
]);

table(nobodyAnswersCors, [
  ['the policy answers', { rule: null }, [`pass ${REQUEST_POLICY}`]],
  ['the bucket answers', { cors: null }, [`pass ${REQUEST_POLICY}`]],
  ['nobody does', { rule: null, cors: null }, [`fail ${REQUEST_POLICY}: forwards Origin, but the bucket Assets has no CORS rules and no policy adds CORS headers`]],
  ['who forwards everything means nothing by it', { rule: null, cors: null, behavior: { OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac' } }, []],
  ['Origin in ForwardedValues is a sign', { rule: null, cors: null, behavior: { OriginRequestPolicyId: undefined, CachePolicyId: undefined, ForwardedValues: '{ QueryString: false, Headers: [Origin] }' } },
    [`fail Distribution DefaultCacheBehavior.ForwardedValues.Headers: forwards Origin, but the bucket Assets has no CORS rules and no policy adds CORS headers`]],
  ['Origin in the cache key is a sign', { rule: null, cors: null, behavior: { OriginRequestPolicyId: undefined, CachePolicyId: '08627262-05a9-4f76-9ded-b50ca2e3a84f' } },
    [`fail Distribution DefaultCacheBehavior.CachePolicyId: forwards Origin, but the bucket Assets has no CORS rules and no policy adds CORS headers`]],
  ['an imported bucket may answer', { cors: null, origin: IMPORTED }, [`unknown ${REQUEST_POLICY}: ${CANNOT_SEE}`]],
  ['a function may answer', { rule: null, cors: null, behavior: functions('viewer-response') }, [`unknown ${REQUEST_POLICY}: ${CODE}`]],
]);
