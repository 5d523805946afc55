// The part of the competitor's surface that the bench uses, so that the bench compiles where it is not installed.
declare module '@aws-solutions-constructs/aws-cloudfront-s3' {
  import type { DistributionProps, ResponseHeadersPolicyProps } from 'aws-cdk-lib/aws-cloudfront';
  import type { BucketProps } from 'aws-cdk-lib/aws-s3';
  import type { Construct } from 'constructs';

  export interface CloudFrontToS3Props {
    readonly bucketProps?: BucketProps;
    readonly cloudFrontDistributionProps?: Partial<Omit<DistributionProps, 'defaultBehavior'>> & { defaultBehavior?: object };
    readonly insertHttpSecurityHeaders?: boolean;
    readonly logS3AccessLogs?: boolean;
    readonly logCloudFrontAccessLog?: boolean;
    readonly responseHeadersPolicyProps?: ResponseHeadersPolicyProps;
  }

  export class CloudFrontToS3 extends Construct {
    constructor(scope: Construct, id: string, props: CloudFrontToS3Props);
  }
}
