import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct, IDependable } from 'constructs';

/**
 * Where CloudFront's access logs (standard logging v2) go.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
export abstract class AccessLogsDestination {
  /**
   * Files in a bucket of any region. A bucket made in this app gets the policy that delivery needs; for an imported one
   * the log service adds it by itself when the deploying role may change the bucket's policy.
   *
   * @param bucket the bucket for the logs, which must not be the bucket of the assets
   */
  public static bucket(bucket: s3.IBucket): AccessLogsDestination {
    return new BucketDestination(bucket);
  }

  /**
   * Events in a CloudWatch log group of us-east-1.
   *
   * @param logGroup the log group
   */
  public static logGroup(logGroup: logs.ILogGroup): AccessLogsDestination {
    return new LogGroupDestination(logGroup);
  }

  /** @internal */
  public readonly _bucket?: s3.IBucket;

  /** @internal */
  public abstract _bind(scope: Construct): AccessLogsDestinationConfig;
}

/** @internal */
export interface AccessLogsDestinationConfig {
  readonly arn: string;
  readonly permission?: IDependable;
}

class BucketDestination extends AccessLogsDestination {
  constructor(readonly _bucket: s3.IBucket) {
    super();
  }

  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
  _bind(scope: Construct): AccessLogsDestinationConfig {
    const stack = Stack.of(scope);
    const { policyDependable } = this._bucket.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [this._bucket.arnForObjects(`AWSLogs/${stack.account}/CloudFront/*`)],
      conditions: {
        StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'logs', region: 'us-east-1', resource: '*' }) },
      },
    }));
    return { arn: this._bucket.bucketArn, permission: policyDependable };
  }
}

class LogGroupDestination extends AccessLogsDestination {
  constructor(private readonly logGroup: logs.ILogGroup) {
    super();
  }

  // Without the `:*` that AWS::Logs::LogGroup.Arn ends with: the form of deployed delivery destinations
  // (hashicorp/terraform-provider-aws#40885).
  _bind(scope: Construct): AccessLogsDestinationConfig {
    const arn = Stack.of(scope).formatArn({
      service: 'logs', region: 'us-east-1', resource: 'log-group', resourceName: this.logGroup.logGroupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return { arn };
  }
}
