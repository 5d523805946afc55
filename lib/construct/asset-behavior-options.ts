import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { CorsContractOptions } from './cors-contract-options';
import type { ICorsPolicy } from './cors-policy';

/**
 * What holds for the files of one path: who may read them, and with which signature.
 */
export interface AssetBehaviorOptions extends CorsContractOptions {
  /**
   * A policy shared with other distributions. It is the contract too, so `allowedOrigins` and its companions stay out.
   *
   * @default - the construct makes a policy of its own from the contract
   */
  readonly corsPolicy?: ICorsPolicy;

  /**
   * CloudFront serves the files only for URLs or cookies that one of these key groups signed. Preflights carry no cookies
   * and are refused with 403, so with signed cookies pages can send only requests that need no preflight.
   *
   * @default - everyone may read
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-cookies.html
   */
  readonly trustedKeyGroups?: cloudfront.IKeyGroup[];
}

/**
 * Files of the same bucket under a path with a contract of its own.
 */
export interface AssetPath extends AssetBehaviorOptions {
  /**
   * The path, such as `fonts/*`; `*` matches any run of characters, `?` one. The first path that matches a request decides.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
   */
  readonly pathPattern: string;
}
