// A hand-wired distribution becomes a CorsAssetDistribution: the bucket and its files stay, and so does the distribution with its domain name.
import { type Stack } from 'aws-cdk-lib';
import type { CfnDistribution } from 'aws-cdk-lib/aws-cloudfront';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';

/**
 * @param bucket the bucket as the stack has it; its own `cors` is deleted in the same change
 * @param logicalId of the hand-wired distribution, from `cdk diff` or the template: the name decides what CloudFormation keeps
 */
export function migrate(stack: Stack, bucket: Bucket, logicalId: string): CorsAssetDistribution {
  const assets = new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: ['https://app.example.com'], bucket });

  // Same logical id, so CloudFormation updates the distribution where it stands.
  (assets.distribution.node.defaultChild as CfnDistribution).overrideLogicalId(logicalId);
  return assets;
}
