import { App, Aspects, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';
import { findResourceCycles } from '../graph/cycles';
import { APP_ORIGIN, assetsIn, newStack, propertiesOf, templateOf } from './support';

const BUCKET = 'AWS::S3::Bucket';
const POLICY = 'AWS::CloudFront::ResponseHeadersPolicy';
const DISTRIBUTION = 'AWS::CloudFront::Distribution';

describe('with allowedOrigins alone', () => {
  const stack = newStack();
  assetsIn(stack);
  const template = Template.fromStack(stack);
  const behavior = (properties: object): void => {
    template.hasResourceProperties(DISTRIBUTION, { DistributionConfig: { DefaultCacheBehavior: properties } });
  };
  const corsConfig = (properties: object): void => {
    template.hasResourceProperties(POLICY, { ResponseHeadersPolicyConfig: { CorsConfig: properties } });
  };

  test('there are five resources and nothing that costs extra', () => {
    const types = Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(({ Type }) => Type).sort();
    expect(types).toEqual([DISTRIBUTION, 'AWS::CloudFront::OriginAccessControl', POLICY, BUCKET, 'AWS::S3::BucketPolicy']);
  });

  test('the template stays small, because an app may hold hundreds', () => {
    const { Resources } = template.toJSON() as { Resources: object };
    expect(JSON.stringify({ Resources }, undefined, 1).length).toBeLessThanOrEqual(6500);
  });

  test('there is no circle that CloudFormation would refuse', () => {
    expect(findResourceCycles(template.toJSON())).toEqual([]);
  });

  test('nothing is warned about: a newcomer who sees yellow looks for a mistake', () => {
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
    expect(Annotations.fromStack(stack).findInfo('*', Match.anyValue())).toEqual([]);
  });

  test('the bucket is closed to the public in all four ways', () => {
    template.hasResourceProperties(BUCKET, {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    });
  });

  test('objects are encrypted by S3, which needs no key policy', () => {
    template.hasResourceProperties(BUCKET, {
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: Match.absent() }] },
    });
  });

  test('the files outlive the construct, because a removed construct is often a renamed one', () => {
    template.hasResource(BUCKET, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('the bucket has one rule: exactly the contract\'s origins, reading only', () => {
    expect(propertiesOf(template, BUCKET)[0].CorsConfiguration).toEqual({
      CorsRules: [{
        AllowedOrigins: [APP_ORIGIN], AllowedMethods: ['GET', 'HEAD'], AllowedHeaders: ['*'], ExposedHeaders: ['ETag', 'Content-Range', 'Accept-Ranges'], MaxAge: 7200,
      }],
    });
  });

  test('the bucket policy refuses plain http and admits this distribution, to read objects and nothing else', () => {
    const bucket = { 'Fn::GetAtt': [Match.stringLikeRegexp('AssetsBucket'), 'Arn'] };
    const objects = { 'Fn::Join': ['', [bucket, '/*']] };
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [
          { Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:*', Resource: [bucket, objects], Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
          {
            Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 's3:GetObject', Resource: objects,
            Condition: {
              StringEquals: {
                'AWS:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cloudfront::', { Ref: 'AWS::AccountId' }, ':distribution/', { Ref: Match.stringLikeRegexp('AssetsDistribution') }]] },
              },
            },
          },
        ],
      },
    });
  });

  test('CloudFront signs every request itself, whatever Authorization a page sends', () => {
    template.hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
      OriginAccessControlConfig: { OriginAccessControlOriginType: 's3', SigningBehavior: 'always', SigningProtocol: 'sigv4' },
    });
    template.hasResourceProperties(DISTRIBUTION, {
      DistributionConfig: {
        Origins: [{
          OriginAccessControlId: { 'Fn::GetAtt': [Match.stringLikeRegexp('OriginAccessControl'), 'Id'] },
          S3OriginConfig: { OriginAccessIdentity: '' },
          DomainName: { 'Fn::GetAtt': [Match.anyValue(), 'RegionalDomainName'] },
        }],
      },
    });
  });

  test.each([
    ['OPTIONS is allowed, else CloudFront refuses preflights itself', { AllowedMethods: ['GET', 'HEAD', 'OPTIONS'] }],
    ['OPTIONS is not cached, else one origin\'s preflight is replayed to another', { CachedMethods: ['GET', 'HEAD'] }],
    ['CachingOptimized has no Origin in its key, so there is one copy however many origins read it', { CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6' }],
    ['CORS-S3Origin brings Origin and the preflight\'s two headers to S3, and no Host', { OriginRequestPolicyId: '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf' }],
    ['text is compressed', { Compress: true }],
    ['plain http is redirected, because a mixed-content page cannot read it', { ViewerProtocolPolicy: 'redirect-to-https' }],
    ['the policy below is in force', { ResponseHeadersPolicyId: { Ref: Match.stringLikeRegexp('CorsPolicy') } }],
    ['everyone may read', { TrustedKeyGroups: Match.absent() }],
  ])('behavior: %s', (_, properties) => { behavior(properties); });

  test('HTTP/2 and HTTP/3 are on', () => {
    template.hasResourceProperties(DISTRIBUTION, { DistributionConfig: { HttpVersion: 'http2and3', Enabled: true, IPV6Enabled: true } });
  });

  test('what is not asked for stays with CloudFront\'s defaults', () => {
    template.hasResourceProperties(DISTRIBUTION, {
      DistributionConfig: {
        Aliases: Match.absent(), ViewerCertificate: Match.absent(), DefaultRootObject: Match.absent(), Comment: Match.absent(), WebACLId: Match.absent(),
        Restrictions: Match.absent(), PriceClass: Match.absent(), CacheBehaviors: Match.absent(), CustomErrorResponses: Match.absent(), Logging: Match.absent(),
      },
    });
  });

  test.each([
    ['exactly the contract\'s origins', { AccessControlAllowOrigins: { Items: [APP_ORIGIN] } }],
    ['reading only', { AccessControlAllowMethods: { Items: ['GET', 'HEAD'] } }],
    ['any header but Authorization; CloudFront refuses an empty list', { AccessControlAllowHeaders: { Items: ['*'] } }],
    ['what validation, ranges and media need', { AccessControlExposeHeaders: { Items: ['ETag', 'Content-Range', 'Accept-Ranges'] } }],
    ['as long as Chromium keeps a preflight', { AccessControlMaxAgeSec: 7200 }],
    ['no cookies', { AccessControlAllowCredentials: false }],
    ['over whatever S3 says', { OriginOverride: true }],
  ])('the edge tells browsers: %s', (_, properties) => { corsConfig(properties); });

  test('all six CORS headers of S3 are removed first, so that no wider rule of the bucket reaches a browser', () => {
    template.hasResourceProperties(POLICY, {
      ResponseHeadersPolicyConfig: {
        RemoveHeadersConfig: {
          Items: ['Origin', 'Credentials', 'Methods', 'Headers'].map((what) => ({ Header: `Access-Control-Allow-${what}` }))
            .concat([{ Header: 'Access-Control-Expose-Headers' }, { Header: 'Access-Control-Max-Age' }]),
        },
      },
    });
  });

  test('Vary stops a browser from reusing a copy that it loaded without CORS, and CORP lets isolated pages embed', () => {
    template.hasResourceProperties(POLICY, {
      ResponseHeadersPolicyConfig: {
        CustomHeadersConfig: {
          Items: [
            { Header: 'Vary', Value: 'Origin, Accept-Encoding', Override: true },
            { Header: 'Cross-Origin-Resource-Policy', Value: 'cross-origin', Override: true },
          ],
        },
      },
    });
  });

  test('security headers are nosniff and HSTS for this host alone; CSP and frame options are for pages, not for assets', () => {
    expect((propertiesOf(template, POLICY)[0].ResponseHeadersPolicyConfig as Record<string, unknown>).SecurityHeadersConfig).toEqual({
      ContentTypeOptions: { Override: true },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31536000, Override: true },
    });
  });
});

describe('names of account-wide things', () => {
  const names = (stack: Stack): string[] => {
    const template = Template.fromStack(stack);
    return [...propertiesOf(template, POLICY), ...propertiesOf(template, 'AWS::CloudFront::OriginAccessControl')].map((properties) => {
      const { Name: name } = Object.values(properties)[0] as { Name: string | { 'Fn::Join': [string, unknown[]] } };
      return typeof name === 'string' ? name : name['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'x'.repeat(14))).join('');
    });
  };
  const long = 'VeryLong'.repeat(15);

  test.each<[string, () => Stack[]]>([
    ['regions, because the account has one namespace for all', () => ['eu-central-1', 'us-east-1'].map((region) => newStack(region))],
    ['stages', () => { const app = new App(); return ['Beta', 'Prod'].map((stage) => new Stack(new Stage(app, stage), 'Stack')); }],
    ['stacks', () => { const app = new App(); return ['A', 'B'].map((id) => new Stack(app, id)); }],
    ['stacks of long names that differ at their end', () => { const app = new App(); return ['A', 'B'].map((id) => new Stack(app, long + id, { stackName: long + id })); }],
  ])('differ between two %s', (_, stacks) => {
    const made = stacks();
    const additionalPaths = [{ pathPattern: 'a*', allowedOrigins: ['*'] }, { pathPattern: 'a?', allowedOrigins: ['https://b.example.com'] }];
    made.forEach((stack) => assetsIn(stack, { additionalPaths }));
    const all = made.flatMap(names);
    expect(all).toHaveLength(8);
    expect(new Set(all).size).toBe(8);
  });

  test('fit into CloudFront\'s limits of 128 and 64 characters even for the longest region', () => {
    const stack = new Stack(new App(), long);
    new CorsAssetDistribution(stack, long, { allowedOrigins: [APP_ORIGIN] });
    const [policy, control] = names(stack);
    expect(policy.length).toBeLessThanOrEqual(128);
    expect(control.length).toBeLessThanOrEqual(64);
    expect(policy).toMatch(/x{14}$/);
  });
});

test('an aspect that an app adds sees an ordinary bucket and distribution, as escape hatches need', () => {
  const stack = newStack();
  const assets = assetsIn(stack);
  const seen: string[] = [];
  Aspects.of(stack).add({ visit: (node) => { seen.push(node.node.path); } });
  Template.fromStack(stack);
  expect(seen).toEqual(expect.arrayContaining([assets.bucket.node.path, assets.distribution.node.path, assets.originAccessControl.node.path]));
  expect(assets.bucket).toBeInstanceOf(s3.Bucket);
});

test('the bucket\'s rule follows the contract when it changes', () => {
  const template = templateOf({ allowedOrigins: ['https://b.example.com'], exposedHeaders: [] });
  expect(propertiesOf(template, BUCKET)[0].CorsConfiguration).toEqual({
    CorsRules: [{ AllowedOrigins: ['https://b.example.com'], AllowedMethods: ['GET', 'HEAD'], AllowedHeaders: ['*'], MaxAge: 7200 }],
  });
});
