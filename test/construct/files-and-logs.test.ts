import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, RemovalPolicy, Size, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { AccessLogsDestination, AssetAccessLogs, MissingFileStatus } from 'cdk-cors-asset-distribution';
import type { CorsAssetDistributionProps, DeployFilesOptions } from 'cdk-cors-asset-distribution';
import { findResourceCycles } from '../graph/cycles';
import { ACCOUNT, APP_ORIGIN, arnText, assetsIn, certificateIn, newStack, propertiesOf } from './support';

const folder = mkdtempSync(join(tmpdir(), 'files-'));
writeFileSync(join(folder, 'a.js'), '1');

describe('deployFiles', () => {
  function deployments(options: Partial<DeployFilesOptions> = {}, props: Partial<CorsAssetDistributionProps> = {}): [Record<string, unknown>[], Template] {
    const stack = newStack();
    assetsIn(stack, props).deployFiles('Files', { sources: [Source.asset(folder)], ...options });
    const template = Template.fromStack(stack);
    return [propertiesOf(template, 'Custom::CDKBucketDeployment'), template];
  }

  test('lets browsers ask each time and CloudFront keep a day, and invalidates without waiting', () => {
    const [[files, ...others], template] = deployments();
    expect(others).toEqual([]);
    expect(files).toMatchObject({
      SystemMetadata: { 'cache-control': 'public, max-age=0, must-revalidate, s-maxage=86400' }, DistributionPaths: ['/*'], WaitForDistributionInvalidation: false, Prune: false,
    });
    expect(files.Exclude).toEqual([]);
    expect(findResourceCycles(template.toJSON())).toEqual([]);
  });

  test('keeps immutable files for a year and copies them first, so that no page names a file that is not there yet', () => {
    const [[immutable, changing], template] = deployments({ immutable: ['assets/*'], prune: true, memoryLimit: Size.mebibytes(512) });
    expect(changing).toMatchObject({ Exclude: ['assets/*'], Prune: true });
    expect(immutable).toMatchObject({ SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' }, Exclude: ['*'], Include: ['assets/*'], Prune: true });
    expect(immutable.DistributionId).toBeUndefined();
    template.hasResource('Custom::CDKBucketDeployment', { Properties: { Exclude: ['assets/*'] }, DependsOn: Match.arrayWith([Match.stringLikeRegexp('Immutable')]) });
    template.hasResourceProperties('AWS::Lambda::Function', { MemorySize: 512 });
  });

  test('never prunes what browsers uploaded, not even where it matches a pattern of immutable files', () => {
    const [[immutable, changing]] = deployments({ immutable: ['*.js'], prune: true }, { uploads: {} });
    expect(changing).toMatchObject({ Exclude: ['*.js', 'uploads/*'], Prune: true });
    expect(immutable).toMatchObject({ Include: ['*.js'], Prune: false });
  });

  test.each<[string, Partial<CorsAssetDistributionProps>, object]>([
    ['below the origin path, where CloudFront looks', { originPath: '/site' }, { DestinationBucketKeyPrefix: 'site' }],
    ['with filters relative to it', { originPath: '/site/', uploads: {}, uploadKeyPrefix: 'site/in/' }, { DestinationBucketKeyPrefix: 'site', Exclude: ['in/*'] }],
    ['without filters for uploads beside it', { originPath: '/site', uploads: {} }, { DestinationBucketKeyPrefix: 'site', Exclude: [] }],
  ])('copies %s', (_, props, expected) => {
    expect(deployments({}, props)[0][0]).toMatchObject(expected);
  });
});

describe('grantUpload', () => {
  const granted = (props: Partial<CorsAssetDistributionProps>, stack = newStack()): unknown[] => {
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    assetsIn(stack, { uploads: {}, ...props }).grantUpload(role);
    return (propertiesOf(Template.fromStack(stack), 'AWS::IAM::Policy')[0].PolicyDocument as { Statement: unknown[] }).Statement;
  };

  test.each([[undefined, '/uploads/*'], ['in/', '/in/*']])('allows PutObject below the prefix %s and nothing else', (uploadKeyPrefix, suffix) => {
    expect(granted({ uploadKeyPrefix })).toEqual([{
      Effect: 'Allow', Action: 's3:PutObject', Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching('AssetsBucket'), 'Arn'] }, suffix]] },
    }]);
  });

  test('allows the key too, and Decrypt for uploads of several parts', () => {
    const stack = newStack();
    expect(granted({ encryptionKey: new kms.Key(stack, 'Key') }, stack)[0]).toMatchObject({ Action: expect.arrayContaining(['kms:GenerateDataKey', 'kms:Decrypt']) as unknown });
  });
});

test('uploads get a rule of their own, so that pages may send more headers than they may send for reading', () => {
  const stack = newStack();
  assetsIn(stack, { allowedHeaders: ['Range'], uploads: { allowedOrigins: ['https://up.example.com'], allowedHeaders: ['x-amz-meta-*'], exposedHeaders: [], maxAge: Duration.minutes(1) } });
  Template.fromStack(stack).hasResourceProperties('AWS::S3::Bucket', {
    CorsConfiguration: { CorsRules: [Match.anyValue(), { AllowedOrigins: ['https://up.example.com'], AllowedMethods: ['PUT', 'POST'], AllowedHeaders: ['x-amz-meta-*'], MaxAge: 60 }] },
  });
});

describe('assetUrl', () => {
  test.each([
    ['a.js', '/a.js'], ['/a.js', '/a.js'], ['fonts/a b.woff2', '/fonts/a%20b.woff2'], ['100%.png', '/100%25.png'], ['a#b c', '/a%23b%20c'], ['ü', '/%C3%BC'], ['a+b', '/a%2Bb'], ['', '/'],
  ])('writes the key %j as %s, because a browser would read it otherwise', (key, path) => {
    const stack = newStack();
    expect(assetsIn(stack, { domainNames: ['a.example.com'], certificate: certificateIn(stack) }).assetUrl(key)).toBe(`https://a.example.com${path}`);
  });

  test('skips the encoding when the key is a token', () => {
    const stack = newStack();
    const assets = assetsIn(stack, { domainNames: ['a.example.com'], certificate: certificateIn(stack) });
    expect(stack.resolve(assets.assetUrl(Token.asString({ Ref: 'Key' })))).toEqual({ 'Fn::Join': ['', ['https://a.example.com/', { Ref: 'Key' }]] });
  });
});

describe('access logs', () => {
  test('go to a bucket whose policy is there before the destination, else the log service writes its own', () => {
    const stack = newStack('us-east-1');
    assetsIn(stack, { accessLogs: AccessLogsDestination.bucket(new s3.Bucket(stack, 'Logs')) });
    const template = Template.fromStack(stack);
    template.hasResource('AWS::Logs::DeliveryDestination', {
      Properties: { DestinationResourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('Logs'), 'Arn'] }, Name: Match.stringLikeRegexp('us-east-1$') },
      DependsOn: [Match.stringLikeRegexp('LogsPolicy')],
    });
    template.hasResource('AWS::Logs::Delivery', { DependsOn: [Match.stringLikeRegexp('Source')] });
    template.hasResourceProperties('AWS::Logs::DeliverySource', { LogType: 'ACCESS_LOGS' });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [Match.objectLike({
          Principal: { Service: 'delivery.logs.amazonaws.com' }, Action: 's3:PutObject',
          Resource: { 'Fn::Join': ['', [Match.anyValue(), `/AWSLogs/${ACCOUNT}/CloudFront/*`]] },
          Condition: {
            StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceAccount': ACCOUNT },
            ArnLike: { 'aws:SourceArn': Match.anyValue() },
          },
        })],
      },
    });
    const delivery = propertiesOf(template, 'AWS::S3::BucketPolicy')
      .flatMap(({ PolicyDocument: policy }) => (policy as { Statement: { Principal: object; Condition: { ArnLike?: Record<string, unknown> } }[] }).Statement)
      .find(({ Principal: principal }) => JSON.stringify(principal).includes('delivery.logs'));
    expect(arnText(delivery?.Condition.ArnLike?.['aws:SourceArn'])).toBe(`arn:aws:logs:us-east-1:${ACCOUNT}:*`);
    expect(findResourceCycles(template.toJSON())).toEqual([]);
  });

  test('go to a log group by the ARN without the :* that its attribute ends with', () => {
    const stack = newStack('us-east-1');
    assetsIn(stack, { accessLogs: AccessLogsDestination.logGroup(new logs.LogGroup(stack, 'Group')) });
    const [{ DestinationResourceArn: arn }] = propertiesOf(Template.fromStack(stack), 'AWS::Logs::DeliveryDestination');
    expect(arnText(arn)).toMatch(new RegExp(`^arn:aws:logs:us-east-1:${ACCOUNT}:log-group:{"Ref":"Group\\w+"}$`));
  });

  test('of a stack whose region is unknown come with a warning', () => {
    const stack = newStack();
    assetsIn(stack, { accessLogs: AccessLogsDestination.bucket(new s3.Bucket(stack, 'Logs')) });
    Annotations.fromStack(stack).hasWarning('/Stack/Assets/AccessLogs', Match.stringLikeRegexp('us-east-1 only.*\\[ack: cdk-cors-asset-distribution:accessLogsRegionUnknown]'));
  });

  test('of a distribution elsewhere are set up in a us-east-1 stack', () => {
    const app = new App();
    const [home, east] = ['eu-central-1', 'us-east-1'].map((region) => new Stack(app, region, { env: { account: ACCOUNT, region }, crossRegionReferences: true }));
    const { distribution } = assetsIn(home);
    new AssetAccessLogs(east, 'Logs', { distribution, destination: AccessLogsDestination.bucket(new s3.Bucket(east, 'Bucket')) });
    Template.fromStack(east).resourceCountIs('AWS::Logs::DeliverySource', 1);
    expect(Annotations.fromStack(east).findWarning('*', Match.stringLikeRegexp('cdk-cors-asset-distribution'))).toEqual([]);
  });
});

test('logical ids are public: a changed one replaces what is deployed, and the bucket holds the users\' files', () => {
  const stack = newStack('us-east-1');
  const assets = assetsIn(stack, {
    uploads: {}, domainNames: ['a.example.com'], certificate: certificateIn(stack), defaultRootObject: 'index.html',
    hostedZone: route53.HostedZone.fromHostedZoneId(stack, 'Zone', 'Z1'), missingFileStatus: MissingFileStatus.NOT_FOUND,
    additionalPaths: [{ pathPattern: 'fonts/*', allowedOrigins: [APP_ORIGIN] }, { pathPattern: Token.asString({ Ref: 'Path' }), allowedOrigins: ['*'] }],
    accessLogs: AccessLogsDestination.bucket(new s3.Bucket(stack, 'Logs')), removalPolicy: RemovalPolicy.DESTROY,
  });
  assets.outputBucketSettings();
  assets.deployFiles('Files', { sources: [Source.asset(folder)], immutable: ['assets/*'] });
  const { Resources: resources, Outputs: outputs } = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string; DeletionPolicy?: string }>; Outputs: object };
  const own = Object.entries(resources).filter(([id]) => id.startsWith('Assets'));
  expect([...own.map(([id, { Type: type }]) => `${type} ${id}`), ...Object.keys(outputs)].sort().join('\n')).toMatchInlineSnapshot(`
"AWS::CloudFront::Distribution AssetsDistribution3D578BA3
AWS::CloudFront::OriginAccessControl AssetsOriginAccessControl099D28B0
AWS::CloudFront::ResponseHeadersPolicy AssetsCorsPolicy12D96EDC3
AWS::CloudFront::ResponseHeadersPolicy AssetsCorsPolicy90181471
AWS::Lambda::LayerVersion AssetsFilesImmutableAwsCliLayer432604CA
AWS::Lambda::LayerVersion AssetsFilesRevalidatedAwsCliLayer00A85F60
AWS::Logs::Delivery AssetsAccessLogsDeliveryF33B2269
AWS::Logs::DeliveryDestination AssetsAccessLogsDestination4D89BE33
AWS::Logs::DeliverySource AssetsAccessLogsSource3CEB7D6F
AWS::Route53::RecordSet AssetsaexamplecomAA128691C
AWS::Route53::RecordSet AssetsaexamplecomAAAA6CA30CAA
AWS::Route53::RecordSet AssetsaexamplecomHTTPSF45E85BC
AWS::S3::Bucket AssetsBucket252B3DF7
AWS::S3::BucketPolicy AssetsBucketPolicy75E1DDEC
AssetsBucketCorsF2AF11BC
AssetsBucketPolicy7EA2C98A
Custom::CDKBucketDeployment AssetsFilesImmutableCustomResource88333C4B
Custom::CDKBucketDeployment AssetsFilesRevalidatedCustomResourceC7601E65"
`);
  expect(own.find(([, { Type: type }]) => type === 'AWS::S3::Bucket')?.[1].DeletionPolicy).toBe('Delete');
});
