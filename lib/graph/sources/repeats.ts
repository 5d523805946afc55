/**
 * Deliveries that repeat an earlier one: large apps serve hundreds of tenants by the same construct, and whoever judged one of them has
 * judged them all. Only resources that nothing else can refer to take part, and only to a reader who asks what is wrong: the graph of a
 * system holds them all.
 */
import { CROSS_REGION_READER } from '../intrinsics/exports';
import { member, objectOrEmpty, textOf } from '../types/json';
import { READ_TYPES } from '../readers/resource-types';
import { referencesIn, STACK_SEPARATOR } from '../intrinsics/references';
import { isUndecided } from '../intrinsics/resolved';
import { isNestedStackType } from '../intrinsics/stacks';
import type { TemplateInput } from '../types/template-input';
import type { Address } from '../types';
import { unrenderedOf } from './unrendered';

/** A system without the repeats in it. */
export interface Shortened {
  readonly inputs: readonly TemplateInput[];
  /** The system with those repeats put back whose first stands at one of the places; nothing when no repeat is of these. */
  withRepeatsAt(places: readonly Pick<Address, 'stack' | 'logicalId'>[]): readonly TemplateInput[] | undefined;
}

/** Leaves out resources that differ from earlier ones in names alone, and in nothing that anybody refers to. */
export function withoutRepeats(inputs: readonly TemplateInput[]): Shortened {
  const groups = isSimple(inputs) ? repeatedGroups(inputs) : [];
  const without = (left: readonly Group[]) => {
    const omitted = new Map<TemplateInput, Set<string>>();
    for (const { input, ids } of left.flatMap(({ repeats }) => repeats)) {
      const ofInput = omitted.get(input) ?? new Set();
      ids.forEach((id) => ofInput.add(id));
      omitted.set(input, ofInput);
    }
    return inputs.map((input) => withoutResources(input, omitted.get(input)));
  };
  return {
    inputs: without(groups),
    withRepeatsAt(places) {
      const named = new Set(places.map(({ stack, logicalId }) => placeKey(stack, logicalId)));
      const clean = groups.filter(({ first }) => !first.ids.some((id) => named.has(placeKey(first.input.name, id))));
      return clean.length === groups.length ? undefined : without(clean);
    },
  };
}

function placeKey(stack: string, logicalId: string): string {
  return `${stack}${STACK_SEPARATOR}${logicalId}`;
}

function withoutResources(input: TemplateInput, omitted: ReadonlySet<string> | undefined): TemplateInput {
  if (omitted === undefined) {
    return input;
  }
  const resources = Object.entries(objectOrEmpty(member(input.template, 'Resources'))).filter(([id]) => !omitted.has(id));
  return { ...input, template: { ...objectOrEmpty(input.template), Resources: Object.fromEntries(resources) } };
}

/** Values that stacks hand each other by nesting or across regions can be mentioned anywhere, so such a system is read as it is. */
function isSimple(inputs: readonly TemplateInput[]): boolean {
  const types = inputs.flatMap(({ template }) => Object.values(objectOrEmpty(member(template, 'Resources'))).map((resource) => textOf(member(resource, 'Type')) ?? ''));
  return new Set(inputs.map(({ name }) => name)).size === inputs.length && !types.some((type) => isNestedStackType(type) || type === CROSS_REGION_READER);
}

/** Resources of one template that refer to each other and to nothing else. */
interface Group {
  readonly first: Component;
  readonly repeats: readonly Component[];
}

interface Component {
  readonly input: TemplateInput;
  readonly ids: readonly string[];
}

function repeatedGroups(inputs: readonly TemplateInput[]): readonly Group[] {
  const stacks = inputs.map((input) => ({ input, nodes: nodesOf(input) }));
  const mentioned = mentionedElsewhere(stacks);
  const groups = new Map<string, { first: Component; repeats: Component[] }>();
  for (const { input, nodes } of stacks) {
    for (const members of components(nodes)) {
      const ids = members.map(({ id }) => id);
      if (members.every(({ closed }) => closed) && !ids.some((id) => mentioned.has(placeKey(input.id ?? input.name, id)))) {
        const shape = shapeOf(members, input);
        const group = groups.get(shape);
        if (group) {
          group.repeats.push({ input, ids });
        } else {
          groups.set(shape, { first: { input, ids }, repeats: [] });
        }
      }
    }
  }
  return [...groups.values()].filter(({ repeats }) => repeats.length > 0);
}

/** A resource, what it refers to, and its text, cut at its references: text, target, text, target, …, text. */
interface Node {
  readonly id: string;
  /** What the text is about: the type, and how the text becomes its properties. */
  readonly kind: string;
  readonly pieces: readonly string[];
  readonly targets: readonly string[];
  /** Whether all that decides about it is in this text and in the resources that it refers to. */
  readonly closed: boolean;
}

// A key is named by policies, buckets and code of somebody's own, and an alias by anybody
const LINKED_BY_TEXT = /^AWS::KMS::/;

const REFERENCE = /(?:\{"Ref":|"Fn::GetAtt":\[)"((?:[^"\\]|\\.)*)"[},]/;

// In the case of templates or of L1s: every function but Join, references in unusual forms, texts by which buckets and keys are found, and ids that are put together
const OPEN = /"Fn::(?!Join":)|"Ref":|"(?:BucketName|KMSMasterKeyID)":|"(?:Bucket|DomainName)":"|"(?:Id|OriginId|TargetOriginId)":(?!")/i;

const SAME_EVERYWHERE = new Set(['AWS::AccountId', 'AWS::NoValue', 'AWS::Partition', 'AWS::Region', 'AWS::URLSuffix']);

function nodesOf(input: TemplateInput): ReadonlyMap<string, Node> {
  const nodes = Object.entries(objectOrEmpty(member(input.template, 'Resources'))).flatMap(([id, resource]) => {
    const type = textOf(member(resource, 'Type')) ?? '';
    return READ_TYPES.has(type) ? [nodeOf(id, type, resource, `${input.id ?? ''}${STACK_SEPARATOR}`)] : [];
  });
  const present = new Set(nodes.map(({ id }) => id));
  const isSettled = (target: string) => present.has(target) || SAME_EVERYWHERE.has(target);
  return new Map(nodes.map((node) => [node.id, node.closed && !node.targets.every(isSettled) ? { ...node, closed: false } : node]));
}

function nodeOf(id: string, type: string, resource: unknown, own: string): Node {
  const unrendered = unrenderedOf(resource);
  const properties = unrendered === undefined ? member(resource, 'Properties') : unrendered.properties;
  const pieces = (isUndecided(properties) ? '' : textOfJson(properties)).split(REFERENCE);
  const closed = pieces[0] !== '' && member(resource, 'Condition') === undefined && !LINKED_BY_TEXT.test(type)
    && pieces.every((piece, index) => index % 2 === 1 || !OPEN.test(piece));
  const local = (target: string) => (target.startsWith(own) ? target.slice(own.length) : target);
  const targets = closed ? pieces.filter((_, index) => index % 2 === 1) : referencesIn(properties).map(({ target }) => target);
  return { id, kind: type + kindOf(unrendered?.renderer), pieces: pieces.map((piece, index) => (index % 2 === 1 ? local(piece) : piece)), targets: targets.map(local), closed };
}

const kinds = new WeakMap<object, string>();
let kindCount = 0;

function kindOf(renderer: object | undefined): string {
  if (renderer === undefined) {
    return '';
  }
  const kind = kinds.get(renderer) ?? ` ${String(++kindCount)}`;
  kinds.set(renderer, kind);
  return kind;
}

/** Without properties, and where they are no JSON, nothing is known of a resource. */
function textOfJson(value: unknown): string {
  try {
    return (JSON.stringify(value) as string | undefined) ?? '';
  } catch {
    return '';
  }
}

/** What other templates may get hold of: by a reference that names the stack, or through an output. */
function mentionedElsewhere(stacks: readonly { readonly input: TemplateInput; readonly nodes: ReadonlyMap<string, Node> }[]): ReadonlySet<string> {
  const nodes = stacks.flatMap((stack) => [...stack.nodes.values()]);
  const foreign = nodes.flatMap(({ targets }) => targets).filter((target) => target.includes(STACK_SEPARATOR));
  const outputsCount = nodes.some(({ closed, pieces }) => !closed && pieces.some((piece) => /"Fn::(?:ImportValue|GetStackOutput)":/.test(piece)));
  const outputs = outputsCount ? stacks.flatMap(({ input }) => referencesIn(member(input.template, 'Outputs')).map(({ target }) =>
    (target.includes(STACK_SEPARATOR) ? target : placeKey(input.id ?? input.name, target)))) : [];
  return new Set([...foreign, ...outputs]);
}

/** The nodes that are connected by references, in the order of the template. */
function components(nodes: ReadonlyMap<string, Node>): readonly (readonly Node[])[] {
  const neighbours = new Map<string, string[]>([...nodes.keys()].map((id) => [id, []]));
  for (const node of nodes.values()) {
    for (const target of node.targets) {
      neighbours.get(target)?.push(node.id);
      neighbours.get(node.id)?.push(target);
    }
  }
  const componentOf = new Map<string, number>();
  let count = 0;
  for (const id of nodes.keys()) {
    if (!componentOf.has(id)) {
      const pending = [id];
      for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        if (!componentOf.has(next)) {
          componentOf.set(next, count);
          pending.push(...neighbours.get(next) ?? []);
        }
      }
      count++;
    }
  }
  const members = Array.from({ length: count }, (): Node[] => []);
  for (const node of nodes.values()) {
    members[componentOf.get(node.id) ?? 0]?.push(node);
  }
  return members;
}

const NAME = /("(?:Id|OriginId|TargetOriginId|Name)":|"Name":\{"Fn::Join":\["",\[)"((?:[^"\\]|\\.)*)"/gi;

/**
 * The same text for components that differ in names alone: logical ids, and the names and ids by which CloudFront tells policies, access
 * controls and origins apart. AWS limits how long those are, so their lengths stay.
 */
function shapeOf(members: readonly Node[], { region, account }: TemplateInput): string {
  const indices = new Map(members.map(({ id }, index) => [id, index]));
  const names = new Map<string, number>();
  const texts = members.map(({ kind, pieces }) => {
    const text = pieces.map((piece, index) => (index % 2 === 0 ? piece : `<${String(indices.get(piece) ?? piece)}>`)).join('');
    return kind + text.replace(NAME, (_, before: string, name: string) => {
      const index = names.get(name) ?? names.size;
      names.set(name, index);
      return `${before}<${String(index)} ${String(name.length)}>`;
    });
  });
  return [region ?? '', account ?? '', ...texts].join('\n');
}
