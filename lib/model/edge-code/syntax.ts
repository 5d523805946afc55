import { isTooLong } from '../../contract/function-code';
import { parseJavaScript } from '../../sandbox';
import type { SyntaxNode } from '../../sandbox';

/** What CloudFront's engine says about a text before it runs it. */
export interface Inspection {
  /** The code as the sandbox takes it. */
  readonly runnable: string;
  /** Why it does not load, by something that somebody has seen refused, or AWS documents as unsupported. */
  readonly refusal?: string;
  /** What neither AWS nor anybody else has written down, and a relative of the engine refuses. */
  readonly doubt?: string;
  /** The texts in the code, which make good guesses for what it reads. */
  readonly literals: readonly string[];
}

type Runtime = '1.0' | '2.0';

/** A construct of the language that not every runtime has. */
interface Construct {
  readonly name: string;
  readonly found: (node: SyntaxNode, within: Surroundings) => boolean;
  /** `refused`: seen or documented, in these runtimes. `doubtful`: njs 0.7.9, of the same family, refuses it. */
  readonly refusedIn: readonly Runtime[];
  readonly doubtfulIn: readonly Runtime[];
}

interface Surroundings {
  readonly inArguments: boolean;
}

const BOTH: readonly Runtime[] = ['1.0', '2.0'];
const is = (...types: readonly string[]) => ({ type }: SyntaxNode): boolean => types.includes(type);
const holds = (node: unknown, type: string): boolean => Array.isArray(node) && node.some((item) => isNode(item) && item.type === type);

// Refused: seen in public repositories with their error message (`Token "of" not supported in this version`, `await in arguments not
// supported`, …), or documented:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-10.html and functions-javascript-runtime-20.html
const CONSTRUCTS: readonly Construct[] = [
  { name: 'for…of', found: is('ForOfStatement'), refusedIn: BOTH, doubtfulIn: [] },
  { name: 'destructuring', found: is('ObjectPattern', 'ArrayPattern'), refusedIn: BOTH, doubtfulIn: [] },
  { name: 'optional chaining (?.)', found: is('ChainExpression'), refusedIn: BOTH, doubtfulIn: [] },
  { name: 'await in arguments', found: (node, { inArguments }) => node.type === 'AwaitExpression' && inArguments, refusedIn: ['2.0'], doubtfulIn: [] },
  { name: 'let and const', found: (node) => node.type === 'VariableDeclaration' && node.kind !== 'var', refusedIn: ['1.0'], doubtfulIn: [] },
  { name: 'async functions', found: (node) => node.async === true, refusedIn: ['1.0'], doubtfulIn: [] },
  { name: 'import', found: is('ImportDeclaration'), refusedIn: [], doubtfulIn: ['1.0'] },
  { name: 'import of several names', found: (node) => node.type === 'ImportDeclaration' && !importedDefault(node), refusedIn: [], doubtfulIn: BOTH },
  { name: 'export', found: is('ExportDefaultDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration'), refusedIn: [], doubtfulIn: BOTH },
  { name: 'class', found: is('ClassDeclaration', 'ClassExpression'), refusedIn: [], doubtfulIn: BOTH },
  { name: 'spread (...)', found: is('SpreadElement'), refusedIn: [], doubtfulIn: BOTH },
  { name: 'default parameters', found: is('AssignmentPattern'), refusedIn: [], doubtfulIn: BOTH },
  { name: 'generators', found: (node) => node.generator === true, refusedIn: [], doubtfulIn: BOTH },
  { name: 'catch without a binding', found: (node) => node.type === 'CatchClause' && node.param === null, refusedIn: [], doubtfulIn: BOTH },
  { name: 'logical assignment', found: (node) => node.type === 'AssignmentExpression' && ['&&=', '||=', '??='].includes(node.operator as string), refusedIn: [], doubtfulIn: BOTH },
  { name: '??', found: (node) => node.type === 'LogicalExpression' && node.operator === '??', refusedIn: [], doubtfulIn: ['1.0'] },
  { name: 'new.target', found: is('MetaProperty'), refusedIn: [], doubtfulIn: BOTH },
  { name: 'tagged templates', found: is('TaggedTemplateExpression'), refusedIn: [], doubtfulIn: BOTH },
  { name: 'BigInt', found: (node) => node.type === 'Literal' && typeof node.bigint === 'string', refusedIn: [], doubtfulIn: BOTH },
  { name: 'await outside of a function', found: (node) => node.type === 'Program' && holds(node.body, 'AwaitExpression'), refusedIn: [], doubtfulIn: BOTH },
  { name: 'a regular expression with the flag s, u, v or d', found: (node) => /[suvd]/.test((node.regex as { flags?: string } | undefined)?.flags ?? ''), refusedIn: [], doubtfulIn: BOTH },
];

const MOST_LITERALS = 24;
const LONGEST_LITERAL = 200;

const inspections = new Map<string, Inspection>();

/** Looks at a text as the runtime's parser does. */
export function inspect(text: string, runtime: Runtime): Inspection {
  const key = `${runtime} ${text}`;
  const kept = inspections.get(key) ?? inspected(text, runtime);
  inspections.set(key, kept);
  return kept;
}

function inspected(text: string, runtime: Runtime): Inspection {
  const nothing = { runnable: text, literals: [] };
  if (isTooLong(text)) {
    return { ...nothing, refusal: 'the code is longer than 10 KB' };
  }
  const tree = parseJavaScript(text);
  if (typeof tree === 'string') {
    return { ...nothing, refusal: tree };
  }
  const seen: Seen = { text, runtime, literals: new Set(), imports: [] };
  visit(tree, { inArguments: false }, seen);
  return {
    runnable: withoutImports(text, seen.imports),
    literals: [...seen.literals].slice(0, MOST_LITERALS),
    refusal: seen.refusal,
    doubt: seen.doubt,
  };
}

interface Seen {
  readonly text: string;
  readonly runtime: Runtime;
  readonly literals: Set<string>;
  readonly imports: SyntaxNode[];
  refusal?: string;
  doubt?: string;
}

function visit(node: SyntaxNode, within: Surroundings, seen: Seen): void {
  for (const { name, found, refusedIn, doubtfulIn } of CONSTRUCTS) {
    if (found(node, within)) {
      const where = `${name} in line ${lineOf(node, seen.text)}`;
      seen.refusal ??= refusedIn.includes(seen.runtime) ? where : undefined;
      seen.doubt ??= doubtfulIn.includes(seen.runtime) ? where : undefined;
    }
  }
  if (node.type === 'Literal' && typeof node.value === 'string' && node.value.length <= LONGEST_LITERAL) {
    seen.literals.add(node.value);
  }
  if (node.type === 'ImportDeclaration') {
    seen.imports.push(node);
  }
  for (const part of Object.keys(node)) {
    const inArguments = part === 'arguments' || (within.inArguments && !/Function/.test(node.type));
    for (const child of [node[part]].flat()) {
      if (isNode(child)) {
        visit(child, { inArguments }, seen);
      }
    }
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { readonly type?: unknown }).type === 'string';
}

function lineOf({ start }: SyntaxNode, text: string): number {
  return text.slice(0, start).split('\n').length;
}

function importedDefault(node: SyntaxNode): string | undefined {
  const [only, ...others] = node.specifiers as readonly SyntaxNode[];
  return others.length === 0 && (only as SyntaxNode | undefined)?.type === 'ImportDefaultSpecifier' ? (only.local as { readonly name: string }).name : undefined;
}

/** The sandbox has `require` alone. */
function withoutImports(text: string, imports: readonly SyntaxNode[]): string {
  return [...imports].reverse().reduce((code, node) => {
    const source = (node.source as { readonly raw: string }).raw;
    const name = importedDefault(node);
    return `${code.slice(0, node.start)}${name === undefined ? '' : `const ${name} = `}require(${source});${code.slice(node.end)}`;
  }, text);
}
