import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import type { Address } from './address';
import type { PolicyStatement } from './iam-policy';
import type { Known } from './known';

export interface Bucket {
  readonly address: Address;
  readonly name: string;
  readonly arn: string;
  readonly region: Known<string>;
  /** `known(undefined)`: no CORS configuration at all, which S3 answers differently from rules that do not match. */
  readonly cors: Known<readonly BucketCorsRule[] | undefined>;
  /** In template order. S3 keeps one policy per bucket: more than one fails or overwrites. */
  readonly policies: readonly BucketPolicy[];
  readonly publicAccessBlock: Known<PublicAccessBlock>;
  /** `AES256` when the template says nothing. */
  readonly encryption: Known<BucketEncryption>;
  /** `BucketOwnerEnforced` when the template says nothing: ACLs are then off. */
  readonly objectOwnership: Known<string>;
  /** Canned ACL, `Private` when the template says nothing. */
  readonly accessControl: Known<string>;
  readonly website: Known<boolean>;
  /** What custom resources of these templates add to the bucket; it is in `cors` and `policies` too, after the bucket's own. */
  readonly settings?: readonly BucketSettings[];
  /** True for a bucket that no template makes: `cors` and `policies` are what it holds at least, because others write them too. */
  readonly imported?: boolean;
}

/** What one custom resource of `applyBucketSettings()` puts into a bucket. */
export interface BucketSettings {
  readonly address: Address;
  readonly bucketName: Known<string>;
  readonly cors: Known<readonly BucketCorsRule[]>;
  readonly policy: BucketPolicy;
}

/** All four are on when the template says nothing. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
export interface PublicAccessBlock {
  /** The template says nothing: then only buckets made since April 2023 have it. */
  readonly byDefault: boolean;
  readonly blockPublicAcls: Known<boolean>;
  readonly ignorePublicAcls: Known<boolean>;
  readonly blockPublicPolicy: Known<boolean>;
  readonly restrictPublicBuckets: Known<boolean>;
}

export interface BucketEncryption {
  /** `AES256`, `aws:kms`, `aws:kms:dsse`. */
  readonly algorithm: string;
  /** Key id, ARN or alias as written. */
  readonly kmsKeyId?: string;
  /** `known(undefined)`: no customer key. Unknown: a key that is not a resource of the templates read. */
  readonly kmsKey: Known<KmsKey | undefined>;
}

export interface BucketPolicy {
  readonly address: Address;
  readonly bucketName: Known<string>;
  readonly statements: Known<readonly PolicyStatement[]>;
  /** True when the statements are merged into the policy that the bucket has, in place of being all of it. */
  readonly merged?: boolean;
}

export interface KmsKey {
  readonly address: Address;
  readonly id: string;
  readonly arn: string;
  /** With the prefix `alias/`. */
  readonly aliases: readonly string[];
  /** Logical id of a custom resource that refers to the key, and so may write its policy while deploying. */
  readonly writtenBy?: string;
  /** `known(undefined)`: no key policy in the template, so the account's IAM policies decide. */
  readonly statements: Known<readonly PolicyStatement[] | undefined>;
}
