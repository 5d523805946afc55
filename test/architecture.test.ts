import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const LIB = join(__dirname, '..', 'lib');

/** From the inside out; a room may import from itself and from rooms before it. */
const ROOMS = ['contract', 'graph', 'model', 'rules', 'checks', 'construct', 'preview', 'cli'];

/** The one file of the graph that walks a construct tree. */
const MAY_USE_CDK = /^(construct|checks|preview|cli)\/|^graph\/(construct-tree|token-resolver)/;

interface Import {
  readonly file: string;
  readonly from: string;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(join(folder, entry.name)) : [join(folder, entry.name)]);
}

const imports: Import[] = sources(LIB).flatMap((path) =>
  [...readFileSync(path, 'utf8').matchAll(/(?:from|import|require)\s*\(?\s*'([^']+)'/g)].map(([, from]) => ({ file: relative(LIB, path), from: from ?? '' })));

function roomOf(file: string): string {
  return file.split('/')[0] ?? '';
}

test('arrows go one way, so that the model can be used without the construct and the contract without both', () => {
  const wrong = imports
    .filter(({ file, from }) => from.startsWith('.') && file.includes('/'))
    .map(({ file, from }) => ({ file, target: relative(LIB, join(LIB, dirname(file), from)) }))
    .filter(({ file, target }) => ROOMS.indexOf(roomOf(target)) > ROOMS.indexOf(roomOf(file)) || !ROOMS.includes(roomOf(file)));
  expect(wrong).toEqual([]);
});

test('contract, graph, model and rules run without aws-cdk-lib', () => {
  expect(imports.filter(({ file, from }) => /^(aws-cdk-lib|constructs)/.test(from) && !MAY_USE_CDK.test(file))).toEqual([]);
});

test('nothing reaches into the private parts of aws-cdk-lib, which change without notice', () => {
  expect(imports.filter(({ from }) => /^aws-cdk-lib\/.*\/lib\//.test(from))).toEqual([]);
});

test('the test sees imports at all', () => {
  expect(imports.length).toBeGreaterThan(50);
});
