import { decideForForeigner } from '../bucket-access';
import { failIf, judgeKnown, unknownAt } from '../judge';
import type { Judgement, Rule } from '../rule';

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
    wrong: `
Key:
  Type: AWS::KMS::Key
  Properties:
    KeyPolicy:
      Statement:
        - { Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: kms:*, Resource: '*' }
        - Effect: Allow
          Principal: { Service: cloudfront.amazonaws.com }
          Action: kms:Decrypt
          Resource: '*'

Assets:
  Type: AWS::S3::Bucket
  Properties:
    BucketEncryption:
      ServerSideEncryptionConfiguration:
        - ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn }

Policy:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: !Ref Assets
    PolicyDocument:
      Statement:
        - Effect: Allow
          Principal: { Service: cloudfront.amazonaws.com }
          Action: s3:GetObject
          Resource: !Sub '\${Assets.Arn}/*'
          Condition: { StringEquals: { AWS:SourceArn: !Sub 'arn:aws:cloudfront::\${AWS::AccountId}:distribution/\${Distribution}' } }

Distribution:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      Enabled: true
      Origins:
        - Id: assets
          DomainName: !GetAtt Assets.RegionalDomainName
          OriginAccessControlId: !GetAtt AccessControl.Id
          S3OriginConfig: {}
      DefaultCacheBehavior:
        TargetOriginId: assets
        ViewerProtocolPolicy: redirect-to-https
        CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6

AccessControl:
  Type: AWS::CloudFront::OriginAccessControl
  Properties:
    OriginAccessControlConfig:
      Name: assets
      OriginAccessControlOriginType: s3
      SigningBehavior: always
      SigningProtocol: sigv4
`,
    right: `
Key:
  Type: AWS::KMS::Key
  Properties:
    KeyPolicy:
      Statement:
        - { Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: kms:*, Resource: '*' }
        - Effect: Allow
          Principal: { Service: cloudfront.amazonaws.com }
          Action: kms:Decrypt
          Resource: '*'
          Condition: { ArnLike: { AWS:SourceArn: !Sub 'arn:aws:cloudfront::\${AWS::AccountId}:distribution/*' } }

Assets:
  Type: AWS::S3::Bucket
  Properties:
    BucketEncryption:
      ServerSideEncryptionConfiguration:
        - ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms, KMSMasterKeyID: !GetAtt Key.Arn }

Policy:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: !Ref Assets
    PolicyDocument:
      Statement:
        - Effect: Allow
          Principal: { Service: cloudfront.amazonaws.com }
          Action: s3:GetObject
          Resource: !Sub '\${Assets.Arn}/*'
          Condition: { StringEquals: { AWS:SourceArn: !Sub 'arn:aws:cloudfront::\${AWS::AccountId}:distribution/\${Distribution}' } }

Distribution:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      Enabled: true
      Origins:
        - Id: assets
          DomainName: !GetAtt Assets.RegionalDomainName
          OriginAccessControlId: !GetAtt AccessControl.Id
          S3OriginConfig: {}
      DefaultCacheBehavior:
        TargetOriginId: assets
        ViewerProtocolPolicy: redirect-to-https
        CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6

AccessControl:
  Type: AWS::CloudFront::OriginAccessControl
  Properties:
    OriginAccessControlConfig:
      Name: assets
      OriginAccessControlOriginType: s3
      SigningBehavior: always
      SigningProtocol: sigv4
`,
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
