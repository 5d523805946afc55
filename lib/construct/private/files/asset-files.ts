import { Duration, Lazy } from 'aws-cdk-lib/core';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as deployment from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import type { DeployFilesOptions } from '../../deploy-files-options';
import { joinedPrefix } from './placed-files';
import type { FilesOfConstruct, PlacedFiles } from './placed-files';

/** Browsers keep it for a year and never ask; RFC 8246. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** Where the files go. */
export interface AssetTarget {
  readonly bucket: s3.IBucket;
  readonly distribution: cloudfront.IDistribution;
  /** Everything that is put into the bucket. */
  readonly files: FilesOfConstruct;
  /** Where CloudFront looks for the files. */
  readonly originPath?: string;
}

/** Two copies of the same sources with complementary filters, the changing files last, then an invalidation. */
export class AssetFiles extends Construct {
  readonly placed: PlacedFiles;

  constructor(scope: Construct, id: string, options: DeployFilesOptions, { bucket, distribution, files, originPath }: AssetTarget) {
    super(scope, id);
    const immutable = options.immutable ?? [];
    const prefix = joinedPrefix(originPath, options.keyPrefix);
    const placed = { prefix, prunes: options.prune ?? false, id };
    this.placed = placed;
    files.add(placed);
    const common = {
      sources: options.sources,
      destinationBucket: bucket,
      destinationKeyPrefix: prefix === '' ? undefined : prefix,
      memoryLimit: options.memoryLimit?.toMebibytes(),
    };
    // First, because all deployments of a stack share one function, which depends on the layer of the first of them.
    const kept = immutable.length === 0 ? [] : [new deployment.BucketDeployment(this, 'Immutable', {
      ...common,
      // An include after the excludes would win over those for what others put there, and pruning would then delete what matches.
      prune: Lazy.uncachedAny({ produce: () => placed.prunes && files.filtersOf(placed).length === 0 }) as unknown as boolean,
      exclude: ['*'],
      include: immutable,
      cacheControl: [deployment.CacheControl.fromString(IMMUTABLE)],
    })];
    new deployment.BucketDeployment(this, 'Revalidated', {
      ...common,
      prune: placed.prunes,
      exclude: Lazy.uncachedList({ produce: () => [...immutable, ...files.filtersOf(placed)] }),
      cacheControl: [deployment.CacheControl.fromString(revalidated(options.maxAge))],
      distribution,
      distributionPaths: options.invalidationPaths ?? [`/${joinedPrefix(options.keyPrefix, '*')}`],
      // Waiting fails deployments that are fine: an invalidation may take longer than the handler lives (aws/aws-cdk#15891).
      waitForDistributionInvalidation: false,
    }).node.addDependency(...kept);
  }
}

/**
 * Browsers ask each time, or after so long; CloudFront for a day. `no-cache` would make CloudFront ask S3 each second, because the minimum
 * TTL of CachingOptimized is one second; the invalidation of the deployment ends the day early.
 */
function revalidated(maxAge = Duration.seconds(0)): string {
  return `public, max-age=${maxAge.toSeconds()}, must-revalidate, s-maxage=86400`;
}
