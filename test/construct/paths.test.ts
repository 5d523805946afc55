import { App, Stack, Validations } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CorsAssertions, CorsContract, MissingFileStatus } from 'cdk-cors-asset-distribution';
import { findResourceCycles } from '../graph/cycles';
import { ACCOUNT, APP_ORIGIN, assetsIn, newStack, propertiesOf } from './support';

const PARTNER = 'https://partner.example.net';

interface Statement {
  readonly Action: string;
  readonly Condition: object;
  readonly Principal: object;
  readonly Resource: object;
}

/** What CloudFront may do with each bucket, by the part of the logical id that names it. */
function grantsOf(template: Template): Record<string, string[]> {
  return Object.fromEntries(propertiesOf(template, 'AWS::S3::BucketPolicy').map(({ Bucket: bucket, PolicyDocument: document }) => [
    (bucket as { Ref: string }).Ref.replace(/[0-9A-F]{8}$/, ''),
    (document as { Statement: Statement[] }).Statement.filter(({ Principal: who }) => JSON.stringify(who).includes('cloudfront')).map(({ Action: action, Condition: condition }) => `${action} ${Object.keys(condition)[0]}`),
  ]));
}

function originsOfRules(template: Template): Record<string, string[]> {
  return Object.fromEntries(Object.entries(template.findResources('AWS::S3::Bucket')).map(([id, { Properties: properties = {} }]) => [
    id.replace(/[0-9A-F]{8}$/, ''),
    ((properties as { CorsConfiguration?: { CorsRules: { AllowedOrigins: string[] }[] } }).CorsConfiguration?.CorsRules ?? []).flatMap((rule) => rule.AllowedOrigins),
  ]));
}

interface Config {
  readonly Origins: readonly object[];
  readonly OriginGroups?: { readonly Items: readonly { readonly FailoverCriteria: { readonly StatusCodes: { readonly Items: number[] } } }[] };
  readonly CacheBehaviors?: readonly { readonly PathPattern: string; readonly TargetOriginId: string }[];
}

const configOf = (template: Template): Config => propertiesOf(template, 'AWS::CloudFront::Distribution')[0].DistributionConfig as Config;

describe('a path with a bucket of its own', () => {
  const stack = newStack();
  const tiles = new s3.Bucket(stack, 'Tiles');
  const assets = assetsIn(stack, {
    missingFileStatus: MissingFileStatus.NOT_FOUND, defaultRootObject: 'index.html', originPath: '/site',
    additionalPaths: [
      { pathPattern: 'tiles/*', bucket: tiles, allowedOrigins: [PARTNER] },
      { pathPattern: 'more-tiles/*', bucket: s3.Bucket.fromBucketName(stack, 'SameTiles', tiles.bucketName), allowedOrigins: ['*'] },
    ],
  });
  const template = Template.fromStack(stack);

  test('gives each bucket the rules of its own contracts, and the rights to read and to say that a file is missing', () => {
    expect(originsOfRules(template)).toEqual({ AssetsBucket: [APP_ORIGIN], Tiles: [PARTNER, '*'] });
    expect(grantsOf(template)).toEqual({
      AssetsBucket: ['s3:GetObject StringEquals', 's3:ListBucket StringEquals'], Tiles: ['s3:GetObject StringEquals', 's3:ListBucket StringEquals'],
    });
  });

  test('is one origin, however often and by whatever reference it is used, without the prefix of the other', () => {
    expect(configOf(template).Origins).toEqual([expect.objectContaining({ OriginPath: '/site' }), expect.not.objectContaining({ OriginPath: '/site' })]);
    const [first, second] = configOf(template).CacheBehaviors ?? [];
    expect(first?.TargetOriginId).toBe(second?.TargetOriginId);
  });

  test('keeps the contract of its path', () => {
    const promise = CorsAssertions.fromStack(stack);
    promise.allows({ origin: PARTNER, path: '/tiles/1.png', headers: { 'X-Request-Id': '1' } });
    promise.blocks({ origin: APP_ORIGIN, path: '/tiles/1.png' });
    promise.blocks({ origin: PARTNER, path: '/a.js' });
  });

  test('is watched by the construct: an escape hatch on it is reported', () => {
    (tiles.node.defaultChild as s3.CfnBucket).addPropertyDeletionOverride('CorsConfiguration');
    expect([...Annotations.fromStack(stack).findError('*', Match.anyValue()), ...Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('cdk-cors'))]).not.toEqual([]);
    expect(JSON.parse(stack.resolve(assets.bucketCorsJson) as string)).toMatchObject({ CORSRules: [{ AllowedOrigins: [APP_ORIGIN] }] });
  });
});

test('a bucket of a path may be in another stack, have a key, or be imported', () => {
  const app = new App();
  const [data, stack] = ['Data', 'Web'].map((id) => new Stack(app, id, { env: { account: ACCOUNT, region: 'eu-central-1' } }));
  assetsIn(stack, {
    additionalPaths: [
      { pathPattern: 'data/*', bucket: new s3.Bucket(data, 'Files'), allowedOrigins: [APP_ORIGIN] },
      { pathPattern: 'secret/*', bucket: new s3.Bucket(stack, 'Secret', { encryptionKey: new kms.Key(stack, 'Key') }), allowedOrigins: [APP_ORIGIN] },
      { pathPattern: 'theirs/*', bucket: s3.Bucket.fromBucketName(stack, 'Theirs', 'theirs'), allowedOrigins: [APP_ORIGIN] },
    ],
  });
  const template = Template.fromStack(stack);
  expect(grantsOf(Template.fromStack(data))).toEqual({ Files: ['s3:GetObject ArnLike'] });
  expect(grantsOf(template)).toEqual({ AssetsBucket: ['s3:GetObject StringEquals'], Secret: ['s3:GetObject StringEquals'] });
  template.hasResourceProperties('AWS::KMS::Key', { KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Action: 'kms:Decrypt', Principal: { Service: 'cloudfront.amazonaws.com' } })]) } });
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('\'Web/Theirs\' is imported'))).toHaveLength(1);
  expect(findResourceCycles(template.toJSON())).toEqual([]);
});

describe('a bucket that answers when the first does not', () => {
  const stack = newStack();
  assetsIn(stack, {
    uploads: {}, failoverBucket: new s3.Bucket(stack, 'Spare'), failoverStatusCodes: [500, 503], originPath: '/site',
    additionalPaths: [{ pathPattern: 'fonts/*', allowedOrigins: ['*'] }],
  });
  const template = Template.fromStack(stack);

  test('has the same rules, the same prefix and the same rights', () => {
    const rules = originsOfRules(template);
    expect(rules.Spare).toEqual(rules.AssetsBucket);
    expect(grantsOf(template).Spare).toEqual(grantsOf(template).AssetsBucket);
    expect(configOf(template).Origins).toEqual([expect.objectContaining({ OriginPath: '/site' }), expect.objectContaining({ OriginPath: '/site' })]);
  });

  test('stands behind every path of the first bucket, for the statuses that are named', () => {
    const { OriginGroups: groups, CacheBehaviors: [path] = [] } = configOf(template);
    expect(groups?.Items.map(({ FailoverCriteria: criteria }) => criteria.StatusCodes.Items)).toEqual([[500, 503]]);
    expect(path?.TargetOriginId).toContain('OriginGroup');
  });

  test('keeps the contract whichever of the two answers, and leaves nothing to find', () => {
    CorsAssertions.fromStack(stack).allows({ origin: APP_ORIGIN, path: '/a.js', headers: { 'X-Request-Id': '1' } });
    expect([...Annotations.fromStack(stack).findError('*', Match.anyValue()), ...Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('cdk-cors'))]).toEqual([]);
  });
});

describe('a path that is added', () => {
  test('gives the template of one that was there from the beginning', () => {
    const path = { allowedOrigins: [PARTNER] };
    const templates = [true, false].map((atOnce) => {
      const stack = newStack();
      const bucket = new s3.Bucket(stack, 'Mine');
      const assets = assetsIn(stack, { bucket, failoverBucket: new s3.Bucket(stack, 'Spare'), additionalPaths: atOnce ? [{ pathPattern: 'a/*', ...path }] : [] });
      if (!atOnce) {
        assets.addPath('a/*', path);
      }
      return Template.fromStack(stack).toJSON();
    });
    expect(templates[1]).toEqual(templates[0]);
  });

  test('adds its rule to the bucket that the construct made, and its uploads to what may be granted', () => {
    const stack = newStack();
    const assets = assetsIn(stack);
    assets.addPath('in/*', { allowedOrigins: [PARTNER] });
    expect(originsOfRules(Template.fromStack(stack))).toEqual({ AssetsBucket: [APP_ORIGIN, PARTNER] });
    expect(() => assets.grantUpload(new iam.AnyPrincipal())).toThrow('[upload-without-contract]');
    assets.addPath('up/*', { contract: CorsContract.of({ allowedOrigins: [PARTNER], uploads: {} }) });
    expect(() => assets.grantUpload(new iam.AnyPrincipal())).not.toThrow();
  });

  test('may have a bucket of its own', () => {
    const stack = newStack();
    assetsIn(stack).addPath('tiles/*', { bucket: new s3.Bucket(stack, 'Tiles'), allowedOrigins: [PARTNER] });
    const template = Template.fromStack(stack);
    expect([originsOfRules(template).Tiles, grantsOf(template).Tiles]).toEqual([[PARTNER], ['s3:GetObject StringEquals']]);
  });

  test('is not there already, also when it was added to the distribution', () => {
    const stack = newStack();
    const assets = assetsIn(stack, { additionalPaths: [{ pathPattern: 'a/*', allowedOrigins: ['*'] }] });
    assets.distribution.addBehavior('api/*', new HttpOrigin('api.example.com'));
    expect(() => { assets.addPath('/a/*', { allowedOrigins: ['*'] }); }).toThrow('[path-pattern-twice] pathPattern (got "/a/*")');
    expect(() => { assets.addPath('/api/*', { allowedOrigins: ['*'] }); }).toThrow('[path-pattern-twice] pathPattern (got "/api/*")');
    expect(() => { assets.addPath('*', { allowedOrigins: ['https://a/'] }); }).toThrow(/path-pattern.*origin-trailing-slash/s);
  });

  test('is found when the distribution gets it afterwards', () => {
    const stack = newStack();
    const assets = assetsIn(stack, { additionalPaths: [{ pathPattern: 'a/*', allowedOrigins: ['*'] }] });
    assets.distribution.addBehavior('/a/*', new HttpOrigin('api.example.com'));
    Annotations.fromStack(stack).hasError('/Stack/Assets/Distribution/Resource', Match.stringLikeRegexp('"/a/\\*" has a behavior already.*path-pattern-twice'));
  });

  test.each([false, true])('is one too many for CloudFront, unless somebody says that the account has a higher quota (%s)', (raised) => {
    const stack = newStack();
    const assets = assetsIn(stack);
    Array.from({ length: 76 }, (_, index) => `app${index}/*`).forEach((path) => { assets.addPath(path, { allowedOrigins: [APP_ORIGIN] }); });
    if (raised) {
      Validations.of(stack).acknowledge({ id: 'cdk-cors-asset-distribution:cache-behaviors-too-many', reason: 'our quota is 100' });
    }
    expect(Annotations.fromStack(stack).findError('*', Match.anyValue()).map(({ entry }) => String(entry.data).includes('cache-behaviors-too-many'))).toEqual(raised ? [] : [true]);
  });
});

describe('equal contracts', () => {
  const policies = (stack: Stack): number => Object.keys(Template.fromStack(stack).findResources('AWS::CloudFront::ResponseHeadersPolicy')).length;

  test('share one policy, however many paths there are', () => {
    const stack = newStack();
    assetsIn(stack, { additionalPaths: Array.from({ length: 25 }, (_, index) => ({ pathPattern: `${index}/*`, allowedOrigins: [index % 2 === 0 ? APP_ORIGIN : PARTNER] })) });
    expect(policies(stack)).toBe(2);
  });

  test('of a path that narrows later take nothing from the others: they keep the first policy of theirs', () => {
    const idsOf = (...origins: string[]): string[] => {
      const stack = newStack();
      assetsIn(stack, { additionalPaths: origins.map((origin, index) => ({ pathPattern: `${index}/*`, allowedOrigins: [origin] })) });
      return Object.keys(Template.fromStack(stack).findResources('AWS::CloudFront::ResponseHeadersPolicy'));
    };
    expect(idsOf(APP_ORIGIN, PARTNER)).toEqual(expect.arrayContaining(idsOf(APP_ORIGIN, APP_ORIGIN)));
  });

  test('in a stack with more than ten policies: a note says what the account has', () => {
    const stack = newStack();
    assetsIn(stack, { additionalPaths: Array.from({ length: 10 }, (_, index) => ({ pathPattern: `${index}/*`, allowedOrigins: [`https://${index}.example.com`] })) });
    expect(Annotations.fromStack(stack).findInfo('*', Match.stringLikeRegexp('20 response headers policies'))).toHaveLength(1);
    const few = newStack();
    assetsIn(few, { additionalPaths: [{ pathPattern: 'a/*', allowedOrigins: ['*'] }] });
    expect(Annotations.fromStack(few).findInfo('*', Match.anyValue())).toEqual([]);
  });
});

test('additional metrics can be asked for, because CloudWatch has none of them otherwise', () => {
  const stack = newStack();
  const assets = assetsIn(stack, { publishAdditionalMetrics: true });
  expect(() => assets.distribution.metricCacheHitRate()).not.toThrow();
  Template.fromStack(stack).resourceCountIs('AWS::CloudFront::MonitoringSubscription', 1);
});
