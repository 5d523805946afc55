import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { CorsContractOptions } from '../cors-contract-options';
import type { AssetCache } from './asset-cache';
import type { AssetRouting } from './asset-routing';
import type { ICorsPolicy } from '../cors-policy';

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

  /**
   * How long CloudFront keeps copies, and which query strings make one.
   *
   * @default AssetCache.OPTIMIZED
   */
  readonly cache?: AssetCache;

  /**
   * Which URLs are pages: those of a single-page app, or folders with an index. It is a viewer-request function, so the behavior can have
   * no other.
   *
   * @default - none: the path of a URL is the key of a file
   */
  readonly routing?: AssetRouting;

  /**
   * Request headers that responses depend on and that the policy cannot name: CloudFront drops a custom `Vary` header next to a CORS block.
   * With `['Origin']` no browser hands a copy that names one of your origins to another of the same site. It is a viewer-response
   * function, so the behavior can have no other.
   *
   * @default - none: CloudFront writes `Vary: Origin` where its policy adds no CORS header
   */
  readonly vary?: string[];

  /**
   * CloudFront functions, one for each event. They see preflights too, and one for viewer-response may take CORS headers away: the checks
   * run their code, and name what they cannot decide.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html
   */
  readonly functions?: cloudfront.FunctionAssociation[];

  /**
   * Lambda@Edge functions, one for each event. At the viewer's events they cannot be combined with CloudFront functions. Their code is not
   * in the template, so the checks say that they cannot judge the behavior.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-the-edge.html
   */
  readonly edgeLambdas?: cloudfront.EdgeLambda[];
}

/**
 * Files under a path with a contract of its own.
 */
export interface AssetPathOptions extends AssetBehaviorOptions {
  /**
   * The bucket of this path. It gets the path's CORS rules and a policy statement, like `bucket` of the construct. CloudFront keeps the
   * path in the key: `tiles/*` reads the keys below `tiles/`, and `originPath` of the construct does not hold for another bucket.
   *
   * @default - the bucket of the construct
   */
  readonly bucket?: s3.IBucket;
}

/**
 * A path, and the files under it.
 */
export interface AssetPath extends AssetPathOptions {
  /**
   * The path, such as `fonts/*`; `*` matches any run of characters, `?` one. The first path that matches a request decides.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
   */
  readonly pathPattern: string;
}
