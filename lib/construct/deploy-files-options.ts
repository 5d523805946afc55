import type { Size } from 'aws-cdk-lib';
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
   * Whether files that are no longer among the sources are deleted. Tabs that are open during a deployment still ask for
   * the old hashed files. The upload prefix is never pruned; a construct with uploads prunes no `immutable` files either,
   * because their patterns may match uploaded keys.
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
