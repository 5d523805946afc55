import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { CustomResource, Duration, Lazy, Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { BucketCorsRule } from '../../../contract/bucket-cors-rule';
import { BUCKET_SETTINGS_TYPE } from '../../../contract/bucket-settings';
import { s3JsonRule } from '../../../contract/s3-json';

/** What somebody needs in a bucket. Asked for when the template is written: until then, paths may be added. */
export interface BucketNeeds {
  readonly rules: () => readonly BucketCorsRule[];
  readonly statements: () => readonly iam.PolicyStatement[];
}

// To be raised when the properties change their meaning: two copies of this library in one app then have a function each.
const PROTOCOL = 1;

// This file is as deep in lib as its compiled form is in dist.
const CODE = join(__dirname, '../../../../dist/bucket-settings');

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketCors.html: deleting the rules is s3:PutBucketCORS too
const ACTIONS = ['s3:GetBucketCORS', 's3:PutBucketCORS', 's3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'];

/**
 * Has a function put rules and statements into a bucket. Both logical ids change with the bucket's name: of a resource that is replaced,
 * CloudFormation deletes the old one while its permission still stands. With one id the permission would be changed first, and
 * the rules would stay in the old bucket for ever.
 */
export function addBucketSettings(scope: Construct, bucket: s3.IBucket, needs: readonly BucketNeeds[]): void {
  const stack = Stack.of(scope);
  const name = JSON.stringify(stack.resolve(bucket.bucketName));
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const settings = settingsFunction(stack);
  // Next to the settings, so that they can be retained without the permission, whose role goes.
  const permission = new iam.Policy(scope.node.scope ?? scope, `BucketPermission${hash}`, {
    statements: [new iam.PolicyStatement({ actions: ACTIONS, resources: [bucket.bucketArn] })],
    roles: settings.role === undefined ? [] : [settings.role as iam.IRole],
  });
  const resource = new CustomResource(scope, hash, {
    serviceToken: settings.functionArn,
    resourceType: BUCKET_SETTINGS_TYPE,
    serviceTimeout: Duration.minutes(6),
    properties: {
      BucketName: bucket.bucketName,
      CorsRules: Lazy.uncachedAny({
        produce: () =>
          unique(
            stack,
            needs.flatMap(({ rules }) => rules().map(s3JsonRule)),
          ),
      }),
      PolicyStatements: Lazy.uncachedAny({
        produce: () =>
          unique(
            stack,
            needs.flatMap(({ statements }) => statements().map((statement) => statement.toStatementJson() as unknown)),
          ),
      }),
    },
  });
  resource.node.addDependency(permission);
}

/** One for each stack, with the name of this protocol. */
function settingsFunction(stack: Stack): lambda.IFunction {
  const id = `CorsAssetsBucketSettings${PROTOCOL}`;
  return stack.node.tryFindChild(id) as lambda.IFunction | undefined ?? new lambda.Function(stack, id, {
    description: 'Keeps CORS rules and policy statements of CorsAssetDistribution in imported buckets',
    code: lambda.Code.fromAsset(CODE, { exclude: ['*.d.ts'] }),
    handler: 'index.handler',
    runtime: lambda.determineLatestNodeRuntime(stack),
    memorySize: 256,
    timeout: Duration.minutes(5),
  });
}

/** Equal ones once. They stay unresolved, so that the CDK sees their references to other stacks. */
function unique(stack: Stack, items: readonly unknown[]): unknown[] {
  return [...new Map(items.map((item) => [JSON.stringify(stack.resolve(item)), item])).values()];
}
