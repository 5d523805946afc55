/** Every TypeScript snippet of the pages in docs compiles; jsii's tools do the same for the README. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CorsAssetDistribution } from '../lib';

const ROOT = join(__dirname, '..');
const FIXTURE = readFileSync(join(ROOT, 'rosetta', 'default.ts-fixture'), 'utf8');
const FOLDER = join(ROOT, '.cache', `snippets-${String(process.pid)}`);
/** Its snippets are files, which test/team.test.ts compiles and runs. */
const OF_FILES = ['adopting.md'];

interface Snippet {
  readonly name: string;
  readonly source: string;
}

/** A snippet is a part of a stack's constructor, unless it is marked as a file of its own. */
function snippetsOf(page: string): readonly Snippet[] {
  return [...readFileSync(join(ROOT, 'docs', page), 'utf8').matchAll(/^```ts( nofixture)?\n([^]*?)^```$/gm)].map(([, alone, code = ''], index) => ({
    name: `${page.replace(/\W/g, '-')}-${String(index + 1)}.ts`,
    source: alone === undefined ? inFixture(code) : code,
  }));
}

/** What a snippet declares goes out of the constructor, as jsii's tools do it. */
function inFixture(code: string): string {
  const declared = /^declare .*$/gm;
  const outside = [...code.matchAll(declared)].map(([line]) => line);
  return FIXTURE.replace('class Fixture', () => `${outside.join('\n')}\n\nclass Fixture`).replace('/// here', () => code.replaceAll(declared, ''));
}

const SNIPPETS = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md') && !OF_FILES.includes(name)).flatMap(snippetsOf);

afterAll(() => { rmSync(FOLDER, { recursive: true, force: true }); });

test('the pages have snippets at all', () => {
  expect(SNIPPETS.length).toBeGreaterThan(20);
});

test('each snippet compiles as it stands', () => {
  mkdirSync(FOLDER, { recursive: true });
  for (const { name, source } of SNIPPETS) {
    writeFileSync(join(FOLDER, name), source);
  }
  const options = { noEmit: true, noUnusedLocals: false, noUnusedParameters: false, rootDir: ROOT };
  writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify({ extends: join(ROOT, 'test', 'tsconfig.json'), compilerOptions: options, include: ['*.ts'], exclude: [] }));
  let said = '';
  try {
    execFileSync(process.execPath, [join(ROOT, 'node_modules', 'tsgo', 'bin', 'tsc'), '-p', FOLDER], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    said = (error as { readonly stdout: string }).stdout;
  }
  expect(said).toBe('');
});

test('the README is short enough to be read', () => {
  expect(readFileSync(join(ROOT, 'README.md')).length).toBeLessThanOrEqual(14 * 1024);
});

test('the outputs that docs/options.md merges into an imported bucket have these names in the template', () => {
  const stack = new Stack(new App(), 'Web');
  const bucket = Bucket.fromBucketName(stack, 'Existing', 'my-existing-bucket');
  new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: ['https://app.example.com'], bucket }).outputBucketSettings();
  const outputs = Object.keys(Template.fromStack(stack).toJSON().Outputs as object);
  const named = [...readFileSync(join(ROOT, 'docs', 'options.md'), 'utf8').matchAll(/\.Web\.(\w+) \| fromjson/g)].map(([, name]) => name);
  expect(named).toEqual(outputs);
});
