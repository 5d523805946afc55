import type { RemovalPolicy } from 'aws-cdk-lib/core';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { AccessLogsDestination } from './logs/access-logs-destination';
import type { AssetBehaviorOptions, AssetPath } from './behavior/asset-behavior-options';
import type { ResponseHeaderOptions } from './cors-contract-options';
import type { UploadOptions } from './cors-contract-terms';
import type { MissingFileStatus } from './missing-file-status';

/**
 * Properties of `CorsAssetDistribution`.
 */
export interface CorsAssetDistributionProps extends AssetBehaviorOptions, ResponseHeaderOptions {
  /**
   * What pages may send straight to the bucket by presigned PUT or POST. It never passes through CloudFront, whose signature
   * would replace the one in the URL.
   *
   * @default - no uploads
   */
  readonly uploads?: UploadOptions;

  /**
   * The prefix of the keys that `grantUpload` covers. The files under it are read through CloudFront like all others.
   *
   * @default 'uploads/'
   */
  readonly uploadKeyPrefix?: string;

  /**
   * Paths with a contract of their own, in the order in which they are tried. `addPath` adds others behind them.
   *
   * @default - one contract for all files
   */
  readonly additionalPaths?: AssetPath[];

  /**
   * An existing bucket. One that this app makes gets the CORS rules and the policy statement. If it is in another stack, the statement
   * admits every distribution of the account, because naming this one would make the stacks depend on each other. An imported
   * bucket gets neither from CloudFormation: a warning says so, and `bucketCorsJson` and `bucketPolicyJson` hold what to put there.
   *
   * @default - a private bucket: all public access blocked, TLS only, encrypted by S3
   */
  readonly bucket?: s3.IBucket;

  /**
   * A bucket that answers when the first does not. It gets the same rules and statements; keeping its files the same is up to you
   * (replication). Preflights may be answered by either.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
   */
  readonly failoverBucket?: s3.IBucket;

  /**
   * The statuses of the first bucket for which CloudFront asks `failoverBucket`: of 400, 403, 404, 416, 500, 502, 503 and 504. With 403
   * every preflight that the first bucket refuses and every missing file is asked for twice.
   *
   * @default [500, 502, 503, 504]
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
   */
  readonly failoverStatusCodes?: number[];

  /**
   * The KMS key that encrypts the bucket that the construct makes. CloudFront may decrypt with it for every distribution of
   * the account, because a key policy that names the distribution would create a circular dependency; the bucket's policy
   * still names this distribution alone.
   *
   * @default - encryption by S3 (SSE-S3)
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html#oac-permissions-to-use-key
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * What happens to the bucket when the construct is removed. DESTROY fails while files are in it.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Alternate domain names (CNAMEs) of the distribution, in addition to its name under cloudfront.net. Needs `certificate`.
   *
   * @default - the name that CloudFront gives
   */
  readonly domainNames?: string[];

  /**
   * The certificate for `domainNames`. It must be in us-east-1.
   *
   * @default - CloudFront's own certificate
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
   */
  readonly certificate?: acm.ICertificate;

  /**
   * The zone that gets A, AAAA and HTTPS records for each of `domainNames`.
   *
   * @default - no records: you point the names at the distribution yourself
   */
  readonly hostedZone?: route53.IHostedZone;

  /**
   * The minimum TLS version for `domainNames`. CloudFront ignores it without them, so it is an error then.
   *
   * @default SecurityPolicyProtocol.TLS_V1_2_2021
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
   */
  readonly minimumProtocolVersion?: cloudfront.SecurityPolicyProtocol;

  /**
   * The object that answers a request for `/`.
   *
   * @default - none: `/` is a missing file
   */
  readonly defaultRootObject?: string;

  /**
   * What CloudFront answers for a missing file. NOT_FOUND lets it list the bucket, so it needs `defaultRootObject`.
   * Whether a page may read the answer is undocumented, so neither is part of the promise.
   *
   * @default MissingFileStatus.FORBIDDEN
   * @see https://repost.aws/articles/ARotCurEfWTCm7CzGu4vs9lw
   */
  readonly missingFileStatus?: MissingFileStatus;

  /**
   * A prefix of keys in the bucket that is not part of the URLs: with `/site` the URL `/a.js` reads the key `site/a.js`.
   *
   * @default - URLs are keys
   */
  readonly originPath?: string;

  /**
   * The region of an Origin Shield: one more cache in front of the bucket. Choose the bucket's region or one near it. It is charged per
   * request.
   *
   * @default - no Origin Shield
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/origin-shield.html
   */
  readonly originShieldRegion?: string;

  /**
   * A comment that the console shows next to the distribution.
   *
   * @default - no comment
   */
  readonly comment?: string;

  /**
   * Where the access logs go (standard logging v2). In a stack outside us-east-1 it is an error: there use `AssetAccessLogs`
   * in a us-east-1 stack.
   *
   * @default - no access logs
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
   */
  readonly accessLogs?: AccessLogsDestination;

  /**
   * Whether CloudWatch gets metrics of cache hits, origin latency and single error codes too, such as `distribution.metricCacheHitRate()`.
   * They are charged.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/viewing-cloudfront-metrics.html
   */
  readonly publishAdditionalMetrics?: boolean;

  /**
   * The ARN of a WAF web ACL of scope CLOUDFRONT. A rule that blocks OPTIONS blocks every preflight.
   *
   * @default - no web ACL
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/cloudfront-features.html
   */
  readonly webAclArn?: string;

  /**
   * The countries that may read. Others get 403, without CORS headers.
   *
   * @default - all countries
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/georestrictions.html
   */
  readonly geoRestriction?: cloudfront.GeoRestriction;

  /**
   * Which of CloudFront's locations serve the files. Fewer are cheaper, and slower for readers far from them.
   *
   * @default PriceClass.PRICE_CLASS_ALL
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PriceClass.html
   */
  readonly priceClass?: cloudfront.PriceClass;
}
