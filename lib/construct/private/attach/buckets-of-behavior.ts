import { Annotations } from 'aws-cdk-lib/core';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { CorsAssetBehaviorProps } from '../../behavior/cors-asset-behavior-props';
import { resourceOf } from '../bucket/bucket-cors';
import { bucketBehind } from './attachable';
import type { ExistingDistribution } from './existing-distribution';
import { shown } from './open-tokens';

/** The buckets of this app that a behavior reads; of an imported one is said what its owner has to do. */
export function bucketsOf(
  scope: Construct,
  existing: ExistingDistribution,
  { pathPattern, bucket }: CorsAssetBehaviorProps,
): readonly CfnBucket[] {
  if (bucket !== undefined) {
    const resource = resourceOf(bucket);
    return resource === undefined ? [] : [resource];
  }
  return existing.originsOf(existing.behavior(pathPattern) ?? {}).flatMap(({ domainName }) => {
    const resource = bucketBehind(domainName);
    if (resource === undefined) {
      Annotations.of(scope).addWarningV2(
        'cdk-cors-asset-distribution:importedBucket',
        `the bucket behind ${shown(domainName)} is imported, so its CORS rules cannot be set from here; put the value of bucketCorsJson there, or nobody can read`,
      );
    }
    return resource === undefined ? [] : [resource];
  });
}
