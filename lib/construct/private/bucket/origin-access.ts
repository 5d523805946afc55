import { Stack, Token } from 'aws-cdk-lib/core';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

const CLOUDFRONT = 'cloudfront.amazonaws.com';

/**
 * What CloudFront may do with the bucket: read objects, and only for the distribution that is named.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export function readStatement(bucket: s3.IBucket, condition: iam.Conditions): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(CLOUDFRONT)],
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects('*')],
    conditions: condition,
  });
}

/** With ListBucket S3 says 404 for a missing key, without it 403 (AWS re:Post ARotCurEfWTCm7CzGu4vs9lw). */
export function listStatement(bucket: s3.IBucket, condition: iam.Conditions): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(CLOUDFRONT)],
    actions: ['s3:ListBucket'],
    resources: [bucket.bucketArn],
    conditions: condition,
  });
}

/** Only this distribution. */
export function exactly(distribution: cloudfront.IDistributionRef): iam.Conditions {
  const { distributionId } = distribution.distributionRef;
  const arn = Stack.of(distribution).formatArn({ service: 'cloudfront', region: '', resource: 'distribution', resourceName: distributionId });
  return { StringEquals: { 'AWS:SourceArn': arn } };
}

/**
 * Every distribution of the account. A policy in another stack than the distribution cannot name it: the distribution
 * already points at the bucket, so the two stacks would depend on each other.
 */
export function anyDistributionOfAccount(owner: IConstruct, distribution: IConstruct): iam.Conditions {
  const account = Stack.of(distribution).account;
  const arn = Stack.of(owner).formatArn({
    service: 'cloudfront', region: '', resource: 'distribution', resourceName: '*',
    account: Token.isUnresolved(account) ? undefined : account,
  });
  return { ArnLike: { 'AWS:SourceArn': arn } };
}

/**
 * CloudFront decrypts objects only through S3, and the bucket policy names the distribution. The key cannot name it too:
 * key, distribution and bucket would then depend on each other in a circle that CloudFormation refuses.
 */
export function decryptStatement(key: kms.IKey, distribution: IConstruct): iam.PolicyStatement {
  return new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(CLOUDFRONT)],
    actions: ['kms:Decrypt'],
    resources: ['*'],
    conditions: anyDistributionOfAccount(key, distribution),
  });
}
