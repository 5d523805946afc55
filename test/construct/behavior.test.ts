import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnParameter, Lazy, NestedStack, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, OriginGroup, S3BucketOrigin, S3StaticWebsiteOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { CorsAssertions, CorsAssetBehavior, CorsAssetDistribution, CorsContract, CorsPolicy } from 'cdk-cors-asset-distribution';
import type { CorsAssetBehaviorProps } from 'cdk-cors-asset-distribution';
import { findResourceCycles } from '../graph/cycles';
import { APP_ORIGIN, newStack, propertiesOf } from './support';

const STRANGER = 'https://stranger.example';
type Made = readonly [distribution: cloudfront.IDistributionRef, options?: Partial<CorsAssetBehaviorProps>];

const bucketIn = (stack: Stack, id = 'Files'): s3.Bucket => new s3.Bucket(stack, id, { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
const oac = (bucket: s3.IBucket): cloudfront.IOrigin => S3BucketOrigin.withOriginAccessControl(bucket);
const webOf = (stack: Stack, defaultBehavior: cloudfront.BehaviorOptions, more: Partial<cloudfront.DistributionProps> = {}): cloudfront.Distribution =>
  new cloudfront.Distribution(stack, 'Web', { defaultBehavior, ...more });

/** An L1 as a hand-written template has it: OAC, bucket policy and older cache settings. */
function l1(stack: Stack, wrap: (config: cloudfront.CfnDistribution.DistributionConfigProperty) => cloudfront.CfnDistribution['distributionConfig'] = (config) => config): cloudfront.CfnDistribution {
  const bucket = bucketIn(stack);
  const access = new cloudfront.CfnOriginAccessControl(stack, 'Access', {
    originAccessControlConfig: { name: 'access', originAccessControlOriginType: 's3', signingBehavior: 'always', signingProtocol: 'sigv4' },
  });
  const web = new cloudfront.CfnDistribution(stack, 'Web', {
    distributionConfig: wrap({
      enabled: true,
      origins: [{ id: 'files', domainName: bucket.bucketRegionalDomainName, originAccessControlId: access.attrId, s3OriginConfig: { originAccessIdentity: '' } }],
      defaultCacheBehavior: {
        targetOriginId: 'files', viewerProtocolPolicy: 'https-only', forwardedValues: { queryString: false }, minTtl: 60, defaultTtl: 60, maxTtl: 60, compress: true,
      },
    }),
  });
  admit(bucket, web);
  return web;
}

/** The same as a CloudFormation template, which CfnInclude brings into the app. */
function included(stack: Stack, make: (elsewhere: Stack) => cloudfront.CfnDistribution): cloudfront.CfnDistribution {
  const elsewhere = newStack();
  const logicalId = elsewhere.getLogicalId(make(elsewhere));
  const templateFile = join(mkdtempSync(join(tmpdir(), 'included-')), 'template.json');
  writeFileSync(templateFile, JSON.stringify({ Resources: Template.fromStack(elsewhere).toJSON().Resources as object }));
  return new CfnInclude(stack, 'Included', { templateFile }).getResource(logicalId) as cloudfront.CfnDistribution;
}

function admit(bucket: s3.Bucket, web: cloudfront.CfnDistribution): void {
  new s3.CfnBucketPolicy(bucket, 'Admit', {
    bucket: bucket.bucketName,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{
        Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 's3:GetObject', Resource: bucket.arnForObjects('*'),
        Condition: { StringEquals: { 'AWS:SourceArn': Stack.of(web).formatArn({ service: 'cloudfront', region: '', resource: 'distribution', resourceName: web.ref }) } },
      }],
    },
  });
}

const MADE_RIGHT: Readonly<Record<string, readonly [make: (stack: Stack) => Made, path?: string]>> = {
  'the default behavior of a Distribution': [(stack) => [webOf(stack, { origin: oac(bucketIn(stack)) })]],
  'a path that a Distribution has': [(stack) => [webOf(stack, { origin: new HttpOrigin('api.example.com'), allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL },
    { additionalBehaviors: { '/static/*': { origin: oac(bucketIn(stack)) } } }), { pathPattern: 'static/*' }], '/static/a.js'],
  'a new path of a Distribution': [(stack) => [webOf(stack, { origin: new HttpOrigin('api.example.com') }), { pathPattern: 'static/*', bucket: bucketIn(stack) }], '/static/a.js'],
  'a CfnDistribution': [(stack) => [l1(stack)]],
  'a CfnDistribution whose configuration is a token': [(stack) => [l1(stack, (config) => Lazy.any({ produce: () => config }))]],
  'a CfnDistribution whose behavior is a token': [(stack) => [l1(stack, (config) => ({ ...config, defaultCacheBehavior: Lazy.any({ produce: () => config.defaultCacheBehavior }) }))]],
  'a new path of a CfnDistribution': [(stack) => {
    const web = l1(stack);
    return [web, { pathPattern: 'static/*', bucket: bucketIn(stack, 'Static') }];
  }, '/static/a.js'],
  'a distribution of a template that the app includes': [(stack) => [included(stack, l1)]],
  'a CloudFrontWebDistribution': [(stack) => [new cloudfront.CloudFrontWebDistribution(stack, 'Web', {
    originConfigs: [{
      s3OriginSource: { s3BucketSource: bucketIn(stack), originAccessIdentity: identityFor(stack) },
      behaviors: [{ isDefaultBehavior: true, forwardedValues: { queryString: true } }],
    }],
  })]],
  'a Distribution that reads as an origin access identity': [(stack) => [webOf(stack, { origin: S3BucketOrigin.withOriginAccessIdentity(bucketIn(stack)) })]],
  'both buckets of an origin group': [(stack) => [webOf(stack, {
    origin: new OriginGroup({ primaryOrigin: oac(bucketIn(stack)), fallbackOrigin: oac(bucketIn(stack, 'Spare')) }),
  })]],
  'a behavior with the managed policy SimpleCORS': [(stack) => [webOf(stack, {
    origin: oac(bucketIn(stack)), responseHeadersPolicy: cloudfront.ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS,
  })]],
  'a bucket in a nested stack': [(stack) => [webOf(stack, { origin: S3BucketOrigin.withBucketDefaults(admitted(new NestedStack(stack, 'Data'))) })]],
};

function identityFor(stack: Stack): cloudfront.OriginAccessIdentity {
  const identity = new cloudfront.OriginAccessIdentity(stack, 'Identity');
  (stack.node.findChild('Files') as s3.Bucket).grantRead(identity);
  return identity;
}

/** A public bucket: an exact statement in a nested stack is a circle. */
function admitted(stack: Stack): s3.Bucket {
  return new s3.Bucket(stack, 'Files', { publicReadAccess: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ACLS_ONLY });
}

describe.each(Object.entries(MADE_RIGHT))('%s', (_, [make, path = '/a.js']) => {
  const stack = newStack();
  const [distribution, options] = make(stack);
  const before = idsOf(stack);
  new CorsAssetBehavior(stack, 'Cors', { distribution, allowedOrigins: [APP_ORIGIN], ...options });
  const template = Template.fromStack(stack);

  test('keeps the contract: the app reads with a preflight, a stranger does not', () => {
    const promise = CorsAssertions.fromStack(stack);
    promise.allows({ origin: APP_ORIGIN, path, headers: { 'X-Request-Id': '1' }, reads: ['ETag'] });
    promise.blocks({ origin: STRANGER, path });
  });

  test('keeps every logical id, needs no circle, and leaves nothing for the checks to find', () => {
    expect(Object.keys(template.toJSON().Resources as object)).toEqual(expect.arrayContaining(before));
    expect(findResourceCycles(template.toJSON())).toEqual([]);
    expect(found(stack)).toEqual([]);
  });
});

function found(stack: Stack): unknown[] {
  const annotations = Annotations.fromStack(stack);
  return [...annotations.findError('*', Match.anyValue()), ...annotations.findWarning('*', Match.stringLikeRegexp('cdk-cors'))].map(({ entry }) => entry.data);
}

function idsOf(stack: Stack): string[] {
  return Object.keys(stack.resolve((stack as unknown as { _toCloudFormation(): { Resources: object } })._toCloudFormation().Resources) as object);
}

test('the rest of the behavior stays: cache policy, functions, compression, https only', () => {
  const stack = newStack();
  const fn = new cloudfront.Function(stack, 'Function', { code: cloudfront.FunctionCode.fromInline('function handler(event) { return event.request; }') });
  const distribution = webOf(stack, {
    origin: oac(bucketIn(stack)), cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED, compress: false, viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
    functionAssociations: [{ function: fn, eventType: cloudfront.FunctionEventType.VIEWER_REQUEST }],
  });
  const config = (): Record<string, unknown> => (propertiesOf(Template.fromStack(stack), 'AWS::CloudFront::Distribution')[0].DistributionConfig as { DefaultCacheBehavior: Record<string, unknown> }).DefaultCacheBehavior;
  new CorsAssetBehavior(stack, 'Cors', { distribution, allowedOrigins: [APP_ORIGIN] });
  expect(config()).toMatchObject({
    CachePolicyId: cloudfront.CachePolicy.CACHING_DISABLED.cachePolicyId, Compress: false, ViewerProtocolPolicy: 'https-only', FunctionAssociations: [{ EventType: 'viewer-request' }],
    AllowedMethods: ['GET', 'HEAD', 'OPTIONS'], CachedMethods: ['GET', 'HEAD'], OriginRequestPolicyId: cloudfront.OriginRequestPolicy.CORS_S3_ORIGIN.originRequestPolicyId,
  });
});

test('paths stay in the order in which they were added, before and after', () => {
  const stack = newStack();
  const bucket = bucketIn(stack);
  const distribution = webOf(stack, { origin: new HttpOrigin('api.example.com') });
  distribution.addBehavior('one/*', oac(bucket));
  new CorsAssetBehavior(stack, 'Two', { distribution, pathPattern: 'two/*', bucket, allowedOrigins: [APP_ORIGIN] });
  new CorsAssetBehavior(stack, 'One', { distribution, pathPattern: 'one/*', allowedOrigins: ['*'] });
  distribution.addBehavior('three/*', oac(bucket));
  const [{ DistributionConfig: config }] = propertiesOf(Template.fromStack(stack), 'AWS::CloudFront::Distribution') as [{ DistributionConfig: { CacheBehaviors: { PathPattern: string; ResponseHeadersPolicyId?: object }[] } }];
  expect(config.CacheBehaviors.map(({ PathPattern: path, ResponseHeadersPolicyId: policy }) => [path, policy !== undefined]))
    .toEqual([['one/*', true], ['two/*', true], ['three/*', false]]);
});

test('what the app changes about the bucket or the behavior afterwards wins, and the checks see it', () => {
  const stack = newStack();
  const distribution = webOf(stack, { origin: oac(bucketIn(stack)) });
  new CorsAssetBehavior(stack, 'Cors', { distribution, allowedOrigins: [APP_ORIGIN], allowedHeaders: ['X-Request-Id'] });
  (distribution.node.defaultChild as cloudfront.CfnDistribution).addPropertyOverride('DistributionConfig.DefaultCacheBehavior.AllowedMethods', ['GET', 'HEAD']);
  expect(found(stack)).toEqual([expect.stringContaining('options-not-allowed')]);
});

describe('what stands around its behavior', () => {
  /** A path with a contract, between an API and another path. */
  const onPath = (origin: (stack: Stack) => cloudfront.IOrigin, spoil: (web: cloudfront.CfnDistribution) => void = () => undefined): unknown[] => {
    const stack = newStack();
    const distribution = webOf(stack, { origin: new HttpOrigin('api.example.com') });
    distribution.addBehavior('other/*', oac(bucketIn(stack, 'Other')));
    distribution.addBehavior('static/*', origin(stack));
    new CorsAssetBehavior(stack, 'Cors', { distribution, pathPattern: '/static/*', allowedOrigins: [APP_ORIGIN], allowedHeaders: ['X-Request-Id'] });
    spoil(distribution.node.defaultChild as cloudfront.CfnDistribution);
    return found(stack);
  };
  const methods = (index: number) => (web: cloudfront.CfnDistribution): void => { web.addPropertyOverride(`DistributionConfig.CacheBehaviors.${index}.AllowedMethods`, ['GET', 'HEAD']); };
  const group = (...fallbackStatusCodes: number[]) => (stack: Stack): cloudfront.IOrigin =>
    new OriginGroup({ primaryOrigin: oac(bucketIn(stack)), fallbackOrigin: oac(bucketIn(stack, 'Spare')), fallbackStatusCodes });

  test.each<[string, unknown[], unknown[]]>([
    ['nothing is wrong', onPath((stack) => oac(bucketIn(stack))), []],
    ['its methods, changed afterwards', onPath((stack) => oac(bucketIn(stack)), methods(1)), [expect.stringContaining('options-not-allowed')]],
    ['the methods of another path', onPath((stack) => oac(bucketIn(stack)), methods(0)), []],
    ['a bucket that lets nobody in', onPath((stack) => S3BucketOrigin.withBucketDefaults(bucketIn(stack))), [expect.stringContaining('distribution-not-admitted')]],
    ['its group with a status that is not taken', onPath(group(429)), [expect.stringContaining('failover-status-codes')]],
    ['its group', onPath(group(500)), []],
    ['its pattern, added again afterwards', onPath((stack) => oac(bucketIn(stack)), (web) => {
      (web.node.scope as cloudfront.Distribution).addBehavior('static/*', new HttpOrigin('other.example.com'));
    }), [expect.stringContaining('path-pattern-twice')]],
  ])('is judged as far as it is about it: %s', (_, said, expected) => {
    expect(said).toEqual(expected);
  });

  test('a policy that is shared is judged with it, wherever it was made', () => {
    const stack = newStack();
    const corsPolicy = new CorsPolicy(stack, 'Policy', { allowedOrigins: [APP_ORIGIN] });
    new CorsAssetBehavior(stack, 'Cors', { distribution: webOf(stack, { origin: oac(bucketIn(stack)) }), corsPolicy });
    (corsPolicy.responseHeadersPolicy.node.defaultChild as cloudfront.CfnResponseHeadersPolicy).addPropertyDeletionOverride('ResponseHeadersPolicyConfig.CorsConfig.AccessControlAllowCredentials');
    expect(found(stack)).toEqual([expect.stringContaining('headers-policy-missing-field')]);
  });
});

test('mistakes in other behaviors are not its business', () => {
  const stack = newStack();
  const distribution = webOf(stack, { origin: oac(bucketIn(stack, 'Other')), responseHeadersPolicy: cloudfront.ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS_WITH_PREFLIGHT });
  new CorsAssetBehavior(stack, 'Cors', { distribution, pathPattern: 'static/*', bucket: bucketIn(stack), allowedOrigins: [APP_ORIGIN] });
  expect(found(stack)).toEqual([]);
});

describe('a bucket that this app does not make', () => {
  const imported = (stack: Stack): s3.IBucket => s3.Bucket.fromBucketName(stack, 'Files', 'files-of-another-team');
  const warnings = (stack: Stack): ReturnType<Annotations['findWarning']> => Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('is imported, so'));

  test('on a behavior that exists: a warning, and the rules for its owner', () => {
    const stack = newStack();
    const behavior = new CorsAssetBehavior(stack, 'Cors', { distribution: webOf(stack, { origin: oac(imported(stack)) }), allowedOrigins: [APP_ORIGIN] });
    expect(warnings(stack).map(({ entry }) => entry.data)).toEqual([expect.stringContaining('the bucket behind files-of-another-team.s3.AWS::Region.AWS::URLSuffix is imported')]);
    expect(JSON.parse(stack.resolve(behavior.bucketCorsJson) as string)).toMatchObject({ CORSRules: [{ AllowedOrigins: [APP_ORIGIN] }] });
    expect(behavior.bucketPolicyJson).toBeUndefined();
  });

  test('on a new path: a warning, the rules and the policy', () => {
    const stack = newStack();
    const behavior = new CorsAssetBehavior(stack, 'Cors', {
      distribution: webOf(stack, { origin: new HttpOrigin('api.example.com') }), pathPattern: 'static/*', bucket: imported(stack), allowedOrigins: [APP_ORIGIN],
    });
    expect(warnings(stack)).toHaveLength(1);
    expect(JSON.stringify(stack.resolve(behavior.bucketPolicyJson))).toContain('files-of-another-team/*');
  });
});

describe('the bucket of a new path in another stack', () => {
  test('makes no circle, and its policy admits every distribution of the account', () => {
    const app = new App();
    const [data, web] = [new Stack(app, 'Data'), new Stack(app, 'WebStack')];
    const distribution = webOf(web, { origin: new HttpOrigin('api.example.com') });
    new CorsAssetBehavior(web, 'Cors', { distribution, pathPattern: 'static/*', bucket: bucketIn(data), allowedOrigins: [APP_ORIGIN] });
    Template.fromStack(data).hasResourceProperties('AWS::S3::BucketPolicy', { PolicyDocument: { Statement: [Match.objectLike({ Condition: { ArnLike: Match.anyValue() } })] } });
    Template.fromStack(data).hasResourceProperties('AWS::S3::Bucket', { CorsConfiguration: { CorsRules: [Match.objectLike({ AllowedOrigins: [APP_ORIGIN] })] } });
  });
});

test('a contract or a policy that exists can be given in place of origins', () => {
  const stack = newStack();
  const distribution = webOf(stack, { origin: new HttpOrigin('api.example.com') });
  const corsPolicy = new CorsPolicy(stack, 'Policy', { allowedOrigins: [APP_ORIGIN] });
  const bucket = bucketIn(stack);
  const shared = new CorsAssetBehavior(stack, 'A', { distribution, pathPattern: 'a/*', bucket, corsPolicy });
  new CorsAssetBehavior(stack, 'B', { distribution, pathPattern: 'b/*', bucket, contract: CorsContract.of({ allowedOrigins: ['*'], uploads: { allowedOrigins: [APP_ORIGIN] } }) });
  expect(shared.corsPolicy).toBe(corsPolicy);
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::CloudFront::ResponseHeadersPolicy', 2);
  const [{ CorsConfiguration: cors }] = propertiesOf(template, 'AWS::S3::Bucket') as [{ CorsConfiguration: { CorsRules: object[] } }];
  expect(cors.CorsRules).toHaveLength(3);
});

describe('refuses what it cannot make right', () => {
  const attach = (make: (stack: Stack) => Made) => (): unknown => {
    const stack = newStack();
    const [distribution, options] = make(stack);
    return new CorsAssetBehavior(stack, 'Cors', { distribution, allowedOrigins: [APP_ORIGIN], ...options });
  };
  const withPolicy = (policy: (stack: Stack) => cloudfront.IResponseHeadersPolicy) => attach((stack) => [webOf(stack, { origin: oac(bucketIn(stack)), responseHeadersPolicy: policy(stack) })]);

  test.each<[string, string, () => unknown]>([
    ['an imported distribution', '[distribution-imported] distribution (got "Stack/Web")', attach((stack) => [
      cloudfront.Distribution.fromDistributionAttributes(stack, 'Web', { distributionId: 'E1', domainName: 'd1.cloudfront.net' })])],
    ['a distribution whose id is a parameter', '[distribution-imported]', attach((stack) => [
      cloudfront.Distribution.fromDistributionAttributes(stack, 'Web', { distributionId: new CfnParameter(stack, 'Id').valueAsString, domainName: 'd' })])],
    ['a path that it has not', 'Write instead: one of ["static/*"], or bucket together', attach((stack) => [
      webOf(stack, { origin: oac(bucketIn(stack)) }, { additionalBehaviors: { 'static/*': { origin: oac(bucketIn(stack, 'B')) } } }), { pathPattern: 'statics/*' }])],
    ['a bucket for the default behavior', '[behavior-bucket] bucket: ', attach((stack) => [webOf(stack, { origin: oac(bucketIn(stack)) }), { bucket: bucketIn(stack, 'B') }])],
    ['a bucket for a path that it has', '[behavior-bucket] bucket: ', attach((stack) => [
      webOf(stack, { origin: oac(bucketIn(stack)) }, { additionalBehaviors: { 'a/*': { origin: oac(bucketIn(stack, 'B')) } } }), { pathPattern: '/a/*', bucket: bucketIn(stack, 'C') }])],
    ['a behavior that allows PUT', '[behavior-writes] distribution (got ["PUT","PATCH","POST","DELETE"])', attach((stack) => [
      webOf(stack, { origin: oac(bucketIn(stack)), allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL })])],
    ['a server', '[behavior-origin] distribution (got "api.example.com")', attach((stack) => [webOf(stack, { origin: new HttpOrigin('api.example.com') })])],
    ['a website endpoint', '[behavior-origin] distribution (got "', attach((stack) => [
      webOf(stack, { origin: new S3StaticWebsiteOrigin(new s3.Bucket(stack, 'Site', { websiteIndexDocument: 'index.html' })) })])],
    ['a group with a server in it', '[behavior-origin]', attach((stack) => [
      webOf(stack, { origin: new OriginGroup({ primaryOrigin: oac(bucketIn(stack)), fallbackOrigin: new HttpOrigin('spare.example.com') }) })])],
    ['a headers policy of the app, with its headers', 'and its headers here: frameOptions, customHeaders (X-Robots-Tag).', withPolicy((stack) => new cloudfront.ResponseHeadersPolicy(stack, 'Mine', {
      customHeadersBehavior: { customHeaders: [{ header: 'X-Robots-Tag', value: 'none', override: true }] },
      securityHeadersBehavior: { frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true } },
    }))],
    ['a headers policy whose headers other properties say', 'its headers here: vary of the behavior, crossOriginResourcePolicy, customHeaders (X-A).', withPolicy((stack) => new cloudfront.ResponseHeadersPolicy(stack, 'Mine', {
      customHeadersBehavior: { customHeaders: ['Vary', 'Cross-Origin-Resource-Policy', 'X-A'].map((header) => ({ header, value: 'a', override: true })) },
    }))],
    ['a behavior that CorsAssetDistribution made', '[behavior-contract-twice] distribution (got "Stack/Assets/CorsPolicy', attach((stack) => [
      new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: ['*'] }).distribution])],
    ['the managed security policy, with what it says', 'and its headers here: referrerPolicy: ', withPolicy(() => cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS)],
    ['an imported headers policy', 'as the policy has them', withPolicy((stack) => cloudfront.ResponseHeadersPolicy.fromResponseHeadersPolicyId(stack, 'Theirs', 'id'))],
    ['a headers policy known only at deployment', '[behavior-headers-policy]', withPolicy((stack) =>
      cloudfront.ResponseHeadersPolicy.fromResponseHeadersPolicyId(stack, 'Theirs', Token.asString({ Ref: 'Id' })))],
    ['wrong origins', '[origin-trailing-slash] allowedOrigins[0]', attach((stack) => [webOf(stack, { origin: oac(bucketIn(stack)) }), { allowedOrigins: [`${APP_ORIGIN}/`] }])],
    ['headers for a policy that is given', '[policy-option] timingAllowOrigins', attach((stack) => [
      webOf(stack, { origin: oac(bucketIn(stack)) }), { allowedOrigins: undefined, corsPolicy: new CorsPolicy(stack, 'P', { allowedOrigins: ['*'] }), timingAllowOrigins: ['*'] }])],
  ])('%s', (_, message, act) => {
    expect(act).toThrow(message);
  });

  test('a second contract', () => {
    const stack = newStack();
    const distribution = webOf(stack, { origin: oac(bucketIn(stack)) });
    new CorsAssetBehavior(stack, 'One', { distribution, allowedOrigins: [APP_ORIGIN] });
    expect(() => new CorsAssetBehavior(stack, 'Two', { distribution, allowedOrigins: ['*'] })).toThrow('[behavior-contract-twice] pathPattern');
  });
});
