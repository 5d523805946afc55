import type { ExampleParts } from './example-stack';

/** A second bucket, right in everything, and the origin group `both` of the two; `codes` are those it fails over on. */
export function spareBucket(codes = '500, 502, 503, 504'): ExampleParts {
  return {
    distribution: {
      OriginGroups: `{ Quantity: 1, Items: [{ Id: both, FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [${codes}] } }, Members: { Quantity: 2, Items: [{ OriginId: assets }, { OriginId: spare }] } }] }`,
    },
    origins: ['{ Id: spare, DomainName: !GetAtt Spare.RegionalDomainName, OriginAccessControlId: !Ref AccessControl, S3OriginConfig: {} }'],
    more: `
Spare:
  Type: AWS::S3::Bucket
  Properties:
    CorsConfiguration:
      CorsRules:
        - { AllowedOrigins: [https://app.example.com], AllowedMethods: [GET, HEAD], AllowedHeaders: ['*'] }
SparePolicy:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: !Ref Spare
    PolicyDocument:
      Statement:
        - Effect: Allow
          Principal: { Service: cloudfront.amazonaws.com }
          Action: s3:GetObject
          Resource: !Sub '${'${Spare.Arn}'}/*'
          Condition: { StringEquals: { AWS:SourceArn: !Sub 'arn:aws:cloudfront::${'${AWS::AccountId}'}:distribution/${'${Distribution}'}' } }`,
  };
}
