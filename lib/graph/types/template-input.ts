import { isObject, type JsonObject } from './json';
import type { ReadProblem } from './address';

/** One CloudFormation template to read, with what is known about where it will be deployed. */
export interface TemplateInput {
  /** What findings call it: stack name, artifact name or file name. */
  readonly name: string;
  /** What references that cross stacks directly call it, `id|LogicalId` (`references.ts`). */
  readonly id?: string;
  /** The parsed template. Any JSON value is accepted; one that is not a template becomes a problem. */
  readonly template: unknown;
  /** File it was read from. */
  readonly file?: string;
  /** Stack name at deployment, for `AWS::StackName` and `Fn::GetStackOutput`. */
  readonly stackName?: string;
  readonly region?: string;
  readonly account?: string;
  /** Which inputs (by name) the nested stacks of this template deploy, by the logical id of the nested stack. */
  readonly nested?: Readonly<Record<string, string>>;
  /** Values of parameters that are chosen at deployment, by name; others have their defaults, or are open. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Construct paths by logical id, for templates without `aws:cdk:path` metadata. */
  readonly constructPaths?: Readonly<Record<string, string>>;
  /** Where the app made its constructs, by construct path: frames as the CDK writes them, the innermost first. */
  readonly creationStacks?: Readonly<Record<string, readonly string[]>>;
  /** What somebody has declared about code that is not in the template. */
  readonly edgeCode?: readonly EdgeCodeDeclaration[];
  /** The text of a file asset, by its key in the bucket of assets; undefined when it is not here. */
  readonly assetText?: (objectKey: string) => string | undefined;
}

/** What code at the edge does that no template shows: Lambda@Edge, and functions of other stacks. */
export interface EdgeCodeDeclaration {
  /** Its ARN, its name, or the logical id in the template. */
  readonly function: string;
  readonly effect:
    /** It leaves CORS alone, at each of its events. */
    | { readonly transparent: true }
    /** It asks for other objects; a `*` stands for the rest of the path. */
    | { readonly rewritesPaths: readonly { readonly path: string; readonly to: string }[] }
    | { readonly answersPreflights: { readonly status: number; readonly headers: Readonly<Record<string, string>> } }
    | { readonly setsResponseHeaders: Readonly<Record<string, string>> }
    /** A handler in the form of CloudFront Functions, runtime 2.0, that does what matters here. */
    | { readonly code: string };
}

/** What is wrong with an input as a whole, or nothing when it is a template. */
export function templateProblem(input: TemplateInput): ReadProblem | undefined {
  const where = input.file ?? input.name;
  if (!isObject(input.template)) {
    return {
      where,
      message: `is not a CloudFormation template: the top level is ${kindOf(input.template)}, not an object`,
      fix: 'write an object with a Resources section, or pass the synthesized *.template.json',
    };
  }
  const resources = Object.hasOwn(input.template, 'Resources') ? input.template.Resources : undefined;
  if (resources === undefined && Object.hasOwn(input.template, 'service') && Object.hasOwn(input.template, 'provider')) {
    return {
      where,
      message: 'is a configuration of the Serverless Framework, not a CloudFormation template',
      fix: 'run serverless package, and pass .serverless/cloudformation-template-update-stack.json',
    };
  }
  if (!isObject(resources)) {
    return {
      where,
      message: resources === undefined ? 'is not a CloudFormation template: it has no Resources section' : `Resources is ${kindOf(resources)}, not an object`,
      fix: 'write Resources as an object from logical ids to resources: { "Bucket": { "Type": "AWS::S3::Bucket" } }',
    };
  }
  return undefined;
}

/** What in a template is not expanded here, so that resources inside it are not seen. */
export function unexpandedMacros(input: TemplateInput): readonly ReadProblem[] {
  const resources = isObject(input.template) && isObject(input.template.Resources) ? input.template.Resources : {};
  return Object.keys(resources as JsonObject)
    .filter((id) => id.startsWith('Fn::'))
    .map((id) => ({
      where: `${input.file ?? input.name}, Resources.${id}`,
      message: `${id.split('::').slice(0, 2).join('::')} generates resources at deployment that cannot be seen here`,
      fix: 'pass the processed template: aws cloudformation get-template --template-stage Processed',
    }));
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) {
    return 'empty';
  }
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
