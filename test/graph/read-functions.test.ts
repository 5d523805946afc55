import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Distribution, Function, FunctionCode, FunctionEventType, ImportSource, KeyValueStore } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { readCloudAssembly } from '../../lib/graph/sources/cloud-assembly';
import { readTemplates } from '../../lib/graph/readers/templates';
import type { DeliveryGraph, EdgeFunction } from '../../lib/graph/types';
import { only, readConstructTree, reasonOf, valueOf } from './reading';

const CODE = 'function handler(event) { return event.request; }';

function rewrite(properties: Record<string, unknown> = {}): Record<string, unknown> {
  return { Type: 'AWS::CloudFront::Function', Properties: { Name: 'rewrite', AutoPublish: true, FunctionConfig: { Runtime: 'cloudfront-js-2.0' }, FunctionCode: CODE, ...properties } };
}

function read(arn: unknown, resources: Record<string, unknown>, list = 'FunctionAssociations', property = 'FunctionARN'): EdgeFunction {
  const behavior = { TargetOriginId: 'a', ViewerProtocolPolicy: 'https-only', [list]: [{ EventType: 'viewer-request', [property]: arn }] };
  const distribution = { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { Enabled: true, DefaultCacheBehavior: behavior, Origins: [] } } };
  return functionIn(readTemplates([{ name: 'Web', template: { Parameters: { Value: { Type: 'String' } }, Resources: { ...resources, Distribution: distribution } } }]).worlds[0]);
}

function functionIn({ distributions }: DeliveryGraph): EdgeFunction {
  return only(valueOf(only(valueOf(only(distributions).behaviors)).edgeFunctions));
}

describe('the code behind an association', () => {
  test.each([
    ['GetAtt FunctionARN', { 'Fn::GetAtt': ['Rewrite', 'FunctionARN'] }], ['GetAtt FunctionMetadata.FunctionARN', { 'Fn::GetAtt': ['Rewrite', 'FunctionMetadata.FunctionARN'] }], ['Ref', { Ref: 'Rewrite' }],
    ['an ARN with its name', { 'Fn::Sub': 'arn:aws:cloudfront::${AWS::AccountId}:function/rewrite' }], ['a literal ARN', 'arn:aws:cloudfront::111111111111:function/rewrite'],
  ])('is found by %s', (_, arn) => {
    expect(valueOf(read(arn, { Rewrite: rewrite() }).code)).toMatchObject({ text: CODE, runtime: '2.0', keyValues: { known: true, value: undefined }, address: { logicalId: 'Rewrite' } });
  });

  test('keeps what the deployment decides as a symbol', () => {
    const code = read({ Ref: 'Rewrite' }, { Rewrite: rewrite({ FunctionCode: { 'Fn::Sub': 'var host = "${Value}"; var text = `${!inner}`;' } }) }).code;
    expect(valueOf(code).text).toBe('var host = "⟨Web.Value⟩"; var text = `${inner}`;');
  });

  test.each([
    ['another account or template', 'arn:aws:cloudfront::111111111111:function/elsewhere', {}, /elsewhere is not a resource of these templates/],
    ['no AutoPublish, which CloudFormation takes for false', { Ref: 'Rewrite' }, { AutoPublish: undefined }, /AutoPublish/],
    ['a runtime that is decided at deployment', { Ref: 'Rewrite' }, { FunctionConfig: { Runtime: { Ref: 'Value' } } }, /Runtime/],
    ['a runtime that nobody knows', { Ref: 'Rewrite' }, { FunctionConfig: { Runtime: 'cloudfront-js-3.0' } }, /cloudfront-js-3\.0/],
  ])('is unknown for %s', (_, arn, properties, reason) => {
    expect(reasonOf(read(arn, { Rewrite: rewrite(properties) }).code)).toMatch(reason);
  });

  test('is unknown for Lambda@Edge', () => {
    expect(reasonOf(read('arn:aws:lambda:us-east-1:111111111111:function:f:1', {}, 'LambdaFunctionAssociations', 'LambdaFunctionARN').code)).toMatch(/Lambda@Edge .* cannot be read from a template/);
  });
});

describe('the content of a key value store', () => {
  function app(): App {
    const made = new App({ outdir: mkdtempSync(join(tmpdir(), 'kvs-')) });
    const stack = new Stack(made, 'Web');
    const source = join(mkdtempSync(join(tmpdir(), 'kvs-source-')), 'store.json');
    writeFileSync(source, JSON.stringify({ data: [{ key: '/old', value: '/new' }] }));
    const keyValueStore = new KeyValueStore(stack, 'Store', { source: ImportSource.fromAsset(source) });
    const rewriting = new Function(stack, 'Rewrite', { code: FunctionCode.fromInline(CODE), keyValueStore });
    new Distribution(stack, 'Cdn', { defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(new Bucket(stack, 'Files')), functionAssociations: [{ function: rewriting, eventType: FunctionEventType.VIEWER_REQUEST }] } });
    return made;
  }

  test('is read from the asset that the CDK has written', () => {
    const made = app();
    expect(valueOf(valueOf(functionIn(readConstructTree(made).worlds[0]).code).keyValues)).toEqual({ '/old': '/new' });
    expect(valueOf(valueOf(functionIn(readCloudAssembly(made.synth().directory).worlds[0]).code).keyValues)).toEqual({ '/old': '/new' });
  });

  test.each([
    ['has no source', {}, undefined, /gets its content after the deployment/], ['is elsewhere', { ImportSource: { SourceType: 'S3', SourceArn: 'arn:aws:s3:::mine/a.json' } }, undefined, /in arn:aws:s3:::mine\/a\.json, which is not here/],
    ['is not JSON', { ImportSource: { SourceType: 'S3', SourceArn: 'arn:aws:s3:::mine/a.json' } }, 'x', /is not \{ "data"/], ['is of another shape', { ImportSource: { SourceType: 'S3', SourceArn: 'arn:aws:s3:::mine/a.json' } }, '{"data":[{"key":1}]}', /is not \{ "data"/],
  ])('is unknown where it %s', (_, properties, text, reason) => {
    const association = { KeyValueStoreAssociations: [{ KeyValueStoreARN: { 'Fn::GetAtt': ['Store', 'Arn'] } }], Runtime: 'cloudfront-js-2.0' };
    const behavior = { TargetOriginId: 'a', ViewerProtocolPolicy: 'https-only', FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: { Ref: 'Rewrite' } }] };
    const template = {
      Resources: {
        Store: { Type: 'AWS::CloudFront::KeyValueStore', Properties: { Name: 's', ...properties } }, Rewrite: rewrite({ FunctionConfig: association }),
        Distribution: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { Enabled: true, DefaultCacheBehavior: behavior, Origins: [] } } },
      },
    };
    const { code } = functionIn(readTemplates([{ name: 'Web', template, assetText: () => text }]).worlds[0]);
    expect(reasonOf(valueOf(code).keyValues)).toMatch(reason);
  });
});
