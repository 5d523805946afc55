import { at, textAt, type TemplatePlace } from '../../intrinsics/template-place';
import { bucketArn } from '../../intrinsics/resource-values';
import { addressOf, type Stack } from '../../intrinsics/stacks';
import { allKnown, chainKnown, known, mapKnown, unknown, valueOr, type Known } from '../../types/known';
import type { Bucket, BucketSettings, Premise } from '../../types';
import { OF_S3, readCorsRules } from './cors-rules';
import { groupedBy } from '../resource-index';
import { readStatementList } from '../statements';

interface ReadSettings extends BucketSettings {
  readonly stack: Stack;
}

/** The custom resource of `applyBucketSettings()`; `properties` are what the S3 API would be given. */
export function readBucketSettings(logicalId: string, properties: TemplatePlace): ReadSettings {
  const { stack } = properties;
  const address = addressOf(stack, logicalId);
  const bucketName = chainKnown(textAt(at(properties, 'BucketName')), (name): Known<string> => (name === undefined ? unknown('BucketName is missing') : known(name)));
  return {
    stack, address, bucketName,
    cors: readCorsRules(at(properties, 'CorsRules'), OF_S3),
    policy: { address, bucketName, statements: readStatementList(at(properties, 'PolicyStatements')), merged: true },
  };
}

/** The buckets with what custom resources put into them; a bucket that no template makes is known by that alone. */
export function withSettings(buckets: readonly Bucket[], settings: readonly ReadSettings[]): readonly Bucket[] {
  const byName = groupedBy(settings.filter(({ bucketName }) => bucketName.known), ({ bucketName }) => valueOr(bucketName, ''));
  const names = new Set(buckets.map(({ name }) => name));
  const imported = [...byName].filter(([name]) => !names.has(name)).map(([name, all]) => importedBucket(name, all));
  return [...buckets.map((bucket) => added(bucket, byName.get(bucket.name) ?? [])), ...imported];
}

/** What has to be taken for granted of a bucket that others write too. */
export function importedPremises(buckets: readonly Bucket[]): readonly Premise[] {
  return buckets.filter(({ imported }) => imported).map(({ name }) =>
    ({ text: `the imported bucket ${name}`, value: 'without a statement of others that denies CloudFront, and without a KMS key of its own', equal: true }));
}

function added(bucket: Bucket, settings: readonly ReadSettings[]): Bucket {
  return settings.length === 0 ? bucket : {
    ...bucket,
    cors: chainKnown(bucket.cors, (rules = []) => mapKnown(corsOf(settings), (more) => [...rules, ...more])),
    policies: [...bucket.policies, ...settings.map(({ policy }) => policy)],
    settings,
  };
}

const IMPORTED = unknown('the bucket is imported');

function importedBucket(name: string, settings: readonly ReadSettings[]): Bucket {
  const [{ address, stack }] = settings as readonly [ReadSettings];
  return {
    address, name,
    arn: bucketArn(stack, name),
    region: IMPORTED,
    cors: corsOf(settings),
    policies: settings.map(({ policy }) => policy),
    publicAccessBlock: IMPORTED,
    // By the premise above.
    encryption: known({ algorithm: 'AES256', kmsKey: known(undefined) }),
    objectOwnership: IMPORTED,
    accessControl: IMPORTED,
    website: IMPORTED,
    settings,
    imported: true,
  };
}

function corsOf(settings: readonly ReadSettings[]): BucketSettings['cors'] {
  return mapKnown(allKnown(settings.map(({ cors }) => cors)), (lists) => lists.flat());
}
