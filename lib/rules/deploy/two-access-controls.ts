import { eachOrigin, placeIn } from '../deliveries';
import { failIf, judgeKnown } from '../judge';
import type { Rule } from '../rule';

export const twoAccessControls: Rule = {
  id: 'two-access-controls',
  severity: 'error',
  family: 'deploy',
  title: 'An origin has both an origin access control and an origin access identity',
  why: 'CloudFront refuses the distribution (IllegalOriginAccessConfiguration), so the stack does not deploy.',
  fix: 'Keep OriginAccessControlId and empty the old one: S3OriginConfig: { OriginAccessIdentity: "" }.',
  see: [
    'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html#migrate-from-oai-to-oac',
  ],
  unless: 'Never: CloudFront takes one of the two.',
  example: {
    wrong: `
Distribution:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      Enabled: true
      Origins:
        - Id: assets
          DomainName: example-assets.s3.eu-central-1.amazonaws.com
          OriginAccessControlId: !GetAtt AccessControl.Id
          S3OriginConfig:
            OriginAccessIdentity: !Sub origin-access-identity/cloudfront/\${Identity}
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

Identity:
  Type: AWS::CloudFront::CloudFrontOriginAccessIdentity
  Properties:
    CloudFrontOriginAccessIdentityConfig: { Comment: assets }
`,
    right: `
Distribution:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      Enabled: true
      Origins:
        - Id: assets
          DomainName: example-assets.s3.eu-central-1.amazonaws.com
          OriginAccessControlId: !GetAtt AccessControl.Id
          S3OriginConfig: { OriginAccessIdentity: '' }
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
    eachOrigin(graph, ({ path, accessControlId, accessIdentity }, distribution) => {
      const place = placeIn(distribution, path);
      if (accessControlId.known && (accessControlId.value ?? '') === '') {
        return [];
      }
      return [judgeKnown(place, accessControlId, () => {
        // An identity that is no resource of the templates is unknown, and it is one all the same
        const hasIdentity = !accessIdentity.known || accessIdentity.value !== undefined;
        return failIf(place, hasIdentity ? 'OriginAccessControlId and OriginAccessIdentity stand side by side' : undefined);
      })];
    }),
};
