/** Where a node is declared. */
export interface Address {
  /** Stack or template name; nested stacks are `Parent/LogicalIdOfTheNestedStack`. */
  readonly stack: string;
  readonly logicalId: string;
  /** CloudFormation type, e.g. `AWS::S3::Bucket`. */
  readonly type: string;
  /** Path of the construct, from `aws:cdk:path` or the construct tree. */
  readonly constructPath?: string;
  /** File the template was read from. */
  readonly file?: string;
  /** Name of the condition the resource depends on (it held in this world). */
  readonly condition?: string;
}

/** An unusable input: what is wrong, where, and what to write instead. */
export interface ReadProblem {
  /** File, stack or template name, with the place inside it when known. */
  readonly where: string;
  readonly message: string;
  readonly fix: string;
}
