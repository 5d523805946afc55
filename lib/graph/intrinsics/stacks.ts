import { member, objectOrEmpty, textOf, type JsonObject } from '../types/json';
import { symbol } from '../types/symbolic-text';
import type { TemplateInput } from '../types/template-input';
import type { Address } from '../types';

/** A template as it is deployed: a nested template stands here once for each nested stack that deploys it. */
export interface Stack {
  /** Unique. Nested: `Parent/LogicalId`. */
  readonly name: string;
  readonly input: TemplateInput;
  readonly resources: JsonObject;
  readonly parameters: JsonObject;
  readonly mappings: JsonObject;
  readonly conditions: JsonObject;
  readonly outputs: JsonObject;
  /** Set for nested stacks: whose parameters to resolve in whose scope. */
  readonly parent?: { readonly stack: Stack; readonly logicalId: string };
  /** By logical id of the nested stack. */
  readonly children: Map<string, Stack>;
}

/** Types whose resource is a nested stack. SAM's takes its template from `Location`, else it is the same. */
const NESTED_STACK_TYPES = new Set(['AWS::CloudFormation::Stack', 'AWS::Serverless::Application']);

/** Templates nest at most this deep here; CloudFormation's own quota is lower. Ends templates that nest themselves. */
const NESTING_LIMIT = 16;

export function isNestedStackType(type: string): boolean {
  return NESTED_STACK_TYPES.has(type);
}

/** Instantiates every input: roots once, nested templates once per nested stack that names them. */
export function deployedStacks(inputs: readonly TemplateInput[]): readonly Stack[] {
  const byName = new Map(inputs.map((input) => [input.name, input]));
  const nestedNames = new Set(inputs.flatMap((input) => Object.values(input.nested ?? {})));
  const stacks: Stack[] = [];
  const names = new Set<string>();
  const add = (input: TemplateInput, name: string, parent: Stack['parent'], depth: number): Stack => {
    const stack = stackOf(input, uniqueName(name, names), parent);
    stacks.push(stack);
    for (const [logicalId, childName] of Object.entries(input.nested ?? {})) {
      const child = byName.get(childName);
      if (child && depth < NESTING_LIMIT) {
        stack.children.set(logicalId, add(child, `${stack.name}/${logicalId}`, { stack, logicalId }, depth + 1));
      }
    }
    return stack;
  };
  inputs.filter((input) => !nestedNames.has(input.name)).forEach((input) => add(input, input.name, undefined, 0));
  return stacks;
}

function uniqueName(wanted: string, names: Set<string>): string {
  let name = wanted;
  for (let count = 2; names.has(name); count++) {
    name = `${wanted}#${String(count)}`;
  }
  names.add(name);
  return name;
}

function stackOf(given: TemplateInput, name: string, parent: Stack['parent']): Stack {
  // A nested stack is deployed where its parent is.
  const input = parent
    ? { ...given, region: given.region ?? parent.stack.input.region, account: given.account ?? parent.stack.input.account }
    : given;
  const section = (key: string) => objectOrEmpty(member(input.template, key));
  return {
    name,
    input,
    resources: section('Resources'),
    parameters: section('Parameters'),
    mappings: section('Mappings'),
    conditions: section('Conditions'),
    outputs: section('Outputs'),
    parent,
    children: new Map(),
  };
}

export function resourceType(stack: Stack, logicalId: string): string {
  return textOf(member(member(stack.resources, logicalId), 'Type')) ?? '';
}

/** Where a resource is declared. */
export function addressOf(stack: Stack, logicalId: string): Address {
  const resource = member(stack.resources, logicalId);
  const path = member(stack.input.constructPaths, logicalId) ?? member(member(resource, 'Metadata'), 'aws:cdk:path');
  const constructPath = textOf(path);
  const condition = textOf(member(resource, 'Condition'));
  return {
    stack: stack.name,
    logicalId,
    type: resourceType(stack, logicalId),
    constructPath,
    file: stack.input.file,
    condition,
  };
}

/** The symbol that stands for `Ref: logicalId`, or for its attribute. */
export function resourceSymbol(stack: Stack, logicalId: string, attribute?: string): string {
  return symbol(attribute === undefined ? `${stack.name}.${logicalId}` : `${stack.name}.${logicalId}.${attribute}`);
}

/** The symbol of a parameter whose value only deployment brings. */
export function parameterSymbol(stack: Stack, name: string): string {
  return symbol(`${stack.name}.${name}`);
}
