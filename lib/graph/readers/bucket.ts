import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { readBucketEncryption, type KeysByName } from './encryption';
import { allKnown, chainKnown, known, mapKnown, unknown, type Known } from '../types/known';
import { at, booleanOr, isPresent, itemsOf, literalOr, literalsAt, numberAt, presenceOf, textAt, textsAt, type Place } from '../intrinsics/place';
import { bucketArn, referenceTo } from '../intrinsics/resource-values';
import { addressOf } from '../intrinsics/stacks';
import type { Bucket, BucketPolicy, PublicAccessBlock } from '../types';

/** `AWS::S3::Bucket`; `place` is its `Properties`, `policies` are bucket policies by the name of their bucket. */
export function readBucket(logicalId: string, place: Place, policies: ReadonlyMap<string, readonly BucketPolicy[]>, keys: KeysByName): Bucket {
  const { stack, system } = place;
  const name = referenceTo(stack, logicalId, system);
  const region = stack.input.region;
  return {
    address: addressOf(stack, logicalId),
    name,
    arn: bucketArn(stack, name),
    region: region === undefined ? unknown(`stack ${stack.name} names no region`) : known(region),
    cors: readCors(at(place, 'CorsConfiguration')),
    policies: policies.get(name) ?? [],
    publicAccessBlock: readPublicAccessBlock(at(place, 'PublicAccessBlockConfiguration')),
    encryption: readBucketEncryption(at(place, 'BucketEncryption'), keys),
    objectOwnership: readOwnership(at(place, 'OwnershipControls.Rules')),
    accessControl: literalOr(at(place, 'AccessControl'), 'Private'),
    website: presenceOf(at(place, 'WebsiteConfiguration')),
  };
}

function readCors(place: Place): Known<readonly BucketCorsRule[] | undefined> {
  return isPresent(place) ? chainKnown(itemsOf(at(place, 'CorsRules')), (rules) => allKnown(rules.map(readCorsRule))) : known(undefined);
}

/**
 * CloudFormation's names differ from the API's: `ExposedHeaders`, `Id`, `MaxAge`.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-corsrule.html
 */
function readCorsRule(place: Place): Known<BucketCorsRule> {
  const optional = <T>(name: string, key: string, read: (member: Place) => Known<T>) => {
    const member = at(place, key);
    return mapKnown(read(member), (value) => (isPresent(member) ? { [name]: value } : {}));
  };
  const parts: readonly Known<Partial<BucketCorsRule>>[] = [
    optional('id', 'Id', textAt),
    mapKnown(textsAt(at(place, 'AllowedOrigins')), (allowedOrigins) => ({ allowedOrigins })),
    mapKnown(literalsAt(at(place, 'AllowedMethods')), (allowedMethods) => ({ allowedMethods })),
    optional('allowedHeaders', 'AllowedHeaders', literalsAt),
    optional('exposeHeaders', 'ExposedHeaders', literalsAt),
    optional('maxAgeSeconds', 'MaxAge', numberAt),
  ];
  return mapKnown(allKnown(parts), (all) => ({ allowedOrigins: [], allowedMethods: [], ...Object.assign({}, ...all) as Partial<BucketCorsRule> }));
}

/**
 * Without the property all four are on: new buckets have been so since April 2023. With the property, what it leaves out
 * is off.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-publicaccessblockconfiguration.html
 */
function readPublicAccessBlock(place: Place): Known<PublicAccessBlock> {
  const fallback = !isPresent(place);
  return known({
    blockPublicAcls: booleanOr(at(place, 'BlockPublicAcls'), fallback),
    ignorePublicAcls: booleanOr(at(place, 'IgnorePublicAcls'), fallback),
    blockPublicPolicy: booleanOr(at(place, 'BlockPublicPolicy'), fallback),
    restrictPublicBuckets: booleanOr(at(place, 'RestrictPublicBuckets'), fallback),
  });
}

function readOwnership(rules: Place): Known<string> {
  return chainKnown(itemsOf(rules), ([rule]) => (rule ? literalOr(at(rule, 'ObjectOwnership'), 'BucketOwnerEnforced') : known('BucketOwnerEnforced')));
}
