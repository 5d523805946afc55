import { Annotations, BootstraplessSynthesizer, Stack, Token } from 'aws-cdk-lib/core';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Problems } from '../../../contract/problem';
import { addBucketSettings } from './bucket-settings';
import type { BucketNeeds } from './bucket-settings';

const GUIDE = 'https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution/blob/main/docs/options.md#an-imported-bucket-applybucketsettings';
const WARNING = 'cdk-cors-asset-distribution:importedBucket';

/** The buckets of one construct that are imported: somebody else puts there what they need, or `applyBucketSettings()` does. */
export class ImportedBuckets {
  private readonly buckets = new Map<string, { readonly bucket: s3.IBucket; readonly needs: BucketNeeds[] }>();
  private settings: Construct | undefined;

  constructor(private readonly scope: Construct) {}

  /** To be called for every imported bucket that files come from; more than once for a bucket with several needs. */
  add(bucket: s3.IBucket, needs: BucketNeeds): void {
    const name = JSON.stringify(Stack.of(this.scope).resolve(bucket.bucketName));
    const known = this.buckets.get(name);
    if (known !== undefined) {
      known.needs.push(needs);
      return;
    }
    const added = { bucket, needs: [needs] };
    this.buckets.set(name, added);
    if (this.settings !== undefined) {
      addBucketSettings(this.settings, bucket, added.needs);
      return;
    }
    Annotations.of(this.scope).addWarningV2(WARNING, `the bucket '${bucket.node.path}' is imported, so CloudFormation can set neither its CORS rules nor its policy; `
      + `call applyBucketSettings(), or put the values of bucketCorsJson and bucketPolicyJson there yourself, otherwise CloudFront gets AccessDenied; see ${GUIDE}`);
  }

  /** The parent of everything that sets them, or undefined when there are problems. */
  apply(problems: Problems): Construct | undefined {
    this.findProblems(problems);
    if (problems.all.length > 0) {
      return undefined;
    }
    const settings = new Construct(this.scope, 'BucketSettings');
    this.settings = settings;
    this.buckets.forEach(({ bucket, needs }) => { addBucketSettings(settings, bucket, needs); });
    Annotations.of(this.scope).acknowledgeWarning(WARNING, 'applyBucketSettings() sets them');
    return settings;
  }

  private findProblems(problems: Problems): void {
    const stack = Stack.of(this.scope);
    if (this.buckets.size === 0) {
      problems.add('settings-of-own-bucket', 'bucket', undefined, 'the construct without applyBucketSettings()');
    }
    if (this.settings !== undefined) {
      problems.add('settings-applied-twice', 'applyBucketSettings', undefined, 'one call; it covers all imported buckets, those of later paths too');
    }
    if (stack.synthesizer instanceof BootstraplessSynthesizer) {
      problems.add('settings-without-assets', 'synthesizer', 'BootstraplessSynthesizer', 'a stack with the DefaultStackSynthesizer, or outputBucketSettings()');
    }
    for (const { bucket } of this.buckets.values()) {
      const { account } = bucket.env;
      if (![account, stack.account].some((value) => Token.isUnresolved(value)) && account !== stack.account) {
        problems.add('settings-of-other-account', 'bucket', account, `a stack in the account ${account}, or outputBucketSettings()`);
      }
    }
  }
}
