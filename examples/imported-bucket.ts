// A bucket that was made by hand, years ago, and that has rules and statements of others. The stack adds its own and leaves theirs alone.
//
//   npm run build && npx cdk synth ImportedBucket
import { type App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'ImportedBucket');
  const assets = new CorsAssetDistribution(stack, 'Assets', {
    allowedOrigins: ['https://app.example.com'],
    uploads: { allowedOrigins: ['https://admin.example.com'] },
    bucket: Bucket.fromBucketAttributes(stack, 'Files', { bucketName: 'files-since-2014', region: 'eu-central-1' }),
  });

  // Not for a bucket whose CORS rules or policy belong to another CloudFormation stack or to Terraform: use outputBucketSettings() there.
  assets.applyBucketSettings();
}
