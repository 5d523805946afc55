import { eachOrigin, placeIn } from '../deliveries';
import { failIf } from '../judge';
import type { Rule } from '../rule';

export const globalEndpoint: Rule = {
  id: 'global-endpoint',
  severity: 'warning',
  family: 'unreachable',
  title: 'An origin uses the global endpoint of S3 (bucket.s3.amazonaws.com)',
  why: 'For some hours after a bucket is made outside us-east-1, S3 answers 307, and CloudFront passes that on: pages are sent to S3\'s own host, where they get 403.',
  fix: 'Use the regional domain name: `!GetAtt Bucket.RegionalDomainName`.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-3xx-status-codes.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html',
  ],
  unless: 'The bucket is in us-east-1, or older than a day.',
  example: {
    wrong: `
Distribution:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      Enabled: true
      Origins:
        - Id: assets
          DomainName: !GetAtt Assets.DomainName
          OriginAccessControlId: !GetAtt AccessControl.Id
          S3OriginConfig: {}
      DefaultCacheBehavior:
        TargetOriginId: assets
        ViewerProtocolPolicy: redirect-to-https
        CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6

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
    eachOrigin(graph, ({ path, target }, distribution) => {
      if (target.kind !== 's3') {
        return [];
      }
      const region = target.bucket.known ? target.bucket.value.region : undefined;
      const redirects = target.endpoint === 'global' && !(region?.known && region.value === 'us-east-1');
      return [failIf(placeIn(distribution, `${path}.DomainName`), redirects ? `${target.bucketName} is fetched from S3's global endpoint` : undefined)];
    }),
};
