import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, BootstraplessSynthesizer, CfnParameter, Fn, NestedStack, RemovalPolicies, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { MissingFileStatus } from 'cdk-cors-asset-distribution';
import type { CorsAssetDistribution, CorsAssetDistributionProps } from 'cdk-cors-asset-distribution';
import { requestOf } from '../../lib/bucket-settings/request';
import { BUCKET_SETTINGS_TYPE as SETTINGS } from '../../lib/contract/bucket-settings';
import { findResourceCycles } from '../graph/cycles';
import { ACCOUNT, APP_ORIGIN, arnText, assetsIn, newStack, propertiesOf, refusalOf } from './support';


interface Properties {
  readonly BucketName: unknown;
  readonly CorsRules: readonly Readonly<Record<string, unknown>>[];
  readonly PolicyStatements: readonly Readonly<Record<string, unknown>>[];
}

function imported(stack: Stack, bucketName = 'team-files', props: Partial<CorsAssetDistributionProps> = {}, id = 'Assets'): CorsAssetDistribution {
  return assetsIn(stack, { bucket: s3.Bucket.fromBucketName(stack, `${id} files`, bucketName), ...props }, id);
}

/** The template after settings were applied to buckets with these names, in a stack of a known account. */
function templateWith(...bucketNames: string[]): Template {
  const stack = newStack('eu-central-1');
  bucketNames.forEach((name, index) => imported(stack, name, {}, `Assets${index}`).applyBucketSettings());
  return Template.fromStack(stack);
}

function idsOf(template: Template, type: string): string[] {
  return Object.keys(template.findResources(type)).sort();
}

test('the template says what the bucket gets, in the spelling of the S3 API', () => {
  const stack = newStack('eu-central-1');
  imported(stack, 'team-files', { uploads: {}, missingFileStatus: MissingFileStatus.NOT_FOUND, defaultRootObject: 'index.html' }).applyBucketSettings();
  const [{ BucketName, CorsRules, PolicyStatements }] = propertiesOf(Template.fromStack(stack), SETTINGS) as unknown as [Properties];
  expect(BucketName).toBe('team-files');
  expect(CorsRules).toEqual([
    { AllowedOrigins: [APP_ORIGIN], AllowedMethods: ['GET', 'HEAD'], AllowedHeaders: ['*'], ExposeHeaders: ['ETag', 'Content-Range', 'Accept-Ranges'], MaxAgeSeconds: 7200 },
    { AllowedOrigins: [APP_ORIGIN], AllowedMethods: ['PUT', 'POST'], AllowedHeaders: ['*'], ExposeHeaders: ['ETag'], MaxAgeSeconds: 7200 },
  ]);
  expect(PolicyStatements.map(({ Action, Resource }) => [Action, arnText(Resource)]))
    .toEqual([['s3:GetObject', 'arn:aws:s3:::team-files/*'], ['s3:ListBucket', 'arn:aws:s3:::team-files']]);
});

test('the function takes what the template says, once CloudFormation has resolved it and made text of numbers', () => {
  const [properties] = propertiesOf(templateWith('team-files'), SETTINGS);
  const resolved = JSON.parse(JSON.stringify(properties), (_, value: unknown) => (isJoin(value) ? arnText(value).replace(/\{.*\}/, 'E1234567890') : value)) as object;
  const request = requestOf({
    RequestType: 'Create', ResponseURL: '', StackId: `arn:aws:cloudformation:eu-central-1:${ACCOUNT}:stack/S/1`, RequestId: '', LogicalResourceId: 'Settings',
    ResourceProperties: resolved,
  });
  expect(request).toMatchObject({ bucket: 'team-files', account: ACCOUNT, rules: [{ MaxAgeSeconds: 7200 }], statements: [{ Effect: 'Allow' }] });
});

function isJoin(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'Fn::Join' in value;
}

test('the function may read and write two settings of this bucket, and nothing else', () => {
  const template = templateWith('team-files');
  const [{ PolicyDocument: document, Roles: roles }] = propertiesOf(template, 'AWS::IAM::Policy');
  const [statement, ...others] = (document as { Statement: { Action: string[]; Resource: unknown }[] }).Statement;
  expect(others).toEqual([]);
  expect([...statement?.Action ?? []].sort()).toEqual(['s3:DeleteBucketPolicy', 's3:GetBucketCORS', 's3:GetBucketPolicy', 's3:PutBucketCORS', 's3:PutBucketPolicy']);
  expect(arnText(statement?.Resource)).toBe('arn:aws:s3:::team-files');
  expect(roles).toEqual(idsOf(template, 'AWS::IAM::Role').map((Ref) => ({ Ref })));
});

test('the permission comes before the settings, and goes after them', () => {
  const template = templateWith('team-files');
  const [settings] = Object.values(template.findResources(SETTINGS)) as { DependsOn: string[] }[];
  expect(settings?.DependsOn).toEqual(idsOf(template, 'AWS::IAM::Policy'));
  expect(findResourceCycles(template.toJSON())).toEqual([]);
});

test('another bucket gives other logical ids, so that the old one is cleaned while the permission still stands', () => {
  const [before, after] = [templateWith('team-files'), templateWith('new-files')];
  for (const type of [SETTINGS, 'AWS::IAM::Policy']) {
    expect(idsOf(before, type)).not.toEqual(idsOf(after, type));
  }
  for (const type of ['AWS::Lambda::Function', 'AWS::IAM::Role', 'AWS::CloudFront::Distribution']) {
    expect(idsOf(before, type)).toEqual(idsOf(after, type));
  }
});

test('another contract keeps the logical ids, or the settings would be taken away for a moment', () => {
  const ids = (origin: string): string[] => {
    const stack = newStack();
    imported(stack, 'team-files', { allowedOrigins: [origin] }).applyBucketSettings();
    const template = Template.fromStack(stack);
    return [...idsOf(template, SETTINGS), ...idsOf(template, 'AWS::IAM::Policy')];
  };
  expect(ids('https://a.example')).toEqual(ids('https://b.example'));
});

test('a stack has one function, however many constructs and buckets it has; a nested stack has its own', () => {
  const template = templateWith('team-files', 'team-files', 'new-files');
  template.resourceCountIs('AWS::Lambda::Function', 1);
  template.resourceCountIs(SETTINGS, 3);
  template.resourceCountIs('AWS::IAM::Policy', 3);
  const nested = new NestedStack(newStack(), 'Nested');
  imported(nested).applyBucketSettings();
  Template.fromStack(nested).resourceCountIs('AWS::Lambda::Function', 1);
});

test('the function\'s code is what lib/bucket-settings compiles to, without types', () => {
  const stack = newStack();
  imported(stack).applyBucketSettings();
  const assembly = (stack.node.root as App).synth();
  const [asset] = readdirSync(assembly.directory).filter((name) => name.startsWith('asset.'));
  const sources = readdirSync(join(__dirname, '../../lib/bucket-settings'));
  expect(readdirSync(join(assembly.directory, asset ?? ''))).toEqual(sources.map((name) => name.replace(/\.ts$/, '.js')));
  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.handler', Timeout: 300 });
});

test('no message is left, whichever came first', () => {
  const stack = newStack();
  imported(stack).applyBucketSettings();
  expect((stack.node.root as App).synth().stacks.flatMap(({ messages }) => messages)).toEqual([]);
});

test('whoever keeps the settings when the stack is deleted lets the permission go with its role', () => {
  const stack = newStack();
  RemovalPolicies.of(imported(stack).applyBucketSettings()).retain();
  const template = Template.fromStack(stack);
  template.hasResource(SETTINGS, { DeletionPolicy: 'Retain' });
  expect(Object.values(template.findResources('AWS::IAM::Policy'))[0]).not.toHaveProperty('DeletionPolicy');
});

test.each<[string, (stack: Stack) => string]>([
  ['a parameter', (stack) => new CfnParameter(stack, 'Bucket').valueAsString],
  ['the export of another stack', () => Fn.importValue('Files')],
  ['a reference to another stack of the app', (stack) => new CfnParameter(new Stack(stack.node.root as App, 'Other'), 'Bucket').valueAsString],
])('a bucket whose name is %s works too', (_, nameOf) => {
  const stack = newStack();
  imported(stack, nameOf(stack)).applyBucketSettings();
  Template.fromStack(stack).resourceCountIs(SETTINGS, 1);
});

test('a refused call leaves the warning, because nobody sets anything', () => {
  const stack = new Stack(new App(), 'Stack', { synthesizer: new BootstraplessSynthesizer() });
  const assets = imported(stack);
  refusalOf(() => assets.applyBucketSettings());
  expect(JSON.stringify(stack.node.findChild('Assets').node.metadata)).toContain('call applyBucketSettings()');
});
