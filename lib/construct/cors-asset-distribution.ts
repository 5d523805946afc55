/**
 * The constructs: what users instantiate, from a contract to the five settings that have to agree. `behavior` holds what each path may
 * choose, `logs` where logs go, and `private` what the constructs render from.
 */
import { CfnOutput, Fn, Stack, Token } from 'aws-cdk-lib/core';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { OriginGroup } from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { checkParts } from '../checks/annotate';
import { CorsConfigurationError } from '../contract/configuration-error';
import type { Contract } from '../contract/contract';
import { Problems } from '../contract/problem';
import type { ProblemCode } from '../contract/problem';
import { s3JsonRule } from '../contract/s3-json';
import type { AssetPathOptions } from './behavior/asset-behavior-options';
import type { CorsAssetDistributionProps } from './cors-asset-distribution-props';
import type { ICorsPolicy } from './cors-policy';
import type { DeployFilesOptions } from './deploy-files-options';
import { AssetAccessLogs } from './logs/asset-access-logs';
import { MissingFileStatus } from './missing-file-status';
import { assetBehavior, assetDistribution } from './private/behavior/asset-delivery';
import { pathsOf } from './private/behavior/asset-paths';
import { behaviorSettings } from './private/behavior/behavior-settings';
import { AssetBuckets } from './private/bucket/asset-buckets';
import { rulesOf } from './private/bucket/bucket-cors';
import { checkKeyPattern, grantUpload } from './private/bucket/grant-upload';
import { ImportedBuckets } from './private/bucket/imported-buckets';
import { privateBucket } from './private/bucket/private-bucket';
import { addRecords, uniqueNames } from './private/custom-domain';
import { AssetFiles } from './private/files/asset-files';
import { checkFiles } from './private/files/check-files';
import { FilesOfConstruct } from './private/files/placed-files';
import { ContractPolicies } from './private/headers/contract-policies';
import { accountWideName, ORIGIN_ACCESS_CONTROL_NAME_LENGTH } from './private/names';
import { parsePath, parseProps } from './private/parse/parsed-props';
import type { ParsedPath } from './private/parse/parsed-props';
import { throwProblems, warnDropped } from './private/parse/parsing';
import { injectedProps } from './private/property-injection';

/**
 * Files from a private S3 bucket through CloudFront to pages on other origins.
 *
 * One contract ("these origins may read, these may upload") is rendered into the five settings that must agree: the bucket's
 * CORS rules, the methods that CloudFront allows, the headers it forwards to S3, the key of its cache, and the CORS headers that it
 * puts on every response. The last is the only authority: nothing that S3 says about CORS reaches a browser.
 *
 * @resource AWS::CloudFront::Distribution
 */
export class CorsAssetDistribution extends Construct {
  /**
   * What a property injector names as its `constructUniqueId`, so that an organization can set defaults for every use of this construct.
   *
   * @see https://docs.aws.amazon.com/cdk/v2/guide/blueprints.html
   */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cors-asset-distribution.CorsAssetDistribution';

  /** The bucket that holds the files: the one that was given, or a private one. */
  public readonly bucket: s3.IBucket;

  /**
   * The same bucket when the construct made it, with everything that an L2 bucket can do, such as `addLifecycleRule`; undefined when one
   * was given.
   */
  public readonly madeBucket?: s3.Bucket;

  /** The distribution that serves them. */
  public readonly distribution: cloudfront.Distribution;

  /** The contract of the default behavior, and the response headers policy that states it. */
  public readonly corsPolicy: ICorsPolicy;

  /** The identity under which CloudFront reads the bucket. */
  public readonly originAccessControl: cloudfront.S3OriginAccessControl;

  /** The name under which pages load the files: the first of `domainNames`, else CloudFront's. */
  public readonly domainName: string;

  /** The bucket's regional endpoint, which presigned uploads must use: the global one answers preflights with a redirect. */
  public readonly uploadEndpoint: string;

  private readonly imported = new ImportedBuckets(this);
  private readonly files = new FilesOfConstruct(() => this.uploadMethods.length > 0 ? this.uploadPrefix : undefined);
  private readonly buckets: AssetBuckets;
  private readonly policies: ContractPolicies;
  private readonly origin: cloudfront.IOrigin;
  /** The bucket, and the one that answers when it does not. */
  private readonly ownBuckets: readonly s3.IBucket[];
  private readonly uploadPrefix: string;
  /** Of each contract about the bucket that promises uploads. */
  private readonly uploadMethods: (readonly string[])[] = [];
  private readonly originPath: string | undefined;

  /**
   * @throws CorsConfigurationError with everything that is wrong with the properties
   */
  constructor(scope: Construct, id: string, props: CorsAssetDistributionProps) {
    super(scope, id);

    props = injectedProps(CorsAssetDistribution.PROPERTY_INJECTION_ID, scope, id, props);
    const { contract, paths, ownContracts, headers } = parseProps(this, props, this.label);
    const domainNames = uniqueNames(props.domainNames);
    ownContracts.forEach((each) => { this.note(each); });
    this.uploadPrefix = props.uploadKeyPrefix ?? 'uploads/';
    this.originPath = props.originPath;
    this.madeBucket = props.bucket === undefined ? privateBucket(this, rulesOf(ownContracts), props) : undefined;
    this.bucket = props.bucket ?? this.madeBucket as s3.Bucket;
    this.originAccessControl = new cloudfront.S3OriginAccessControl(this, 'OriginAccessControl', {
      originAccessControlName: accountWideName(this, ORIGIN_ACCESS_CONTROL_NAME_LENGTH),
      // CloudFront signs every request itself, whatever Authorization the page sent.
      signing: cloudfront.Signing.SIGV4_ALWAYS,
    });
    const reading = { originAccessControlId: this.originAccessControl.originAccessControlId, originShieldRegion: props.originShieldRegion };
    this.buckets = new AssetBuckets(this, reading, this.imported, this.label);
    this.ownBuckets = [this.bucket, ...(props.failoverBucket === undefined ? [] : [props.failoverBucket])];
    this.promiseOwn(props, ownContracts);
    this.origin = this.originOf(props);

    this.policies = new ContractPolicies(this, headers);
    this.corsPolicy = props.corsPolicy ?? this.policies.ofDefault(contract);
    this.distribution = assetDistribution(
      this,
      { ...props, domainNames },
      assetBehavior(this.origin, behaviorSettings(this, this.corsPolicy, props)),
    );
    this.buckets.admit({ distribution: this.distribution, list: props.missingFileStatus === MissingFileStatus.NOT_FOUND });
    paths.forEach((path, index) => { this.addParsedPath(path, index); });

    if (domainNames !== undefined && props.hostedZone !== undefined) {
      addRecords(this, domainNames, props.hostedZone, this.distribution);
    }
    if (props.accessLogs !== undefined) {
      new AssetAccessLogs(this, 'AccessLogs', { distribution: this.distribution, destination: props.accessLogs });
    }
    this.domainName = firstOf(domainNames) ?? this.distribution.distributionDomainName;
    this.uploadEndpoint = `https://${this.bucket.bucketRegionalDomainName}`;

    // An escape hatch that breaks the promise is reported without anybody asking.
    checkParts(this, [this, ...this.buckets.all]);
  }

  /**
   * Adds a path with a contract of its own behind those that are there.
   *
   * @param pathPattern the path, such as `fonts/*`
   * @param options its contract, and how it is served
   * @throws CorsConfigurationError with everything that is wrong with them, and when the path is there already
   */
  public addPath(pathPattern: string, options: AssetPathOptions): void {
    const there = pathsOf(this.distribution);
    const path = parsePath(pathPattern, options, there, this.label);
    if (path.bucket === undefined || this.buckets.isSame(path.bucket, this.bucket)) {
      this.ownBuckets.forEach((bucket) => { this.buckets.promise(bucket, [path.parsed]); });
      this.note(path.parsed);
    }
    this.addParsedPath(path, there.length);
  }

  /**
   * The bucket's whole CORS configuration, ready for `aws s3api put-bucket-cors --cors-configuration`.
   * Rules that others added to the same bucket are not in it.
   */
  public get bucketCorsJson(): string {
    return Stack.of(this).toJsonString({ CORSRules: this.buckets.rules(this.bucket).map(s3JsonRule) });
  }

  /**
   * A bucket policy that lets this distribution read, ready for `aws s3api put-bucket-policy --policy`. That call replaces
   * the policy: add the statements to the ones that are there.
   */
  public get bucketPolicyJson(): string {
    return Stack.of(this).toJsonString({ Version: '2012-10-17', Statement: this.buckets.statements(this.bucket) });
  }

  /**
   * Adds two stack outputs, `BucketCors` and `BucketPolicy`, for the owner of an imported bucket.
   */
  public outputBucketSettings(): void {
    new CfnOutput(this, 'BucketCors', { value: this.bucketCorsJson, description: 'for aws s3api put-bucket-cors' });
    new CfnOutput(this, 'BucketPolicy', { value: this.bucketPolicyJson, description: 'statements for aws s3api put-bucket-policy' });
  }

  /**
   * Puts the CORS rules and the policy statements into the imported buckets when the stack is deployed, and takes them away when it is
   * deleted. Rules and statements of others stay as they are, in their order. Call it once; it covers buckets of paths that are
   * added later too.
   *
   * It brings a Lambda function into the stack, whose role may read and write these two settings of these buckets only. A
   * deployment that changes them takes about 20 seconds longer.
   *
   * Do not use it for a bucket whose CORS rules or policy are set by another CloudFormation stack or by Terraform: those tools write the
   * whole list, and remove what they do not know. Use `outputBucketSettings()` there.
   *
   * A change that somebody else makes by hand in the same second may be lost, because S3 has no conditional write for these settings.
   * A bucket name that is only known at deployment must not change: the function could then not clean the old bucket.
   *
   * @returns the parent of the custom resources: `RemovalPolicies.of(settings).retain()` leaves the settings in the buckets when the
   * stack is deleted
   * @throws CorsConfigurationError when no bucket is imported, when a bucket belongs to another account, at a second call, and in a stack
   * that takes no assets
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html
   */
  public applyBucketSettings(): Construct {
    const problems = new Problems();
    const settings = this.imported.apply(problems);
    throwProblems(problems, this.label);
    return settings as Construct;
  }

  /**
   * The URL under which pages load a file.
   *
   * @param key the object's key, without the origin path; it is percent-encoded here
   * @throws CorsConfigurationError when the key has a query: encoded, it would name another file
   */
  public assetUrl(key: string): string {
    const mark = Token.isUnresolved(key) ? -1 : key.indexOf('?');
    if (mark >= 0) {
      throw this.refusal('asset-key', 'key', key, `assetUrl(${JSON.stringify(key.slice(0, mark))}) + ${JSON.stringify(key.slice(mark))}`);
    }
    const path = Token.isUnresolved(key) ? key : key.replace(/^\//, '').split('/').map(encodeURIComponent).join('/');
    return `https://${this.domainName}/${path}`;
  }

  /**
   * Lets somebody upload, or sign uploads of browsers: PutObject under the upload prefix, and nothing else in the bucket. With `multipart`
   * also what abort and resume of uploads of several parts need.
   *
   * @param grantee the role of the code that signs
   * @param keyPattern the keys below the upload prefix, such as `avatars/*`; all of them when it is left out
   * @throws CorsConfigurationError when no uploads are promised, because no page could use the signature, and when no key can match
   */
  public grantUpload(grantee: iam.IGrantable, keyPattern?: string): iam.Grant {
    const [methods] = this.uploadMethods;
    if (methods === undefined) {
      throw this.refusal('upload-without-contract', 'uploads', undefined, 'uploads: {}');
    }
    const grant = { prefix: this.uploadPrefix, keyPattern: keyPattern ?? '*', multipart: this.uploadMethods.some((each) => each.includes('DELETE')) };
    const problems = new Problems();
    checkKeyPattern(grant, problems);
    throwProblems(problems, this.label);
    return grantUpload(this.bucket, grantee, grant);
  }

  /**
   * Copies files into the bucket, below the origin path, at each deployment and then invalidates CloudFront's copies. Files that match
   * `immutable` are kept by browsers for a year; all others are asked for each time, and CloudFront answers from its cache. It brings a
   * Lambda function into the stack.
   *
   * @param id the id of the deployment below this construct
   * @param options the files
   * @throws CorsConfigurationError when there are no sources, or a place or a duration is wrong; the synthesis fails when another
   * deployment is in the same place and one of the two prunes: each would delete the files of the other
   */
  public deployFiles(id: string, options: DeployFilesOptions): Construct {
    const problems = new Problems();
    checkFiles(options, problems);
    throwProblems(problems, this.label);
    const files = new AssetFiles(this, id, options, {
      bucket: this.bucket,
      distribution: this.distribution,
      files: this.files,
      originPath: this.originPath,
    });
    files.node.addValidation({
      validate: () => {
        const other = this.files.conflictOf(files.placed);
        return other === undefined ? [] : [this.refusal('files-overlap', `deployFiles('${id}').prune`, undefined, `keyPrefix for '${id}' or '${other.id}', or all sources in one`).message];
      },
    });
    return files;
  }

  private note({ uploads, warnings = [] }: Contract): void {
    this.uploadMethods.push(...(uploads === undefined ? [] : [uploads.methods]));
    warnDropped(this, warnings);
  }

  private promiseOwn(props: CorsAssetDistributionProps, contracts: readonly Contract[]): void {
    if (props.bucket === undefined) {
      this.buckets.made(this.bucket, contracts);
    }
    this.ownBuckets
      .filter((bucket) => bucket !== this.bucket || props.bucket !== undefined)
      .forEach((bucket) => {
        this.buckets.promise(bucket, contracts);
      });
  }

  private originOf({ originPath, failoverBucket, failoverStatusCodes }: CorsAssetDistributionProps): cloudfront.IOrigin {
    const origin = this.buckets.origin(this.bucket, originPath);
    return failoverBucket === undefined ? origin : new OriginGroup({
      primaryOrigin: origin, fallbackOrigin: this.buckets.origin(failoverBucket, originPath), fallbackStatusCodes: failoverStatusCodes,
    });
  }

  private addParsedPath(path: ParsedPath, index: number): void {
    const { bucket = this.bucket, parsed, pathPattern } = path;
    const isOwn = this.buckets.isSame(bucket, this.bucket);
    if (!isOwn) {
      this.buckets.promise(bucket, [parsed]);
    }
    const corsPolicy = path.corsPolicy ?? this.policies.ofPath(parsed, pathPattern, index);
    const origin = isOwn ? this.origin : this.buckets.origin(bucket);
    this.distribution.addBehavior(pathPattern, origin, assetBehavior(origin, behaviorSettings(this, corsPolicy, path)));
    checkParts(this, [bucket]);
  }

  private refusal(code: ProblemCode, path: string, got: unknown, write: string): CorsConfigurationError {
    return new CorsConfigurationError(this.label, [{ code, path, got, write }]);
  }

  private get label(): string {
    return `CorsAssetDistribution '${this.node.path}'`;
  }
}

/** A wildcard name is not a host that a URL could name. */
function firstOf(names: string[] | undefined): string | undefined {
  return Token.isUnresolved(names) ? Fn.select(0, names as string[]) : names?.find((name) => !name.startsWith('*'));
}
