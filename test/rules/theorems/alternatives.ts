/** What people write instead, by property; and what they add. The path of a property is written without indices. */
import { look } from './templates';
import type { Json, JsonObject } from './templates';

const BEHAVIORS = ['DefaultCacheBehavior', 'CacheBehaviors'].map((each) => `AWS::CloudFront::Distribution.Properties.DistributionConfig.${each}`);
const CONFIG = 'AWS::CloudFront::Distribution.Properties.DistributionConfig';
const ORIGIN = `${CONFIG}.Origins`;
const POLICY = 'AWS::CloudFront::ResponseHeadersPolicy.Properties.ResponseHeadersPolicyConfig';
const CORS = `${POLICY}.CorsConfig`;
const RULE = 'AWS::S3::Bucket.Properties.CorsConfiguration.CorsRules';
const STATEMENT = 'AWS::S3::BucketPolicy.Properties.PolicyDocument.Statement';
const CACHE = 'AWS::CloudFront::CachePolicy.Properties.CachePolicyConfig';
const REQUEST = 'AWS::CloudFront::OriginRequestPolicy.Properties.OriginRequestPolicyConfig';

const ORIGINS: readonly Json[] = [
  '*', 'https://app.example.com', 'https://other.example.com', 'https://*.example.com', 'http://app.example.com', 'https://app.example.com/', 'https://App.example.com',
  'app.example.com', 'null', 'https://*.*.example.com', 'https://app.example.com:443', 'https://app.example.com:*', 'https://app.*', 'ALL', '',
];
const HEADERS: readonly Json[] = ['*', 'X-Trace', 'Authorization', 'Content-Type', 'x-amz-*', 'Origin', 'X-*-*', 'X Bad'];
const READ = ['GET', 'HEAD'];
const ASK = [...READ, 'OPTIONS'];
const ALL = [...ASK, 'PUT', 'PATCH', 'POST', 'DELETE'];
const THREE = ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'];

/** All managed ids that people paste, also in the wrong place, and two that nobody has. */
const CACHE_IDS: readonly Json[] = [
  '658327ea-f89d-4fab-a63d-7e88639e58f6', '4135ea2d-6df8-44a3-9df3-4b5a84be39ad', 'b2884449-e4de-46a7-ac36-70bc7f1ddd6d', '83da9c7e-98b4-4e11-a168-04f0df8e2c65',
  '2e54312d-136d-493c-8eb9-b001f22f67d2', '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf', '00000000-0000-4000-8000-000000000000', 'CachingOptimized',
];
const REQUEST_IDS: readonly Json[] = [
  '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf', '59781a5b-3903-41f3-afcb-af62929ccde1', '216adef6-5c7f-47e4-b989-5492eafa07d3', 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
  '33f36d7e-f396-46d9-90e0-52428a34d9dc', 'acba4595-bd28-49b8-b9fe-13317c0390fa', 'bf0718e1-ba1e-49d1-88b1-f726733018ae', '88a5eaf4-0000-4709-b370-b4c650ea3fcf',
];
const RESPONSE_IDS: readonly Json[] = [
  '60669652-455b-4ae9-85a4-c4c02393f86c', '5cc3b908-e619-4b99-88e5-2cf7f45965bd', 'e61eb60c-9c35-4d20-a928-2b84e02af89c', 'eaab4381-ed33-4a86-88ca-d9558dc6cd63',
  '67f7725c-6f97-4210-82d7-5512b31e9d03', '60669652-0000-4ae9-85a4-c4c02393f86c',
];

const forwarded = (headers: readonly string[] | undefined): Json => ({ QueryString: false, ...(headers ? { Headers: headers } : {}) });

const PER_BEHAVIOR: Readonly<Record<string, readonly Json[]>> = {
  ViewerProtocolPolicy: ['allow-all', 'https-only', 'redirect-to-https'],
  CachePolicyId: CACHE_IDS,
  OriginRequestPolicyId: REQUEST_IDS,
  ResponseHeadersPolicyId: RESPONSE_IDS,
  TargetOriginId: ['elsewhere'],
  PathPattern: ['other/*', '/fonts/*.woff2', 'a/?.js'],
};

const TABLE: Readonly<Record<string, readonly Json[]>> = {
  ...Object.fromEntries(BEHAVIORS.flatMap((each) => Object.entries(PER_BEHAVIOR).map(([key, values]) => [`${each}.${key}`, values] as const))),
  [`${CONFIG}.DefaultRootObject`]: ['', 'index.html'],
  [`${ORIGIN}.OriginPath`]: ['', '/site'],
  [`${ORIGIN}.DomainName`]: ['theirs.s3.eu-west-1.amazonaws.com', 'api.example.com'],
  [`${ORIGIN}.OriginAccessControlId`]: ['', 'E2QWRUHAPOMQZL'],
  [`${ORIGIN}.S3OriginConfig.OriginAccessIdentity`]: ['', 'E2QWRUHAPOMQZL', 'origin-access-identity/cloudfront/E2QWRUHAPOMQZL'],
  'AWS::CloudFront::OriginAccessControl.Properties.OriginAccessControlConfig.SigningBehavior': ['never', 'no-override', 'always'],
  'AWS::CloudFront::OriginAccessControl.Properties.OriginAccessControlConfig.OriginAccessControlOriginType': ['lambda', 'mediastore'],
  'AWS::CloudFront::OriginAccessControl.Properties.OriginAccessControlConfig.Name': ['a'.repeat(64), 'a'.repeat(65)],
  [`${CORS}.AccessControlAllowOrigins`]: ORIGINS,
  [`${CORS}.AccessControlAllowHeaders`]: HEADERS,
  [`${CORS}.AccessControlAllowMethods`]: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH', 'ALL', 'get', 'PROPFIND'],
  [`${CORS}.AccessControlExposeHeaders`]: ['*', 'ETag', 'X Bad'],
  [`${CORS}.AccessControlMaxAgeSec`]: [0, 86400],
  [`${POLICY}.CustomHeadersConfig`]: [
    { Header: 'Vary', Value: 'Accept-Encoding', Override: true }, { Header: 'Cross-Origin-Resource-Policy', Value: 'same-origin', Override: true },
  ],
  [`${POLICY}.CustomHeadersConfig.Header`]: ['Vary', 'Cross-Origin-Resource-Policy', 'X-Robots-Tag'],
  [`${POLICY}.CustomHeadersConfig.Value`]: ['Origin', 'Accept-Encoding', 'same-origin', 'same-site', 'cross-origin'],
  [`${POLICY}.RemoveHeadersConfig`]: [{ Header: 'Vary' }, { Header: 'ETag' }],
  [`${POLICY}.RemoveHeadersConfig.Header`]: ['vary', 'x-amz-request-id'],
  [`${RULE}.AllowedOrigins`]: ORIGINS,
  [`${RULE}.AllowedHeaders`]: HEADERS,
  [`${RULE}.AllowedMethods`]: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH', 'get'],
  [`${RULE}.ExposedHeaders`]: ['*', 'ETag', 'X Bad'],
  [`${RULE}.MaxAge`]: [0, -1, 86400],
  [`${STATEMENT}.Effect`]: ['Allow', 'Deny'],
  [`${STATEMENT}.Action`]: ['s3:GetObject', 's3:*', 's3:PutObject', 's3:ListBucket', ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket']],
  [`${STATEMENT}.Principal`]: ['*', { AWS: '*' }, { Service: 'cloudfront.amazonaws.com' }, { Service: 'delivery.logs.amazonaws.com' }],
  [`${STATEMENT}.Condition.StringEquals.AWS:SourceArn`]: ['arn:aws:cloudfront::111122223333:distribution/EOTHER', 'arn:aws:cloudfront::*:distribution/*'],
  [`${STATEMENT}.Condition.Bool.aws:SecureTransport`]: ['true', 'false'],
  'AWS::S3::Bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault.SSEAlgorithm': ['aws:kms', 'AES256', 'aws:kms:dsse'],
  [`${CACHE}.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig.HeaderBehavior`]: ['none'],
  [`${CACHE}.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig.Headers`]: [...THREE, 'Host', 'Access-Control-Allow-Origin'],
  [`${CACHE}.MinTTL`]: [0, 60],
  [`${CACHE}.MaxTTL`]: [0],
  [`${REQUEST}.HeadersConfig.HeaderBehavior`]: ['none', 'allViewer', 'allExcept'],
  [`${REQUEST}.HeadersConfig.Headers`]: [...THREE, 'Host'],
  ...Object.fromEntries(BEHAVIORS.map((each) => [`${each}.ForwardedValues.Headers`, [...THREE, '*', 'Host', 'Access-Control-Allow-Origin']] as const)),
};

const LISTS: Readonly<Record<string, readonly Json[]>> = Object.fromEntries(BEHAVIORS.flatMap((each) => [
  [`${each}.AllowedMethods`, [READ, ASK, ALL, ['GET'], ['GET', 'OPTIONS']]] as const,
  [`${each}.CachedMethods`, [READ, ASK, ['GET']]] as const,
]));

export const VALUES = {
  /** Single values, also as items of a list; `properties` are those of the resource. */
  of(kind: string, properties: Json): readonly Json[] {
    return kind === STATEMENT ? statements(look(properties, 'Bucket', 'Ref')) : TABLE[kind] ?? [];
  },
  /** Whole lists. */
  lists(kind: string): readonly Json[] {
    return LISTS[kind] ?? [];
  },
};

/** Statements about a bucket of the same template. */
function statements(bucket: Json | undefined): readonly Json[] {
  if (typeof bucket !== 'string') {
    return [];
  }
  const arn = { 'Fn::GetAtt': [bucket, 'Arn'] };
  const Resource: Json = [arn, { 'Fn::Join': ['', [arn, '/*']] }];
  const on = (Principal: Json, Action: Json, more: JsonObject = {}): Json => ({ Effect: 'Allow', Principal, Action, Resource, ...more });
  const cloudFront = { Service: 'cloudfront.amazonaws.com' };
  return [
    on('*', 's3:GetObject'), on(cloudFront, 's3:GetObject'), on(cloudFront, ['s3:PutObject', 's3:DeleteObject']), on(cloudFront, 's3:ListBucket'),
    on(cloudFront, 's3:GetObject', { Effect: 'Deny' }), on('*', 's3:*', { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    on(cloudFront, 's3:GetObject', { Condition: { StringEquals: { 'AWS:SourceAccount': { Ref: 'AWS::AccountId' } } } }),
  ];
}

interface Addition {
  readonly to: string;
  readonly key: string;
  readonly values: readonly Json[];
}

const add = (to: string, key: string, ...values: readonly Json[]): Addition => ({ to, key, values });
const associations = (property: string, ...events: readonly string[]): readonly Json[] => events.map((EventType) => [{ EventType, [property]: 'arn:aws:cloudfront::111122223333:function/f' }]);
const encryption = (byDefault: JsonObject): Json => ({ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: byDefault }] });
const page = (code: number): Json => [{ ErrorCode: 403, ResponseCode: code, ResponsePagePath: '/index.html' }];

/** Properties that are not there and may be added. */
export const ADDITIONS: readonly Addition[] = [
  add('AWS::S3::Bucket.Properties', 'AccessControl', 'PublicRead', 'Private'),
  add('AWS::S3::Bucket.Properties', 'OwnershipControls', { Rules: [{ ObjectOwnership: 'ObjectWriter' }] }),
  add('AWS::S3::Bucket.Properties', 'BucketEncryption', encryption({ SSEAlgorithm: 'AES256' }), encryption({ SSEAlgorithm: 'aws:kms' })),
  add('AWS::S3::Bucket.Properties', 'CorsConfiguration', { CorsRules: [{ AllowedOrigins: ['*'], AllowedMethods: READ }] }),
  add('AWS::S3::Bucket.Properties', 'PublicAccessBlockConfiguration', { BlockPublicPolicy: false, RestrictPublicBuckets: false, BlockPublicAcls: false, IgnorePublicAcls: false }),
  ...BEHAVIORS.flatMap((each) => [
    add(each, 'ForwardedValues', forwarded(undefined), forwarded(['Origin']), forwarded(THREE), forwarded(['*'])),
    add(each, 'TrustedKeyGroups', ['a-key-group']),
    add(each, 'FunctionAssociations', ...associations('FunctionARN', 'viewer-request', 'viewer-response')),
    add(each, 'LambdaFunctionAssociations', ...associations('LambdaFunctionARN', 'origin-request', 'origin-response')),
    add(each, 'OriginRequestPolicyId', ...REQUEST_IDS.slice(0, 4)),
    add(each, 'ResponseHeadersPolicyId', ...RESPONSE_IDS.slice(0, 2)),
    add(each, 'AllowedMethods', ASK, ALL),
    add(each, 'CachedMethods', ASK),
  ]),
  add(CONFIG, 'CustomErrorResponses', page(200), page(404), [{ ErrorCode: 403, ErrorCachingMinTTL: 300 }]),
  add(CONFIG, 'DefaultRootObject', 'index.html'),
  add(ORIGIN, 'OriginPath', '/site'),
  add(ORIGIN, 'OriginCustomHeaders', [{ HeaderName: 'Origin', HeaderValue: 'https://app.example.com' }], [{ HeaderName: 'X-From', HeaderValue: 'edge' }]),
  add(ORIGIN, 'CustomOriginConfig', { OriginProtocolPolicy: 'https-only' }),
  add(ORIGIN, 'OriginAccessControlId', 'E2QWRUHAPOMQZL'),
  add(POLICY, 'CorsConfig', {
    AccessControlAllowOrigins: { Items: ['https://app.example.com'] }, AccessControlAllowHeaders: { Items: ['*'] }, AccessControlAllowMethods: { Items: READ },
    AccessControlAllowCredentials: false, OriginOverride: true,
  }),
  add(POLICY, 'CustomHeadersConfig', { Items: [{ Header: 'Access-Control-Allow-Origin', Value: '*', Override: true }] }),
  add(POLICY, 'RemoveHeadersConfig', { Items: [{ Header: 'Vary' }] }),
  add(CORS, 'AccessControlExposeHeaders', { Items: ['ETag'] }),
  add(RULE, 'AllowedHeaders', ['*'], ['X-Trace']),
  add(RULE, 'ExposedHeaders', ['ETag']),
  add(STATEMENT, 'Condition', { StringEquals: { 'AWS:SourceArn': 'arn:aws:cloudfront::111122223333:distribution/EOTHER' } }, { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }),
];
