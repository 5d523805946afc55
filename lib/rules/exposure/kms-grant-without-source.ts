import { decideForForeigner } from '../subjects/bucket-access';
import { failIf, judgeKnown, unknownAt } from '../engine/judge';
import type { Judgement, Rule } from '../engine/rule';
import { exampleStack } from '../engine/example-stack';

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
  example: {
    wrong: exampleStack({ bucket: ENCRYPTED, more: KEY }),
    right: exampleStack({ bucket: ENCRYPTED, more: `${KEY}
          Condition: { ArnLike: { AWS:SourceArn: !Sub 'arn:aws:cloudfront::\${AWS::AccountId}:distribution/*' } }` }),
  },
  check: (graph) =>
    graph.kmsKeys.flatMap(({ address, arn, statements }): readonly Judgement[] => {
      if (!statements.known) {
        return [unknownAt({ address, path: 'Properties.KeyPolicy' }, statements.reason)];
      }
      return (statements.value ?? [])
        .filter(({ principals }) => principals.known && principals.value.services.includes('cloudfront.amazonaws.com'))
        .map((statement) => {
          const place = { address, path: statement.path };
          return judgeKnown(place, decideForForeigner(graph, statement, 'kms:Decrypt', arn), (decision) =>
            failIf(place, decision === 'allow' ? 'any distribution of any account may decrypt' : undefined));
        });
    }),
};
