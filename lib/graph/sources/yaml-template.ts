import { createRequire } from 'node:module';

/** The part of the package `yaml` that is used. It is optional: whoever has only JSON templates need not install it. */
export interface YamlPackage {
  parseDocument(text: string, options: Readonly<Record<string, unknown>>): YamlDocument;
  isAlias(node: unknown): node is { resolve(document: YamlDocument): unknown };
  isMap(node: unknown): node is { tag?: string; items: readonly { key: unknown; value: unknown }[] };
  isSeq(node: unknown): node is { tag?: string; items: readonly unknown[] };
  isScalar(node: unknown): node is { tag?: string; value: unknown; source?: string };
  /** Every node has one in a document that was parsed from a text. */
  isNode(node: unknown): node is { range: readonly [start: number, valueEnd: number, nodeEnd: number] };
}

interface YamlDocument {
  readonly contents: unknown;
  readonly errors: readonly YamlError[];
}

interface YamlError extends Error {
  readonly code: string;
  readonly pos: readonly [start: number, end: number];
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
 * @throws Error with the parser's message, line and column when the text is not valid YAML.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function parseYamlTemplate(text: string, yaml: YamlPackage): unknown {
  const { document } = parsed(text, yaml);
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

/** Finds the line, from 1, of the deepest place of a path that the text has. */
export function linesInYaml(text: string, yaml: YamlPackage): (path: readonly string[]) => number {
  const { document, lines } = parsed(text, yaml);
  return (path) => lineAt(offsetOf(path, document, yaml), lines) + 1;
}

function offsetOf(path: readonly string[], document: YamlDocument, yaml: YamlPackage): number {
  let [node, offset]: [unknown, number] = [document.contents, 0];
  for (const key of path) {
    const holder = yaml.isAlias(node) ? node.resolve(document) : node;
    // A tagged list is what an intrinsic function takes, not the list that the path means
    const pair = yaml.isMap(holder) ? holder.items.find((item) => yaml.isScalar(item.key) && String(item.key.value) === key) : undefined;
    const place = pair?.key ?? (yaml.isSeq(holder) && !isIntrinsic(holder) ? holder.items[Number(key)] : undefined);
    if (!yaml.isNode(place)) {
      break;
    }
    [node, offset] = [pair === undefined ? place : pair.value, place.range[0]];
  }
  return offset;
}

/**
 * Inside quotes and brackets the column does not count for CloudFormation, nor for PyYAML; the parser wants what is inside to stand to
 * the right of its key. So a line that it refuses for its column is moved to the right, which changes neither a text nor a list.
 */
// https://yaml.org/spec/1.1/#id904245 (line folding strips leading white space in quoted texts)
function parsed(text: string, yaml: YamlPackage): { readonly document: YamlDocument; readonly lines: readonly string[] } {
  const document = parseOnce(text, yaml);
  const lines = text.split('\n');
  const moved = new Set<number>();
  for (let latest = document; ; latest = parseOnce(lines.join('\n'), yaml)) {
    const [error] = latest.errors;
    if (error === undefined) {
      return { document: latest, lines };
    }
    const line = misplacedLine(error, lines);
    if (line === undefined || moved.has(line)) {
      throw document.errors[0] ?? error;
    }
    moved.add(line);
    lines[line] = `${TO_THE_RIGHT}${lines[line] ?? ''}`;
  }
}

function parseOnce(text: string, yaml: YamlPackage): YamlDocument {
  // Short-form intrinsics are tags that no schema knows: the nodes are kept, so the warnings about them say nothing.
  return yaml.parseDocument(text, { version: '1.1', uniqueKeys: false, logLevel: 'error' });
}

/** Further to the right than keys are nested. */
const TO_THE_RIGHT = ' '.repeat(200);

/** The line whose column the parser refuses: the one that a bracket stands in, or the one after a quoted text was cut off. */
function misplacedLine({ code, message, pos: [start] }: YamlError, lines: readonly string[]): number | undefined {
  const line = lineAt(start, lines);
  switch (code) {
    case 'BAD_INDENT':
      return line;
    case 'MISSING_CHAR':
      return message.startsWith('Missing closing') ? lines.findIndex((each, index) => index > line && each.trim() !== '') : undefined;
    default:
      return undefined;
  }
}

function lineAt(position: number, lines: readonly string[]): number {
  let end = -1;
  return lines.findIndex((each) => (end += each.length + 1) >= position);
}

function scalarOf(node: { readonly value: unknown; readonly source?: string }): unknown {
  const { value, source } = node;
  // YAML 1.1 has `y` and `n` for booleans, and no reader of templates follows it there: https://github.com/yaml/pyyaml/issues/247
  if (typeof value === 'boolean' && source?.length === 1) {
    return source;
  }
  return value === null || ['string', 'number', 'boolean'].includes(typeof value) ? value : (source ?? String(value));
}

/** The long form of a short-form intrinsic: `Ref` and `Condition` keep their names, all others are `Fn::`. */
function tagged(node: unknown, value: unknown): unknown {
  if (!isIntrinsic(node)) {
    return value;
  }
  const name = node.tag.slice(1);
  return { [name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]: value };
}

function isIntrinsic(node: unknown): node is { readonly tag: string } {
  return typeof node === 'object' && node !== null && 'tag' in node && typeof node.tag === 'string' && /^![A-Za-z]/.test(node.tag);
}
