import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { transformSync } from 'esbuild';
import { CorsAssetDistribution } from '../../lib';
import { packLibrary } from './packed';
import type { PackedLibrary } from './packed';

// What `npm publish` would upload, installed with its peers into an empty project: no optional dependency, no network.
const ROOT = join(__dirname, '../..');
const BUDGET_BYTES = 1_500_000;
const project = mkdtempSync(join(tmpdir(), 'empty-project-'));

let library: PackedLibrary;

beforeAll(() => {
  library = packLibrary();
  write('package.json', JSON.stringify({ name: 'empty', version: '1.0.0', private: true }));
  const peers = ['aws-cdk-lib', 'constructs'].map((name) => realpathSync(join(ROOT, 'node_modules', name)));
  npm('install', '--offline', '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', library.file, ...peers);
}, 60_000);

describe('the tarball', () => {
  test('has the compiled sources of today, the assembly, and what users read; nothing else', () => {
    const sources = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const compiled = sources.map((file) => `dist/${file.replace(/\.ts$/, '')}`).flatMap((file) => [`${file}.js`, `${file}.d.ts`]);
    const asWritten = ['lib/preview/page', 'lib/sandbox/guest'].flatMap((folder) => readdirSync(join(ROOT, folder)).map((file) => `${folder}/${file}`));
    const copied = ['NOTICES.txt', 'acorn.js', 'quickjs.wasm'].map((file) => `dist/sandbox/vendored/${file}`);
    const readable = ['API.md', 'CHANGELOG.md', 'LICENSE', 'README.md'];
    expect([...library.files].sort()).toEqual([...compiled, ...asWritten, ...copied, '.jsii', 'package.json', ...readable].sort());
  });

  test('is small enough to be downloaded by every build', () => {
    console.log(`${library.files.length} files, ${(library.bytes / 1000).toFixed(0)} kB packed`);
    expect(library.bytes).toBeLessThan(BUDGET_BYTES);
  });

  test('installs with its two peers alone', () => {
    expect(readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.')).sort())
      .toEqual(['aws-cdk-lib', 'cdk-cors-asset-distribution', 'constructs']);
  });
});

describe('the first example of the README', () => {
  const example = /```ts\n(.*?)```/s.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1] ?? '';
  const app = `class Web extends Stack { constructor(scope, id) { super(scope, id);\n${example}} }\n`
    + 'const app = new App({ outdir: process.argv[2] });\nnew Web(app, "Web");\napp.synth();\n';
  const names = { cdk: '{ App, Stack }', library: '{ CorsAssetDistribution }' };

  test.each([
    ['CommonJS', 'app.cjs', `const ${names.cdk} = require('aws-cdk-lib');\nconst ${names.library} = require('cdk-cors-asset-distribution');\n`],
    ['ES modules', 'app.mjs', `import ${names.cdk} from 'aws-cdk-lib';\nimport ${names.library} from 'cdk-cors-asset-distribution';\n`],
  ])('gives the template of the sources, imported as %s', (_, file, imports) => {
    write(file, imports + app);
    node(file, `${file}.out`);
    const stack = new Stack(new App(), 'Web');
    new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: ['https://app.example.com'] });
    const written = Template.fromString(readFileSync(join(project, `${file}.out`, 'Web.template.json'), 'utf8'));
    expect(written.toJSON()).toEqual(Template.fromStack(stack).toJSON());
  });

  // The second name is the one with which npx cannot fetch another package
  test.each(['cdk-cors', 'cdk-cors-asset-distribution'])('passes the command that checks it, as %s', (name) => {
    const bin = join(project, 'node_modules/.bin', name);
    expect(run(bin, 'check', 'app.cjs.out', '--strict')).toMatch(/\S/);
    expect(run(bin, 'explain', 'app.cjs.out', '--origin', 'https://app.example.com')).toMatch(/^ALLOWED: GET \/file/);
  });
});

test('the app of the README synthesizes from an empty folder, and says which promise a distribution made by hand breaks', () => {
  const app = readFileSync(join(ROOT, 'examples/first-steps/app.ts'), 'utf8');
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, imports = '', byHand = ''] = /```ts\n\/\/ (import .*)\n(const files = [^]*?)```/.exec(readme) ?? [];
  const synthesize = (source: string, outdir: string) => {
    write('first-steps.cjs', transformSync(source, { loader: 'ts', format: 'cjs' }).code);
    return spawnSync(process.execPath, ['first-steps.cjs'], { cwd: project, encoding: 'utf8', env: { ...process.env, CDK_OUTDIR: join(project, outdir) } });
  };
  expect(synthesize(app, 'first.out')).toMatchObject({ status: 0, stderr: '' });
  const { status, stderr } = synthesize(`${imports}\n${app.replace('\n  }\n}', () => `\n${byHand}  }\n}`)}`, 'byhand.out');
  expect([status, stderr]).toEqual([1, expect.stringMatching(/GET \/fonts\/inter\.woff2 of Web\.ByHand\w+ from a page on https:\/\/app\.example\.com should be allowed, and is blocked:/) as string]);
});

test('the preview says which package of its own is missing, and does not blame the folder', () => {
  expect(() => run(join(project, 'node_modules/.bin/cdk-cors'), 'preview', join(ROOT, 'test/golden/fonts-on-another-origin.template.json'), '--assets', '.'))
    .toThrow(/cdk-cors preview: the package "[^"]+" is not installed, which only the preview needs; npm install \S+\n$/);
});

test('npx runs the command from the package alone, in an empty folder', () => {
  const empty = mkdtempSync(join(tmpdir(), 'empty-folder-'));
  const template = join(ROOT, 'test/golden/fonts-on-another-origin.template.json');
  // A cache of its own: npm has nothing but the tarball, and looks through no other packages
  const args = ['exec', '--offline', '--cache', join(empty, 'cache'), '--yes', '--legacy-peer-deps', '--omit=optional', `--package=${library.file}`, '--', 'cdk-cors-asset-distribution'];
  expect(execFileSync('npm', [...args, 'explain', template, '--origin', 'https://app.example.com'], { cwd: empty, encoding: 'utf8', stdio: 'pipe' })).toMatch(/^ALLOWED/);
}, 60_000);

test.each([
  ['CommonJS', 'model.cjs', 'const { evaluateBucketCors, exchange, readTemplates } = require(\'cdk-cors-asset-distribution/model\');'],
  ['ES modules', 'model.mjs', 'import { evaluateBucketCors, exchange, readTemplates } from \'cdk-cors-asset-distribution/model\';'],
])('the model answers on its own, imported as %s', (_, file, imports) => {
  write(file, `${imports}
const rules = [{ allowedOrigins: ['https://app.example.com'], allowedMethods: ['GET'] }];
const { headers } = evaluateBucketCors({ rules }, { method: 'GET', path: '/a', headers: { Origin: 'https://app.example.com' } });
console.log(headers['Access-Control-Allow-Origin']);
const template = JSON.parse(process.argv[2]);
console.log(readTemplates([{ name: 'Web', template }]).worlds.map((graph) => exchange(graph, { origin: 'https://app.example.com', path: '/a' }).verdict).join());
`);
  const golden = readFileSync(join(ROOT, 'test/golden/fonts-on-another-origin.template.json'), 'utf8');
  expect(node(file, golden).trim().split('\n')).toEqual(['https://app.example.com', 'allowed']);
});

describe('the types', () => {
  const sourceWith = (cdk: string) => `import { App, Stack } from '${cdk}';
import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';
import { evaluateBucketCors, exchange, readTemplates } from 'cdk-cors-asset-distribution/model';
import type { DeliveryGraph, Known, TemplateInput, Verdict } from 'cdk-cors-asset-distribution/model';

const input: TemplateInput = { name: 'Web', template: {} };
const verdictIn = (graph: DeliveryGraph): Verdict => exchange(graph, { origin: 'https://app.example.com', path: '/a' }).verdict;
const isPrivate: Known<boolean>[] = [{ known: true, value: true }];
readTemplates([input]).worlds.map(verdictIn).push(...isPrivate.map((): Verdict => 'allowed'));
new CorsAssetDistribution(new Stack(new App()), 'Assets', { allowedOrigins: ['*'] });
// @ts-expect-error: a number is not a list of origins
new CorsAssetDistribution(new Stack(new App()), 'Assets', { allowedOrigins: 1 });
// @ts-expect-error: a request has headers
evaluateBucketCors({}, { method: 'GET', path: '/a' });
`;

  test.each([
    ['node16', 'typescript', 'aws-cdk-lib/core', 'node16', ['types.mts', 'types.cts']],
    ['bundler', 'tsgo', 'aws-cdk-lib', 'esnext', ['types.ts']],
  ])('are found under moduleResolution %s, by %s, beside %s', (moduleResolution, compiler, cdk, module, files) => {
    files.forEach((file) => { write(file, sourceWith(cdk)); });
    const compilerOptions = { module, moduleResolution, target: 'es2022', strict: true, noEmit: true, skipLibCheck: true, types: [] };
    write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
    expect(run(process.execPath, join(ROOT, 'node_modules', compiler, 'bin/tsc'))).toBe('');
  }, 60_000);

  test('have no known mistake in the way they are published (publint, attw)', () => {
    expect(run(process.execPath, join(ROOT, 'node_modules/publint/src/cli.js'), 'run', library.file, '--strict')).toContain('All good!');
    // ./.jsii is left out: it is the assembly, which jsii's tools read as a file; nobody imports it.
    const attw = join(ROOT, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    expect(run(process.execPath, attw, library.file, '--exclude-entrypoints', './.jsii', '--format', 'ascii')).toContain('No problems found');
  }, 60_000);
});

function write(file: string, text: string): void {
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, file), text);
}

function node(...args: readonly string[]): string {
  return run(process.execPath, ...args);
}

function npm(...args: readonly string[]): string {
  return run('npm', ...args);
}

/** Runs a command in the project; a failure has what it wrote. */
function run(command: string, ...args: readonly string[]): string {
  try {
    return execFileSync(command, args, { cwd: project, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    throw new Error(`${[command, ...args].join(' ')}\n${stdout}${stderr}`);
  }
}
