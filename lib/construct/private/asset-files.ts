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

/** Two copies of the same sources with complementary filters, the changing files last, then an invalidation. */
export class AssetFiles extends Construct {
  constructor(
    scope: Construct, id: string, options: DeployFilesOptions,
    target: { readonly bucket: s3.IBucket; readonly distribution: cloudfront.IDistribution; readonly uploads?: string },
  ) {
    super(scope, id);
    const immutable = options.immutable ?? [];
    const uploads = target.uploads === undefined ? [] : [`${target.uploads}*`];
    const common = {
      sources: options.sources,
      destinationBucket: target.bucket,
      prune: options.prune ?? false,
      memoryLimit: options.memoryLimit?.toMebibytes(),
    };
    // First, because the function that copies stands on what the first deployment of a stack brings: were that the one which
    // waits for the other, the two would wait for each other.
    const first = immutable.length === 0 ? undefined : new deployment.BucketDeployment(this, 'Immutable', {
      ...common,
      exclude: ['*', ...uploads],
      include: immutable,
      cacheControl: [deployment.CacheControl.fromString(IMMUTABLE)],
    });
    const revalidated = new deployment.BucketDeployment(this, 'Revalidated', {
      ...common,
      exclude: [...immutable, ...uploads],
      cacheControl: [deployment.CacheControl.fromString(REVALIDATED)],
      distribution: target.distribution,
      distributionPaths: ['/*'],
      // Waiting fails deployments that are fine: an invalidation may take longer than the handler lives (aws/aws-cdk#15891).
      waitForDistributionInvalidation: false,
    });
    if (first !== undefined) {
      revalidated.node.addDependency(first);
    }
  }
}
