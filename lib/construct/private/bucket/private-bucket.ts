import { RemovalPolicy } from 'aws-cdk-lib/core';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { BucketCorsRule } from '../../../contract/bucket-cors-rule';
import type { CorsAssetDistributionProps } from '../../cors-asset-distribution-props';
import { cdkRule } from './bucket-cors';

/** A bucket that nobody but CloudFront reads, and that outlives the stack. */
export function privateBucket(
  scope: Construct, corsRules: readonly BucketCorsRule[], { encryptionKey, removalPolicy }: CorsAssetDistributionProps,
): s3.Bucket {
  return new s3.Bucket(scope, 'Bucket', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    encryption: encryptionKey === undefined ? s3.BucketEncryption.S3_MANAGED : s3.BucketEncryption.KMS,
    encryptionKey,
    // One key request for many objects in place of one for each.
    bucketKeyEnabled: encryptionKey === undefined ? undefined : true,
    cors: corsRules.map(cdkRule),
    removalPolicy: removalPolicy ?? RemovalPolicy.RETAIN,
  });
}
