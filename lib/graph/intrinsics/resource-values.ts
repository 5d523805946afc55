/** What `Ref` and `Fn::GetAtt` of a resource stand for. */
import { CROSS_REGION_READER, crossRegionExport, outputValue } from './exports';
import { member } from '../types/json';
import { partitionOf, pseudoParameter, urlSuffixOf } from './pseudo-parameters';
import { scalarText } from './resolved';
import { isNestedStackType, resourceSymbol, resourceType, type Stack } from './stacks';
import type { System } from './system';

/** `Ref: logicalId`: a literal name where the template gives one, otherwise the resource's symbol. */
export function referenceTo(stack: Stack, logicalId: string, system: System): string {
  switch (resourceType(stack, logicalId)) {
    case 'AWS::S3::Bucket':
      return propertyText(stack, logicalId, 'BucketName', system);
    case 'AWS::KMS::Alias':
      return propertyText(stack, logicalId, 'AliasName', system);
    default:
      return resourceSymbol(stack, logicalId);
  }
}

/** `Fn::GetAtt: [logicalId, attribute]`. */
export function attributeOf(stack: Stack, logicalId: string, attribute: string, system: System): unknown {
  const type = resourceType(stack, logicalId);
  const known = KNOWN_ATTRIBUTES[`${type}.${attribute}`];
  if (known) {
    return known(stack, logicalId, system);
  }
  const child = isNestedStackType(type) ? stack.children.get(logicalId) : undefined;
  if (child && attribute.startsWith('Outputs.')) {
    return outputValue(child, attribute.slice('Outputs.'.length), system);
  }
  if (type === CROSS_REGION_READER) {
    return crossRegionExport(attribute, system);
  }
  const isId = type.startsWith('AWS::CloudFront::') && attribute === 'Id';
  return resourceSymbol(stack, logicalId, isId ? undefined : attribute);
}

type Attribute = (stack: Stack, logicalId: string, system: System) => string;

const bucketHost = (endpoint: (region: string) => string): Attribute => (stack, id, system) =>
  `${referenceTo(stack, id, system)}.${endpoint(regionOf(stack))}.${urlSuffixOf(stack)}`;

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html#aws-resource-s3-bucket-return-values */
const KNOWN_ATTRIBUTES: Readonly<Record<string, Attribute | undefined>> = {
  'AWS::S3::Bucket.Arn': (stack, id, system) => bucketArn(stack, referenceTo(stack, id, system)),
  'AWS::S3::Bucket.DomainName': bucketHost(() => 's3'),
  'AWS::S3::Bucket.RegionalDomainName': bucketHost((region) => `s3.${region}`),
  'AWS::S3::Bucket.DualStackDomainName': bucketHost((region) => `s3.dualstack.${region}`),
  'AWS::S3::Bucket.WebsiteURL': (stack, id, system) => `http://${bucketHost((region) => `s3-website-${region}`)(stack, id, system)}`,
  // https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
  'AWS::Lambda::Url.FunctionUrl': (stack, id) => `https://${resourceSymbol(stack, id)}.lambda-url.${regionOf(stack)}.on.aws/`,
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-publish.html
  'AWS::ApiGatewayV2::Api.ApiEndpoint': (stack, id) => `https://${resourceSymbol(stack, id)}.execute-api.${regionOf(stack)}.${urlSuffixOf(stack)}`,
  'AWS::CloudFront::Distribution.Arn': (stack, id) => distributionArn(stack, resourceSymbol(stack, id)),
  // Ref of a function is its ARN
  'AWS::CloudFront::Function.FunctionARN': (stack, id) => resourceSymbol(stack, id),
  'AWS::CloudFront::Function.FunctionMetadata.FunctionARN': (stack, id) => resourceSymbol(stack, id),
  'AWS::KMS::Key.Arn': (stack, id) => keyArn(stack, resourceSymbol(stack, id)),
  'AWS::KMS::Key.KeyId': (stack, id) => resourceSymbol(stack, id),
};

export function bucketArn(stack: Stack, name: string): string {
  return `arn:${partitionOf(stack)}:s3:::${name}`;
}

/** A distribution's ARN names no region: CloudFront is global. */
export function distributionArn(stack: Stack, id: string): string {
  return `arn:${partitionOf(stack)}:cloudfront::${accountOf(stack)}:distribution/${id}`;
}

export function keyArn(stack: Stack, id: string): string {
  return `arn:${partitionOf(stack)}:kms:${regionOf(stack)}:${accountOf(stack)}:key/${id}`;
}

function regionOf(stack: Stack): string {
  return pseudoParameter('AWS::Region', stack) ?? '';
}

function accountOf(stack: Stack): string {
  return pseudoParameter('AWS::AccountId', stack) ?? '';
}

function propertyText(stack: Stack, logicalId: string, property: string, system: System): string {
  const written = member(member(member(stack.resources, logicalId), 'Properties'), property);
  const key = `${property} of ${stack.name}.${logicalId}`;
  const text = scalarText(system.once(key, () => system.resolve(written, stack)));
  return text ?? resourceSymbol(stack, logicalId);
}
