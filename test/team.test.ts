// The code that docs/adopting.md shows, run on the apps it speaks of.
import { App, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CorsAssertions, CorsAssetDistribution, CorsValidationPlugin } from 'cdk-cors-asset-distribution';
import { applyHouseDefaults } from '../examples/team/blueprint';
import { cacheHitRate } from '../examples/team/cache-hit-rate';
import { migrate } from '../examples/team/migration';
import { applyHouseRules } from '../examples/team/organization';
import { pinPromises } from '../examples/team/promises';
import { synthesized } from './synthesis';

const APP = 'https://app.example.com';
const WEB_ACL = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/house/1a2b3c';

/** What many teams have: CORS in the bucket, and nothing at the edge that would keep the copies of two origins apart. */
function handWired(stack: Stack): s3.Bucket {
  const bucket = bucketOf(stack, { cors: [{ allowedMethods: [s3.HttpMethods.GET], allowedOrigins: [APP], allowedHeaders: ['*'] }] });
  new cloudfront.Distribution(stack, 'Cdn', {
    defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(bucket), originRequestPolicy: cloudfront.OriginRequestPolicy.CORS_S3_ORIGIN },
  });
  return bucket;
}

function bucketOf(stack: Stack, props: s3.BucketProps = {}): s3.Bucket {
  return new s3.Bucket(stack, 'Files', { bucketName: 'example-files', enforceSSL: true, ...props });
}

function logicalIds(template: Template, type: string): string[] {
  return Object.keys(template.findResources(type));
}

function violatedRules(report: string): string[] {
  const { pluginReports } = JSON.parse(report) as { pluginReports: { violations: { ruleName: string }[] }[] };
  return pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
}

test.each<[string, (assets: CorsAssetDistribution) => unknown]>([
  ['metric4xxErrorRate', ({ distribution }) => distribution.metric4xxErrorRate()],
  ['metric5xxErrorRate', ({ distribution }) => distribution.metric5xxErrorRate()],
  ['metricRequests', ({ distribution }) => distribution.metricRequests()],
  ['CacheHitRate, which is turned on first', cacheHitRate],
])('the guide watches %s, and the distribution has it', (_, metric) => {
  const stack = new Stack(new App(), 'Web');
  expect(metric(new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: [APP] }))).toMatchObject({ namespace: 'AWS/CloudFront' });
  Template.fromStack(stack).resourceCountIs('AWS::CloudFront::MonitoringSubscription', metric === cacheHitRate ? 1 : 0);
});

describe('house rules', () => {
  test('fail the synthesis of any stack with a mistake, in a stage too', () => {
    const app = new App();
    applyHouseRules(app);
    handWired(new Stack(new Stage(app, 'Production'), 'Web'));
    expect(synthesized(app).fails).toBe(true);
  });

  test('let an app without mistakes pass', () => {
    const app = new App();
    applyHouseRules(app);
    new CorsAssetDistribution(new Stack(app, 'Web'), 'Assets', { allowedOrigins: [APP] });
    expect(synthesized(app).fails).toBe(false);
  });

  test('live with the finding that they acknowledge', () => {
    const withErrorPage = (app: App): App => {
      const assets = new CorsAssetDistribution(new Stack(app, 'Web'), 'Assets', { allowedOrigins: [APP] });
      (assets.distribution.node.defaultChild as cloudfront.CfnDistribution).addPropertyOverride('DistributionConfig.CustomErrorResponses', [
        { ErrorCode: 403, ResponseCode: 200, ResponsePagePath: '/index.html' },
      ]);
      return app;
    };
    const strict = withErrorPage(new App());
    Validations.of(strict).addPlugins(new CorsValidationPlugin());
    const lenient = withErrorPage(new App());
    applyHouseRules(lenient);
    expect([strict, lenient].map((app) => violatedRules(synthesized(app).report))).toEqual([['error-page-masks'], []]);
  });
});

describe('a blueprint of the organization', () => {
  const distributionOf = (stack: Stack): unknown =>
    Object.values(Template.fromStack(stack).findResources('AWS::CloudFront::Distribution'))[0]?.Properties.DistributionConfig;

  test('sets what a team leaves out, in stages too', () => {
    const app = new App();
    applyHouseDefaults(app, WEB_ACL);
    const stack = new Stack(new Stage(app, 'Production'), 'Web');
    new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: [APP] });
    expect(distributionOf(stack)).toMatchObject({ WebACLId: WEB_ACL, PriceClass: 'PriceClass_100', Comment: 'Production/Web: files for other origins' });
  });

  test('yields to what a team says itself', () => {
    const app = new App();
    applyHouseDefaults(app, WEB_ACL);
    const stack = new Stack(app, 'Web');
    new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: [APP], priceClass: cloudfront.PriceClass.PRICE_CLASS_ALL });
    expect(distributionOf(stack)).toMatchObject({ WebACLId: WEB_ACL, PriceClass: 'PriceClass_All' });
  });

  test('gives way to one that stands closer, as with the CDK\'s own constructs', () => {
    const app = new App();
    const stack = new Stack(app, 'Web');
    applyHouseDefaults(app, WEB_ACL);
    applyHouseDefaults(stack as unknown as App, `${WEB_ACL}-of-the-team`);
    new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: [APP] });
    expect(distributionOf(stack)).toMatchObject({ WebACLId: `${WEB_ACL}-of-the-team` });
  });
});

describe('pinned promises', () => {
  test('hold for the construct', () => {
    const stack = new Stack(new App(), 'Web');
    new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: [APP] });
    pinPromises(stack);
  });

  test('show the hand-wired mistake with its exchange', () => {
    const stack = new Stack(new App(), 'Web');
    handWired(stack);
    expect(() => { pinPromises(stack); }).toThrow(/preflight/);
  });
});

describe('a hand-wired distribution that becomes a CorsAssetDistribution', () => {
  const before = new Stack(new App(), 'Web');
  handWired(before);
  const old = Template.fromStack(before);

  const after = new Stack(new App(), 'Web');
  migrate(after, bucketOf(after), logicalIds(old, 'AWS::CloudFront::Distribution')[0] ?? '');
  const fresh = Template.fromStack(after);

  // CloudFormation replaces a resource whose logical id or whose "Update requires: Replacement" property changes:
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html (BucketName),
  // .../aws-resource-s3-bucketpolicy.html (Bucket); a distribution has no such property
  test.each(['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::CloudFront::Distribution'])('keeps its %s', (type) => {
    expect(logicalIds(fresh, type)).toEqual(logicalIds(old, type));
  });

  test('keeps the properties whose change would replace the bucket or its policy', () => {
    const replacing = (template: Template): unknown => [
      Object.values(template.findResources('AWS::S3::Bucket'))[0]?.Properties.BucketName,
      Object.values(template.findResources('AWS::S3::BucketPolicy'))[0]?.Properties.Bucket,
    ];
    expect(replacing(fresh)).toEqual(replacing(old));
  });

  test('has one CORS rule afterwards, and the promise that it did not keep before', () => {
    expect(Object.values(fresh.findResources('AWS::S3::Bucket'))[0]?.Properties.CorsConfiguration.CorsRules).toHaveLength(1);
    Annotations.fromStack(after).hasNoError('*', Match.anyValue());
    const reader = { origin: APP, headers: { 'X-Request-Id': '1' } };
    expect(() => { CorsAssertions.fromTemplate(old).allows(reader); }).toThrow();
    CorsAssertions.fromTemplate(fresh).allows(reader);
  });
});
