/** What CONTRIBUTING promises to somebody who has never seen this repository is done here, in a copy of it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requestedRule } from './new-rule';

const ROOT = join(__dirname, '..', '..');
const copy = mkdtempSync(join(tmpdir(), 'contribute-'));
const COPIED = [
  'lib', 'docs', 'examples', 'bench', 'release', 'test', 'rosetta', 'API.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md',
  'package.json', 'tsconfig.json', '.oxlintrc.json',
];

beforeAll(() => {
  COPIED.forEach((name) => { cpSync(join(ROOT, name), join(copy, name), { recursive: true }); });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => { rmSync(copy, { recursive: true, force: true }); });

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a program of Node in the copy. */
function node(...args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '0' } });
  return { status, output: stdout + stderr };
}

function jest(...suites: readonly string[]): Ended {
  const config = {
    rootDir: copy, roots: ['<rootDir>/test'], testMatch: ['**/*.test.ts'], transform: { '^.+\\.ts$': '<rootDir>/test/esbuild.cjs' }, cacheDirectory: join(copy, '.cache'),
  };
  return node('node_modules/jest/bin/jest.js', '--config', JSON.stringify(config), '--runInBand', ...suites);
}

describe('change one rule in 15 minutes', () => {
  const page = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  const [, suite = ''] = /^npx jest (\S+)$/m.exec(page) ?? [];
  const changes = [...page.matchAll(/^```diff\n--- (\S+)\n([^]*?)^```$/gm)].map(([, file = '', lines = '']) => ({
    file, before: side(lines, '+'), after: side(lines, '-'),
  }));

  /** A diff without the lines of the other side. */
  function side(lines: string, other: string): string {
    return lines.split('\n').filter((line) => line !== '' && !line.startsWith(other)).map((line) => line.slice(1)).join('\n');
  }

  function apply({ file, before, after }: (typeof changes)[number]): void {
    const text = readFileSync(join(copy, file), 'utf8');
    expect([file, text.split(before).length - 1]).toEqual([file, 1]);
    writeFileSync(join(copy, file), text.replace(before, () => after));
  }

  test('the test of the rule fails when the case is written, and passes when the rule is', () => {
    const [wish, change, ...others] = changes;
    expect([wish?.file, change?.file, others]).toEqual(['test/rules/bucket-cors.test.ts', 'lib/rules/deploy/bucket/bucket-cors-method.ts', []]);
    if (wish && change) {
      apply(wish);
      const written = jest(suite);
      expect(written.output).toMatch(/\+ .*S3 has no CORS method/);
      expect(written.status).toBe(1);
      apply(change);
      expect(jest(suite)).toMatchObject({ status: 0 });
    }
  }, 120_000);
});

/** What `npm run docs:check` says of the rules' pages and of links, without the probes that other pages take. */
const DRIFT = `
const { rulePages, rulesIndex } = require('./docs/rules');
const pages = { 'rules/README.md': rulesIndex, ...rulePages };
const drifted = Object.entries(pages).filter(([name, render]) => require('node:fs').readFileSync('docs/' + name, 'utf8') !== render()).map(([name]) => name);
console.log(JSON.stringify([...drifted, ...require('./docs/links').brokenLinks('.')]));
`;

describe('npm run new:rule', () => {
  const newRule = (...args: readonly string[]) => node('-r', './test/run-typescript.cjs', 'test/contribute/new-rule.ts', ...args);
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };
  const RULE = 'lib/rules/cache/cookies-in-cache-key.ts';
  const TEST = 'test/rules/cookies-in-cache-key.test.ts';

  test('is the script that is tried here', () => {
    expect(scripts['new:rule']).toBe('node -r ./test/run-typescript.cjs test/contribute/new-rule.ts');
  });

  test.each([
    [[], 'expected one rule id'], [['CookiesInKey', '--family', 'cache', '--severity', 'error'], '"CookiesInKey" is not a rule id: expected two or more words in lower case'],
    [['cookies', '--family', 'cache', '--severity', 'error'], '"cookies" is not a rule id'], [['a-b', 'c-d'], 'expected one rule id'],
    [['vary-missing', '--family', 'cache', '--severity', 'error'], 'vary-missing is taken by lib/rules/browser/vary/vary-missing.ts'],
    [['a-b', '--severity', 'error'], '--family (missing): expected one of deploy'], [['a-b', '--family', 'caches', '--severity', 'error'], '--family caches: expected one of deploy'],
    [['a-b', '--family', 'cache'], '--severity (missing): expected one of error'], [['a-b', '--family', 'cache', '--severity', 'fatal'], '--severity fatal: expected one of error'],
    [['a-b', '--family', 'unreachable', '--severity', 'info'], 'expected one of unreachable/access'], [['a-b', '--family', 'cache/x', '--severity', 'info'], 'there is no folder'],
    [['a-b', '--familly', 'cache'], 'Unknown option'],
  ])('%j is refused', (args, says) => {
    expect(() => requestedRule(args)).toThrow(says);
  });

  test('writes a rule that compiles and lints, with its page, and a test that fails until the rule is written', () => {
    expect(newRule('cookies-in-cache-key', '--family', 'cache', '--severity', 'warning')).toMatchObject({ status: 0, output: expect.stringContaining(`npx jest ${TEST.replace('.test.ts', '')}`) as string });
    // The whole repository compiles already: what is new, and what it imports
    const config = JSON.parse(readFileSync(join(copy, 'test/tsconfig.json'), 'utf8')) as object;
    writeFileSync(join(copy, 'test/tsconfig.json'), JSON.stringify({ ...config, include: [`../${RULE}`, `../${TEST}`, '../lib/rules/catalogue.ts'] }));
    expect(node('node_modules/tsgo/bin/tsc', '-p', 'test')).toEqual({ status: 0, output: '' });
    expect(node('node_modules/oxlint/bin/oxlint', '--format', 'unix', RULE, TEST, 'lib/rules/catalogue.ts')).toEqual({ status: 0, output: '' });
    expect(node('-r', './test/run-typescript.cjs', '-e', DRIFT)).toEqual({ status: 0, output: '[]\n' });
    const { status, output } = jest(TEST, 'test/rules/inventory');
    expect(output).toMatch(/FAIL .*cookies-in-cache-key/);
    expect(output).toContain('write here what is wrong');
    expect(output).toMatch(/PASS .*inventory/);
    expect(status).toBe(1);
  }, 180_000);

  test('a second time, the id is taken, and nothing is written', () => {
    const before = readFileSync(join(copy, 'lib/rules/catalogue.ts'), 'utf8');
    expect(newRule('cookies-in-cache-key', '--family', 'cache', '--severity', 'warning')).toEqual({
      status: 2, output: `new:rule: cookies-in-cache-key is taken by ${RULE}; choose another id, for ids of rules are never renamed\n`,
    });
    expect(readFileSync(join(copy, 'lib/rules/catalogue.ts'), 'utf8')).toBe(before);
  });
});
