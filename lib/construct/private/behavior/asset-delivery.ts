import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import type { CorsAssetDistributionProps } from '../../cors-asset-distribution-props';
import type { BehaviorSettings } from './behavior-settings';

/** Everything about one path that decides whether a page on another origin can read. */
export function assetBehavior(origin: cloudfront.IOrigin, settings: BehaviorSettings): cloudfront.BehaviorOptions {
  return {
    origin,
    // Without OPTIONS CloudFront refuses preflights itself; with it S3 answers them (Developer Guide, http-403-invalid-method).
    allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
    // A cached preflight would be replayed to other origins: an origin request policy does not enter the cache key.
    cachedMethods: cloudfront.CachedMethods.CACHE_GET_HEAD,
    // No Origin in the key: one copy per encoding, however many origins read it.
    cachePolicy: settings.cachePolicy ?? cloudfront.CachePolicy.CACHING_OPTIMIZED,
    // Origin, Access-Control-Request-Method and -Headers reach S3, which answers preflights by them.
    originRequestPolicy: cloudfront.OriginRequestPolicy.CORS_S3_ORIGIN,
    // The only authority on what browsers are told.
    responseHeadersPolicy: settings.corsPolicy.responseHeadersPolicy,
    viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    compress: true,
    trustedKeyGroups: settings.trustedKeyGroups,
    functionAssociations: settings.functionAssociations,
    edgeLambdas: settings.edgeLambdas,
  };
}

/** The distribution, with its default behavior and without the paths. */
export function assetDistribution(
  scope: Construct, props: CorsAssetDistributionProps, defaultBehavior: cloudfront.BehaviorOptions,
): cloudfront.Distribution {
  return new cloudfront.Distribution(scope, 'Distribution', {
    defaultBehavior,
    httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
    domainNames: props.domainNames,
    certificate: props.certificate,
    minimumProtocolVersion: props.certificate && (props.minimumProtocolVersion ?? cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021),
    defaultRootObject: props.defaultRootObject,
    comment: props.comment,
    webAclId: props.webAclArn,
    geoRestriction: props.geoRestriction,
    priceClass: props.priceClass,
    publishAdditionalMetrics: props.publishAdditionalMetrics,
  });
}
