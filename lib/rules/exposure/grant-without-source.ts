import { failIf, judgeKnown } from '../judge';
import type { Rule } from '../rule';
import { eachStatement, grantedActions } from '../statements';

const ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'];

export const grantWithoutSource: Rule = {
  id: 'grant-without-source',
  severity: 'error',
  family: 'exposure',
  title: 'The bucket lets CloudFront in without saying which distribution',
  why: 'Anybody can point a distribution of their own account at the bucket and read every file through it.',
  fix: 'Add the condition StringEquals AWS:SourceArn with the ARN of the distribution.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  ],
  unless: 'Every file of the bucket is public anyway.',
  example: {
    wrong: `
Assets:
  Type: AWS::S3::Bucket

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
Assets:
  Type: AWS::S3::Bucket

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
    graph.buckets.flatMap((bucket) =>
      eachStatement(bucket, (statement, place) => {
        const { effect, principals } = statement;
        const isCloudFront = principals.known && !principals.value.negated && principals.value.services.includes('cloudfront.amazonaws.com');
        if (!isCloudFront || (effect.known && effect.value === 'Deny')) {
          return [];
        }
        return [judgeKnown(place, grantedActions(graph, statement, bucket, 'foreigner', ACTIONS), (actions) =>
          failIf(place, actions.length === 0 ? undefined : `any distribution of any account gets ${actions.join(', ')}`))];
      })),
};
