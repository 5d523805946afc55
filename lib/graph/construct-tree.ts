import { CfnElement, CfnResource, DefaultTokenResolver, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isObject, member, type JsonObject } from './json';
import { readTemplates } from './read-templates';
import { READ_TYPES } from './read-types';
import { STACK_SEPARATOR } from './references';
import { undecided } from './resolved';
import { isNestedStackType } from './stacks';
import type { TemplateInput } from './template-input';
import type { DeliveryGraphs } from './types';

/**
 * Reads the delivery graph of a construct tree: every stack, nested stack and stage below `root`, rendered with its
 * overrides. References between stacks are followed as they are, before the CDK turns them into exports, so it works at
 * any time; but only after all aspects have run does the tree hold what will be deployed (`node.addValidation`).
 */
export function readConstructTree(root: IConstruct): DeliveryGraphs {
  const elements = new Map<Stack, CfnElement[]>();
  const membersOf = (stack: Stack): CfnElement[] => {
    const members = elements.get(stack) ?? [];
    elements.set(stack, members);
    return members;
  };
  for (const construct of root.node.findAll()) {
    if (Stack.isStack(construct)) {
      membersOf(construct);
    }
    if (CfnElement.isCfnElement(construct)) {
      membersOf(Stack.of(construct)).push(construct);
    }
  }
  const resolver = new ReferenceResolver(logicalIdReader());
  const inputs = [...elements].map(([stack, members]) => ({ stack, input: stackInput(stack, members, resolver) }));
  return readTemplates(inputs.map(({ stack, input }) => ({ ...input, nested: nestedInputs(stack, inputs, resolver.logicalIdOf) })));
}

interface StackInput {
  readonly stack: Stack;
  readonly input: TemplateInput;
}

function nestedInputs(parent: Stack, all: readonly StackInput[], logicalIdOf: LogicalIdOf): Readonly<Record<string, string>> {
  const children = all.flatMap(({ stack, input }) => {
    const resource = stack.nestedStackResource;
    return resource && Stack.of(resource) === parent ? [[logicalIdOf(resource), input.name] as const] : [];
  });
  return Object.fromEntries(children);
}

function stackInput(stack: Stack, members: readonly CfnElement[], resolver: ReferenceResolver): TemplateInput {
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
    ...(Token.isUnresolved(stack.stackName) ? {} : { stackName: stack.stackName }),
    ...(Token.isUnresolved(stack.region) ? {} : { region: stack.region }),
    ...(Token.isUnresolved(stack.account) ? {} : { account: stack.account }),
  };
}

function isResource(element: CfnElement): element is CfnResource {
  return CfnResource.isCfnResource(element);
}

/** Only what decides delivery is rendered: rendering all of a large app costs a sixth of its synthesis. */
function resourceSection(resource: CfnResource, resolver: ReferenceResolver): JsonObject {
  const type = resource.cfnResourceType;
  const logicalId = resolver.logicalIdOf(resource);
  if (!READ_TYPES.has(type) && !isNestedStackType(type)) {
    return { [logicalId]: { Type: type } };
  }
  const rendered = render(resource, resolver);
  const written = member(member(rendered, 'Resources'), logicalId);
  return { [logicalId]: written ?? { Type: type, Properties: rendered } };
}

/** Renders one element; what fails to render (a token as a map key, a throwing Lazy) is undecided. */
function render(element: CfnElement, resolver: ReferenceResolver): unknown {
  try {
    return Tokenization.resolve(toCloudFormation(element), { scope: element, resolver, preparing: false }) as unknown;
  } catch (error) {
    return undecided(`${element.node.path} cannot be rendered: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Internal to the CDK, and the only way to see overrides and deletions before the template is written. */
function toCloudFormation(element: CfnElement): unknown {
  return (element as unknown as { _toCloudFormation(): unknown })._toCloudFormation();
}

/** Resolving an id costs as much as rendering a small resource, and every reference needs one: once per reading is enough. */
function logicalIdReader(): LogicalIdOf {
  const ids = new Map<CfnElement, string>();
  return (element) => {
    const id = ids.get(element) ?? (Stack.of(element).resolve(element.logicalId) as string);
    ids.set(element, id);
    return id;
  };
}

type LogicalIdOf = (element: CfnElement) => string;

/** Keeps references to elements as references, naming the stack too, in place of the CDK's exports and parameters. */
class ReferenceResolver extends DefaultTokenResolver {
  public constructor(public readonly logicalIdOf: LogicalIdOf) {
    super(new JoinConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (!Reference.isReference(token) || !CfnElement.isCfnElement(token.target) || token.displayName.startsWith('AWS::')) {
      return super.resolveToken(token, context, postProcessor) as unknown;
    }
    const id = Stack.of(token.target).node.addr + STACK_SEPARATOR + this.logicalIdOf(token.target);
    const attribute = token.displayName;
    // CfnInclude puts references into the text of a Fn::Sub. The others must keep the shape of intrinsics: L1s check it.
    if (typeof (token as unknown as { value: unknown }).value === 'string') {
      return `\${${id}${attribute === 'Ref' ? '' : `.${attribute}`}}`;
    }
    return postProcessor.postProcess(attribute === 'Ref' ? { Ref: id } : { 'Fn::GetAtt': [id, attribute] }, context) as unknown;
  }
}

/** Texts around a token become one `Fn::Join`, as in the CDK's own rendering. */
class JoinConcat {
  public join(left: unknown, right: unknown): unknown {
    const parts = [...partsOf(left), ...partsOf(right)];
    return parts.every((part) => typeof part === 'string') ? parts.join('') : { 'Fn::Join': ['', parts] };
  }
}

function partsOf(fragment: unknown): readonly unknown[] {
  if (fragment === undefined) {
    return [];
  }
  const joined = member(fragment, 'Fn::Join');
  const [delimiter, parts] = Array.isArray(joined) ? (joined as unknown[]) : [];
  return delimiter === '' && Array.isArray(parts) ? (parts as unknown[]) : [fragment];
}
