import { CfnElement, CfnResource, Stack, Stage, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { isObject, member, objectOrEmpty, type JsonObject } from '../types/json';
import { isCustomResourceType, READ_TYPES } from '../readers/resource-types';
import { isUnresolved, unresolved } from '../intrinsics/resolved';
import { isNestedStackType } from '../intrinsics/stacks';
import type { TemplateInput } from '../types/template-input';
import { assetText } from './assets';
import { TokenResolver } from './token-resolver';

/**
 * The templates of a construct tree, as far as they decide delivery: every stack, nested stack and stage below `root`,
 * rendered with its overrides. References between stacks are followed as they are, before the CDK turns them into exports,
 * so it works at any time; but only after all aspects have run does the tree hold what will be deployed (`node.addValidation`).
 */
export function constructTreeInputs(root: IConstruct): readonly TemplateInput[] {
  const resolver = new TokenResolver();
  const inputs = [...elementsByStack(root)].map(([stack, elements]) => ({ stack, input: stackInput(stack, elements, resolver) }));
  const nested = new Map(inputs.map(({ stack }) => [stack, {} as Record<string, string>]));
  for (const { stack, input } of inputs) {
    const resource = stack.nestedStackResource;
    const siblings = resource && nested.get(Stack.of(resource));
    if (siblings) {
      siblings[resolver.logicalIdOf(resource)] = input.name;
    }
  }
  return inputs.map(({ stack, input }) => ({ ...input, nested: nested.get(stack) }));
}

/** What each stack writes, in the order of the tree. */
function elementsByStack(root: IConstruct): ReadonlyMap<Stack, readonly CfnElement[]> {
  const found = new Map<Stack, CfnElement[]>();
  addElements(root, undefined, found);
  return found;
}

function addElements(construct: IConstruct, around: CfnElement[] | undefined, found: Map<Stack, CfnElement[]>): void {
  const elements = Stack.isStack(construct) ? elementsOf(construct, found) : around;
  if (CfnElement.isCfnElement(construct)) {
    (elements ?? elementsOf(Stack.of(construct), found)).push(construct);
  }
  for (const child of construct.node.children) {
    addElements(child, elements, found);
  }
}

function elementsOf(stack: Stack, found: Map<Stack, CfnElement[]>): CfnElement[] {
  const elements = found.get(stack) ?? [];
  found.set(stack, elements);
  return elements;
}

function stackInput(stack: Stack, members: readonly CfnElement[], resolver: TokenResolver): TemplateInput {
  const template: Record<string, Record<string, unknown>> = { Resources: {} };
  const paths: Record<string, string> = {};
  for (const element of members) {
    const sections = isResource(element) ? { Resources: resourceSection(element, resolver) } : render(element, resolver);
    for (const [section, content] of Object.entries(isObject(sections) ? sections : {})) {
      template[section] = Object.assign(template[section] ?? {}, isObject(content) ? content : {});
    }
    paths[resolver.logicalIdOf(element)] = element.node.path;
  }
  return {
    name: stack.node.path || stack.stackName,
    id: stack.node.addr,
    template,
    constructPaths: paths,
    assetText: (key) => assetText(Stage.of(stack)?.assetOutdir ?? '', `asset.${key}`),
    ...(Token.isUnresolved(stack.stackName) ? {} : { stackName: stack.stackName }),
    ...(Token.isUnresolved(stack.region) ? {} : { region: stack.region }),
    ...(Token.isUnresolved(stack.account) ? {} : { account: stack.account }),
  };
}

function isResource(element: CfnElement): element is CfnResource {
  return CfnResource.isCfnResource(element);
}

/** Only what decides delivery is rendered: rendering all of a large app costs a sixth of its synthesis. */
function resourceSection(resource: CfnResource, resolver: TokenResolver): JsonObject {
  const type = resource.cfnResourceType;
  const logicalId = resolver.logicalIdOf(resource);
  if (!READ_TYPES.has(type) && !isNestedStackType(type) && !isCustomResourceType(type)) {
    return { [logicalId]: { Type: type } };
  }
  const plain = plainResource(resource, resolver);
  return plain === undefined ? renderedSection(resource, resolver) : { [logicalId]: plain };
}

function renderedSection(resource: CfnResource, resolver: TokenResolver): JsonObject {
  const rendered = render(resource, resolver);
  return isUnresolved(rendered) ? { [resolver.logicalIdOf(resource)]: { Type: resource.cfnResourceType, Properties: rendered } } : objectOrEmpty(member(rendered, 'Resources'));
}

/** What the CDK keeps to itself about a resource, and the only way to see overrides and deletions before the template is written. */
interface Internals {
  readonly rawOverrides: object;
  readonly cfnProperties: object;
  readonly renderProperties: (properties: unknown) => unknown;
  shouldSynthesize(): boolean;
  _toCloudFormation(): unknown;
}

const { _toCloudFormation: asUsual } = CfnResource.prototype as unknown as Internals;

/**
 * A resource without overrides, as `_toCloudFormation` renders it but for what the graph does not read. Nothing for others, and where
 * something goes wrong: the CDK says it better.
 */
function plainResource(resource: CfnResource, resolver: TokenResolver): JsonObject | undefined {
  const internals = resource as unknown as Internals;
  if (internals._toCloudFormation !== asUsual || !internals.shouldSynthesize() || Object.keys(internals.rawOverrides).length > 0) {
    return undefined;
  }
  try {
    const { condition } = resource.cfnOptions;
    const attributes = {
      Type: resource.cfnResourceType,
      ...(condition === undefined ? {} : { Condition: resolver.logicalIdOf(condition) }),
    };
    return { ...attributes, Properties: internals.renderProperties(resolver.resolve(internals.cfnProperties, resource)) };
  } catch {
    return undefined;
  }
}

/** Renders one element; what fails to render (a token as a map key, a throwing Lazy) is undecided. */
function render(element: CfnElement, resolver: TokenResolver): unknown {
  try {
    return resolver.byCdk((element as unknown as Internals)._toCloudFormation(), element);
  } catch (error) {
    return unresolved(`${element.node.path} cannot be rendered: ${error instanceof Error ? error.message : String(error)}`);
  }
}
