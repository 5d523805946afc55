/** An object in the place where the library runs. */
export type Handle = object;

/** A name as jsii writes it: `aws-cdk-lib.aws_s3.Bucket`. */
export type Fqn = string;

/** What a language does with the library: the six requests that its generated code is made of. */
export interface Host {
  create(fqn: Fqn, ...args: readonly unknown[]): Promise<Handle>;
  call(object: unknown, method: string, ...args: readonly unknown[]): Promise<unknown>;
  callStatic(fqn: Fqn, method: string, ...args: readonly unknown[]): Promise<unknown>;
  get(object: unknown, property: string): Promise<unknown>;
  getStatic(fqn: Fqn, property: string): Promise<unknown>;
  enumMember(fqn: Fqn, member: string): unknown;
}
