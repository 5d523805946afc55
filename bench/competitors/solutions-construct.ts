import { CloudFrontToS3 } from '@aws-solutions-constructs/aws-cloudfront-s3';
import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export function build(scope: Construct): void {
  const allowedOrigins = ['https://app.example.com'];
  const allowedHeaders = ['*'];
  const exposedHeaders = ['ETag', 'Content-Range', 'Accept-Ranges'];
  const maxAge = Duration.hours(2);

  new CloudFrontToS3(scope, 'Assets', {
    bucketProps: {
      cors: [{
        allowedOrigins,
        allowedMethods: [s3.HttpMethods.GET, s3.HttpMethods.HEAD],
        allowedHeaders,
        exposedHeaders,
        maxAge: maxAge.toSeconds(),
      }],
    },
    cloudFrontDistributionProps: {
      enableLogging: false,
      defaultBehavior: {
        allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
        originRequestPolicy: cloudfront.OriginRequestPolicy.CORS_S3_ORIGIN,
      },
    },
    insertHttpSecurityHeaders: false,
    responseHeadersPolicyProps: {
      corsBehavior: {
        accessControlAllowOrigins: allowedOrigins,
        accessControlAllowMethods: ['GET', 'HEAD'],
        accessControlAllowHeaders: allowedHeaders,
        accessControlExposeHeaders: exposedHeaders,
        accessControlMaxAge: maxAge,
        accessControlAllowCredentials: false,
        originOverride: true,
      },
      securityHeadersBehavior: {
        contentTypeOptions: { override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
      },
    },
    logS3AccessLogs: false,
    logCloudFrontAccessLog: false,
  });
}
