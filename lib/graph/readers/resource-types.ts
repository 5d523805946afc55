import { BUCKET_SETTINGS_TYPE } from '../../contract/bucket-settings';

/** The resource types that decide delivery. Conditions on anything else open no world, and nothing else is rendered. */
export const READ_TYPES: ReadonlySet<string> = new Set([
  BUCKET_SETTINGS_TYPE,
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::CloudFrontOriginAccessIdentity',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::KeyValueStore',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::OriginRequestPolicy',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::KMS::ReplicaKey',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
]);

/** Whether code of somebody's own makes the resource: what it is given, it may change. */
export function isCustomResourceType(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}
