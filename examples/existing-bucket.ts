// Buckets that exist: one that another stack of this app makes, and one that this app only knows by its name.
//
//   npm run build && npx cdk synth ExistingBucketStorage ExistingBucketAssets ImportedBucketAssets
import { Annotations, type App, Stack } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const allowedOrigins = ['https://app.example.com'];

  // Made in this app: the bucket gets its CORS rule and its policy statement in its own stack.
  const storage = new Stack(app, 'ExistingBucketStorage');
  const bucket = new Bucket(storage, 'Files', { blockPublicAccess: BlockPublicAccess.BLOCK_ALL, enforceSSL: true });
  const assetsOfStorage = new Stack(app, 'ExistingBucketAssets');
  new CorsAssetDistribution(assetsOfStorage, 'Assets', { allowedOrigins, bucket });
  // The statement admits every distribution of the account: to name this one, the two stacks would have to need each other.
  Annotations.of(assetsOfStorage).acknowledgeInfo('cdk-cors-asset-distribution:bucketInOtherStack', 'the account is ours alone');

  // Imported, and kept by another tool (else see imported-bucket.ts): CloudFormation cannot change it, so two outputs hold what its owner has to put there:
  //   aws s3api put-bucket-cors --bucket files-of-another-team --cors-configuration "$(… BucketCors …)"
  const stack = new Stack(app, 'ImportedBucketAssets');
  const assets = new CorsAssetDistribution(stack, 'Assets', {
    allowedOrigins,
    bucket: Bucket.fromBucketAttributes(stack, 'Files', { bucketName: 'files-of-another-team', region: 'eu-central-1' }),
  });
  assets.outputBucketSettings();
  Annotations.of(stack).acknowledgeWarning('cdk-cors-asset-distribution:importedBucket', 'its owner applies the two outputs');
}
