import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { BehaviorSettings } from '../behavior/behavior-settings';
import type { BehaviorJson } from './existing-distribution';

/** A behavior that keeps the contract, in the spelling of an L1; what the app has set and CORS does not need stays. */
export function rightBehavior(behavior: BehaviorJson, settings: BehaviorSettings): BehaviorJson {
  return {
    ...behavior,
    // The older form of cache settings cannot stand next to policies.
    forwardedValues: undefined, minTtl: undefined, defaultTtl: undefined, maxTtl: undefined,
    allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS.methods,
    cachedMethods: cloudfront.CachedMethods.CACHE_GET_HEAD.methods,
    cachePolicyId: behavior.cachePolicyId ?? cloudfront.CachePolicy.CACHING_OPTIMIZED.cachePolicyId,
    originRequestPolicyId: cloudfront.OriginRequestPolicy.CORS_S3_ORIGIN.originRequestPolicyId,
    responseHeadersPolicyId: settings.corsPolicy.responseHeadersPolicy.responseHeadersPolicyId,
    viewerProtocolPolicy: behavior.viewerProtocolPolicy === cloudfront.ViewerProtocolPolicy.HTTPS_ONLY
      ? behavior.viewerProtocolPolicy : cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    trustedKeyGroups: settings.trustedKeyGroups?.map(({ keyGroupId }) => keyGroupId) ?? behavior.trustedKeyGroups,
  };
}
