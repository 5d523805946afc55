import { Annotations, Stack } from 'aws-cdk-lib/core';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { BucketCorsRule } from '../../../contract/bucket-cors-rule';
import { resourceOf } from './bucket-cors';
import type { ImportedBuckets } from './imported-buckets';
import { anyDistributionOfAccount, decryptStatement, exactly, listStatement, readStatement } from './origin-access';

/** What CloudFront needs to read a bucket. */
export interface BucketAccess {
  readonly distribution: cloudfront.IDistributionRef;
  /** Whether a missing key is 404: CloudFront then may list the bucket. */
  readonly list: boolean;
}

/** The bucket as something whose policy can be changed, when this app made it; undefined when it is imported. */
export function bucketOfApp(bucket: s3.IBucket): s3.IBucket | undefined {
  const resource = resourceOf(bucket);
  const owner = resource?.node.scope;
  if (resource === undefined || owner === undefined) {
    return undefined;
  }
  return 'addToResourcePolicy' in owner ? owner as s3.Bucket : s3.Bucket.fromCfnBucket(resource);
}

/** The statements that let CloudFront read, as narrow as the place of the bucket allows. */
export function accessStatements(bucket: s3.IBucket, { distribution, list }: BucketAccess): iam.PolicyStatement[] {
  const owned = bucketOfApp(bucket);
  const inOtherStack = owned !== undefined && Stack.of(owned) !== Stack.of(distribution);
  const condition = inOtherStack ? anyDistributionOfAccount(owned, distribution) : exactly(distribution);
  return [readStatement(bucket, condition), ...(list ? [listStatement(bucket, condition)] : [])];
}

/** Lets CloudFront read the bucket and decrypt with its key, or says what somebody else has to do for it. */
export function admitCloudFront(
  scope: Construct, bucket: s3.IBucket, access: BucketAccess, rules: () => readonly BucketCorsRule[], imported: ImportedBuckets,
): void {
  const owned = bucketOfApp(bucket);
  if (owned === undefined) {
    imported.add(bucket, { rules, statements: () => accessStatements(bucket, access) });
  } else {
    accessStatements(owned, access).forEach((statement) => owned.addToResourcePolicy(statement));
    if (Stack.of(owned) !== Stack.of(scope)) {
      Annotations.of(scope).addInfoV2('cdk-cors-asset-distribution:bucketInOtherStack',
        `the bucket '${owned.node.path}' is in another stack, so its policy admits every distribution of the account; put both into one stack to admit this one alone`);
    }
  }
  admitToKey(scope, owned ?? bucket, access.distribution);
}

function admitToKey(scope: Construct, bucket: s3.IBucket, distribution: cloudfront.IDistributionRef): void {
  const key = bucket.encryptionKey;
  if (key === undefined) {
    return;
  }
  const statement = decryptStatement(key, distribution);
  if (!key.addToResourcePolicy(statement, true).statementAdded) {
    warn(scope, 'importedKey', `the key '${key.node.path}' is imported, so its policy cannot be changed from here; add this statement to it, `
      + `or nobody can read: ${JSON.stringify(Stack.of(scope).resolve(statement.toStatementJson()))}`);
  }
}

function warn(scope: Construct, id: string, text: string): void {
  Annotations.of(scope).addWarningV2(`cdk-cors-asset-distribution:${id}`, text);
}
