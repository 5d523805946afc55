// Map tiles in a bucket of their own, which a pipeline fills, next to the files of the site. A second copy of the site's files (replicated, best
// in another region) answers when S3 does not.
//
//   npm run build && npx cdk synth SeveralBuckets
import { type App, Duration, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AssetCache, CorsAssetDistribution } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'SeveralBuckets');
  const site = new Bucket(stack, 'Site', { versioned: true, enforceSSL: true });
  const copyOfSite = new Bucket(stack, 'CopyOfSite', { versioned: true, enforceSSL: true });
  const tiles = new Bucket(stack, 'Tiles', { enforceSSL: true });

  const assets = new CorsAssetDistribution(stack, 'Assets', {
    allowedOrigins: ['https://www.example.com'],
    bucket: site,
    failoverBucket: copyOfSite,
  });

  assets.addPath('tiles/*', { bucket: tiles, allowedOrigins: ['*'], cache: AssetCache.of({ minTtl: Duration.days(1) }) });
}
