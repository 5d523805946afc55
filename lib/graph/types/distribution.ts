import type { Address } from './address';
import type { CachePolicy, OriginRequestPolicy, ResponseHeadersPolicy, Selection } from './cloudfront-policies';
import type { EdgeFunction } from './edge-code';
import type { Known } from './known';
import type { Origin } from './origin';

export interface Distribution {
  readonly address: Address;
  readonly id: string;
  readonly arn: string;
  readonly domainName: string;
  readonly aliases: Known<readonly string[]>;
  readonly defaultRootObject: Known<string | undefined>;
  readonly webAclId: Known<string | undefined>;
  readonly enabled: Known<boolean>;
  /** As written: `http1.1`, `http2`, `http3` or `http2and3`. */
  readonly httpVersion?: Known<string | undefined>;
  /** As the primary distribution or as its staging distribution. */
  readonly takesPartInContinuousDeployment?: Known<boolean>;
  /** In order of precedence: path behaviors as listed, the default behavior last. */
  readonly behaviors: Known<readonly Behavior[]>;
  readonly origins: Known<readonly Origin[]>;
  readonly originGroups: Known<readonly OriginGroup[]>;
  readonly customErrorResponses: Known<readonly CustomErrorResponse[]>;
}

export type ViewerProtocolPolicy = 'allow-all' | 'https-only' | 'redirect-to-https';

export interface Behavior {
  /** Path into the template, e.g. `Properties.DistributionConfig.CacheBehaviors.0`. */
  readonly path: string;
  readonly isDefault: boolean;
  /** `*` for the default behavior. */
  readonly pathPattern: Known<string>;
  readonly allowedMethods: Known<readonly string[]>;
  readonly cachedMethods: Known<readonly string[]>;
  readonly viewerProtocolPolicy: Known<ViewerProtocolPolicy>;
  readonly targetOriginId: Known<string>;
  /** For an origin group: its primary origin. */
  readonly origin: Known<Origin>;
  /** Set when the target is an origin group. */
  readonly failover?: Failover;
  readonly compress: Known<boolean>;
  /** Ids of key groups; not empty means viewers need signed URLs or cookies. */
  readonly trustedKeyGroups: Known<readonly string[]>;
  readonly trustedSigners: Known<readonly string[]>;
  readonly edgeFunctions: Known<readonly EdgeFunction[]>;
  readonly cache: CacheSettings;
  /** As written, `undefined` when none is attached. */
  readonly originRequestPolicyId: Known<string | undefined>;
  readonly originRequestPolicy: Known<OriginRequestPolicy | undefined>;
  readonly responseHeadersPolicyId: Known<string | undefined>;
  readonly responseHeadersPolicy: Known<ResponseHeadersPolicy | undefined>;
}

/** An item of `OriginGroups`: two origins under one name. */
export interface OriginGroup {
  /** `Properties.DistributionConfig.OriginGroups.Items.0`. */
  readonly path: string;
  readonly id: Known<string | undefined>;
  /** Ids of origins: the first is asked, the second where the first fails. */
  readonly members: Known<readonly string[]>;
  readonly statusCodes: Known<readonly number[]>;
}

export interface Failover {
  readonly statusCodes: Known<readonly number[]>;
  readonly origin: Known<Origin>;
}

/** How a behavior caches: by a policy, or in the legacy mode, in which viewer headers reach S3 unlisted. */
export type CacheSettings =
  | CachePolicySettings
  | LegacyCacheSettings
  /** Neither a policy nor ForwardedValues: CloudFront refuses it. */
  | { readonly mode: 'none' }
  | { readonly mode: 'unknown'; readonly reason: string };

export interface CachePolicySettings {
  readonly mode: 'policy';
  readonly policyId: Known<string>;
  readonly policy: Known<CachePolicy>;
  /** ForwardedValues is also present, which CloudFront refuses. */
  readonly besideForwardedValues: boolean;
}

/** `ForwardedValues`. @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html */
export interface LegacyCacheSettings {
  readonly mode: 'legacy';
  /** Header names in the cache key; `['*']` forwards all and caches nothing. */
  readonly headers: Known<readonly string[]>;
  readonly cookies: Known<Selection<'none' | 'whitelist' | 'all'>>;
  readonly queryString: Known<boolean>;
  readonly queryStringCacheKeys: Known<readonly string[]>;
  readonly minTtl: Known<number>;
  readonly maxTtl: Known<number>;
  readonly defaultTtl: Known<number>;
}

export interface CustomErrorResponse {
  readonly path: string;
  readonly errorCode: Known<number>;
  readonly responseCode: Known<number | undefined>;
  readonly responsePagePath: Known<string | undefined>;
  readonly errorCachingMinTtl: Known<number | undefined>;
}
