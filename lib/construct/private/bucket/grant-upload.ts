import { Token } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Problems } from '../../../contract/problem';
import { bucketOfApp } from './bucket-access';

/** What somebody may upload. */
export interface UploadGrant {
  /** The beginning of the keys that may be uploaded at all. */
  readonly prefix: string;
  /** Keys below it. */
  readonly keyPattern: string;
  /** Whether uploads of several parts may be listed and aborted. */
  readonly multipart: boolean;
}

/** Adds to `problems` why no key below the prefix can match a pattern. */
export function checkKeyPattern({ prefix, keyPattern }: UploadGrant, problems: Problems): void {
  if (!Token.isUnresolved(keyPattern) && (keyPattern === '' || keyPattern.startsWith('/') || (!Token.isUnresolved(prefix) && keyPattern.startsWith(prefix)))) {
    problems.add('upload-key-pattern', 'keyPattern', keyPattern, '"avatars/*", without the upload prefix');
  }
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
const MULTIPART_ACTIONS = ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];

export function grantUpload(given: s3.IBucket, grantee: iam.IGrantable, { prefix, keyPattern, multipart }: UploadGrant): iam.Grant {
  const bucket = bucketOfApp(given) ?? given;
  // S3 asks for Decrypt too when an upload has several parts: S3 User Guide, "Uploading and copying objects using multipart upload".
  bucket.encryptionKey?.grant(grantee, 'kms:GenerateDataKey', 'kms:Decrypt');
  return iam.Grant.addToPrincipalOrResource({
    grantee,
    actions: ['s3:PutObject', ...(multipart ? MULTIPART_ACTIONS : [])],
    resourceArns: [bucket.arnForObjects(`${prefix}${keyPattern}`)],
    resource: bucket,
  });
}
