import type { Address } from './address';
import type { Known } from './known';

/** Which of a kind of thing (headers, cookies, query strings) is taken, with the names for the listing behaviors. */
export interface Selection<B extends string> {
  readonly behavior: B;
  /** Empty when `behavior` needs no list. */
  readonly names: readonly string[];
}

export type ValueSelection = Selection<'none' | 'whitelist' | 'allExcept' | 'all'>;

export interface CachePolicy {
  readonly address: Address;
  readonly id: string;
  /** Name of the AWS managed policy, when it is one. */
  readonly managed?: string;
  readonly minTtl: Known<number>;
  readonly maxTtl: Known<number>;
  readonly defaultTtl: Known<number>;
  readonly headers: Known<Selection<'none' | 'whitelist'>>;
  readonly cookies: Known<ValueSelection>;
  readonly queryStrings: Known<ValueSelection>;
  readonly gzip: Known<boolean>;
  readonly brotli: Known<boolean>;
}

export type OriginRequestHeaderBehavior = 'none' | 'whitelist' | 'allViewer' | 'allViewerAndWhitelistCloudFront' | 'allExcept';

export interface OriginRequestPolicy {
  readonly address: Address;
  readonly id: string;
  readonly managed?: string;
  readonly headers: Known<Selection<OriginRequestHeaderBehavior>>;
  readonly cookies: Known<ValueSelection>;
  readonly queryStrings: Known<ValueSelection>;
}

export interface ResponseHeadersPolicy {
  readonly address: Address;
  readonly id: string;
  readonly managed?: string;
  readonly name: Known<string>;
  readonly cors: Known<ResponseHeadersCors | undefined>;
  readonly customHeaders: Known<readonly CustomResponseHeader[]>;
  /** Security headers as the response header each becomes, e.g. `Strict-Transport-Security`. */
  readonly securityHeaders: Known<readonly CustomResponseHeader[]>;
  /** Header names as written. */
  readonly removeHeaders: Known<readonly string[]>;
  /** Set when it has a section about timing, which decides no exchange. */
  readonly serverTiming?: true;
}

export interface ResponseHeadersCors {
  /** `Properties.ResponseHeadersPolicyConfig.CorsConfig`. */
  readonly path: string;
  readonly allowOrigins: Known<readonly string[]>;
  readonly allowHeaders: Known<readonly string[]>;
  readonly allowMethods: Known<readonly string[]>;
  readonly allowCredentials: Known<boolean>;
  readonly exposeHeaders: Known<readonly string[]>;
  readonly maxAgeSeconds: Known<number | undefined>;
  readonly originOverride: Known<boolean>;
  /** Required properties that the template leaves out: CloudFormation refuses it. The fields above then read empty or false. */
  readonly missing: readonly string[];
}

export interface CustomResponseHeader {
  readonly header: Known<string>;
  readonly value: Known<string>;
  readonly override: Known<boolean>;
}
