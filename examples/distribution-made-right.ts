// A distribution that was wired by hand and fails: SimpleCORS answers a plain request, but no preflight passes, and a browser's request over HTTP/2
// carries headers that SimpleCORS does not allow. One construct makes its default behavior right; all logical ids stay.
//
//   npm run build && npx cdk synth DistributionMadeRight
import { type App, Stack } from 'aws-cdk-lib';
import { CachePolicy, Distribution, ResponseHeadersPolicy, ViewerProtocolPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CorsAssetBehavior } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'DistributionMadeRight');
  const bucket = new Bucket(stack, 'Files', { enforceSSL: true });

  const distribution = new Distribution(stack, 'Web', {
    defaultBehavior: {
      origin: S3BucketOrigin.withOriginAccessControl(bucket),
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS,
      viewerProtocolPolicy: ViewerProtocolPolicy.ALLOW_ALL,
    },
  });

  new CorsAssetBehavior(stack, 'Cors', { distribution, allowedOrigins: ['https://app.example.com'], allowedHeaders: ['X-Request-Id'] });
}
