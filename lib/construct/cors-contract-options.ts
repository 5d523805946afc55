import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { CorsContract } from './cors-contract';
import type { ContractTerms } from './cors-contract-terms';
import type { CrossOriginResourcePolicy } from './cross-origin-resource-policy';
import type { StrictTransportSecurity } from './strict-transport-security';

/**
 * A contract written out, or one that was made before.
 */
export interface CorsContractOptions extends ContractTerms {
  /**
   * The origins whose pages may read: `scheme://host[:port]` exactly as browsers send it, `https://*.example.com`,
   * `http://localhost:*`, or `*` alone. Host case and default ports are normalized; any other invalid value throws.
   *
   * @default - taken from `contract` or `corsPolicy`
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
   */
  readonly allowedOrigins?: string[];

  /**
   * A contract made by `CorsContract.of` or read from S3's JSON, in place of `allowedOrigins` and its companions.
   *
   * @default - the contract is written out in `allowedOrigins` and its companions
   */
  readonly contract?: CorsContract;
}

/**
 * Headers other than those of CORS that CloudFront puts on every response.
 */
export interface ResponseHeaderOptions {
  /**
   * Whether browsers remember that the asset host speaks https only.
   *
   * @default - a year, without includeSubDomains and preload
   */
  readonly strictTransportSecurity?: StrictTransportSecurity;

  /**
   * The origins whose scripts see detailed timings of the files in the Resource Timing API; `['*']` for all.
   *
   * @default - no Timing-Allow-Origin header: scripts see only start and end
   * @see https://www.w3.org/TR/resource-timing/#sec-timing-allow-origin
   */
  readonly timingAllowOrigins?: string[];

  /**
   * The Content-Security-Policy of pages that are served from here, at most 1,783 characters. It does not protect files that other pages
   * load.
   *
   * @default - none
   * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
   */
  readonly contentSecurityPolicy?: string;

  /**
   * What pages that are served from here tell the next page about themselves.
   *
   * @default - what browsers do: the origin only, to other origins
   * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Referrer-Policy
   */
  readonly referrerPolicy?: cloudfront.HeadersReferrerPolicy;

  /**
   * Whether pages of others may show a page that is served from here in a frame.
   *
   * @default - they may
   * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Frame-Options
   */
  readonly frameOptions?: cloudfront.HeadersFrameOption;

  /**
   * Which pages may load the files without CORS. A stricter one than the contract needs breaks `<img>` and `<script>` of its origins, and
   * is reported then.
   *
   * @default - CROSS_ORIGIN; SAME_SITE with credentials, where other sites could otherwise embed files with a reader's cookies
   * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Cross-Origin-Resource-Policy
   */
  readonly crossOriginResourcePolicy?: CrossOriginResourcePolicy;

  /**
   * Further headers of every response, such as `X-Robots-Tag` or `Cross-Origin-Opener-Policy`. Browsers see them; CloudFront's own cache
   * does not, so `Cache-Control` here changes no TTL of CloudFront. There are at most 10, with the construct's own `Vary`,
   * `Cross-Origin-Resource-Policy` and `Timing-Allow-Origin`.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html#understanding-response-headers-policies-custom
   */
  readonly customHeaders?: Record<string, string>;
}
