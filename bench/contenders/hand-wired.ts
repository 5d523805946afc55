import { Duration, Names, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** Wired by hand, for pages on one origin. */
export function build(scope: Construct, origin = 'https://app.example.com'): void {
  const allowedOrigins = [origin];
  const allowedHeaders = ['*'];
  const exposedHeaders = ['ETag', 'Content-Range', 'Accept-Ranges'];
  const maxAge = Duration.hours(2);
  const name = `${Names.uniqueResourceName(scope, { maxLength: 40 })}-${Stack.of(scope).region}`;

  const bucket = new s3.Bucket(scope, 'Bucket', {
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    encryption: s3.BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    cors: [{
      allowedOrigins,
      allowedMethods: [s3.HttpMethods.GET, s3.HttpMethods.HEAD],
      allowedHeaders,
      exposedHeaders,
      maxAge: maxAge.toSeconds(),
    }],
  });
  const originAccessControl = new cloudfront.S3OriginAccessControl(scope, 'OriginAccessControl', {
    originAccessControlName: name,
    signing: cloudfront.Signing.SIGV4_ALWAYS,
  });
  const responseHeadersPolicy = new cloudfront.ResponseHeadersPolicy(scope, 'ResponseHeadersPolicy', {
    responseHeadersPolicyName: name,
    removeHeaders: [
      'Access-Control-Allow-Origin',
      'Access-Control-Allow-Credentials',
      'Access-Control-Allow-Methods',
      'Access-Control-Allow-Headers',
      'Access-Control-Expose-Headers',
      'Access-Control-Max-Age',
    ],
    corsBehavior: {
      accessControlAllowOrigins: allowedOrigins,
      accessControlAllowMethods: ['GET', 'HEAD'],
      accessControlAllowHeaders: allowedHeaders,
      accessControlExposeHeaders: exposedHeaders,
      accessControlMaxAge: maxAge,
      accessControlAllowCredentials: false,
      originOverride: true,
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'Vary', value: 'Origin, Accept-Encoding', override: true },
        { header: 'Cross-Origin-Resource-Policy', value: 'cross-origin', override: true },
      ],
    },
    securityHeadersBehavior: {
      contentTypeOptions: { override: true },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
    },
  });
  new cloudfront.Distribution(scope, 'Distribution', {
    httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
    defaultBehavior: {
      origin: S3BucketOrigin.withOriginAccessControl(bucket, { originAccessControl }),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
      cachedMethods: cloudfront.CachedMethods.CACHE_GET_HEAD,
      cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.CORS_S3_ORIGIN,
      responseHeadersPolicy,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    },
  });
}
