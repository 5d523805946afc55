import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { Problems } from '../../contract/problem';
import type { AssetCacheOptions } from './asset-cache-options';
import { parseCacheSettings, sharedCachePolicy } from '../private/behavior/cache-settings';
import { throwProblems } from '../private/parse/parsing';

/**
 * How CloudFront caches the files of a behavior. No request header can enter the key of the cache: a copy for each `Origin` would only
 * cost hits, because CORS headers are added behind the cache.
 */
export class AssetCache {
  /**
   * CloudFront obeys the Cache-Control of each object, keeps files without one for a day, and ignores query strings: the managed policy
   * CachingOptimized.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
   */
  public static readonly OPTIMIZED = new AssetCache(() => cloudfront.CachePolicy.CACHING_OPTIMIZED);

  /** Nothing is kept: every request goes to S3. The managed policy CachingDisabled, which does not compress either. */
  public static readonly DISABLED = new AssetCache(() => cloudfront.CachePolicy.CACHING_DISABLED);

  /**
   * A cache policy with these settings. Equal settings share one policy in a stack, because an account has 20 of them.
   *
   * @throws CorsConfigurationError when CloudFront or S3 would refuse the settings
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
   */
  public static of(options: AssetCacheOptions): AssetCache {
    const problems = new Problems();
    const settings = parseCacheSettings(options, problems);
    throwProblems(problems, 'AssetCache.of');
    return new AssetCache((scope) => sharedCachePolicy(scope, settings));
  }

  /**
   * A cache policy that exists. It is taken as it is; one that this app makes is checked with everything else.
   *
   * @param policy the policy
   */
  public static fromCachePolicy(policy: cloudfront.ICachePolicyRef): AssetCache {
    return new AssetCache(() => policy);
  }

  private constructor(
    /** @internal */
    readonly _bind: (scope: Construct) => cloudfront.ICachePolicyRef,
  ) {}
}
