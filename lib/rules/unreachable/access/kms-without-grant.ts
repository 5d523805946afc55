import { callerAt, decide } from '../../subjects/bucket-access';
import { chainKnown, type Known } from '../../../graph/types/known';
import type { DeliveryGraph, KmsKey } from '../../../graph/types';
import { eachFetch, placeIn } from '../../subjects/deliveries';
import { fail, failIf, judgeKnown, pass, unknownAt } from '../../engine/judge';
import type { S3Caller } from '../../../model/s3/iam-policy';
import type { Judgement, Place, Rule } from '../../engine/rule';
import { exampleStack } from '../../engine/example-stack';

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
  example: {
    wrong: exampleStack({ bucket: ENCRYPTED, more: KEY }),
    right: exampleStack({ bucket: ENCRYPTED, more: `${KEY}${GRANT}` }),
  },
  check: (graph) =>
    eachFetch(graph, ({ distribution, origin, bucket }) => {
      const place = placeIn(distribution, origin.path);
      const { encryption } = bucket;
      return encryption.known && !encryption.value.algorithm.startsWith('aws:kms') ? [] : [judgeKnown(place, encryption, ({ kmsKey }) =>
        judgeKnown(place, callerAt(distribution, origin), (caller) => (caller.kind === 'distribution'
          ? judgeKnown(place, kmsKey, (key) => (key ? judge(graph, key, caller, place) : pass(place)))
          : fail(place, `${caller.kind === 'anonymous' ? 'unsigned requests' : 'an origin access identity'} cannot use a KMS key`))))];
    }),
};

function judge(graph: DeliveryGraph, key: KmsKey, caller: S3Caller, place: Place): Judgement {
  const decision: Known<string> = chainKnown(key.statements, (statements = []) =>
    decide(graph, statements, { caller, action: 'kms:Decrypt', resource: key.arn }));
  return judgeKnown(place, decision, (effect) => {
    if (effect !== 'allow' && key.writtenBy !== undefined) {
      return unknownAt(place, `the custom resource ${key.writtenBy} may write the policy of the key ${key.address.logicalId}`);
    }
    return failIf(place, effect === 'allow' ? undefined : `the policy of the key ${key.address.logicalId} does not let this distribution decrypt`);
  });
}
