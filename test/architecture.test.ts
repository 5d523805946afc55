import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const LIB = join(__dirname, '..', 'lib');

/** From the inside out; a room may import from itself and from rooms before it. */
const ROOMS = ['bucket-settings', 'contract', 'sandbox', 'graph', 'model', 'rules', 'trial', 'checks', 'construct', 'preview', 'probe', 'cli'];

/** The two files of the graph that walk a construct tree. */
const MAY_USE_CDK = /^(construct|checks|preview|probe|cli)\/|^graph\/sources\/(construct-tree|token-resolver)\.ts$/;

const MOST_FILES = 15;
const MOST_COLUMNS = 140;

interface Import {
  readonly file: string;
  readonly from: string;
  /** The file of this library that is imported. */
  readonly target?: string;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(join(folder, entry.name)) : [join(folder, entry.name)]);
}

function targetOf(path: string, from: string): string | undefined {
  const base = join(dirname(path), from);
  const found = from.startsWith('.') ? [base, `${base}.ts`, join(base, 'index.ts')].find((each) => existsSync(each) && statSync(each).isFile()) : undefined;
  return found === undefined ? undefined : relative(LIB, found);
}

const files = sources(LIB);
const imports: Import[] = files.filter((path) => path.endsWith('.ts')).flatMap((path) =>
  [...readFileSync(path, 'utf8').matchAll(/(?:from|import|require)\s*\(?\s*'([^'\s]+)'/g)]
    .map(([, from = '']) => ({ file: relative(LIB, path), from, target: targetOf(path, from) })));

function roomOf(file: string): string {
  return file.split('/')[0] ?? '';
}

test('arrows go one way, so that the model can be used without the construct and the contract without both', () => {
  const wrong = imports
    .filter(({ file, target }) => target !== undefined && file.includes('/'))
    .filter(({ file, target = '' }) => ROOMS.indexOf(roomOf(target)) > ROOMS.indexOf(roomOf(file)) || !ROOMS.includes(roomOf(file)));
  expect(wrong.map(({ file, target }) => `${file} -> ${target ?? ''}`)).toEqual([]);
});

test('the function for imported buckets is compiled alone, with what its runtime brings', () => {
  const foreign = imports.filter(({ file, from }) => roomOf(file) === 'bucket-settings' && !/^(\.\/|node:|@aws-sdk\/client-s3$)/.test(from));
  const users = imports.filter(({ file, target = '' }) => roomOf(target) === 'bucket-settings' && roomOf(file) !== 'bucket-settings');
  expect([foreign, users]).toEqual([[], []]);
});

test('no file imports itself by way of others, not even for types: each can be read by itself', () => {
  const edges = new Map<string, string[]>();
  for (const { file, target } of imports) {
    edges.set(file, [...edges.get(file) ?? [], ...(target === undefined ? [] : [target])]);
  }
  expect(circles(edges)).toEqual([]);
});

/** Files that are left after leaving out, again and again, those that import nothing that is left. */
function circles(edges: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const left = new Set(edges.keys());
  for (let size = -1; size !== left.size;) {
    size = left.size;
    for (const file of left) {
      if (!(edges.get(file) ?? []).some((each) => left.has(each))) {
        left.delete(file);
      }
    }
  }
  // Importers of a circle are on none; what nobody left imports goes, too
  for (let size = -1; size !== left.size;) {
    size = left.size;
    const imported = new Set([...left].flatMap((file) => edges.get(file) ?? []));
    [...left].filter((file) => !imported.has(file)).forEach((file) => left.delete(file));
  }
  return [...left].sort();
}

test('contract, graph, model, rules and trial run without aws-cdk-lib', () => {
  expect(imports.filter(({ file, from }) => /^(aws-cdk-lib|constructs)/.test(from) && !MAY_USE_CDK.test(file))).toEqual([]);
});

test('the graph takes from the contract only the form of a bucket\'s rules, and the name of the resource that keeps them', () => {
  const outside = imports.filter(({ file, target }) => roomOf(file) === 'graph' && target !== undefined && roomOf(target) !== 'graph');
  expect([...new Set(outside.map(({ target }) => target))]).toEqual(['contract/bucket-cors-rule.ts', 'contract/bucket-settings.ts']);
});

test('nothing reaches into the private parts of aws-cdk-lib, which change without notice', () => {
  expect(imports.filter(({ from }) => /^aws-cdk-lib\/.*\/lib\//.test(from))).toEqual([]);
});

test('the core of aws-cdk-lib comes from aws-cdk-lib/core: its root brings the types of all services to every compiler that reads ours', () => {
  expect(imports.filter(({ from }) => from === 'aws-cdk-lib')).toEqual([]);
});

test('no folder is so full that a newcomer has to read a list', () => {
  const counts = new Map<string, number>();
  files.forEach((path) => { counts.set(relative(LIB, dirname(path)), (counts.get(relative(LIB, dirname(path))) ?? 0) + 1); });
  expect([...counts].filter(([, count]) => count > MOST_FILES).map(([folder, count]) => `${folder}: ${count}`)).toEqual([]);
});

test('a line of code fits on a screen; only the sentence of a message, a pattern and an address stay in one piece', () => {
  const long = files.filter((path) => path.endsWith('.ts')).flatMap((path) => readFileSync(path, 'utf8').split('\n')
    .filter((line) => line.length > MOST_COLUMNS && !(/^\s*(\/?\*|\/\/)/.test(line) ? /:\/\// : /['"`]|\/.+\//).test(line))
    .map((line) => `${relative(LIB, path)}: ${line.trim()}`));
  expect(long).toEqual([]);
});

test('every folder with TypeScript is a project of its own: elsewhere the linter sees no types, and says nothing of it', () => {
  const ROOT = join(LIB, '..');
  const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !/^(\.|node_modules$|dist$|cdk\.out$)/.test(entry.name)).map(({ name }) => name);
  const written = folders.filter((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).some((file) => /(?<!\.d)\.ts$/.test(file)));
  expect(written.filter((folder) => folder !== 'lib' && !existsSync(join(ROOT, folder, 'tsconfig.json')))).toEqual([]);
  expect(written).toContain('bench');
});

test('the test sees imports at all', () => {
  expect(imports.filter(({ target }) => target !== undefined).length).toBeGreaterThan(500);
});
