import type { CorsContract } from './cors-contract';
import type { ContractTerms } from './cors-contract-terms';
import type { StrictTransportSecurity } from './strict-transport-security';

/**
 * A contract written out, or one that was made before.
 */
export interface CorsContractOptions extends ContractTerms {
  /**
   * The origins whose pages may read: `scheme://host[:port]` exactly as browsers send it, `https://*.example.com`,
   * `http://localhost:*`, or `*` alone. Host case and default ports are normalized, everything else wrong is an error.
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
 * Headers beside CORS that CloudFront puts on every response.
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
}
