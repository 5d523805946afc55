import type { Duration, Size } from 'aws-cdk-lib/core';
import type { ISource } from 'aws-cdk-lib/aws-s3-deployment';

/**
 * What `deployFiles` puts into the bucket, and how long it may be kept.
 */
export interface DeployFilesOptions {
  /** The files, such as `Source.asset('dist')`. */
  readonly sources: ISource[];

  /**
   * Patterns of keys whose content never changes, because the name holds a hash of it: `['assets/*']`. Browsers keep them for
   * a year without asking, so a pattern that also matches a changing file pins its old content. Nothing is guessed.
   * `*` matches any run of characters, slashes too.
   *
   * @default - none: browsers ask again for every file, CloudFront answers from its cache
   * @see https://docs.aws.amazon.com/cli/latest/reference/s3/index.html#use-of-exclude-and-include-filters
   */
  readonly immutable?: string[];

  /**
   * The prefix of keys below which the files go, beside `originPath`: with `app1` the file `index.html` has the URL `/app1/index.html`.
   * Pruning and invalidation stay below it, and each deployment keeps what others put deeper, in whatever order they are called.
   *
   * @default - where CloudFront looks for files: the whole bucket, or `originPath`
   */
  readonly keyPrefix?: string;

  /**
   * How long browsers keep files that are not `immutable` before they ask again, in whole seconds. A page that mixes files of two
   * deployments may live that long.
   *
   * @default Duration.seconds(0)
   */
  readonly maxAge?: Duration;

  /**
   * The URL paths whose copies CloudFront drops after the deployment; `*` may stand at the end. AWS charges for more than 1,000 paths a
   * month.
   *
   * @default - everything below `keyPrefix`
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html
   */
  readonly invalidationPaths?: string[];

  /**
   * Whether files that are no longer among the sources are deleted. Tabs that are open during a deployment still ask for
   * the old hashed files. The upload prefix and the places of other deployments are never pruned; where there are such places, `immutable`
   * files are not pruned either, because their patterns may match keys there. Two deployments in one place, of which one prunes, are an
   * error.
   *
   * @default false
   */
  readonly prune?: boolean;

  /**
   * The memory of the function that copies the files. Large sites fail with too little.
   *
   * @default - what BucketDeployment of your aws-cdk-lib gives: 128 MiB in 2.258, 1024 MiB in 2.276
   */
  readonly memoryLimit?: Size;
}
