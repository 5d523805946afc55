import { eachOrigin, placeIn } from '../deliveries';
import { fail, judgeKnown, pass } from '../judge';
import type { Rule } from '../rule';

export const signingNotAlways: Rule = {
  id: 'signing-not-always',
  severity: 'error',
  family: 'unreachable',
  title: 'An origin access control for a bucket does not sign every request',
  why: 'Unsigned requests get 403 from a private bucket: all of them with `never`; with `no-override`, those for which the viewer sent an Authorization header.',
  fix: 'Write SigningBehavior: always.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html',
  ],
  unless: 'The bucket is public, or clients sign their requests to S3 themselves.',
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
      SigningBehavior: never
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
    eachOrigin(graph, ({ target, accessControl }, distribution) => {
      if (target.kind !== 's3' || !accessControl.known || !accessControl.value) {
        return [];
      }
      const { address, signingBehavior } = accessControl.value;
      const place = { address, path: 'Properties.OriginAccessControlConfig.SigningBehavior' };
      return [judgeKnown(place, signingBehavior, (behavior) => {
        if (behavior === 'always') {
          return pass(place);
        }
        const message = `requests of ${placeIn(distribution, '').address.logicalId} are signed ${behavior === 'never' ? 'never' : 'unless the viewer sends Authorization'}`;
        return behavior === 'never' ? fail(place, message) : fail(place, message, { severity: 'warning' });
      })];
    }),
};
