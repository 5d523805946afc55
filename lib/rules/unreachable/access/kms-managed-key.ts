import { decided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { KEY_DENIED } from '../../evidence/witness-shape';
import { bucketTitle, eachFetch } from '../../subjects/deliveries';

export const kmsManagedKey: Rule = {
  id: 'kms-managed-key',
  severity: 'error',
  family: 'unreachable',
  title: 'The bucket is encrypted with the key aws/s3, which CloudFront can never use',
  why: 'S3 answers 403 to everything that CloudFront asks for, so every file fails to load. Nobody can change the policy of that key.',
  fix: 'Encrypt with SSE-S3 (AES256), or with a KMS key of your own that CloudFront may use.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html#create-oac-overview-s3-kms',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
  ],
  unless: 'Every object is uploaded with another encryption than the bucket\'s default.',
  noEdit: 'Files that are already there stay encrypted with aws/s3 until they are copied, and only you can decide whether SSE-S3 is enough.',
  witness: [KEY_DENIED],
  example: () => ({
    wrong: exampleStack({ bucket: { BucketEncryption: '{ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms } }] }' } }),
    right: exampleStack({ bucket: { BucketEncryption: '{ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: AES256 } }] }' } }),
  }),
  check: eachFetch(({ bucket }, place) => {
    const { algorithm, kmsKey } = decided(bucket.encryption);
    return failIf(place, algorithm.startsWith('aws:kms') && !decided(kmsKey) ? `the bucket ${bucketTitle(bucket)} is encrypted with aws/s3` : undefined);
  }),
};
