import { Names, Stack } from 'aws-cdk-lib/core';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { checkPartOf, checkParts } from '../../checks/annotate';
import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { Problems } from '../../contract/problem';
import { s3JsonRule } from '../../contract/s3-json';
import type { CorsAssetBehaviorProps } from './cors-asset-behavior-props';
import type { ICorsPolicy } from '../cors-policy';
import { attachable } from '../private/attach/attachable';
import { bucketsOf } from '../private/attach/buckets-of-behavior';
import type { BehaviorJson, ExistingDistribution } from '../private/attach/existing-distribution';
import { letEdgeAssumeRoles, rightBehavior } from '../private/attach/right-behavior';
import { assetBehavior } from '../private/behavior/asset-delivery';
import { behaviorSettings } from '../private/behavior/behavior-settings';
import type { BehaviorSettings } from '../private/behavior/behavior-settings';
import { accessStatements, admitCloudFront } from '../private/bucket/bucket-access';
import type { BucketAccess } from '../private/bucket/bucket-access';
import { addRules, rulesOf } from '../private/bucket/bucket-cors';
import { ImportedBuckets } from '../private/bucket/imported-buckets';
import { ContractPolicy } from '../private/headers/contract-policy';
import { accountWideName, ORIGIN_ACCESS_CONTROL_NAME_LENGTH } from '../private/names';
import { throwProblems, warnDropped } from '../private/parse/parsing';
import { injectedProps } from '../private/property-injection';

/**
 * A CORS contract for one behavior of a distribution that the app has already: its default behavior, a path that it has, or a new path.
 *
 * The behavior gets the methods, the origin request policy, the response headers policy and the redirect to https that the contract
 * needs, and the bucket gets its CORS rules. Cache policy, functions, signers and logs stay, and so do all logical ids. Who may read the
 * bucket stays too: a behavior that exists has that from whoever made it. The finished template is checked like everything else here.
 *
 * @resource AWS::CloudFront::ResponseHeadersPolicy
 */
export class CorsAssetBehavior extends Construct {
  /**
   * What a property injector names as its `constructUniqueId`, so that an organization can set defaults for every use of this construct.
   *
   * @see https://docs.aws.amazon.com/cdk/v2/guide/blueprints.html
   */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cors-asset-distribution.CorsAssetBehavior';

  /** The contract, and the response headers policy that states it. */
  public readonly corsPolicy: ICorsPolicy;

  private readonly corsRules: readonly BucketCorsRule[];
  private readonly imported = new ImportedBuckets(this);
  private readonly policyStatements: () => readonly unknown[] | undefined;

  /**
   * @throws CorsConfigurationError with everything that is wrong with the properties, and with what the distribution has that the
   * contract cannot stand next to: an imported distribution, a behavior that allows PUT, an origin that is not a bucket, another response
   * headers policy
   */
  constructor(scope: Construct, id: string, props: CorsAssetBehaviorProps) {
    super(scope, id);
    props = injectedProps(CorsAssetBehavior.PROPERTY_INJECTION_ID, scope, id, props);

    const { existing, contract, headers } = attachable(props, this.label);
    warnDropped(this, contract.warnings ?? []);
    this.corsRules = rulesOf([contract]);
    this.corsPolicy = props.corsPolicy ?? new ContractPolicy(this, 'CorsPolicy', contract, headers);
    const settings = behaviorSettings(this, this.corsPolicy, props);
    if (props.bucket === undefined) {
      existing.change(props.pathPattern, (behavior) => rightBehavior(behavior, settings));
      letEdgeAssumeRoles(settings.edgeLambdas);
      this.policyStatements = () => undefined;
    } else {
      this.policyStatements = this.addPath(existing, props, props.bucket, settings);
    }

    const buckets = bucketsOf(this, existing, props);
    const problems = new Problems();
    buckets.forEach((bucket) => {
      addRules(bucket, this.corsRules, problems);
    });
    throwProblems(problems, this.label);
    checkParts(this, [this, ...buckets]);
    checkPartOf(this, existing.resource, (place) => existing.isPlaceOf(props.pathPattern, place));
  }

  /**
   * The CORS configuration that the bucket needs, ready for `aws s3api put-bucket-cors --cors-configuration`.
   * Rules that others added to the same bucket are not in it.
   */
  public get bucketCorsJson(): string {
    return Stack.of(this).toJsonString({ CORSRules: this.corsRules.map(s3JsonRule) });
  }

  /**
   * A bucket policy that lets the distribution read the bucket of a new path, ready for `aws s3api put-bucket-policy --policy`. That
   * call replaces the policy: add the statements to the ones that are there. Undefined for a behavior that exists.
   */
  public get bucketPolicyJson(): string | undefined {
    const statements = this.policyStatements();
    return statements && Stack.of(this).toJsonString({ Version: '2012-10-17', Statement: statements });
  }

  /**
   * Puts the CORS rules and the policy statement into the imported bucket of a new path when the stack is deployed, and takes them away
   * when it is deleted: see `CorsAssetDistribution.applyBucketSettings`, which says when not to use it.
   *
   * @returns the parent of the custom resource
   * @throws CorsConfigurationError when the bucket of the path is not imported, when it belongs to another account, at a second call, and
   * in a stack that takes no assets
   */
  public applyBucketSettings(): Construct {
    const problems = new Problems();
    const settings = this.imported.apply(problems);
    throwProblems(problems, this.label);
    return settings as Construct;
  }

  private get label(): string {
    return `CorsAssetBehavior '${this.node.path}'`;
  }

  /** A new path: an origin with an identity of its own, and the statement that admits it. */
  private addPath(
    existing: ExistingDistribution,
    props: CorsAssetBehaviorProps,
    bucket: s3.IBucket,
    settings: BehaviorSettings,
  ): () => readonly unknown[] {
    const accessControl = new cloudfront.S3OriginAccessControl(this, 'OriginAccessControl', {
      originAccessControlName: accountWideName(this, ORIGIN_ACCESS_CONTROL_NAME_LENGTH),
      signing: cloudfront.Signing.SIGV4_ALWAYS,
    });
    const origin = S3BucketOrigin.withBucketDefaults(bucket, { originAccessControlId: accessControl.originAccessControlId });
    const pathPattern = props.pathPattern as string;
    if (existing.owner === undefined) {
      const originId = Names.uniqueId(this).slice(-128);
      const { originProperty } = origin.bind(this, { originId });
      const behavior: BehaviorJson = { pathPattern, targetOriginId: originId, compress: true };
      existing.append(rightBehavior(behavior, settings), originProperty ?? {});
      letEdgeAssumeRoles(settings.edgeLambdas);
    } else {
      existing.owner.addBehavior(pathPattern, origin, assetBehavior(origin, settings));
    }
    const access: BucketAccess = { distribution: existing.resource, list: false };
    admitCloudFront(this, bucket, access, () => this.corsRules, this.imported);
    return () => accessStatements(bucket, access).map((statement) => statement.toStatementJson() as unknown);
  }
}
