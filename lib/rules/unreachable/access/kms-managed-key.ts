import { eachFetch, placeIn } from '../../subjects/deliveries';
import { failIf, judgeKnown } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { exampleStack } from '../../engine/example-stack';

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
  example: {
    wrong: exampleStack({ bucket: { BucketEncryption: '{ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms } }] }' } }),
    right: exampleStack({ bucket: { BucketEncryption: '{ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: AES256 } }] }' } }),
  },
  check: (graph) =>
    eachFetch(graph, ({ distribution, origin, bucket }) => {
      const place = placeIn(distribution, origin.path);
      return [judgeKnown(place, bucket.encryption, ({ algorithm, kmsKey }) => (algorithm.startsWith('aws:kms')
        ? judgeKnown(place, kmsKey, (key) => failIf(place, key ? undefined : `the bucket ${bucket.address.logicalId} is encrypted with aws/s3`))
        : failIf(place, undefined)))];
    }),
};
