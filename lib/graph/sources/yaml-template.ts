import { createRequire } from 'node:module';

/** The part of the package `yaml` that is used. It is optional: whoever has only JSON templates need not install it. */
export interface YamlPackage {
  parseDocument(text: string, options: Readonly<Record<string, unknown>>): YamlDocument;
  isAlias(node: unknown): node is { resolve(document: YamlDocument): unknown };
  isMap(node: unknown): node is { tag?: string; items: readonly { key: unknown; value: unknown }[] };
  isSeq(node: unknown): node is { tag?: string; items: readonly unknown[] };
  isScalar(node: unknown): node is { tag?: string; value: unknown; source?: string };
}

interface YamlDocument {
  readonly contents: unknown;
  readonly errors: readonly Error[];
}

/** Loads `yaml`; nothing when it is not installed. */
export function installedYaml(): YamlPackage | undefined {
  try {
    return createRequire(__filename)('yaml') as YamlPackage;
  } catch {
    return undefined;
  }
}

/** A template is a megabyte at most; more nodes than this come from aliases that multiply. */
const NODE_LIMIT = 200_000;

/**
 * Parses a YAML template into what the same template is in JSON: `!Ref X` becomes `{ Ref: X }`, `!Sub X` `{ Fn::Sub: X }`.
 * CloudFormation reads YAML 1.1, but a date (`Version: 2012-10-17`) is a text.
 *
 * @throws Error with the parser's message (and line) when the text is no YAML.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function parseYamlTemplate(text: string, yaml: YamlPackage): unknown {
  // Short-form intrinsics are tags that no schema knows: the nodes are kept, so the warnings about them say nothing.
  const document = yaml.parseDocument(text, { version: '1.1', uniqueKeys: false, logLevel: 'error' });
  const [error] = document.errors;
  if (error) {
    throw error;
  }
  let nodes = 0;
  const open = new Set<unknown>();
  const convert = (node: unknown): unknown => {
    if (++nodes > NODE_LIMIT || open.has(node)) {
      throw new Error('the aliases of the document multiply without end');
    }
    open.add(node);
    const value = tagged(node, contentOf(node));
    open.delete(node);
    return value;
  };
  const contentOf = (node: unknown): unknown => {
    if (yaml.isAlias(node)) {
      return convert(node.resolve(document));
    }
    if (yaml.isMap(node)) {
      return Object.fromEntries(node.items.map(({ key, value }) => [String(convert(key)), convert(value)]));
    }
    if (yaml.isSeq(node)) {
      return node.items.map(convert);
    }
    return yaml.isScalar(node) ? scalarOf(node) : null;
  };
  return convert(document.contents);
}

function scalarOf(node: { readonly value: unknown; readonly source?: string }): unknown {
  const { value, source } = node;
  return value === null || ['string', 'number', 'boolean'].includes(typeof value) ? value : (source ?? String(value));
}

/** The long form of a short-form intrinsic: `Ref` and `Condition` keep their names, all others are `Fn::`. */
function tagged(node: unknown, value: unknown): unknown {
  const tag = typeof node === 'object' && node !== null && 'tag' in node ? node.tag : undefined;
  if (typeof tag !== 'string' || !/^![A-Za-z]/.test(tag)) {
    return value;
  }
  const name = tag.slice(1);
  return { [name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]: value };
}
