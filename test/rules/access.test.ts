import { exampleStack, type ExampleParts } from '../../lib/rules/engine/example-stack';
import { graphOf, judgements, judges, ruleOf } from './judging';

const ORIGIN = 'Distribution Origins.0';
const STATEMENT = 'AssetsPolicy PolicyDocument.Statement';
const BUCKET_ONLY = 'Assets: { Type: AWS::S3::Bucket }';
const CLOUDFRONT = '{ Service: cloudfront.amazonaws.com }';
const OBJECTS = "!Sub '${Assets.Arn}/*'";
const OWN = "{ StringEquals: { AWS:SourceArn: !Sub 'arn:aws:cloudfront::${AWS::AccountId}:distribution/${Distribution}' } }";
const EVERYBODY = { Effect: 'Allow', Principal: "'*'", Action: 's3:GetObject', Resource: OBJECTS };
const PUBLIC_ALLOWED = { PublicAccessBlockConfiguration: '{ BlockPublicAcls: true, IgnorePublicAcls: true }' };

/** The example stack with parameters beside it. */
function stack(parts: ExampleParts = {}): string {
  return `Parameters: { Value: { Type: String } }\nResources:${exampleStack(parts).replaceAll('\n', '\n  ')}`;
}

const NOBODY = `fail ${ORIGIN}: nothing lets this distribution read the bucket Assets`;
const UNSIGNED = { OriginAccessControlId: undefined };
const IDENTITY = `
Identity:
  Type: AWS::CloudFront::CloudFrontOriginAccessIdentity
  Properties: { CloudFrontOriginAccessIdentityConfig: { Comment: assets } }`;
const BY_IDENTITY = { OriginAccessControlId: undefined, S3OriginConfig: '{ OriginAccessIdentity: !Sub "origin-access-identity/cloudfront/${Identity}" }' };
const OTHER_POLICY = (bucket: string) => `
Other:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: ${bucket}
    PolicyDocument: { Statement: [{ Effect: Allow, Principal: '*', Action: s3:GetObject, Resource: '*' }] }`;
const AT_EDGE = { LambdaFunctionAssociations: '[{ EventType: origin-request, LambdaFunctionARN: arn:aws:lambda:us-east-1:111122223333:function:f:1 }]' };

judges('distribution-not-admitted', [
  ['exactly this distribution', stack(), [`pass ${ORIGIN}`]],
  ['no policy', stack({ statement: null }), [NOBODY]],
  ['another distribution of these templates', stack({
    statement: { Condition: '{ StringEquals: { AWS:SourceArn: !Sub "arn:aws:cloudfront::${AWS::AccountId}:distribution/${Other}" } }' },
    more: '\nOther:\n  Type: AWS::CloudFront::Distribution\n  Properties: { DistributionConfig: { Origins: [], DefaultCacheBehavior: { TargetOriginId: none } } }',
  }), [NOBODY]],
  ['a distribution from a parameter may be this one', stack({ statement: { Condition: '{ StringEquals: { AWS:SourceArn: !Ref Value } }' } }), [expect.stringMatching(`^unknown ${ORIGIN}: whether ⟨Web.Value⟩`) as string]],
  ['all of the account', stack({ statement: { Condition: '{ ArnLike: { AWS:SourceArn: !Sub "arn:aws:cloudfront::${AWS::AccountId}:distribution/*" } }' } }), [`pass ${ORIGIN}`]],
  ['the account by its number', stack({ statement: { Condition: '{ StringEquals: { AWS:SourceAccount: !Ref AWS::AccountId } }' } }), [`pass ${ORIGIN}`]],
  ['another action', stack({ statement: { Action: 's3:ListBucket', Resource: '!GetAtt Assets.Arn' } }), [NOBODY]],
  ['the bucket, and not its objects', stack({ statement: { Resource: '!GetAtt Assets.Arn' } }), [NOBODY]],
  ['some of the objects', stack({ statement: { Resource: "!Sub '${Assets.Arn}/fonts/*'" } }), [`pass ${ORIGIN}`]],
  ['objects outside of the origin path', stack({ statement: { Resource: "!Sub '${Assets.Arn}/fonts/*'" }, origin: { OriginPath: '/site' } }), [NOBODY]],
  ['objects in the origin path', stack({ statement: { Resource: "!Sub '${Assets.Arn}/site/*'" }, origin: { OriginPath: '/site' } }), [`pass ${ORIGIN}`]],
  ['an identity by its canonical user', stack({ origin: BY_IDENTITY, more: IDENTITY, statement: { Principal: '{ CanonicalUser: !GetAtt Identity.S3CanonicalUserId }', Condition: undefined } }), [`pass ${ORIGIN}`]],
  ['an identity, while the policy admits the service', stack({ origin: BY_IDENTITY, more: IDENTITY }), [`fail ${ORIGIN}: nothing lets this origin access identity read the bucket Assets`]],
  ['an identity that is no resource', stack({ origin: { ...UNSIGNED, S3OriginConfig: '{ OriginAccessIdentity: origin-access-identity/cloudfront/E1 }' } }), [expect.stringMatching(`^unknown ${ORIGIN}: the origin access identity E1`) as string]],
  ['unsigned, private', stack({ origin: UNSIGNED }), [`fail ${ORIGIN}: nothing lets unsigned requests read the bucket Assets`]],
  ['unsigned, public', stack({ origin: UNSIGNED, statements: [EVERYBODY], bucket: PUBLIC_ALLOWED }), [`pass ${ORIGIN}`]],
  ['unsigned, public but blocked', stack({ origin: UNSIGNED, statements: [EVERYBODY], bucket: { PublicAccessBlockConfiguration: '{ BlockPublicPolicy: true }' } }), [`fail ${ORIGIN}: the public access block of Assets blocks its public policy, and requests are not signed`]],
  ['unsigned, public, and blocked by default only in young buckets, which another rule tells', stack({ origin: UNSIGNED, statements: [EVERYBODY] }), [`pass ${ORIGIN}`]],
  ['unsigned, with ACLs that cannot be seen', stack({ origin: UNSIGNED, bucket: { OwnershipControls: '{ Rules: [{ ObjectOwnership: ObjectWriter }] }' } }), [`unknown ${ORIGIN}: each object may have an access control list of its own`]],
  ['unsigned, with presigned queries', stack({ origin: UNSIGNED, behavior: { CachePolicyId: undefined, OriginRequestPolicyId: undefined, ForwardedValues: '{ QueryString: true }' } }), [`unknown ${ORIGIN}: the query string is forwarded, so requests may be presigned`]],
  ['a function that may sign', stack({ statement: null, behavior: AT_EDGE }), [`unknown ${ORIGIN}: a function at the edge may sign or rewrite the requests to the bucket`]],
  ['a policy whose bucket is a parameter', stack({ statement: null, more: OTHER_POLICY('!Ref Value') }), [`unknown ${ORIGIN}: Other may be a policy of this bucket, which is decided at deployment`]],
  ['a policy of another bucket', stack({ statement: null, more: OTHER_POLICY('other-bucket') }), [NOBODY]],
  ['a bucket that is no resource', stack({ origin: { DomainName: 'assets.s3.eu-west-1.amazonaws.com' } }), [`unknown ${ORIGIN}.DomainName: the bucket assets is not a resource of these templates`]],
  ['another server is not judged', stack({ origin: { DomainName: 'api.example.com' } }), []],
]);

const deny = (changed: Readonly<Record<string, string | undefined>>) => stack({ statements: [{ Effect: 'Deny', Principal: "'*'", Action: 's3:*', Resource: OBJECTS, ...changed }] });
const DENIED = `fail ${ORIGIN}: the policy of the bucket Assets denies what CloudFront asks for`;
judges('deny-blocks-cloudfront', [
  ['everybody', deny({}), [DENIED]],
  ['everybody but a role', deny({ Principal: undefined, NotPrincipal: '{ AWS: "arn:aws:iam::111122223333:role/admin" }' }), [DENIED]],
  ['all other distributions', deny({ Condition: OWN.replace('StringEquals', 'StringNotEquals') }), [`pass ${ORIGIN}`]],
  ['requests without TLS', deny({ Condition: "{ Bool: { aws:SecureTransport: 'false' } }" }), [`pass ${ORIGIN}`]],
  ['another service', deny({ Principal: '{ Service: logging.s3.amazonaws.com }' }), [`pass ${ORIGIN}`]],
  ['deleting', deny({ Action: 's3:DeleteObject' }), [`pass ${ORIGIN}`]],
  ['a part of the objects', deny({ Resource: "!Sub '${Assets.Arn}/private/*'" }), [`pass ${ORIGIN}`]],
  // CloudFront comes from no VPC endpoint, is in no organization and is no role: a negated operator is true of an absent key
  ['all but a VPC endpoint', deny({ Condition: '{ StringNotEquals: { aws:SourceVpce: vpce-1 } }' }), [DENIED]],
  ['all but a VPC endpoint, where there is one', deny({ Condition: '{ StringNotEqualsIfExists: { aws:SourceVpce: vpce-1 } }' }), [DENIED]],
  ['another VPC endpoint', deny({ Condition: "{ StringNotEquals: { aws:SourceVpce: vpce-1 }, 'Null': { aws:SourceVpce: 'false' } }" }), [`pass ${ORIGIN}`]],
  ['all outside an organization', deny({ Condition: '{ StringNotEquals: { aws:PrincipalOrgID: o-1 } }' }), [DENIED]],
  ['all outside an organization but services of AWS', deny({ Condition: "{ StringNotEquals: { aws:PrincipalOrgID: o-1 }, Bool: { aws:PrincipalIsAWSService: 'false' } }" }), [`pass ${ORIGIN}`]],
  ['all but roles of a name', deny({ Condition: '{ ArnNotLike: { aws:PrincipalArn: "arn:aws:iam::*:role/admin" } }' }), [DENIED]],
  ['all outside an office', deny({ Condition: '{ NotIpAddress: { aws:SourceIp: [203.0.113.0/24, 10.0.0.0/8] } }' }), [DENIED]],
  ['an office', deny({ Condition: '{ IpAddress: { aws:SourceIp: 203.0.113.0/24 } }' }), [`pass ${ORIGIN}`]],
  ['all outside a range of CloudFront', deny({ Condition: '{ NotIpAddress: { aws:SourceIp: 130.176.0.0/16 } }' }), [expect.stringMatching(`^unknown ${ORIGIN}: whether the address`) as string]],
  ['all of another account of the caller', deny({ Condition: '{ StringNotEquals: { aws:PrincipalAccount: "111122223333" } }' }), [expect.stringMatching(`^unknown ${ORIGIN}: what aws:principalaccount`) as string]],
  ['everything but putting', deny({ Action: undefined, NotAction: 's3:PutObject' }), [DENIED]],
  ['everything but one file', deny({ Resource: undefined, NotResource: "!Sub '${Assets.Arn}/robots.txt'" }), [DENIED]],
  ['a bucket without policy is not judged', stack({ statement: null }), []],
]);

const key = (statement: string | undefined) => `
Key:
  Type: AWS::KMS::Key
  Properties:
    KeyPolicy: { Statement: [{ Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: 'kms:*', Resource: '*' }${statement === undefined ? '' : `, ${statement}`}] }`;
const encrypted = (id: string | undefined, algorithm = 'aws:kms') =>
  ({ BucketEncryption: `{ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: '${algorithm}'${id === undefined ? '' : `, KMSMasterKeyID: ${id}`} } }] }` });
const GRANT = `{ Effect: Allow, Principal: ${CLOUDFRONT}, Action: 'kms:Decrypt', Resource: '*', Condition: ${OWN} }`;
const KEY_FAILS = `fail ${ORIGIN}: the policy of the key Key does not let this distribution decrypt`;

judges('kms-without-grant', [
  ['the account alone', stack({ bucket: encrypted('!Ref Key'), more: key(undefined) }), [KEY_FAILS]],
  ['this distribution', stack({ bucket: encrypted('!GetAtt Key.Arn'), more: key(GRANT) }), [`pass ${ORIGIN}`]],
  ['encrypting only', stack({ bucket: encrypted('!Ref Key'), more: key(GRANT.replace('kms:Decrypt', 'kms:Encrypt')) }), [KEY_FAILS]],
  ['an identity', stack({ bucket: encrypted('!Ref Key'), more: key(GRANT) + IDENTITY, origin: BY_IDENTITY }), [`fail ${ORIGIN}: an origin access identity cannot use a KMS key`]],
  ['an imported key', stack({ bucket: encrypted('arn:aws:kms:eu-west-1:111122223333:key/k') }), [`unknown ${ORIGIN}: the KMS key arn:aws:kms:eu-west-1:111122223333:key/k is not a resource of these templates`]],
  ['SSE-S3 is not judged', stack(), []],
]);

judges('kms-managed-key', [
  ['no key', stack({ bucket: encrypted(undefined) }), [`fail ${ORIGIN}: the bucket Assets is encrypted with aws/s3`]],
  ['the alias', stack({ bucket: encrypted('alias/aws/s3') }), [`fail ${ORIGIN}: the bucket Assets is encrypted with aws/s3`]],
  ['two layers of it', stack({ bucket: encrypted(undefined, 'aws:kms:dsse') }), [`fail ${ORIGIN}: the bucket Assets is encrypted with aws/s3`]],
  ['a key of one\'s own', stack({ bucket: encrypted('!Ref Key'), more: key(GRANT) }), [`pass ${ORIGIN}`]],
  ['SSE-S3', stack(), [`pass ${ORIGIN}`]],
  ['a key from a parameter', stack({ bucket: encrypted('!Ref Value') }), [`unknown ${ORIGIN}: the KMS key ⟨Web.Value⟩ is not a resource of these templates`]],
]);

const KEY_STATEMENT = 'Key KeyPolicy.Statement.1';
judges('kms-grant-without-source', [
  ['no condition', stack({ more: key(GRANT.replace(`, Condition: ${OWN}`, '')) }), [`fail ${KEY_STATEMENT}: any distribution of any account may decrypt`]],
  ['this distribution', stack({ more: key(GRANT) }), [`pass ${KEY_STATEMENT}`]],
  ['a key that CloudFront has no part in is not judged', stack({ more: key(undefined) }), []],
]);

const condition = (text: string | undefined, others: ExampleParts = {}) => stack({ statement: { Condition: text }, ...others });
const FOREIGN = (actions: string) => `fail ${STATEMENT}.0: any distribution of any account gets ${actions}`;
judges('grant-without-source', [
  ['no condition', condition(undefined), [FOREIGN('s3:GetObject')]],
  ['no condition, all actions', stack({ statement: { Condition: undefined, Action: 's3:*' } }), [FOREIGN('s3:GetObject, s3:PutObject, s3:DeleteObject')]],
  ['the list', stack({ statement: { Condition: undefined, Action: 's3:ListBucket', Resource: '!GetAtt Assets.Arn' } }), [FOREIGN('s3:ListBucket')]],
  ['distributions of every account', condition('{ ArnLike: { AWS:SourceArn: "arn:aws:cloudfront::*:distribution/*" } }'), [FOREIGN('s3:GetObject')]],
  ['TLS alone', condition("{ Bool: { aws:SecureTransport: 'true' } }"), [FOREIGN('s3:GetObject')]],
  ['this distribution', stack(), [`pass ${STATEMENT}.0`]],
  ['this account', condition('{ StringEquals: { AWS:SourceAccount: !Ref AWS::AccountId } }'), [`pass ${STATEMENT}.0`]],
  ['a parameter, which names no stranger', condition('{ StringEquals: { AWS:SourceArn: !Ref Value } }'), [`pass ${STATEMENT}.0`]],
  ['the key in another case', condition(OWN.replace('AWS:SourceArn', 'aws:sourcearn')), [`pass ${STATEMENT}.0`]],
  ['an organization, to which no distribution belongs', condition('{ StringEquals: { aws:PrincipalOrgID: o-1 } }'), [`pass ${STATEMENT}.0`]],
  ['a header that the request may carry', condition('{ StringEquals: { aws:Referer: secret } }'), [expect.stringMatching(`^unknown ${STATEMENT}.0: what aws:referer`) as string]],
  ['another service is not judged', stack({ statement: { Principal: '{ Service: logging.s3.amazonaws.com }', Condition: undefined } }), []],
]);

const WIDE = `fail ${STATEMENT}.0: every distribution of the account is let in`;
judges('grant-for-account', [
  ['by ARN', condition('{ ArnLike: { AWS:SourceArn: !Sub "arn:aws:cloudfront::${AWS::AccountId}:distribution/*" } }'), [WIDE]],
  ['by account', condition('{ StringEquals: { AWS:SourceAccount: !Ref AWS::AccountId } }'), [WIDE]],
  ['one distribution, and its account', condition(OWN.replace('{ AWS:SourceArn', '{ AWS:SourceAccount: !Ref AWS::AccountId, AWS:SourceArn')), [`pass ${STATEMENT}.0`]],
  ['one distribution', stack(), [`pass ${STATEMENT}.0`]],
]);

const ALL_METHODS = { AllowedMethods: '[GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]' };
const writes = (action: string, behavior: ExampleParts['behavior'] = {}) => stack({ statement: { Action: action }, behavior });
/** A bucket that pages upload to through CloudFront, and read nowhere. */
const UPLOADS_ONLY = { rule: { AllowedMethods: '[PUT]' }, cors: null, statement: { Action: 's3:PutObject' } };

judges('distribution-not-admitted', [
  ['who may write and is promised nothing else needs no reading', stack({ ...UPLOADS_ONLY, behavior: ALL_METHODS }), [`pass ${ORIGIN}`]],
  ['a policy for uploads alone promises no reading', stack({ ...UPLOADS_ONLY, cors: { AccessControlAllowMethods: '{ Items: [PUT] }' }, behavior: ALL_METHODS }), [`pass ${ORIGIN}`]],
  ['a policy that names GET as well promises it', stack({ ...UPLOADS_ONLY, cors: { AccessControlAllowMethods: '{ Items: [GET, PUT] }' }, behavior: ALL_METHODS }), [NOBODY]],
  ['who may write where no behavior lets anything be written', stack(UPLOADS_ONLY), [NOBODY]],
  ['a bucket outside the templates is known by its policy', stack({
    statement: null, origin: { DomainName: 'files.s3.eu-west-1.amazonaws.com', ...BY_IDENTITY },
    more: `${IDENTITY}
Other:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: files
    PolicyDocument:
      Statement:
        - { Effect: Allow, Principal: ${CLOUDFRONT}, Action: 's3:GetObject', Resource: 'arn:aws:s3:::files/*' }`,
  }), [`fail ${ORIGIN}: nothing lets this origin access identity read the bucket files`]],
]);

test.each([
  ['an identity, while the policy admits the distribution', 'distribution-not-admitted', { origin: BY_IDENTITY, more: IDENTITY }],
  ['no signature, while the policy admits the distribution', 'distribution-not-admitted', { origin: UNSIGNED }],
] as const)('%s: the fix is the access control that is missing, not a second statement', (_, id, parts) => {
  const [judgement] = ruleOf(id).check(graphOf(stack(parts)));
  expect(judgement?.verdict === 'fail' ? judgement.fix : '').toContain('origin access control');
});

const WEBSITE = { DomainName: '!Select [2, !Split [/, !GetAtt Assets.WebsiteURL]]', OriginAccessControlId: undefined, S3OriginConfig: undefined, CustomOriginConfig: '{ OriginProtocolPolicy: http-only }' };
const BLOCK = 'Assets PublicAccessBlockConfiguration';
const BY_DEFAULT = `fail ${BLOCK}: is left out, while the files are meant to be public: by default S3 blocks public access to buckets made since April 2023`;

judges('public-access-blocked-by-default', [
  ['a website with a public policy', stack({ origin: WEBSITE, statement: { Principal: '\'*\'', Condition: undefined } }), [BY_DEFAULT]],
  ['a website with a public access control list', stack({ origin: WEBSITE, bucket: { AccessControl: 'PublicRead' } }), [BY_DEFAULT]],
  ['an unsigned origin with a public policy', stack({ origin: UNSIGNED, statement: { Principal: '\'*\'', Condition: undefined } }), [BY_DEFAULT]],
  ['a block that says that the bucket is public', stack({ origin: WEBSITE, statement: { Principal: '\'*\'', Condition: undefined }, bucket: { PublicAccessBlockConfiguration: '{ BlockPublicAcls: true }' } }), [`pass ${BLOCK}`]],
  ['nothing is public', stack({ origin: UNSIGNED }), []],
  ['what CloudFront signs for has rules of its own', stack({ statements: [EVERYBODY] }), []],
]);

judges('grant-beyond-reading', [
  ['writing, for everybody', writes('[s3:GetObject, s3:PutObject]', ALL_METHODS), [`fail ${STATEMENT}.0: the distribution gets s3:PutObject, and so does every viewer`]],
  ['everything, for everybody', writes('s3:*', ALL_METHODS), [`fail ${STATEMENT}.0: the distribution gets s3:PutObject, s3:DeleteObject, and so does every viewer`]],
  ['deleting, where no behavior allows it', writes('[s3:GetObject, s3:DeleteObject]'), [`fail(info) ${STATEMENT}.0: the distribution gets s3:DeleteObject, and no behavior lets viewers use it`]],
  ['writing, with signed URLs', writes('[s3:GetObject, s3:PutObject]', { ...ALL_METHODS, TrustedKeyGroups: '[!Ref Value]' }), [`fail(warning) ${STATEMENT}.0: the distribution gets s3:PutObject`]],
  ['writing, behind code that may refuse', writes('[s3:GetObject, s3:PutObject]', { ...ALL_METHODS, FunctionAssociations: '[{ EventType: viewer-request, FunctionARN: !Ref Value }]' }), [`fail(warning) ${STATEMENT}.0: the distribution gets s3:PutObject`]],
  ['reading versions and listing', writes('[s3:GetObject, s3:GetObjectVersion, s3:ListBucket]', ALL_METHODS), [`pass ${STATEMENT}.0`]],
  ['reading', writes('s3:GetObject', ALL_METHODS), [`pass ${STATEMENT}.0`]],
]);

judges('public-beside-access-control', [
  ['open', stack({ statements: [EVERYBODY], bucket: PUBLIC_ALLOWED }), [`pass ${STATEMENT}.0`, `fail ${STATEMENT}.1: everybody may read the objects`]],
  ['refused while deploying', stack({ statements: [EVERYBODY] }), [`pass ${STATEMENT}.0`, `fail ${STATEMENT}.1: everybody may read the objects, which S3 refuses while BlockPublicPolicy is on`]],
  ['without effect', stack({ statements: [EVERYBODY], bucket: { PublicAccessBlockConfiguration: '{ RestrictPublicBuckets: true }' } }), [`pass ${STATEMENT}.0`, `fail(info) ${STATEMENT}.1: everybody may read the objects, were it not for RestrictPublicBuckets`]],
  ['the account\'s own role', stack({ statements: [{ ...EVERYBODY, Principal: '{ AWS: arn:aws:iam::111122223333:role/deploy }' }] }), [`pass ${STATEMENT}.0`, `pass ${STATEMENT}.1`]],
  ['members of an organization, which nobody unsigned is', stack({ statements: [{ ...EVERYBODY, Condition: '{ StringEquals: { aws:PrincipalOrgID: o-1 } }' }] }), [`pass ${STATEMENT}.0`, `pass ${STATEMENT}.1`]],
  ['public by design, without access control, is not judged', stack({ origin: UNSIGNED, statements: [EVERYBODY], bucket: PUBLIC_ALLOWED }), []],
]);

const acl = (more: Readonly<Record<string, string>>) => stack({ bucket: { AccessControl: 'PublicRead', ...more } });
const ACL = 'Assets AccessControl';
const WITH_ACLS = { OwnershipControls: '{ Rules: [{ ObjectOwnership: ObjectWriter }] }' };
judges('public-acl', [
  ['open', acl({ ...WITH_ACLS, PublicAccessBlockConfiguration: '{ BlockPublicPolicy: true }' }), [`fail ${ACL}: PublicRead lets everybody list the bucket`]],
  ['with ACLs off', acl({}), [`fail ${ACL}: PublicRead is refused while ACLs are off (BucketOwnerEnforced)`]],
  ['blocked', acl(WITH_ACLS), [`fail ${ACL}: PublicRead is refused while BlockPublicAcls is on`]],
  ['ignored', acl({ ...WITH_ACLS, PublicAccessBlockConfiguration: '{ IgnorePublicAcls: true }' }), [`fail(info) ${ACL}: PublicRead has no effect while IgnorePublicAcls is on`]],
  ['a private one', stack({ bucket: { AccessControl: 'Private' } }), [`pass ${ACL}`]],
  ['undecided', stack({ bucket: { AccessControl: '!Ref Value' } }), [expect.stringMatching(`^unknown ${ACL}`) as string]],
  ['a bucket that is no origin is not judged', 'Assets: { Type: AWS::S3::Bucket, Properties: { AccessControl: PublicRead } }', []],
]);

const LIST = { Effect: 'Allow', Principal: CLOUDFRONT, Action: 's3:ListBucket', Resource: '!GetAtt Assets.Arn', Condition: OWN };
const ROOT = 'Distribution DefaultRootObject';
const LISTED = `fail ${ROOT}: GET / lists the bucket Assets`;
judges('list-without-root-object', [
  ['no root object', stack({ statements: [LIST] }), [LISTED]],
  ['an empty one', stack({ statements: [LIST], distribution: { DefaultRootObject: '""' } }), [LISTED]],
  ['by s3:* on the bucket', stack({ statements: [{ ...LIST, Action: 's3:*' }] }), [LISTED]],
  ['for viewers with signed URLs', stack({ statements: [LIST], behavior: { TrustedKeyGroups: '[!Ref Value]' } }), [LISTED.replace('fail', 'fail(warning)')]],
  ['a root object', stack({ statements: [LIST], distribution: { DefaultRootObject: 'index.html' } }), [`pass ${ROOT}`]],
  ['a root object from a parameter', stack({ statements: [LIST], distribution: { DefaultRootObject: '!Ref Value' } }), [`pass ${ROOT}`]],
  ['an origin path: / is a key there', stack({ statements: [LIST], origin: { OriginPath: '/site' } }), []],
  ['s3:* on the objects alone', stack({ statements: [{ ...LIST, Action: 's3:*', Resource: OBJECTS }] }), []],
  ['nobody lists', stack(), []],
]);

describe('two-bucket-policies', () => {
  const at = (id: string) => `${id} Bucket`;
  const two = (bucket: string) => judgements(ruleOf('two-bucket-policies'), stack({ more: OTHER_POLICY(bucket) }));
  test('of one bucket', () => {
    expect(two('!Ref Assets')).toEqual([`fail ${at('Other')}: AssetsPolicy is a policy of the same bucket`]);
  });
  test('of two buckets', () => {
    expect(two('other-bucket')).toEqual([`pass ${at('AssetsPolicy')}`, `pass ${at('Other')}`]);
  });
  test('of an imported bucket', () => {
    expect(judgements(ruleOf('two-bucket-policies'), OTHER_POLICY('imported') + OTHER_POLICY('imported').replace('Other', 'More')))
      .toEqual([`fail ${at('More')}: Other is a policy of the same bucket`]);
  });
  test('of one name in two deployments, to two accounts', () => {
    const deployment = "Assets: { Type: AWS::S3::Bucket, Properties: { BucketName: assets } }\nPolicy: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Ref Assets, PolicyDocument: { Statement: [] } } }";
    expect(judgements(ruleOf('two-bucket-policies'), deployment, deployment)).toEqual([`unknown ${at('Policy')}: several buckets of these templates have the name assets`]);
  });
  test('a bucket without policy is not judged', () => {
    expect(judgements(ruleOf('two-bucket-policies'), BUCKET_ONLY)).toEqual([]);
  });
});

const source = (arn: string) => stack({ statement: { Condition: `{ StringEquals: { AWS:SourceArn: ${arn} } }` } });
const WRITTEN = "'arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE'";
judges('source-arn-by-literal-id', [
  ['an id that is written out', source(WRITTEN), [`fail ${STATEMENT}.0: admits arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE, and nothing says that this is Distribution`]],
  ['beside the distribution itself', source(`[${WRITTEN}, !Sub 'arn:aws:cloudfront::\${AWS::AccountId}:distribution/\${Distribution}']`), [`pass ${STATEMENT}.0`]],
  ['any distribution of the account', source("'arn:aws:cloudfront::111122223333:distribution/*'"), []],
  ['a parameter', source('!Ref Value'), []],
  ['the distribution itself', stack(), [`pass ${STATEMENT}.0`]],
  ['no distribution in particular', stack({ statement: { Condition: undefined } }), []],
]);
