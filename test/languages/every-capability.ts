import { Duration, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { CachePolicy, Distribution, Function, FunctionCode, FunctionEventType, HeadersFrameOption, HeadersReferrerPolicy, LambdaEdgeEventType } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { User } from 'aws-cdk-lib/aws-iam';
import { Version } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { AssetCache, AssetRouting, CorsAssetBehavior, CorsAssetDistribution, CorsContract, CrossOriginResourcePolicy } from 'cdk-cors-asset-distribution';

const ORIGINS = ['https://app.example.com'];

/** One call of each capability, as the projects of the other languages make it. */
export function build(app: App): void {
  const stack = new Stack(app, 'EveryCapability');

  const assets = new CorsAssetDistribution(stack, 'Assets', {
    allowedOrigins: ORIGINS,
    bucket: new Bucket(stack, 'Site'),
    failoverBucket: new Bucket(stack, 'Spare'),
    failoverStatusCodes: [500, 503],
    publishAdditionalMetrics: true,
    contentSecurityPolicy: 'default-src \'self\'',
    referrerPolicy: HeadersReferrerPolicy.SAME_ORIGIN,
    frameOptions: HeadersFrameOption.DENY,
    crossOriginResourcePolicy: CrossOriginResourcePolicy.CROSS_ORIGIN,
    customHeaders: { 'X-Robots-Tag': 'noindex' },
    routing: AssetRouting.app('index.html'),
    vary: ['Origin'],
    cache: AssetCache.of({ ttl: Duration.days(7), queryStrings: ['v'] }),
    uploads: { allowedOrigins: ['capacitor://localhost'], multipart: true },
  });
  assets.addPath('docs/*', { allowedOrigins: ORIGINS, routing: AssetRouting.folders() });
  assets.addPath('tiles/*', { allowedOrigins: ['*'], bucket: new Bucket(stack, 'Tiles'), cache: AssetCache.DISABLED });
  assets.addPath('code/*', {
    allowedOrigins: ORIGINS,
    cache: AssetCache.fromCachePolicy(CachePolicy.CACHING_OPTIMIZED_FOR_UNCOMPRESSED_OBJECTS),
    functions: [{
      function: new Function(stack, 'Code', { code: FunctionCode.fromInline('function handler(event) { return event.request; }') }),
      eventType: FunctionEventType.VIEWER_REQUEST,
    }],
    edgeLambdas: [{
      functionVersion: Version.fromVersionArn(stack, 'Sized', 'arn:aws:lambda:us-east-1:111122223333:function:sized:7'),
      eventType: LambdaEdgeEventType.ORIGIN_RESPONSE,
    }],
  });
  assets.grantUpload(new User(stack, 'Uploader'), 'avatars/*');
  assets.deployFiles('Files', {
    sources: [Source.bucket(Bucket.fromBucketName(stack, 'Built', 'built-files'), 'app1.zip')],
    keyPrefix: 'app1',
    maxAge: Duration.minutes(5),
    invalidationPaths: ['/app1/*'],
    prune: true,
  });

  const made = new CorsAssetDistribution(stack, 'Made', { contract: CorsContract.of({ allowedOrigins: ORIGINS }) });
  made.madeBucket?.addLifecycleRule({ expiration: Duration.days(30) });

  const distribution = new Distribution(stack, 'Web', { defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(new Bucket(stack, 'WebFiles')) } });
  new CorsAssetBehavior(stack, 'WebCors', { distribution, allowedOrigins: ORIGINS });
}
