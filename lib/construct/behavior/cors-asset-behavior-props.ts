import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { AssetBehaviorOptions } from './asset-behavior-options';
import type { ResponseHeaderOptions } from '../cors-contract-options';

/**
 * Properties of `CorsAssetBehavior`.
 */
export interface CorsAssetBehaviorProps extends AssetBehaviorOptions, ResponseHeaderOptions {
  /**
   * A distribution that this app makes: a `Distribution`, a `CloudFrontWebDistribution` or a `CfnDistribution`.
   */
  readonly distribution: cloudfront.IDistributionRef;

  /**
   * The path whose files the contract is about, such as `static/*`. Without `bucket` the distribution must have a behavior for it.
   *
   * @default - the default behavior
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
   */
  readonly pathPattern?: string;

  /**
   * The bucket that a new path serves. CloudFront keeps the path in the key: `static/*` serves the keys below `static/`.
   * It gets the CORS rules and a policy statement; for an imported bucket a warning says what to put there.
   *
   * @default - the distribution has the behavior, and it reads a bucket
   */
  readonly bucket?: s3.IBucket;
}
