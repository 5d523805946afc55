import { decided, Undecided } from '../../../model/undecided';
import { exampleStack } from '../../engine/example-stack';
import { fail, pass } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { KEY_DENIED } from '../../evidence/witness-shape';
import { callerAt, decide } from '../../subjects/bucket-access';
import { eachFetch } from '../../subjects/deliveries';

const ENCRYPTED = { BucketEncryption: '{ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn } }] }' };
const KEY = `
Key:
  Type: AWS::KMS::Key
  Properties:
    KeyPolicy:
      Statement:
        - { Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: kms:*, Resource: '*' }`;
const GRANT = `
        - Effect: Allow
          Principal: { Service: cloudfront.amazonaws.com }
          Action: kms:Decrypt
          Resource: '*'
          Condition: { ArnLike: { AWS:SourceArn: !Sub 'arn:aws:cloudfront::\${AWS::AccountId}:distribution/*' } }`;

export const kmsWithoutGrant: Rule = {
  id: 'kms-without-grant',
  severity: 'error',
  family: 'unreachable',
  title: 'The bucket is encrypted with a KMS key that CloudFront may not use',
  why: 'S3 answers 403 to everything that CloudFront asks for, so every file fails to load.',
  fix: 'Allow kms:Decrypt for cloudfront.amazonaws.com in the key\'s policy, with AWS:SourceArn of the account\'s distributions. An origin access identity cannot use KMS keys.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html#create-oac-overview-s3-kms',
    'https://github.com/awslabs/aws-solutions-constructs/issues/831',
  ],
  unless: 'The key gets its policy outside of the templates that are checked, such as by a custom resource.',
  witness: [KEY_DENIED],
  example: () => ({
    wrong: exampleStack({ bucket: ENCRYPTED, more: KEY }),
    right: exampleStack({ bucket: ENCRYPTED, more: `${KEY}${GRANT}` }),
  }),
  check: eachFetch(({ distribution, origin, bucket }, place, graph) => {
    const { algorithm, kmsKey } = decided(bucket.encryption);
    if (!algorithm.startsWith('aws:kms')) {
      return undefined;
    }
    // Nobody outside may use the key aws/s3, which another rule tells
    if (kmsKey.known && !kmsKey.value) {
      return undefined;
    }
    const caller = callerAt(distribution, origin);
    if (caller.kind !== 'distribution') {
      return fail(place, `${caller.kind === 'anonymous' ? 'unsigned requests' : 'an origin access identity'} cannot use a KMS key`);
    }
    const key = decided(kmsKey);
    if (!key || decide(graph, decided(key.statements) ?? [], { caller, action: 'kms:Decrypt', resource: key.arn }) === 'allow') {
      return pass(place);
    }
    if (key.writtenBy !== undefined) {
      throw new Undecided(`the custom resource ${key.writtenBy} may write the policy of the key ${key.address.logicalId}`);
    }
    return fail(place, `the policy of the key ${key.address.logicalId} does not let this distribution decrypt`);
  }),
};
