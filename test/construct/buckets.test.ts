import { Annotations as CdkAnnotations, App, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { CorsAssetDistributionProps } from 'cdk-cors-asset-distribution';
import { findResourceCycles } from '../graph/cycles';
import { ACCOUNT, APP_ORIGIN, assetsIn, newStack, propertiesOf } from './support';

const READ_RULE = {
  AllowedOrigins: [APP_ORIGIN], AllowedMethods: ['GET', 'HEAD'], AllowedHeaders: ['*'], ExposedHeaders: ['ETag', 'Content-Range', 'Accept-Ranges'], MaxAge: 7200,
};
const OTHER_RULE = { allowedMethods: [s3.HttpMethods.GET], allowedOrigins: ['https://other.example.com'] };
const OTHER = { AllowedMethods: ['GET'], AllowedOrigins: ['https://other.example.com'] };
const env = (region: string): object => ({ env: { account: ACCOUNT, region } });

/** Statements for CloudFront in the policy of a bucket or key. */
function statements(template: Template, type = 'AWS::S3::BucketPolicy'): Record<string, unknown>[] {
  const member = type === 'AWS::KMS::Key' ? 'KeyPolicy' : 'PolicyDocument';
  return propertiesOf(template, type)
    .flatMap((properties) => (properties[member] as { Statement: Record<string, unknown>[] }).Statement)
    .filter((statement) => JSON.stringify(statement.Principal) === '{"Service":"cloudfront.amazonaws.com"}');
}

const conditionOf = (template: Template, type?: string): string[] => statements(template, type).map(({ Condition: condition }) => Object.keys(condition as object)[0]);
const rulesOf = (template: Template): unknown[] =>
  propertiesOf(template, 'AWS::S3::Bucket').flatMap(({ CorsConfiguration: cors }) => (cors as { CorsRules: unknown[] } | undefined)?.CorsRules ?? []);
const infos = (stack: Stack): unknown[] => Annotations.fromStack(stack.nestedStackParent ?? stack).findInfo('*', Match.stringLikeRegexp('admits every distribution of the account'));

describe('a bucket of the same stack', () => {
  test('gets the contract\'s rule and a statement for this distribution alone', () => {
    const stack = newStack();
    assetsIn(stack, { bucket: new s3.Bucket(stack, 'Mine') });
    const template = Template.fromStack(stack);
    expect([rulesOf(template), conditionOf(template), infos(stack)]).toEqual([[READ_RULE], ['StringEquals'], []]);
    template.resourceCountIs('AWS::S3::Bucket', 1);
  });

  test.each<[string, (stack: Stack) => s3.IBucket, unknown[]]>([
    ['its own rules before', (stack) => new s3.Bucket(stack, 'Mine', { cors: [OTHER_RULE] }), [OTHER, READ_RULE]],
    ['the contract\'s rule already', (stack) => new s3.Bucket(stack, 'Mine', {
      cors: [{ maxAge: 7200, exposedHeaders: READ_RULE.ExposedHeaders, allowedHeaders: ['*'], allowedOrigins: [APP_ORIGIN], allowedMethods: [s3.HttpMethods.GET, s3.HttpMethods.HEAD] }],
    }), [READ_RULE]],
    ['rules set by an escape hatch', (stack) => {
      const bucket = new s3.Bucket(stack, 'Mine');
      (bucket.node.defaultChild as s3.CfnBucket).corsConfiguration = { corsRules: [OTHER_RULE] };
      return bucket;
    }, [OTHER, READ_RULE]],
    ['an L1 with rules', (stack) => s3.Bucket.fromCfnBucket(new s3.CfnBucket(stack, 'Mine', { corsConfiguration: { corsRules: [OTHER_RULE] } })), [OTHER, READ_RULE]],
    ['an L1 without rules', (stack) => s3.Bucket.fromCfnBucket(new s3.CfnBucket(stack, 'Mine')), [READ_RULE]],
    ['only its name\'s token', (stack) => s3.Bucket.fromBucketName(stack, 'Named', new s3.Bucket(stack, 'Mine', { cors: [OTHER_RULE] }).bucketName), [OTHER, READ_RULE]],
    ['only the name of an L1', (stack) => s3.Bucket.fromBucketName(stack, 'Named', new s3.CfnBucket(stack, 'Mine').ref), [READ_RULE]],
  ])('keeps what it has and gets what it needs: %s', (_, make, rules) => {
    const stack = newStack();
    assetsIn(stack, { bucket: make(stack) });
    const template = Template.fromStack(stack);
    expect(rulesOf(template)).toEqual(rules);
    expect(conditionOf(template)).toEqual(['StringEquals']);
    expect(findResourceCycles(template.toJSON())).toEqual([]);
    template.resourceCountIs('AWS::S3::BucketPolicy', 1);
  });

  test('takes rules that are added later, and an equal one once, because CloudFormation refuses equal items', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Mine');
    assetsIn(stack, { bucket, allowedHeaders: ['Range'], exposedHeaders: [] });
    bucket.addCorsRule(OTHER_RULE);
    bucket.addCorsRule({ allowedHeaders: ['Range'], allowedMethods: [s3.HttpMethods.GET, s3.HttpMethods.HEAD], allowedOrigins: [APP_ORIGIN], maxAge: 7200 });
    expect(rulesOf(Template.fromStack(stack))).toEqual([OTHER, { ...READ_RULE, AllowedHeaders: ['Range'], ExposedHeaders: undefined }]);
  });

  test('keeps a reference to another stack that stands in its own rules', () => {
    const app = new App();
    const other = new s3.Bucket(new Stack(app, 'Other'), 'Bucket');
    const stack = new Stack(app, 'Stack');
    const l1 = new s3.CfnBucket(stack, 'Mine', { corsConfiguration: { corsRules: [{ allowedMethods: ['GET'], allowedOrigins: [`https://${other.bucketName}`] }] } });
    assetsIn(stack, { bucket: s3.Bucket.fromCfnBucket(l1) });
    expect(JSON.stringify(rulesOf(Template.fromStack(stack)))).toMatch(/Fn::(ImportValue|GetStackOutput)/);
  });

  test('serves two constructs: one rule when they promise the same, two statements, no circle', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Mine');
    assetsIn(stack, { bucket }, 'One');
    assetsIn(stack, { bucket }, 'Two');
    assetsIn(stack, { bucket, allowedOrigins: ['*'] }, 'Three');
    const template = Template.fromStack(stack);
    expect(rulesOf(template)).toEqual([READ_RULE, { ...READ_RULE, AllowedOrigins: ['*'] }]);
    expect(new Set(statements(template).map((statement) => JSON.stringify(statement.Condition))).size).toBe(3);
    expect(findResourceCycles(template.toJSON())).toEqual([]);
  });
});

describe('a bucket of another stack', () => {
  function inStacks(make: (app: App) => [Stack, Stack], props: (owner: Stack) => Partial<CorsAssetDistributionProps>): [Stack, Stack] {
    const [owner, user] = make(new App());
    assetsIn(user, props(owner));
    return [owner, user];
  }
  const mine = (owner: Stack): Partial<CorsAssetDistributionProps> => ({ bucket: new s3.Bucket(owner, 'Mine', { enforceSSL: true, bucketName: 'mine-a' }) });

  test.each<[string, (app: App) => [Stack, Stack]]>([
    ['of the same environment', (app) => [new Stack(app, 'Owner'), new Stack(app, 'User')]],
    ['of another region', (app) => [new Stack(app, 'Owner', { ...env('eu-central-1'), crossRegionReferences: true }), new Stack(app, 'User', { ...env('us-east-1'), crossRegionReferences: true })]],
    ['nested, with the distribution in the parent', (app) => { const user = new Stack(app, 'User'); return [new NestedStack(user, 'Owner'), user]; }],
    ['nested, with the distribution in a sibling', (app) => { const top = new Stack(app, 'Top'); return [new NestedStack(top, 'Owner'), new NestedStack(top, 'User')]; }],
    ['the parent of the distribution\'s', (app) => { const top = new Stack(app, 'Top'); return [top, new NestedStack(top, 'User')]; }],
  ])('%s admits the account\'s distributions, because naming one would be a circle', (_, make) => {
    const [owner, user] = inStacks(make, mine);
    const assembly = (owner.node.root as App).synth();
    const [ownerTemplate, userTemplate] = [Template.fromStack(owner), Template.fromStack(user)];
    expect(conditionOf(ownerTemplate)).toEqual(['ArnLike']);
    expect(JSON.stringify(statements(ownerTemplate)[0].Condition)).toContain(':distribution/*');
    expect(JSON.stringify(ownerTemplate.toJSON())).not.toMatch(/SourceArn":"\*"/);
    expect(rulesOf(ownerTemplate)).toEqual([READ_RULE]);
    expect(infos(user)).toHaveLength(1);
    const templates = [ownerTemplate.toJSON(), userTemplate.toJSON(), ...assembly.stacks.map((artifact) => artifact.template as unknown)];
    expect(templates.flatMap(findResourceCycles)).toEqual([]);
  });

  test('of another account names the distribution\'s account, because the bucket\'s owns no distribution', () => {
    const [owner] = inStacks((app) => [new Stack(app, 'Owner', { env: { account: '210987654321', region: 'us-east-1' } }), new Stack(app, 'User', env('us-east-1'))], mine);
    expect(JSON.stringify(statements(Template.fromStack(owner))[0].Condition)).toContain(`:cloudfront::${ACCOUNT}:distribution/*`);
  });

  test('with a key of a third stack gets all of it without a circle', () => {
    const app = new App();
    const [keys, owner, user] = ['Keys', 'Owner', 'User'].map((id) => new Stack(app, id));
    assetsIn(user, { bucket: new s3.Bucket(owner, 'Mine', { encryptionKey: new kms.Key(keys, 'Key') }) });
    expect(conditionOf(Template.fromStack(keys), 'AWS::KMS::Key')).toEqual(['ArnLike']);
  });
});

describe('an imported bucket', () => {
  const stack = newStack('us-east-1');
  const assets = assetsIn(stack, { bucket: s3.Bucket.fromBucketName(stack, 'Mine', 'mine'), uploads: {} });
  assets.outputBucketSettings();
  const template = Template.fromStack(stack);

  test('cannot be changed, and a warning says who has to put what where', () => {
    template.resourceCountIs('AWS::S3::BucketPolicy', 0);
    Annotations.fromStack(stack).hasWarning('/Stack/Assets', Match.stringLikeRegexp('\'Stack/Mine\' is imported.*bucketCorsJson and bucketPolicyJson.*\\[ack: cdk-cors-asset-distribution:importedBucket]'));
  });

  test('finds its rules as JSON that `aws s3api put-bucket-cors` takes', () => {
    expect(JSON.parse(stack.resolve(assets.bucketCorsJson) as string)).toEqual({
      CORSRules: [
        { AllowedOrigins: [APP_ORIGIN], AllowedMethods: ['GET', 'HEAD'], AllowedHeaders: ['*'], ExposeHeaders: ['ETag', 'Content-Range', 'Accept-Ranges'], MaxAgeSeconds: 7200 },
        { AllowedOrigins: [APP_ORIGIN], AllowedMethods: ['PUT', 'POST'], AllowedHeaders: ['*'], ExposeHeaders: ['ETag'], MaxAgeSeconds: 7200 },
      ],
    });
  });

  test('finds its policy as JSON that names this distribution alone', () => {
    const joined = stack.resolve(assets.bucketPolicyJson) as { 'Fn::Join': [string, unknown[]] };
    const policy = JSON.parse(joined['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'X')).join('').replaceAll('arn:aws:', 'arn:X:')) as { Version: string; Statement: object[] };
    expect(policy.Version).toBe('2012-10-17');
    expect(policy.Statement).toEqual([{
      Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 's3:GetObject', Resource: 'arn:X:s3:::mine/*',
      Condition: { StringEquals: { 'AWS:SourceArn': `arn:X:cloudfront::${ACCOUNT}:distribution/X` } },
    }]);
  });

  test('shows both as outputs when asked, with the command that takes them', () => {
    template.hasOutput('*', { Description: 'for aws s3api put-bucket-cors' });
    template.hasOutput('*', { Description: 'statements for aws s3api put-bucket-policy' });
    expect(Object.keys(template.findOutputs('*'))).toHaveLength(2);
  });

  test('is uploaded to at its own region, because the global endpoint answers preflights with a redirect', () => {
    expect(assets.uploadEndpoint).toMatch(/^https:\/\/mine\.s3\.us-east-1\./);
  });

  test('is silent when the owner has acknowledged it', () => {
    const again = newStack();
    const { node } = assetsIn(again, { bucket: s3.Bucket.fromBucketName(again, 'Mine', 'mine') });
    CdkAnnotations.of(node.scope ?? again).acknowledgeWarning('cdk-cors-asset-distribution:importedBucket', 'its owner has put both there');
    expect(Annotations.fromStack(again).findWarning('*', Match.anyValue())).toEqual([]);
  });
});

describe('a KMS key', () => {
  const decrypt = { Action: 'kms:Decrypt', Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' }, Resource: '*' };

  test('made here lets CloudFront decrypt for the account\'s distributions: naming this one would be a circle', () => {
    const stack = newStack();
    assetsIn(stack, { encryptionKey: new kms.Key(stack, 'Key') });
    const template = Template.fromStack(stack);
    expect(statements(template, 'AWS::KMS::Key')).toEqual([{
      ...decrypt, Condition: { ArnLike: { 'AWS:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cloudfront::', { Ref: 'AWS::AccountId' }, ':distribution/*']] } } },
    }]);
    expect(conditionOf(template)).toEqual(['StringEquals']);
    expect(findResourceCycles(template.toJSON())).toEqual([]);
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] },
    });
  });

  test('of another stack gets the same statement there', () => {
    const app = new App();
    const keys = new Stack(app, 'Keys');
    const stack = new Stack(app, 'Stack');
    assetsIn(stack, { encryptionKey: new kms.Key(keys, 'Key') });
    expect(statements(Template.fromStack(keys), 'AWS::KMS::Key')).toMatchObject([decrypt]);
    expect(conditionOf(Template.fromStack(stack))).toEqual(['StringEquals']);
  });

  test('that is imported cannot be changed, and a warning holds the statement to add', () => {
    const stack = newStack();
    assetsIn(stack, { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-central-1:${ACCOUNT}:key/a`) });
    const [warning] = Annotations.fromStack(stack).findWarning('/Stack/Assets', Match.stringLikeRegexp('\\[ack: cdk-cors-asset-distribution:importedKey]'));
    expect(warning.entry.data).toContain('"Action":"kms:Decrypt"');
    expect(warning.entry.data).not.toContain('${Token');
  });

  test('of an existing bucket lets CloudFront and uploaders in, even when only the bucket\'s name was given', () => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'Mine', { encryptionKey: new kms.Key(stack, 'Key') });
    const assets = assetsIn(stack, { bucket: s3.Bucket.fromBucketName(stack, 'Named', bucket.bucketName), uploads: {} });
    assets.grantUpload(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
    const template = Template.fromStack(stack);
    expect(statements(template, 'AWS::KMS::Key')).toMatchObject([decrypt]);
    const [{ PolicyDocument: policy }] = propertiesOf(template, 'AWS::IAM::Policy');
    expect((policy as { Statement: object[] }).Statement).toContainEqual(expect.objectContaining({
      Action: expect.arrayContaining(['kms:GenerateDataKey', 'kms:Decrypt']) as unknown,
    }));
  });
});
