import type { Duration } from 'aws-cdk-lib/core';

/**
 * How long CloudFront keeps copies, and which query strings make one.
 */
export interface AssetCacheOptions {
  /**
   * How long CloudFront keeps a file whose object has no Cache-Control, in whole seconds.
   *
   * @default - a day, within `minTtl` and `maxTtl`
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html
   */
  readonly ttl?: Duration;

  /**
   * How long CloudFront keeps a file at least, in whole seconds. It overrides `no-store`, `no-cache` and `private` of the object.
   *
   * @default Duration.seconds(0)
   * @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachePolicyConfig.html
   */
  readonly minTtl?: Duration;

  /**
   * How long CloudFront keeps a file at most, in whole seconds, whatever Cache-Control says.
   *
   * @default - a year, or `ttl` or `minTtl` when that is longer
   */
  readonly maxTtl?: Duration;

  /**
   * Names of query strings with a copy for each value, such as `v` in `logo.svg?v=3`. CloudFront forwards them to S3, so the names that
   * S3 acts on (`versionId`, `response-content-type`, …) are refused.
   *
   * @default - none: query strings make no difference
   */
  readonly queryStrings?: string[];
}
