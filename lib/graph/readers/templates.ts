import { conditionHolds } from '../intrinsics/conditions';
import { isObject, member, textOf } from '../types/json';
import { known, valueOr, type Known } from '../types/known';
import { at, placeOf, textAt, type TemplatePlace } from '../intrinsics/template-place';
import { BUCKET_SETTINGS_TYPE } from '../../contract/bucket-settings';
import { readBucket } from './bucket/bucket';
import { importedPremises, readBucketSettings, withSettings } from './bucket/bucket-settings';
import { readCachePolicy, readOriginRequestPolicy } from './cloudfront-policies';
import { readDistribution } from './distribution';
import { functionIndex, readFunction, readKeyValueStore } from './edge-code';
import { keysByName, readAlias, readKmsKey } from './encryption';
import { readAccessControl, readAccessIdentity } from './origin';
import { readResponseHeadersPolicy } from './response-headers';
import { readStatements } from './statements';
import { READ_TYPES } from './resource-types';
import { evaluatingSystem } from '../intrinsics/resolve';
import { byId, groupedBy, type ResourceIndex } from './resource-index';
import { addressOf, deployedStacks, resourceType, type Stack } from '../intrinsics/stacks';
import type { System } from '../intrinsics/system';
import { templateProblem, unexpandedMacros, type TemplateInput } from '../types/template-input';
import type { Bucket, BucketPolicy, DeliveryGraph, DeliveryGraphs, KmsKey } from '../types';
import { exploreWorlds, type Decide } from '../intrinsics/worlds';

/**
 * Reads the delivery graph of one or many CloudFormation templates that are deployed together: references across them
 * (exports, nested stacks, weak and cross-region references, literal bucket names) are followed.
 *
 * Never throws for what is in a template: what is not a template is a problem, what cannot be known is unknown.
 */
export function readTemplates(inputs: readonly TemplateInput[]): DeliveryGraphs {
  const problems = inputs.flatMap((input) => templateProblem(input) ?? unexpandedMacros(input));
  const stacks = deployedStacks(inputs.filter((input) => templateProblem(input) === undefined));
  const { results, complete } = exploreWorlds((decide) => readWorld(stacks, decide));
  return {
    worlds: results.map(({ result, premises }) => ({ ...result, premises: [...premises, ...importedPremises(result.buckets)] })),
    problems,
    complete,
  };
}

type World = Omit<DeliveryGraph, 'premises'>;

function readWorld(stacks: readonly Stack[], decide: Decide): World {
  const resources = presentResources(stacks, evaluatingSystem(stacks, decide));
  const all = <T>(type: string, read: (logicalId: string, properties: TemplatePlace) => T): readonly T[] =>
    (resources.get(type) ?? []).map(({ logicalId, properties }) => read(logicalId, properties));

  const kmsKeys = readKeys(all);
  const policies = all('AWS::S3::BucketPolicy', readBucketPolicy);
  const policiesByBucket = groupedBy(policies, (policy) => valueOr(policy.bucketName, ''));
  const keys = keysByName(kmsKeys);
  const settings = all(BUCKET_SETTINGS_TYPE, readBucketSettings);
  const buckets = withSettings(all('AWS::S3::Bucket', (id, properties) => readBucket(id, properties, policiesByBucket, keys)), settings);
  const nodes = {
    cachePolicies: all('AWS::CloudFront::CachePolicy', readCachePolicy),
    originRequestPolicies: all('AWS::CloudFront::OriginRequestPolicy', readOriginRequestPolicy),
    responseHeadersPolicies: all('AWS::CloudFront::ResponseHeadersPolicy', readResponseHeadersPolicy),
    originAccessControls: all('AWS::CloudFront::OriginAccessControl', readAccessControl),
    originAccessIdentities: all('AWS::CloudFront::CloudFrontOriginAccessIdentity', readAccessIdentity),
  };
  const stores = new Map(all('AWS::CloudFront::KeyValueStore', readKeyValueStore));
  const index: ResourceIndex = {
    buckets: groupedBy(buckets, (bucket) => bucket.name),
    cachePolicies: byId(nodes.cachePolicies),
    originRequestPolicies: byId(nodes.originRequestPolicies),
    responseHeadersPolicies: byId(nodes.responseHeadersPolicies),
    originAccessControls: byId(nodes.originAccessControls),
    originAccessIdentities: byId(nodes.originAccessIdentities),
    functions: functionIndex(all('AWS::CloudFront::Function', (id, properties) => readFunction(id, properties, stores))),
  };
  return {
    ...nodes,
    buckets,
    distributions: all('AWS::CloudFront::Distribution', (id, properties) => readDistribution(id, properties, index)),
    kmsKeys,
    strayBucketPolicies: strayPolicies(policies, buckets),
  };
}

interface PresentResource {
  readonly logicalId: string;
  readonly properties: TemplatePlace;
}

/** The resources whose condition holds (and whose nested stack is deployed), by type. */
function presentResources(stacks: readonly Stack[], system: System): ReadonlyMap<string, readonly PresentResource[]> {
  const byType = new Map<string, PresentResource[]>();
  for (const stack of stacks) {
    for (const [logicalId, resource] of Object.entries(stack.resources)) {
      const type = resourceType(stack, logicalId);
      if (isObject(resource) && READ_TYPES.has(type) && isDeployed(stack, logicalId, system)) {
        const properties = placeOf(member(resource, 'Properties'), 'Properties', stack, system);
        const sameType = byType.get(type) ?? [];
        sameType.push({ logicalId, properties });
        byType.set(type, sameType);
      }
    }
  }
  return byType;
}

function isDeployed(stack: Stack, logicalId: string, system: System): boolean {
  const condition = textOf(member(member(stack.resources, logicalId), 'Condition'));
  if (condition !== undefined && conditionHolds(condition, stack, system) === false) {
    return false;
  }
  return !stack.parent || isDeployed(stack.parent.stack, stack.parent.logicalId, system);
}

function readBucketPolicy(logicalId: string, properties: TemplatePlace): BucketPolicy {
  return {
    address: addressOf(properties.stack, logicalId),
    bucketName: orEmpty(textAt(at(properties, 'Bucket'))),
    statements: readStatements(at(properties, 'PolicyDocument')),
  };
}

function orEmpty(text: Known<string | undefined>): Known<string> {
  return text.known ? known(text.value ?? '') : text;
}

function strayPolicies(policies: readonly BucketPolicy[], buckets: readonly Bucket[]): readonly BucketPolicy[] {
  const attachedPolicies = new Set(buckets.flatMap((bucket) => bucket.policies));
  return policies.filter((policy) => !attachedPolicies.has(policy));
}

function readKeys(all: <T>(type: string, read: (logicalId: string, properties: TemplatePlace) => T) => readonly T[]): readonly KmsKey[] {
  const aliases = new Map<string, string[]>();
  for (const { target, name } of all('AWS::KMS::Alias', (_, properties) => readAlias(properties))) {
    aliases.set(target, [...(aliases.get(target) ?? []), name]);
  }
  const read = (logicalId: string, properties: TemplatePlace) => readKmsKey(logicalId, properties, aliases);
  return [...all('AWS::KMS::Key', read), ...all('AWS::KMS::ReplicaKey', read)];
}
