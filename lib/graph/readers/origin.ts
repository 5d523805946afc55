import { allKnown, chainKnown, known, mapKnown, unknown, valueOr, type Known } from '../types/known';
import { at, booleanOr, isPresent, itemsOf, literalAt, textAt, textOr, type TemplatePlace } from '../intrinsics/template-place';
import { readTarget } from './origin-target';
import { accessIdentity, attached, type ResourceIndex } from './resource-index';
import { addressOf, resourceSymbol } from '../intrinsics/stacks';
import { partitionOf } from '../intrinsics/pseudo-parameters';
import { isUnresolved } from '../intrinsics/resolved';
import type { Origin, OriginAccessControl, OriginAccessIdentity } from '../types';

/** An item of `Origins`. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-origin.html */
export function readOrigin(place: TemplatePlace, index: ResourceIndex): Origin {
  const domainName = requiredText(at(place, 'DomainName'));
  const accessControlId = textAt(at(place, 'OriginAccessControlId'));
  const identityPath = textAt(at(place, 'S3OriginConfig.OriginAccessIdentity'));
  return {
    path: place.path,
    id: requiredText(at(place, 'Id')),
    domainName,
    target: readTarget(domainName, place, index),
    config: readConfig(place),
    originPath: textOr(at(place, 'OriginPath'), ''),
    customHeaders: readCustomHeaders(at(place, 'OriginCustomHeaders')),
    originShield: booleanOr(at(place, 'OriginShield.Enabled'), false),
    accessControlId,
    accessControl: attached(accessControlId, index.originAccessControls, 'the origin access control'),
    accessIdentity: accessIdentity(identityPath, index.originAccessIdentities),
    accessIdentityPath: valueOr(identityPath, undefined),
  };
}

function readConfig(place: TemplatePlace): Origin['config'] {
  if (isUnresolved(place.value)) {
    return 'none';
  }
  if (isPresent(at(place, 'VpcOriginConfig'))) {
    return 'vpc';
  }
  const [s3, custom] = [isPresent(at(place, 'S3OriginConfig')), isPresent(at(place, 'CustomOriginConfig'))];
  return s3 && custom ? 'both' : s3 ? 's3' : custom ? 'custom' : 'none';
}

function readCustomHeaders(place: TemplatePlace): Origin['customHeaders'] {
  return chainKnown(itemsOf(place), (items) =>
    allKnown(
      items.map((item) =>
        chainKnown(textOr(at(item, 'HeaderName'), ''), (name) => mapKnown(textOr(at(item, 'HeaderValue'), ''), (value) => ({ name, value }))),
      ),
    ),
  );
}

function requiredText(place: TemplatePlace): Known<string> {
  return chainKnown(textAt(place), (text) => (text === undefined ? unknown(`${place.path} is missing`) : known(text)));
}

function requiredLiteral(place: TemplatePlace): Known<string> {
  return chainKnown(literalAt(place), (text) => (text === undefined ? unknown(`${place.path} is missing`) : known(text)));
}

/** `AWS::CloudFront::OriginAccessControl`. */
export function readAccessControl(logicalId: string, properties: TemplatePlace): OriginAccessControl {
  const config = at(properties, 'OriginAccessControlConfig');
  return {
    address: addressOf(properties.stack, logicalId),
    id: resourceSymbol(properties.stack, logicalId),
    name: textOr(at(config, 'Name'), ''),
    signingBehavior: requiredLiteral(at(config, 'SigningBehavior')),
    signingProtocol: requiredLiteral(at(config, 'SigningProtocol')),
    originType: requiredLiteral(at(config, 'OriginAccessControlOriginType')),
  };
}

/** `AWS::CloudFront::CloudFrontOriginAccessIdentity`, with the two names bucket policies know it by. */
export function readAccessIdentity(logicalId: string, { stack }: TemplatePlace): OriginAccessIdentity {
  const id = resourceSymbol(stack, logicalId);
  return {
    address: addressOf(stack, logicalId),
    id,
    canonicalUserId: resourceSymbol(stack, logicalId, 'S3CanonicalUserId'),
    iamArn: `arn:${partitionOf(stack)}:iam::cloudfront:user/CloudFront Origin Access Identity ${id}`,
  };
}
