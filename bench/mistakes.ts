/** A public list of mistakes, each put into a template that is right in everything else. */
import type { ExampleParts } from '../lib/rules/engine/example-stack';

export interface Mistake {
  /** The mistake as somebody would tell it. */
  readonly name: string;
  /** What a page or a deployment suffers. */
  readonly breaks: string;
  /** The rule of this checker that is to find it; its page has the sources. */
  readonly rule: string;
  readonly stack: ExampleParts;
  /** Where somebody was seen to make it. */
  readonly reported?: string;
}

type Family = readonly [breaks: string, mistakes: readonly (readonly [name: string, rule: string, stack: ExampleParts])[]];

const SIX = ['Origin', 'Methods', 'Headers', 'Credentials'].map((part) => `Access-Control-Allow-${part}`).concat('Access-Control-Expose-Headers', 'Access-Control-Max-Age');
const TLS_ONLY = {
  Effect: 'Deny', Principal: '\'*\'', Action: 's3:*', Resource: '[!GetAtt Assets.Arn, !Sub \'${Assets.Arn}/*\']', Condition: '{ Bool: { aws:SecureTransport: \'false\' } }',
};
const REMOVED = { RemoveHeadersConfig: `{ Items: [${SIX.map((name) => `{ Header: ${name} }`).join(', ')}] }` };

const blocks = (on: boolean) => `{ BlockPublicAcls: ${String(on)}, IgnorePublicAcls: ${String(on)}, BlockPublicPolicy: ${String(on)}, RestrictPublicBuckets: ${String(on)} }`;

/** What every mistake is put into: private bucket, origin access control, CORS-S3Origin, and a policy that is the only authority. */
export const RIGHT: ExampleParts = { bucket: { PublicAccessBlockConfiguration: blocks(true) }, policy: REMOVED, statements: [TLS_ONLY] };

const ASKS = { AccessControlAllowHeaders: '{ Items: [X-Trace, Priority, If-None-Match] }' };
const CREDENTIALS = { ...ASKS, AccessControlAllowCredentials: 'true' };
const ALL_METHODS = '[GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]';
const KEYED = `Keyed:
  Type: AWS::CloudFront::CachePolicy
  Properties:
    CachePolicyConfig:
      Name: keyed
      MinTTL: 1
      DefaultTTL: 86400
      MaxTTL: 31536000
      ParametersInCacheKeyAndForwardedToOrigin:
        EnableAcceptEncodingGzip: true
        EnableAcceptEncodingBrotli: true
        CookiesConfig: { CookieBehavior: none }
        QueryStringsConfig: { QueryStringBehavior: none }
        HeadersConfig: { HeaderBehavior: whitelist, Headers: [Origin, Access-Control-Request-Method, Access-Control-Request-Headers] }`;
const REMOVES_VARY = 'Headers:\n  Type: AWS::CloudFront::ResponseHeadersPolicy\n  Properties:\n    ResponseHeadersPolicyConfig: { Name: headers, RemoveHeadersConfig: { Items: [{ Header: Vary }] } }';
const legacy = (values: string) => ({ CachePolicyId: undefined, OriginRequestPolicyId: undefined, ForwardedValues: values });
const TWO_ORIGINS = '[https://app.example.com, https://admin.example.com]';
const IDENTITY = 'Identity:\n  Type: AWS::CloudFront::CloudFrontOriginAccessIdentity\n  Properties: { CloudFrontOriginAccessIdentityConfig: { Comment: assets } }';
const KEY = 'Key:\n  Type: AWS::KMS::Key\n  Properties:\n    KeyPolicy:\n      Statement:\n'
  + '        - { Effect: Allow, Principal: { AWS: !Sub \'arn:aws:iam::${AWS::AccountId}:root\' }, Action: kms:*, Resource: \'*\' }';
const encrypted = (how: string) => ({ BucketEncryption: `{ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { ${how} } }] }` });
const PUBLIC = { Effect: 'Allow', Principal: '\'*\'', Action: 's3:GetObject', Resource: '!Sub \'${Assets.Arn}/*\'' };
const OPEN = { PublicAccessBlockConfiguration: blocks(false) };
const SECOND_POLICY = `Second:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: !Ref Assets
    PolicyDocument: { Statement: [{ Effect: Deny, Principal: '*', Action: s3:PutObject, Resource: !Sub '\${Assets.Arn}/*' }] }`;
const ELSEWHERE = `Uploads:
  Type: AWS::S3::Bucket
  Properties:
    PublicAccessBlockConfiguration: ${blocks(true)}
    CorsConfiguration: { CorsRules: [{ AllowedOrigins: [https://app.example.com], AllowedMethods: [GET, HEAD] }] }`;
const NAMED = { AccessControlAllowMethods: '{ Items: [GET, HEAD, PUT] }' };
const UPLOADS = { AllowedMethods: '[GET, HEAD, PUT]', ExposedHeaders: '[ETag]' };
const items = (...values: readonly string[]) => `{ Items: [${values.join(', ')}] }`;
const managed = (property: string, id: string) => ({ behavior: { [property]: id } });

const FAMILIES: readonly Family[] = [
  ['the request does not get through', [
    ['OPTIONS is not allowed', 'options-not-allowed', { cors: ASKS, behavior: { AllowedMethods: '[GET, HEAD]' } }],
    ['Origin is not forwarded to S3', 'origin-not-forwarded', { cors: null, behavior: { OriginRequestPolicyId: undefined } }],
    ['CORS-CustomOrigin in front of S3', 'preflight-headers-not-forwarded', managed('OriginRequestPolicyId', '59781a5b-3903-41f3-afcb-af62929ccde1')],
    ['AllViewer in front of S3', 'host-forwarded-to-s3', managed('OriginRequestPolicyId', '216adef6-5c7f-47e4-b989-5492eafa07d3')],
    ['the bucket has no CORS rules', 'bucket-cors-missing', { rule: null }],
    ['the CORS rules are on another bucket', 'cors-on-wrong-bucket', { rule: null, cors: null, more: ELSEWHERE }],
    ['an origin with a trailing slash', 'bucket-origin-never-sent', { rule: { AllowedOrigins: '[https://app.example.com/]' } }],
    ['an origin without a scheme', 'bucket-origin-never-sent', { rule: { AllowedOrigins: '[app.example.com]' } }],
    ['an origin in upper case', 'bucket-origin-never-sent', { rule: { AllowedOrigins: '[https://App.Example.com]' } }],
    ['an origin with the default port', 'bucket-origin-never-sent', { rule: { AllowedOrigins: '[https://app.example.com:443]' } }],
    ['no bucket policy', 'distribution-not-admitted', { statement: null }],
    ['a Deny that hits CloudFront', 'deny-blocks-cloudfront', { statements: [TLS_ONLY, { ...TLS_ONLY, Condition: undefined }] }],
    ['signing never', 'signing-not-always', { accessControl: { SigningBehavior: 'never' } }],
    ['a KMS key without a grant', 'kms-without-grant', { bucket: { ...RIGHT.bucket, ...encrypted('SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn') }, more: KEY }],
    ['the key aws/s3', 'kms-managed-key', { bucket: { ...RIGHT.bucket, ...encrypted('SSEAlgorithm: aws:kms') } }],
    ['PUT without allowed headers', 'upload-headers', { rule: { ...UPLOADS, AllowedHeaders: undefined } }],
  ]],
  ['two settings disagree', [
    ['the policy allows an origin more than the bucket', 'bucket-lacks-origin', { cors: { AccessControlAllowOrigins: items('https://app.example.com', 'https://admin.example.com') } }],
    ['the bucket does not allow the policy\'s header', 'bucket-lacks-header', { rule: { AllowedHeaders: undefined }, cors: ASKS }],
    ['the bucket does not allow the policy\'s method', 'bucket-lacks-method', { cors: NAMED, behavior: { AllowedMethods: ALL_METHODS } }],
    ['the policy allows a method that the behavior refuses', 'method-refused-by-behavior', { cors: NAMED }],
    ['uploads through CloudFront', 'upload-through-cloudfront', { rule: UPLOADS, cors: NAMED, behavior: { AllowedMethods: ALL_METHODS } }],
    ['a path without the CORS policy', 'path-without-cors-policy', {
      distribution: {
        CacheBehaviors: '[{ PathPattern: fonts/*, TargetOriginId: assets, ViewerProtocolPolicy: redirect-to-https, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6 }]',
      },
    }],
    ['the policy yields to S3', 'policy-yields-to-s3', { policy: {}, cors: { OriginOverride: 'false', AccessControlAllowOrigins: items('\'*\'') }, rule: { AllowedOrigins: TWO_ORIGINS } }],
  ]],
  ['the cache replays somebody else\'s answer', [
    ['S3\'s headers are cached, Origin is not in the key', 'origin-not-in-cache-key', { cors: null }],
    ['the same with ForwardedValues', 'legacy-origin-not-listed', { cors: null, behavior: legacy('{ QueryString: false }') }],
    ['a response header whitelisted as a request header', 'response-header-as-request-header', { cors: null, behavior: legacy('{ QueryString: false, Headers: [Access-Control-Allow-Origin] }') }],
    ['OPTIONS is cached without its three headers', 'options-cached-without-key', { cors: null, behavior: { CachedMethods: '[GET, HEAD, OPTIONS]' } }],
    ['Origin is pinned by an origin custom header', 'origin-header-pinned', {
      cors: null, rule: { AllowedOrigins: TWO_ORIGINS }, origin: { OriginCustomHeaders: '[{ HeaderName: Origin, HeaderValue: https://app.example.com }]' },
    }],
  ]],
  ['the browser refuses the answer', [
    ['credentials for every origin', 'credentials-with-wildcard', { rule: { AllowedOrigins: '[\'*\']' }, cors: { ...CREDENTIALS, AccessControlAllowOrigins: items('\'*\'') } }],
    ['signed cookies, and the bucket answers *', 'credentials-with-wildcard', { rule: { AllowedOrigins: '[\'*\']' }, cors: null, behavior: { TrustedKeyGroups: '[some-key-group]' } }],
    ['Authorization behind *', 'authorization-behind-wildcard', { rule: { AllowedHeaders: '[\'*\', Authorization]' }, policy: { RemoveHeadersConfig: undefined } }],
    ['only headers that no page can set are allowed', 'allowed-header-never-asked', { rule: { AllowedHeaders: '[Origin]' }, cors: { AccessControlAllowHeaders: items('Origin') } }],
    ['no Vary on responses', 'vary-missing', { cors: null, behavior: { CachePolicyId: '!Ref Keyed' }, more: KEYED }],
    ['Vary is removed', 'vary-removed', { cors: null, behavior: { CachePolicyId: '!Ref Keyed', ResponseHeadersPolicyId: '!Ref Headers' }, more: `${KEYED}\n${REMOVES_VARY}` }],
    ['Cross-Origin-Resource-Policy: same-origin', 'resource-policy-forbids', {
      policy: { ...REMOVED, CustomHeadersConfig: items('{ Header: Vary, Value: Origin, Override: true }', '{ Header: Cross-Origin-Resource-Policy, Value: same-origin, Override: true }') },
    }],
    ['* together with concrete origins', 'wildcard-among-origins', { rule: { AllowedOrigins: '[https://app.example.com, \'*\']' } }],
  ]],
  ['AWS refuses the template', [
    ['OPTIONS as a method of a bucket rule', 'bucket-cors-method', { rule: { AllowedMethods: '[GET, HEAD, OPTIONS]' } }],
    ['two wildcards in an origin', 'bucket-cors-wildcards', { rule: { AllowedOrigins: '[https://*.*.example.com]' } }],
    ['* as an exposed header of the bucket', 'bucket-cors-exposed-header', { rule: { ExposedHeaders: '[\'*\']' } }],
    ['a bucket rule without origins', 'bucket-cors-empty', { rule: { AllowedOrigins: '[]' } }],
    ['an origin twice', 'bucket-cors-duplicates', { rule: { AllowedOrigins: '[https://app.example.com, https://app.example.com]' } }],
    ['a trailing slash in the policy\'s origin', 'headers-policy-origin', { cors: { AccessControlAllowOrigins: items('https://app.example.com/') } }],
    ['a required property of the CORS block is missing', 'headers-policy-missing-field', { cors: { OriginOverride: undefined } }],
    ['no allowed header in the policy', 'headers-policy-empty-list', { cors: { AccessControlAllowHeaders: items() } }],
    ['a method that CloudFront does not know', 'headers-policy-method', { cors: { AccessControlAllowMethods: items('GET', 'TRACE') } }],
    ['* as an allowed header with credentials', 'headers-policy-credentials', { cors: { AccessControlAllowCredentials: 'true' } }],
    ['a policy without any section', 'headers-policy-without-section', {
      more: 'Nothing:\n  Type: AWS::CloudFront::ResponseHeadersPolicy\n  Properties: { ResponseHeadersPolicyConfig: { Name: nothing } }',
    }],
    ['methods [GET, OPTIONS]', 'behavior-methods', { behavior: { AllowedMethods: '[GET, OPTIONS]' } }],
    ['a policy id of another kind', 'policy-id', managed('CachePolicyId', '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf')],
    ['an invented policy id', 'policy-id', managed('OriginRequestPolicyId', '88a5eaf4-2fd4-4709-b370-b4c6509b9c5d')],
    ['ForwardedValues and a cache policy', 'cache-settings', { behavior: { ForwardedValues: '{ QueryString: false }' } }],
    ['access control and access identity together', 'two-access-controls', {
      origin: { S3OriginConfig: '{ OriginAccessIdentity: !Sub \'origin-access-identity/cloudfront/${Identity}\' }' }, more: IDENTITY,
    }],
    ['an access identity in a form of its own', 'access-identity-format', { origin: { OriginAccessControlId: undefined, S3OriginConfig: '{ OriginAccessIdentity: !Ref Identity }' }, more: IDENTITY }],
    ['the website endpoint with an access control', 'website-endpoint-as-bucket', { origin: { DomainName: '!Sub \'${Assets}.s3-website-eu-west-1.amazonaws.com\'' } }],
    ['two policies of one bucket', 'two-bucket-policies', { more: SECOND_POLICY }],
  ]],
  ['more is readable than meant', [
    ['a grant without AWS:SourceArn', 'grant-without-source', { statement: { Condition: undefined } }],
    ['CloudFront may write, and so may every viewer', 'grant-beyond-reading', { statement: { Action: '[s3:GetObject, s3:PutObject]' }, behavior: { AllowedMethods: ALL_METHODS } }],
    ['GET / lists the bucket', 'list-without-root-object', { statement: { Action: '[s3:GetObject, s3:ListBucket]', Resource: '[!GetAtt Assets.Arn, !Sub \'${Assets.Arn}/*\']' } }],
    ['a public grant next to the access control', 'public-beside-access-control', { bucket: OPEN, statements: [TLS_ONLY, PUBLIC] }],
    ['a public access control list', 'public-acl', { bucket: { ...OPEN, AccessControl: 'PublicRead', OwnershipControls: '{ Rules: [{ ObjectOwnership: ObjectWriter }] }' } }],
    ['the origin null', 'null-origin', { rule: { AllowedOrigins: '[https://app.example.com, \'null\']' } }],
  ]],
  ['the error is hidden', [
    ['403 becomes 200', 'error-page-masks', { distribution: { CustomErrorResponses: '[{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: /index.html }]' } }],
  ]],
];

/** By name: issues and pull requests of those who made the mistake. The others come from the documents that each rule's page names. */
const REPORTED: Readonly<Record<string, string | undefined>> = {
  'OPTIONS is not allowed': 'https://github.com/hubmapconsortium/portal-ui/pull/3365',
  'Origin is not forwarded to S3': 'https://github.com/kozakdenys/qr-code-styling/issues/120',
  'AllViewer in front of S3': 'https://github.com/webiny/webiny-js/issues/2639',
  'the bucket has no CORS rules': 'https://github.com/aws-amplify/amplify-hosting/issues/3267',
  'a KMS key without a grant': 'https://github.com/awslabs/aws-solutions-constructs/issues/831',
  'PUT without allowed headers': 'https://github.com/boto/boto3/issues/1149',
  'uploads through CloudFront': 'https://github.com/aws/aws-sdk-go/issues/826',
  'S3\'s headers are cached, Origin is not in the key': 'https://github.com/mozilla/addons-frontend/issues/5825',
  'the same with ForwardedValues': 'https://github.com/awslabs/speke-reference-server/issues/37',
  'a response header whitelisted as a request header': 'https://github.com/wpsharks/comet-cache/issues/427',
  'OPTIONS is cached without its three headers': 'https://github.com/nulib/meadow/pull/2385',
  'Origin is pinned by an origin custom header': 'https://github.com/PRX/Infrastructure/pull/215',
  'signed cookies, and the bucket answers *': 'https://github.com/video-dev/hls.js/issues/329',
  'only headers that no page can set are allowed': 'https://github.com/video-dev/hls.js/issues/2620',
  'no Vary on responses': 'https://github.com/niklasvh/html2canvas/issues/951',
  '* as an allowed header with credentials': 'https://github.com/aws/aws-cdk/pull/35308',
  'a method that CloudFront does not know': 'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2196',
  'a policy without any section': 'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1156',
  'an access identity in a form of its own': 'https://github.com/serverless/serverless/issues/11729',
  'no allowed header in the policy': 'https://github.com/awsdocs/aws-cloudformation-user-guide/issues/1179',
  '403 becomes 200': 'https://github.com/aws-samples/sample-collaborative-ai-dlc/issues/186',
};

export const MISTAKES: readonly Mistake[] = FAMILIES.flatMap(([breaks, mistakes]) =>
  mistakes.map(([name, rule, stack]) => ({ name, breaks, rule, stack: { ...RIGHT, ...stack }, reported: REPORTED[name] })));
