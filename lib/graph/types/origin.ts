import type { Address } from './address';
import type { Bucket } from './bucket';
import type { Known } from './known';

export interface Origin {
  /** `Properties.DistributionConfig.Origins.0`. */
  readonly path: string;
  readonly id: Known<string>;
  readonly domainName: Known<string>;
  readonly target: OriginTarget;
  /** Which configuration blocks the template gives the origin. */
  readonly config: 's3' | 'custom' | 'vpc' | 'both' | 'none';
  /** Empty when none. */
  readonly originPath: Known<string>;
  readonly customHeaders: Known<readonly { readonly name: string; readonly value: string }[]>;
  readonly originShield: Known<boolean>;
  readonly accessControlId: Known<string | undefined>;
  readonly accessControl: Known<OriginAccessControl | undefined>;
  readonly accessIdentity: Known<OriginAccessIdentity | undefined>;
  /** `OriginAccessIdentity` as written, when it is and can be known. */
  readonly accessIdentityPath?: string;
}

/** What an origin's domain name points at. */
export type OriginTarget =
  | S3OriginTarget
  /** Any other HTTP server. */
  | { readonly kind: 'custom' }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface S3OriginTarget {
  /** `s3`: the REST endpoint, which OAC can sign for; `s3-website`: the website endpoint, which is plain HTTP. */
  readonly kind: 's3' | 's3-website';
  /** `global` is `name.s3.amazonaws.com`, which answers 307 for young buckets elsewhere. */
  readonly endpoint: 'regional' | 'global';
  readonly bucketName: string;
  /** Unknown for a bucket that is not a resource of the templates read. */
  readonly bucket: Known<Bucket>;
}

export interface OriginAccessControl {
  readonly address: Address;
  readonly id: string;
  readonly name: Known<string>;
  readonly signingBehavior: Known<string>;
  readonly signingProtocol: Known<string>;
  readonly originType: Known<string>;
}

/** Legacy. */
export interface OriginAccessIdentity {
  readonly address: Address;
  readonly id: string;
  readonly canonicalUserId: string;
  /** The form `Principal: { AWS: … }` uses. */
  readonly iamArn: string;
}
