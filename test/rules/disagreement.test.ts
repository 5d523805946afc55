import { bucketLacksHeader } from '../../lib/rules/disagreement/bucket-lacks-header';
import { bucketLacksMethod } from '../../lib/rules/disagreement/bucket-lacks-method';
import { bucketLacksOrigin } from '../../lib/rules/disagreement/bucket-lacks-origin';
import { bucketWiderThanPolicy } from '../../lib/rules/disagreement/bucket-wider-than-policy';
import { methodRefusedByBehavior } from '../../lib/rules/disagreement/method-refused-by-behavior';
import { pathWithoutCorsPolicy } from '../../lib/rules/disagreement/path-without-cors-policy';
import { policyLacksHeader } from '../../lib/rules/disagreement/policy-lacks-header';
import { policyYieldsToS3 } from '../../lib/rules/disagreement/policy-yields-to-s3';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { ALL, CANNOT_SEE, CODE, functions, IMPORTED, NO_WISH, path, READ, SIMPLE, table, WITH_PREFLIGHT } from './table';

const RULES = 'Assets CorsConfiguration.CorsRules';
const POLICY = 'CorsPolicy ResponseHeadersPolicyConfig.CorsConfig';
const POLICY_ID = 'Distribution DefaultCacheBehavior.ResponseHeadersPolicyId';
const PIN: ExampleParts['origin'] = { OriginCustomHeaders: '[{ HeaderName: Origin, HeaderValue: https://app.example.com }]' };

const SECOND = '{ AllowedOrigins: ["*"], AllowedMethods: [GET], AllowedHeaders: [X-Two] }';

function origins(...names: string[]): { readonly AccessControlAllowOrigins: string } {
  return { AccessControlAllowOrigins: `{ Items: [${names.map((name) => `'${name}'`).join(', ')}] }` };
}

function headers(...names: string[]): { readonly AccessControlAllowHeaders: string } {
  return { AccessControlAllowHeaders: `{ Items: [${names.map((name) => `'${name}'`).join(', ')}] }` };
}

function methods(...names: string[]): { readonly AccessControlAllowMethods: string } {
  return { AccessControlAllowMethods: `{ Items: [${names.join(', ')}] }` };
}

table(bucketLacksOrigin, [
  ['the same origins', {}, [`pass ${RULES}`]],
  ['one more in the policy', { cors: origins('https://app.example.com', 'https://b.example.com') }, [`fail ${RULES}: do not allow https://b.example.com, which the policy allows`]],
  ['every origin in the policy', { cors: origins('*') }, [`fail ${RULES}: do not allow every origin, which the policy does`]],
  ['a pattern in the policy', { cors: origins('https://*.example.com') }, [`fail ${RULES}: do not allow https://*.example.com, which the policy allows`]],
  ['the same pattern in both', { rule: { AllowedOrigins: '[\'https://*.example.com\']' }, cors: origins('https://*.example.com') }, [`pass ${RULES}`]],
  ['a wider pattern in the bucket', { rule: { AllowedOrigins: '[\'https://*\']' }, cors: origins('https://*.example.com', 'https://app.example.com:8443') }, [`pass ${RULES}`]],
  ['plain reading goes through the policy alone', { behavior: READ, cors: origins('https://b.example.com') }, []],
  ['a rule for another method is still a rule for the origin', { rule: { AllowedMethods: '[PUT]' } }, [`pass ${RULES}`]],
  ['with a pinned Origin another rule tells', { origin: PIN, cors: origins('https://b.example.com') }, []],
  ['a bucket without rules is another mistake', { rule: null }, []],
  ['cannot see, not wrong', { origin: IMPORTED }, [`unknown Distribution DefaultCacheBehavior: ${CANNOT_SEE}`]],
  ['decided at deployment', { cors: { AccessControlAllowOrigins: '{ Items: [!Sub "https://${AWS::AccountId}.example.com"] }' } },
    [`unknown ${RULES}: whether the bucket's rules allow https://⟨AWS::AccountId⟩.example.com is decided at deployment`]],
  ['decided at deployment, but alike in both', {
    rule: { AllowedOrigins: '[!Sub "https://${AWS::AccountId}.example.com"]' }, cors: { AccessControlAllowOrigins: '{ Items: [!Sub "https://${AWS::AccountId}.example.com"] }' },
  }, [`pass ${RULES}`]],
  ['whether `*` stands for nothing is an assumption', { rule: { AllowedOrigins: '[\'https://app*.example.com\']' } },
    [`fail(warning) ${RULES}: do not allow https://app.example.com, which the policy allows`]],
  ['what is certain is told before what is an assumption', { rule: { AllowedOrigins: '[\'https://app*.example.com\']' }, cors: origins('https://app.example.com', 'https://b.example.com') },
    [`fail ${RULES}: do not allow https://b.example.com, which the policy allows`]],
  ['a function may answer preflights', { cors: origins('*'), behavior: functions('viewer-request') }, [`unknown ${RULES}: ${CODE}`]],
]);

table(bucketLacksMethod, [
  ['the same methods', {}, [`pass ${RULES}`]],
  ['a method the bucket lacks', { cors: methods('GET', 'PUT'), behavior: ALL }, [`fail ${RULES}: do not allow PUT, which is promised`]],
  ['reading with a header, where the bucket allows uploads only', { rule: { AllowedMethods: '[PUT]' } }, [`fail ${RULES}: do not allow GET, which is promised`]],
  ['one the behavior refuses is told there', { cors: methods('GET', 'PUT') }, [`pass ${RULES}`]],
  ['S3 has no PATCH, whoever names it', { cors: methods('GET', 'PATCH'), behavior: ALL }, [`pass ${RULES}`]],
  ['the list of a managed policy is no promise', { cors: null, behavior: { ...ALL, ...WITH_PREFLIGHT } }, [`pass ${RULES}`]],
]);

table(bucketLacksHeader, [
  ['every header in both', {}, [`pass ${RULES}`]],
  ['a named header, which `*` covers', { cors: headers('X-One', 'Authorization') }, [`pass ${RULES}`]],
  ['in another case', { cors: headers('X-One'), rule: { AllowedHeaders: '[x-ONE]' } }, [`pass ${RULES}`]],
  ['a named header the bucket lacks', { cors: headers('X-One', 'X-Two'), rule: { AllowedHeaders: '[X-One]' } }, [`fail ${RULES}: do not allow the header x-two, which is promised`]],
  ['two headers that no rule allows together', { cors: headers('X-One', 'X-Two'), rule: { AllowedHeaders: `[X-One]\n        - ${SECOND}` } },
    [`fail ${RULES}: do not allow the header x-one, x-two, which is promised`]],
  ['no header at all, for a policy with `*`', { rule: { AllowedHeaders: undefined } }, [`fail ${RULES}: allow no header, while the policy allows every header`]],
  ['some, for a policy with `*`: those are meant', { rule: { AllowedHeaders: '[X-One]' } }, [`fail(warning) ${RULES}: allow some headers only, while the policy allows every header`]],
  ['without OPTIONS `*` is a habit', { rule: { AllowedHeaders: undefined }, behavior: READ }, []],
  ['a pattern in both', { cors: headers('x-amz-*'), rule: { AllowedHeaders: '[x-amz-*]' } }, [`pass ${RULES}`]],
]);

const METHODS = 'Distribution DefaultCacheBehavior.AllowedMethods';

table(methodRefusedByBehavior, [
  ['reading only', {}, [`pass ${METHODS}`]],
  ['PUT where only reading is let through', { cors: methods('GET', 'PUT', 'DELETE') }, [`fail ${METHODS}: does not allow DELETE, PUT, which the policy promises`]],
  ['PUT where it is let through', { cors: methods('GET', 'PUT'), behavior: ALL }, [`pass ${METHODS}`]],
  ['ALL is a habit', { cors: methods('ALL') }, [`pass ${METHODS}`]],
  ['so is the list of a managed policy', { cors: null, behavior: WITH_PREFLIGHT }, [`pass ${METHODS}`]],
  ['a bucket\'s rule for uploads is for its own endpoint', { cors: null, rule: { AllowedMethods: '[GET, PUT]' } }, []],
]);

table(policyLacksHeader, [
  ['the bucket says `*`', {}, []],
  ['all listed', { rule: { AllowedHeaders: '[X-One]' }, cors: headers('X-ONE') }, [`pass ${POLICY}.AccessControlAllowHeaders`]],
  ['one is not', { rule: { AllowedHeaders: '[X-One, X-Two]' }, cors: headers('x-one') }, [`fail ${POLICY}.AccessControlAllowHeaders: does not list X-Two, which the bucket allows`]],
  ['a policy that yields hides nothing', { rule: { AllowedHeaders: '[X-Two]' }, cors: { ...headers('x-one'), OriginOverride: 'false' } }, [`pass ${POLICY}.AccessControlAllowHeaders`]],
  ['a rule for uploads is no matter of the policy', { rule: { AllowedMethods: '[PUT]', AllowedHeaders: '[X-Two]' }, cors: headers('x-one') }, []],
  ['who removes S3\'s headers knows', { rule: { AllowedHeaders: '[X-Two]' }, cors: headers('x-one'), policy: { RemoveHeadersConfig: '{ Items: [{ Header: access-control-allow-headers }] }' } }, []],
]);

const ORIGINS = `${POLICY}.AccessControlAllowOrigins`;

table(bucketWiderThanPolicy, [
  ['a policy without CORS has no origins', { cors: null, behavior: { ResponseHeadersPolicyId: '67f7725c-6f97-4210-82d7-5512b31e9d03' } }, []],
  ['the same', {}, [`pass ${ORIGINS}`]],
  ['every origin in the bucket', { rule: { AllowedOrigins: '[\'*\']' } }, [`fail ${ORIGINS}: does not list every origin, which the bucket allows`]],
  ['one more in the bucket', { rule: { AllowedOrigins: '[https://app.example.com, https://b.example.com]' } }, [`fail ${ORIGINS}: does not list https://b.example.com, which the bucket allows`]],
  ['for uploads it may be wider', { rule: { AllowedOrigins: '[\'*\']', AllowedMethods: '[PUT]' } }, [`pass ${ORIGINS}`]],
  ['the policy takes S3\'s word away', { rule: { AllowedOrigins: '[\'*\']' }, policy: { RemoveHeadersConfig: '{ Items: [{ Header: Access-Control-Allow-Origin }] }' } }, [`pass ${ORIGINS}`]],
  ['S3 does not see Origin', { rule: { AllowedOrigins: '[\'*\']' }, behavior: { ...READ, OriginRequestPolicyId: undefined } }, [`pass ${ORIGINS}`]],
  ['the policy allows every origin', { cors: origins('*') }, [`pass ${ORIGINS}`]],
  ['within the policy\'s pattern', { cors: origins('https://*.example.com') }, [`pass ${ORIGINS}`]],
  ['cannot see, not wrong', { origin: IMPORTED }, [`unknown ${ORIGINS}: ${CANNOT_SEE}`]],
  ['a policy of somebody else', { cors: null, behavior: { ResponseHeadersPolicyId: 'abc' } }, [`unknown ${POLICY_ID}: the response headers policy abc is not a resource of these templates`]],
  ['a function may take it away', { rule: { AllowedOrigins: '[\'*\']' }, behavior: functions('viewer-response') }, [`unknown ${ORIGINS}: ${CODE}`]],
]);

const OVERRIDE = `${POLICY}.OriginOverride`;
const YIELDS = { OriginOverride: 'false' };
const UNDOCUMENTED = 'does not override, and S3 answers too: AWS does not document what of the policy still counts';

table(policyYieldsToS3, [
  ['overrides', {}, [`pass ${OVERRIDE}`]],
  ['SimpleCORS before a bucket that names one origin', { cors: null, behavior: SIMPLE },
    [`fail ${POLICY_ID}: does not override, so a copy that S3 made for https://app.example.com is served to all other origins`]],
  ['SimpleCORS before a bucket that says `*`', { cors: null, rule: { AllowedOrigins: '[\'*\']' }, behavior: SIMPLE }, [`pass ${POLICY_ID}`]],
  ['SimpleCORS alone', { cors: null, rule: null, behavior: SIMPLE }, [`pass ${POLICY_ID}`]],
  ['SimpleCORS, and S3 never sees Origin', { cors: null, behavior: { ...SIMPLE, OriginRequestPolicyId: undefined } }, [`pass ${POLICY_ID}`]],
  ['nothing is cached', { cors: null, behavior: { ...SIMPLE, CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' } }, [`fail(warning) ${POLICY_ID}: ${UNDOCUMENTED}`]],
  ['one origin in both', { cors: YIELDS }, [`fail(warning) ${OVERRIDE}: ${UNDOCUMENTED}`]],
  ['a wildcard of S3 beside credentials', { rule: { AllowedOrigins: '[\'*\']' }, cors: { ...YIELDS, ...headers('X-One'), AccessControlAllowCredentials: 'true' } },
    [`fail ${OVERRIDE}: does not override, so S3's * stays, which browsers refuse for requests with credentials`]],
  ['an origin that only S3 allows', { rule: { AllowedOrigins: '[\'*\']' }, cors: YIELDS },
    [`fail ${OVERRIDE}: does not override, so a copy that S3 made for a request without Origin is served to every origin, which the policy does not list`]],
  ['only objects with a Cache-Control are kept', { cors: null, behavior: { ...SIMPLE, CachePolicyId: '!Ref IfAsked' }, more: `
IfAsked:
  Type: AWS::CloudFront::CachePolicy
  Properties:
    CachePolicyConfig: { Name: if-asked, MinTTL: 0, DefaultTTL: 0, MaxTTL: 86400, ParametersInCacheKeyAndForwardedToOrigin: { HeadersConfig: { HeaderBehavior: none } } }
` }, [`fail(warning) ${POLICY_ID}: does not override, so a copy that S3 made for https://app.example.com is served to all other origins`]],
  ['cannot see, not wrong', { cors: YIELDS, origin: IMPORTED }, [`unknown ${OVERRIDE}: ${CANNOT_SEE}`]],
  ['a function may set the headers', { cors: null, behavior: { ...SIMPLE, ...functions('viewer-response') } }, [`unknown ${POLICY_ID}: ${CODE}`]],
  ['no wish, nothing to say', NO_WISH, []],
]);

const PATH_POLICY = 'Distribution CacheBehaviors.0.ResponseHeadersPolicyId';

table(pathWithoutCorsPolicy, [
  ['no paths', {}, []],
  ['the same policy', { distribution: path(', ResponseHeadersPolicyId: !Ref CorsPolicy') }, [`pass ${PATH_POLICY}`]],
  ['none', { distribution: path('') }, [`fail ${PATH_POLICY}: has no CORS policy, while the default behavior of the same origin has one`]],
  ['one without CORS', { distribution: path(', ResponseHeadersPolicyId: 67f7725c-6f97-4210-82d7-5512b31e9d03') },
    [`fail ${PATH_POLICY}: has no CORS policy, while the default behavior of the same origin has one`]],
  ['a path that lets S3 answer', { distribution: path(', OriginRequestPolicyId: 88a5eaf4-2fd4-4709-b370-b4c650ea3fcf') }, [`pass ${PATH_POLICY}`]],
  ['an imported bucket is the same origin too', { origin: IMPORTED, distribution: path('') },
    [`fail ${PATH_POLICY}: has no CORS policy, while the default behavior of the same origin has one`]],
  ['a second origin with the same bucket serves the same files', {
    origin: { S3OriginConfig: '{}\n        - { Id: other, DomainName: !GetAtt Assets.RegionalDomainName, S3OriginConfig: {} }' },
    distribution: { CacheBehaviors: '[{ PathPattern: fonts/*, TargetOriginId: other, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6 }]' },
  }, [`fail ${PATH_POLICY}: has no CORS policy, while the default behavior of the same origin has one`]],
  ['a path to another bucket is another matter', {
    origin: { S3OriginConfig: '{}\n        - { Id: other, DomainName: other-team.s3.eu-west-1.amazonaws.com, S3OriginConfig: {} }' },
    distribution: { CacheBehaviors: '[{ PathPattern: fonts/*, TargetOriginId: other, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6 }]' },
  }, []],
  ['a path that has one where the default has none is a choice', { cors: null, distribution: path(', ResponseHeadersPolicyId: 60669652-455b-4ae9-85a4-c4c02393f86c') }, []],
  ['a policy of somebody else', { distribution: path(', ResponseHeadersPolicyId: abc') }, [`unknown ${PATH_POLICY}: the response headers policy abc is not a resource of these templates`]],
]);
