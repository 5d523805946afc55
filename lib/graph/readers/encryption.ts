import { member } from '../types/json';
import { chainKnown, known, mapKnown, unknown, valueOr, type Known } from '../types/known';
import { at, isPresent, itemsOf, literalOr, textAt, type TemplatePlace } from '../intrinsics/template-place';
import { readStatements } from './statements';
import { isCustomResourceType } from './resource-types';
import { referencesIn, STACK_SEPARATOR } from '../intrinsics/references';
import { keyArn } from '../intrinsics/resource-values';
import { addressOf, resourceSymbol, resourceType, type Stack } from '../intrinsics/stacks';
import type { BucketEncryption, KmsKey } from '../types';

/** The template's keys by id, ARN and alias. */
export type KeysByName = ReadonlyMap<string, KmsKey>;

/** `AWS::KMS::Key` and `AWS::KMS::ReplicaKey`; `aliases` are `AWS::KMS::Alias` resources by the key they point at. */
export function readKmsKey(logicalId: string, place: TemplatePlace, aliases: ReadonlyMap<string, readonly string[]>): KmsKey {
  const { stack } = place;
  const id = resourceSymbol(stack, logicalId);
  const arn = keyArn(stack, id);
  const document = at(place, 'KeyPolicy');
  const writer = customResourceOf(stack, logicalId);
  return {
    address: addressOf(stack, logicalId),
    id,
    arn,
    ...(writer === undefined ? {} : { writtenBy: writer }),
    aliases: [...(aliases.get(id) ?? []), ...(aliases.get(arn) ?? [])],
    statements: isPresent(document) ? readStatements(document) : known(undefined),
  };
}

/**
 * The custom resource that refers to a resource. A key that names the distribution whose bucket it encrypts closes a circle,
 * and some open it by writing the key's policy from a custom resource.
 */
function customResourceOf(stack: Stack, logicalId: string): string | undefined {
  let byTarget = customResources.get(stack);
  if (!byTarget) {
    const own = `${stack.input.id ?? ''}${STACK_SEPARATOR}`;
    const custom = Object.keys(stack.resources).filter((id) => isCustomResourceType(resourceType(stack, id)));
    byTarget = new Map(custom.flatMap((id) => referencesIn(member(stack.resources, id)).map(({ target }) => [target.replace(own, ''), id] as const)));
    customResources.set(stack, byTarget);
  }
  return byTarget.get(logicalId);
}

const customResources = new WeakMap<Stack, ReadonlyMap<string, string>>();

/** `AWS::KMS::Alias` as the target and the alias's name. */
export function readAlias(place: TemplatePlace): { readonly target: string; readonly name: string } {
  return {
    target: valueOr(textAt(at(place, 'TargetKeyId')), undefined) ?? '',
    name: valueOr(textAt(at(place, 'AliasName')), undefined) ?? '',
  };
}

export function keysByName(keys: readonly KmsKey[]): KeysByName {
  const names = (key: KmsKey) => [key.id, key.arn, ...key.aliases];
  return new Map(keys.flatMap((key) => names(key).map((name) => [name, key] as const)));
}

/** `BucketEncryption`; without it S3 encrypts with its own key, since January 2023. */
export function readBucketEncryption(place: TemplatePlace, keys: KeysByName): Known<BucketEncryption> {
  const rules = itemsOf(at(place, 'ServerSideEncryptionConfiguration'));
  return chainKnown(rules, ([rule]): Known<BucketEncryption> => {
    if (!rule) {
      return known({ algorithm: 'AES256', kmsKey: known(undefined) });
    }
    const settings = at(rule, 'ServerSideEncryptionByDefault');
    const keyId = textAt(at(settings, 'KMSMasterKeyID'));
    return mapKnown(literalOr(at(settings, 'SSEAlgorithm'), 'AES256'), (algorithm) => ({
      algorithm,
      ...(keyId.known && keyId.value !== undefined ? { kmsKeyId: keyId.value } : {}),
      kmsKey: chainKnown(keyId, (id) => keyOf(id, algorithm, keys)),
    }));
  });
}

/** Without a key id, and by the alias `aws/s3`, the key is the one AWS manages for S3, whose policy nobody can edit. */
function keyOf(id: string | undefined, algorithm: string, keys: KeysByName): Known<KmsKey | undefined> {
  const name = id?.replace(/^arn:[^:]*:kms:[^:]*:[^:]*:alias\//, 'alias/');
  if (id === undefined || name === 'alias/aws/s3' || !algorithm.startsWith('aws:kms')) {
    return known(undefined);
  }
  const key = keys.get(id) ?? keys.get(name ?? '') ?? keys.get(id.replace(/^.*:key\//, ''));
  return key ? known(key) : unknown(`the KMS key ${id} is not a resource of these templates`);
}
