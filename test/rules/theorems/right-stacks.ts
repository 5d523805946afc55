/** Stacks that people write by hand and that work: each another way to make the five settings agree. Mutations start from them too. */
import { exampleStack } from '../../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../../lib/rules/engine/example-stack';
import { systemOf } from './templates';
import type { System } from './templates';

const THREE = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';
const READ = '[GET, HEAD]';
const ALL = '[GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]';
const EVERYBODY = { AllowedOrigins: '[\'*\']' };
const ORP = 'OriginRequestPolicyId';

const policyResource = (kind: string, config: string): string => `
Custom:
  Type: AWS::CloudFront::${kind}
  Properties:
    ${kind}Config:
      Name: custom
${config}`;

const KEYED = policyResource('CachePolicy', `      MinTTL: 1
      DefaultTTL: 86400
      MaxTTL: 31536000
      ParametersInCacheKeyAndForwardedToOrigin:
        EnableAcceptEncodingGzip: true
        EnableAcceptEncodingBrotli: true
        CookiesConfig: { CookieBehavior: none }
        QueryStringsConfig: { QueryStringBehavior: none }
        HeadersConfig: { HeaderBehavior: whitelist, Headers: [${THREE}] }`);

const FORWARDING = policyResource('OriginRequestPolicy', `      CookiesConfig: { CookieBehavior: none }
      QueryStringsConfig: { QueryStringBehavior: none }
      HeadersConfig: { HeaderBehavior: whitelist, Headers: [${THREE}] }`);

const IDENTITY = `
Identity:
  Type: AWS::CloudFront::CloudFrontOriginAccessIdentity
  Properties:
    CloudFrontOriginAccessIdentityConfig: { Comment: assets }`;

const KEY = `
Key:
  Type: AWS::KMS::Key
  Properties:
    KeyPolicy:
      Statement:
        - { Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: kms:*, Resource: '*' }
        - Effect: Allow
          Principal: { Service: cloudfront.amazonaws.com }
          Action: kms:Decrypt
          Resource: '*'
          Condition: { StringLike: { AWS:SourceArn: !Sub 'arn:aws:cloudfront::\${AWS::AccountId}:distribution/*' } }`;

const path = (properties: string) => ({ CacheBehaviors: `[{ PathPattern: fonts/*, TargetOriginId: assets, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6${properties} }]` });

const STACKS: Readonly<Record<string, ExampleParts>> = {
  'an overriding policy': {},
  'no policy, all three headers in the key': { cors: null, behavior: { CachePolicyId: '!Ref Custom', [ORP]: undefined }, more: KEYED },
  'the old way: three headers listed': { cors: null, behavior: { CachePolicyId: undefined, [ORP]: undefined, ForwardedValues: `{ QueryString: false, Headers: [${THREE}] }` } },
  'an origin request policy of its own': { behavior: { [ORP]: '!Ref Custom' }, more: FORWARDING },
  'SimpleCORS and nothing else, over HTTP/1.1': { cors: null, rule: null, distribution: { HttpVersion: 'http1.1' }, behavior: { AllowedMethods: READ, [ORP]: undefined, ResponseHeadersPolicyId: '60669652-455b-4ae9-85a4-c4c02393f86c' } },
  'an origin access identity': {
    origin: { OriginAccessControlId: undefined, S3OriginConfig: '{ OriginAccessIdentity: !Sub \'origin-access-identity/cloudfront/${Identity}\' }' },
    statement: { Principal: '{ CanonicalUser: !GetAtt Identity.S3CanonicalUserId }', Condition: undefined }, more: IDENTITY,
  },
  'a key of KMS': { bucket: { BucketEncryption: '{ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn } }] }' }, more: KEY },
  'two paths, one policy': { distribution: path(', AllowedMethods: [GET, HEAD, OPTIONS], OriginRequestPolicyId: 88a5eaf4-2fd4-4709-b370-b4c650ea3fcf, ResponseHeadersPolicyId: !Ref CorsPolicy') },
  'every origin, with named headers': { rule: { ...EVERYBODY, AllowedHeaders: '[X-Trace, If-None-Match]' }, cors: { AccessControlAllowOrigins: '{ Items: [\'*\'] }', AccessControlAllowHeaders: '{ Items: [X-Trace, If-None-Match, Priority, If-Modified-Since, Cache-Control, Pragma] }' } },
  'direct uploads beside reading': { rule: { AllowedHeaders: '[\'*\']\n        - { AllowedOrigins: [\'https://admin.example.com\'], AllowedMethods: [PUT, POST], AllowedHeaders: [Content-Type], ExposedHeaders: [ETag] }' } },
  'PUT through CloudFront, for signed viewers': {
    rule: { AllowedMethods: '[GET, HEAD, PUT]' }, cors: { AccessControlAllowMethods: '{ Items: [GET, HEAD, PUT] }' }, behavior: { AllowedMethods: ALL, TrustedKeyGroups: '[a-key-group]' },
    statement: { Action: '[s3:GetObject, s3:PutObject]' },
  },
  'no wish for CORS at all': { rule: null, cors: null, behavior: { AllowedMethods: READ, [ORP]: undefined } },
};

export function rightStacks(): readonly System[] {
  return Object.entries(STACKS).map(([name, parts]) => systemOf(name, exampleStack(parts)));
}
