// What the construct has no property for: options of the bucket that it makes come as the CDK's mixins and methods, options of every
// distribution of an organization as a property injector.
//
//   npm run build && npx cdk synth BucketOptions
import { type App, Duration, PropertyInjectors, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Distribution, type DistributionProps, HttpVersion } from 'aws-cdk-lib/aws-cloudfront';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'BucketOptions');
  // Staging distributions need HTTP/2: CloudFront's continuous deployment does not take HTTP/3.
  PropertyInjectors.of(stack).add({
    constructUniqueId: Distribution.PROPERTY_INJECTION_ID,
    inject: (props: DistributionProps) => ({ ...props, httpVersion: HttpVersion.HTTP2 }),
  });

  const assets = new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: ['https://app.example.com'], removalPolicy: RemovalPolicy.DESTROY });

  assets.bucket.with(new s3.mixins.BucketVersioning());
  assets.madeBucket?.addLifecycleRule({ noncurrentVersionExpiration: Duration.days(30) });
}
