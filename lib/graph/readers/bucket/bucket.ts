import type { BucketCorsRule } from '../../../contract/bucket-cors-rule';
import { OF_CLOUDFORMATION, readCorsRules } from './cors-rules';
import { readBucketEncryption, type KeysByName } from '../encryption';
import { chainKnown, known, unknown, type Known } from '../../types/known';
import { at, booleanOr, isPresent, itemsOf, literalOr, presenceOf, type TemplatePlace } from '../../intrinsics/template-place';
import { bucketArn, referenceTo } from '../../intrinsics/resource-values';
import { addressOf } from '../../intrinsics/stacks';
import type { Bucket, BucketPolicy, PublicAccessBlock } from '../../types';

/** `AWS::S3::Bucket`; `place` is its `Properties`, `policies` are bucket policies by the name of their bucket. */
export function readBucket(
  logicalId: string,
  place: TemplatePlace,
  policies: ReadonlyMap<string, readonly BucketPolicy[]>,
  keys: KeysByName,
): Bucket {
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

function readCors(place: TemplatePlace): Known<readonly BucketCorsRule[] | undefined> {
  return isPresent(place) ? readCorsRules(at(place, 'CorsRules'), OF_CLOUDFORMATION) : known(undefined);
}

/**
 * Without the property all four are on: new buckets have been so since April 2023. With the property, what it leaves out
 * is off.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-publicaccessblockconfiguration.html
 */
function readPublicAccessBlock(place: TemplatePlace): Known<PublicAccessBlock> {
  const fallback = !isPresent(place);
  return known({
    byDefault: fallback,
    blockPublicAcls: booleanOr(at(place, 'BlockPublicAcls'), fallback),
    ignorePublicAcls: booleanOr(at(place, 'IgnorePublicAcls'), fallback),
    blockPublicPolicy: booleanOr(at(place, 'BlockPublicPolicy'), fallback),
    restrictPublicBuckets: booleanOr(at(place, 'RestrictPublicBuckets'), fallback),
  });
}

function readOwnership(rules: TemplatePlace): Known<string> {
  return chainKnown(itemsOf(rules), ([rule]) => (rule ? literalOr(at(rule, 'ObjectOwnership'), 'BucketOwnerEnforced') : known('BucketOwnerEnforced')));
}
