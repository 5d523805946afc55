/** Incidents of access to the bucket, of keys, and of uploads. */
import { ALL_METHODS, fails, nobodyKnows, UPLOAD, works } from '../incident';
import type { Incident } from '../incident';

const BAD_SIGNATURE = { by: 'S3', step: 'response', code: 'request-refused', why: 'SignatureDoesNotMatch' } as const;
const REFUSED = { by: 'S3', step: 'response', code: 'request-refused' } as const;
const ALL_VIEWER = { OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3 # AllViewer' };
const UPLOAD_RULE = { AllowedMethods: '[GET, HEAD, PUT, POST]', ExposedHeaders: '[ETag]' };
const ENCRYPTED = {
  BucketEncryption: '{ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn } }] }',
};
const KEY = `
Key:
  Type: AWS::KMS::Key
  Properties:
    KeyPolicy:
      Statement:
        - { Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: kms:*, Resource: '*' }`;
const KEY_GRANT = `
        - Effect: Allow
          Principal: { Service: cloudfront.amazonaws.com }
          Action: kms:Decrypt
          Resource: '*'
          Condition: { ArnLike: { AWS:SourceArn: !Sub 'arn:aws:cloudfront::\${AWS::AccountId}:distribution/*' } }`;
const IDENTITY = `
Identity:
  Type: AWS::CloudFront::CloudFrontOriginAccessIdentity
  Properties: { CloudFrontOriginAccessIdentityConfig: { Comment: assets } }
`;
const BY_IDENTITY = {
  origin: { OriginAccessControlId: undefined, S3OriginConfig: '{ OriginAccessIdentity: !Sub \'origin-access-identity/cloudfront/${Identity}\' }' },
  statement: { Principal: '{ CanonicalUser: !GetAtt Identity.S3CanonicalUserId }', Condition: undefined },
};
const UPDATED_KEY = `
KeyPolicyUpdate:
  Type: Custom::UpdateKeyPolicy
  Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111111111111:function:update', KmsKeyId: !Ref Key, DistributionId: !Ref Distribution }`;
const BY_QUERY = 'QueryString: true';
const PRESIGNED = '/file?X-Amz-Signature=x';

export const ACCESS_AND_UPLOADS: readonly Incident[] = [
  {
    ids: ['I48'],
    report: 'every file is 403 SignatureDoesNotMatch, and the canonical request shows the host of CloudFront',
    broken: { stack: { behavior: ALL_VIEWER }, exchanges: [fails(BAD_SIGNATURE)], names: ['host-forwarded-to-s3'] },
    right: { stack: {}, exchanges: [works()] },
  },
  {
    ids: ['I49'],
    report: 'the SDK signs an upload for the CDN\'s host; all methods and the three CORS headers are let through, and S3 refuses it',
    broken: {
      stack: {
        cors: null, rule: UPLOAD_RULE,
        behavior: {
          CachePolicyId: undefined, OriginRequestPolicyId: undefined, AllowedMethods: ALL_METHODS,
          ForwardedValues: `{ ${BY_QUERY}, Headers: [Origin, Access-Control-Request-Method, Access-Control-Request-Headers] }`,
        },
      },
      names: ['upload-through-cloudfront'],
      exchanges: [fails({ ...REFUSED, why: 'Only one auth mechanism' }, { method: 'PUT', path: PRESIGNED })],
    },
    right: { stack: { rule: UPLOAD_RULE }, exchanges: [works(UPLOAD), works()] },
  },
  {
    ids: ['I50'],
    report: 'a form posts to an object through CloudFront: 405, with CORS headers on it',
    broken: {
      stack: { rule: UPLOAD_RULE, cors: { AccessControlAllowMethods: '{ Items: [GET, HEAD, POST] }' }, behavior: { AllowedMethods: ALL_METHODS } }, names: ['upload-through-cloudfront'],
      exchanges: [fails({ ...REFUSED, why: 'MethodNotAllowed' }, { method: 'POST' })],
    },
    right: { stack: { rule: UPLOAD_RULE }, exchanges: [works({ ...UPLOAD, method: 'POST', path: '/' })] },
  },
  {
    ids: ['I51'],
    report: 'the bucket is encrypted with a KMS key, and the origin access identity gets 403 for every file',
    broken: { stack: { ...BY_IDENTITY, bucket: ENCRYPTED, more: `${IDENTITY}${KEY}` }, exchanges: [fails(REFUSED)], names: ['kms-without-grant'] },
    wrongFixes: [
      { fix: 'an origin access control, while the key knows nothing of it', stack: { bucket: ENCRYPTED, more: KEY }, exchanges: [fails(REFUSED)], names: ['kms-without-grant'] },
      {
        fix: 'a custom resource that changes the key\'s policy (it may help: no template shows what it writes)', names: ['kms-without-grant'],
        stack: { bucket: ENCRYPTED, more: `${KEY}${UPDATED_KEY}` }, exchanges: [nobodyKnows()],
      },
    ],
    right: { stack: { bucket: ENCRYPTED, more: `${KEY}${KEY_GRANT}` }, exchanges: [works()] },
  },
  {
    ids: ['I52'],
    report: 'the upload in parts never completes: the page cannot read the ETag of a part',
    broken: { stack: { rule: { AllowedMethods: '[GET, HEAD, PUT]' } }, exchanges: [works(UPLOAD), fails({ by: 'browser', code: 'header-not-exposed' }, { ...UPLOAD, reads: ['ETag'] })], names: ['upload-etag'] },
    right: { stack: { rule: UPLOAD_RULE }, exchanges: [works({ ...UPLOAD, reads: ['ETag'] })] },
  },
];
