import { Lazy } from 'aws-cdk-lib/core';
import type { IResolvable } from 'aws-cdk-lib/core';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { BehaviorSettings } from '../behavior/behavior-settings';
import type { BehaviorJson } from './existing-distribution';

/** A behavior that keeps the contract, in the spelling of an L1; what the app has set and CORS does not need stays. */
export function rightBehavior(behavior: BehaviorJson, settings: BehaviorSettings): BehaviorJson {
  return {
    ...behavior,
    // The older form of cache settings cannot stand next to policies.
    forwardedValues: undefined,
    minTtl: undefined,
    defaultTtl: undefined,
    maxTtl: undefined,
    allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS.methods,
    cachedMethods: cloudfront.CachedMethods.CACHE_GET_HEAD.methods,
    cachePolicyId:
      settings.cachePolicy?.cachePolicyRef.cachePolicyId ??
      behavior.cachePolicyId ??
      cloudfront.CachePolicy.CACHING_OPTIMIZED.cachePolicyId,
    originRequestPolicyId: cloudfront.OriginRequestPolicy.CORS_S3_ORIGIN.originRequestPolicyId,
    responseHeadersPolicyId: settings.corsPolicy.responseHeadersPolicy.responseHeadersPolicyId,
    viewerProtocolPolicy:
      behavior.viewerProtocolPolicy === cloudfront.ViewerProtocolPolicy.HTTPS_ONLY
        ? behavior.viewerProtocolPolicy
        : cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    functionAssociations: added(
      behavior.functionAssociations,
      settings.functionAssociations?.map((each) => ({
        functionArn: each.function.functionRef.functionArn,
        eventType: each.eventType,
      })),
    ),
    lambdaFunctionAssociations: added(
      behavior.lambdaFunctionAssociations,
      settings.edgeLambdas?.map((each) => ({
        lambdaFunctionArn: each.functionVersion.edgeArn,
        eventType: each.eventType,
        includeBody: each.includeBody,
      })),
    ),
    trustedKeyGroups: settings.trustedKeyGroups?.map(({ keyGroupId }) => keyGroupId) ?? behavior.trustedKeyGroups,
  };
}

/** What is there, and behind it what is added. */
function added<T>(there: T | IResolvable | undefined, more: readonly unknown[] | undefined): T | IResolvable | undefined {
  return more === undefined || there === undefined
    ? there ?? more as T | undefined
    : Lazy.uncachedAny({ produce: (context) => [...context.resolve(there) as unknown[], ...more] });
}

/** What the CDK does for behaviors that it renders itself: CloudFront's copies of a function run with the role of the function. */
export function letEdgeAssumeRoles(edgeLambdas: readonly cloudfront.EdgeLambda[] = []): void {
  for (const { functionVersion: { role } } of edgeLambdas) {
    if (iam.Role.isRole(role)) {
      role.assumeRolePolicy?.addStatements(new iam.PolicyStatement({
        actions: ['sts:AssumeRole'], principals: [new iam.ServicePrincipal('edgelambda.amazonaws.com')],
      }));
    }
  }
}
