import { decided } from '../../model/undecided';
import { exampleStack } from '../engine/example-stack';
import { failIf, judged } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { decideForForeigner } from '../subjects/bucket-access';

const ENCRYPTED = { BucketEncryption: '{ ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn } }] }' };
const KEY = `
Key:
  Type: AWS::KMS::Key
  Properties:
    KeyPolicy:
      Statement:
        - Effect: Allow
          Principal: { Service: cloudfront.amazonaws.com }
          Action: kms:Decrypt
          Resource: '*'`;

export const kmsGrantWithoutSource: Rule = {
  id: 'kms-grant-without-source',
  severity: 'warning',
  family: 'exposure',
  title: 'A KMS key lets CloudFront decrypt without saying for which distribution',
  why: 'A bucket that lets in too many distributions has no second lock: anybody\'s distribution may decrypt.',
  fix: 'Add the condition ArnLike AWS:SourceArn with the distributions of the account.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html#create-oac-overview-s3-kms',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  ],
  unless: 'The bucket\'s policy names the distribution, and always will.',
  example: () => ({
    wrong: exampleStack({ bucket: ENCRYPTED, more: KEY }),
    right: exampleStack({ bucket: ENCRYPTED, more: `${KEY}
          Condition: { ArnLike: { AWS:SourceArn: !Sub 'arn:aws:cloudfront::\${AWS::AccountId}:distribution/*' } }` }),
  }),
  check: (graph) => graph.kmsKeys.flatMap(({ address, arn, statements }) => judged({ address, path: 'Properties.KeyPolicy' }, () =>
    (decided(statements) ?? [])
      .filter(({ principals }) => principals.known && principals.value.services.includes('cloudfront.amazonaws.com'))
      .flatMap((statement) => judged({ address, path: statement.path }, (place) =>
        failIf(place, decideForForeigner(graph, statement, 'kms:Decrypt', arn) === 'allow' ? 'any distribution of any account may decrypt' : undefined))))),
};
