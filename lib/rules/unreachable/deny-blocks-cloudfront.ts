import { callerAt, mayRead, statementsOf } from '../bucket-access';
import { chainKnown, valueOr } from '../../graph/known';
import { eachFetch, placeIn } from '../deliveries';
import { failIf, judgeKnown } from '../judge';
import type { Rule } from '../rule';

export const denyBlocksCloudfront: Rule = {
  id: 'deny-blocks-cloudfront',
  severity: 'error',
  family: 'unreachable',
  title: 'A Deny in the bucket\'s policy also hits the distribution',
  why: 'A Deny wins over every Allow, so S3 answers 403 to everything that CloudFront asks for.',
  fix: 'Narrow the Deny, for example to requests without TLS, or except the distribution with a condition on AWS:SourceArn.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  ],
  unless: 'The distribution is meant to be locked out for now.',
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
          Condition: { StringEquals: { AWS:SourceArn: !Sub 'arn:aws:cloudfront::\${AWS::AccountId}:distribution/\${Distribution}' } }
        - Effect: Deny
          Principal: '*'
          Action: s3:GetObject
          Resource: !Sub '\${Assets.Arn}/*'
          Condition: { Bool: { aws:SecureTransport: 'true' } }

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
        - Effect: Deny
          Principal: '*'
          Action: s3:*
          Resource: !Sub '\${Assets.Arn}/*'
          Condition: { Bool: { aws:SecureTransport: 'false' } }

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
    eachFetch(graph, ({ distribution, origin, bucket }) => {
      if (bucket.policies.length === 0) {
        return [];
      }
      const place = placeIn(distribution, origin.path);
      const decision = chainKnown(statementsOf(bucket), (all) => chainKnown(callerAt(distribution, origin), (caller) =>
        mayRead(graph, all, bucket, caller, `${valueOr(origin.originPath, '')}/`)));
      return [judgeKnown(place, decision, (effect) =>
        failIf(place, effect === 'deny' ? `the policy of the bucket ${bucket.address.logicalId} denies what CloudFront asks for` : undefined))];
    }),
};
