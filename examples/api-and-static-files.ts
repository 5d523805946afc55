// An app has its distribution already: an API answers by default, and `media/*` reads a bucket. Only the contract is missing.
// `media/*` is made right where it is, and `static/*` is added with a bucket of its own.
//
//   npm run build && npx cdk synth ApiAndStaticFiles
import { type App, Stack } from 'aws-cdk-lib';
import { AllowedMethods, CachePolicy, Distribution, OriginRequestPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CorsAssetBehavior } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'ApiAndStaticFiles');
  const media = new Bucket(stack, 'Media', { enforceSSL: true });
  const files = new Bucket(stack, 'Files', { enforceSSL: true });

  const distribution = new Distribution(stack, 'Web', {
    defaultBehavior: {
      origin: new HttpOrigin('api.example.com'),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    },
    additionalBehaviors: { 'media/*': { origin: S3BucketOrigin.withOriginAccessControl(media) } },
  });

  const allowedOrigins = ['https://app.example.com'];
  new CorsAssetBehavior(stack, 'MediaCors', { distribution, pathPattern: 'media/*', allowedOrigins });
  new CorsAssetBehavior(stack, 'StaticCors', { distribution, pathPattern: 'static/*', bucket: files, allowedOrigins });
}
