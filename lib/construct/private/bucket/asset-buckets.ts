import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Stack } from 'aws-cdk-lib/core';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { BucketCorsRule } from '../../../contract/bucket-cors-rule';
import type { Contract } from '../../../contract/contract';
import { Problems } from '../../../contract/problem';
import { throwProblems } from '../parse/parsing';
import { accessStatements, admitCloudFront } from './bucket-access';
import type { BucketAccess } from './bucket-access';
import { addRules, resourceOf, rulesOf } from './bucket-cors';
import type { ImportedBuckets } from './imported-buckets';

/** How the buckets of one distribution are read. */
export interface Reading {
  readonly originAccessControlId: string;
  readonly originShieldRegion?: string;
}

interface UsedBucket {
  readonly bucket: s3.IBucket;
  readonly contracts: Contract[];
  readonly origins: Map<string, cloudfront.IOrigin>;
}

/**
 * The buckets that one distribution reads: each has the rules of all contracts about it, one origin and one statement, however often it is
 * used.
 */
export class AssetBuckets {
  private readonly used = new Map<unknown, UsedBucket>();
  private access: BucketAccess | undefined;

  constructor(
    private readonly scope: Construct,
    private readonly reading: Reading,
    private readonly imported: ImportedBuckets,
    private readonly where: string,
  ) {}

  get all(): readonly s3.IBucket[] {
    return [...this.used.values()].map(({ bucket }) => bucket);
  }

  /** A bucket that has the rules of these contracts already. */
  made(bucket: s3.IBucket, contracts: readonly Contract[]): void {
    this.usedOf(bucket).contracts.push(...contracts);
  }

  /** Adds the rules of contracts about a bucket; throws when S3 would not take so many. */
  promise(bucket: s3.IBucket, contracts: readonly Contract[]): void {
    const used = this.usedOf(bucket);
    const before = rulesOf(used.contracts).length;
    used.contracts.push(...contracts);
    const resource = resourceOf(bucket);
    const problems = new Problems();
    if (resource !== undefined) {
      addRules(resource, rulesOf(used.contracts).slice(before), problems);
    }
    throwProblems(problems, this.where);
    if (this.access !== undefined && before === 0) {
      this.admitOne(used, this.access);
    }
  }

  /** One origin for each bucket and path in it: a Distribution knows origins by their identity. */
  origin(bucket: s3.IBucket, originPath?: string): cloudfront.IOrigin {
    const { origins } = this.usedOf(bucket);
    const made = origins.get(originPath ?? '') ?? S3BucketOrigin.withBucketDefaults(bucket, { ...this.reading, originPath });
    origins.set(originPath ?? '', made);
    return made;
  }

  /** Lets CloudFront read all of them, and those that come later. */
  admit(access: BucketAccess): void {
    this.access = access;
    this.used.forEach((used) => {
      this.admitOne(used, access);
    });
  }

  /** The rules that the contracts about a bucket need, now. */
  rules(bucket: s3.IBucket): readonly BucketCorsRule[] {
    return rulesOf(this.usedOf(bucket).contracts);
  }

  /** The statements that let CloudFront read a bucket. */
  statements(bucket: s3.IBucket): readonly unknown[] {
    return this.access === undefined
      ? []
      : accessStatements(bucket, this.access).map((statement) => statement.toStatementJson() as unknown);
  }

  /** The same bucket may be held by several references. */
  isSame(one: s3.IBucket, other: s3.IBucket): boolean {
    return keyOf(this.scope, one) === keyOf(this.scope, other);
  }

  private admitOne({ bucket, contracts }: UsedBucket, access: BucketAccess): void {
    admitCloudFront(this.scope, bucket, access, () => rulesOf(contracts), this.imported);
  }

  private usedOf(bucket: s3.IBucket): UsedBucket {
    const key = keyOf(this.scope, bucket);
    const used = this.used.get(key) ?? { bucket, contracts: [], origins: new Map<string, cloudfront.IOrigin>() };
    this.used.set(key, used);
    return used;
  }
}

/** The resource of a bucket that this app makes, else its name. */
export function keyOf(scope: Construct, bucket: s3.IBucket): unknown {
  return resourceOf(bucket) ?? JSON.stringify(Stack.of(scope).resolve(bucket.bucketName));
}
