import { Token } from 'aws-cdk-lib';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as deployment from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import type { DeployFilesOptions } from '../deploy-files-options';

/** Browsers keep it for a year and never ask; RFC 8246. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/**
 * Browsers ask each time, CloudFront for a day. `no-cache` would make CloudFront ask S3 each second, because the minimum
 * TTL of CachingOptimized is one second; the invalidation of the deployment ends the day early.
 */
const REVALIDATED = 'public, max-age=0, must-revalidate, s-maxage=86400';

/** Where the files go. */
export interface AssetTarget {
  readonly bucket: s3.IBucket;
  readonly distribution: cloudfront.IDistribution;
  /** The prefix of keys that are not this deployment's. */
  readonly uploads?: string;
  /** Where CloudFront looks for the files. */
  readonly originPath?: string;
}

/** Two copies of the same sources with complementary filters, the changing files last, then an invalidation. */
export class AssetFiles extends Construct {
  constructor(
    scope: Construct, id: string, options: DeployFilesOptions,
    target: AssetTarget,
  ) {
    super(scope, id);
    const immutable = options.immutable ?? [];
    const prefix = keyPrefix(target.originPath);
    const uploads = target.uploads === undefined ? [] : uploadFilters(target.uploads, prefix);
    const common = {
      sources: options.sources,
      destinationBucket: target.bucket,
      destinationKeyPrefix: prefix,
      memoryLimit: options.memoryLimit?.toMebibytes(),
    };
    // First, because all deployments of a stack share one function, which depends on the layer of the first of them.
    const kept = immutable.length === 0 ? [] : [new deployment.BucketDeployment(this, 'Immutable', {
      ...common,
      // An include after the excludes would win over the one for uploads, and pruning would then delete those that match.
      prune: target.uploads === undefined && options.prune === true,
      exclude: ['*'],
      include: immutable,
      cacheControl: [deployment.CacheControl.fromString(IMMUTABLE)],
    })];
    new deployment.BucketDeployment(this, 'Revalidated', {
      ...common,
      prune: options.prune ?? false,
      exclude: [...immutable, ...uploads],
      cacheControl: [deployment.CacheControl.fromString(REVALIDATED)],
      distribution: target.distribution,
      distributionPaths: ['/*'],
      // Waiting fails deployments that are fine: an invalidation may take longer than the handler lives (aws/aws-cdk#15891).
      waitForDistributionInvalidation: false,
    }).node.addDependency(...kept);
  }
}

/** The origin path as the beginning of keys, which have no leading slash. */
function keyPrefix(originPath: string | undefined): string | undefined {
  return originPath === undefined || Token.isUnresolved(originPath) ? originPath : originPath.replace(/^\/|\/$/g, '') || undefined;
}

/** What not to touch. Filters are relative to the place that is copied to, and uploads outside of that place need none. */
function uploadFilters(uploads: string, prefix: string | undefined): string[] {
  if (prefix === undefined) {
    return [`${uploads}*`];
  }
  return uploads.startsWith(`${prefix}/`) ? [`${uploads.slice(prefix.length + 1)}*`] : [];
}
