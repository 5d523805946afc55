// The whole gate: what does not need each other runs side by side, everything runs to its end, and the last lines say what
// was skipped, what failed and how long each part took. Arguments go to Jest: `npm test -- test/model` tests a part.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';

const node = process.execPath;
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const failed = [];
const times = [];

/** Runs a part and prints what it wrote when it has ended, so that parts side by side do not mix their lines. */
function part(name, command, args, { live = false, ...options } = {}) {
  const start = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'] });
    const lines = [];
    [child.stdout, child.stderr].forEach((stream) => stream?.on('data', (chunk) => lines.push(chunk)));
    child.on('error', (error) => lines.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (code) => {
      times.push(`${name} ${((Date.now() - start) / 1000).toFixed(0)} s`);
      process.stdout.write(Buffer.concat(lines));
      if (code !== 0) {
        failed.push(name);
        console.error(`${name}: failed`);
      }
      resolve(code === 0);
    });
  });
}

// Go spends a quarter of the time of compilers and linters on freeing what they have room for; esbuild, beside Jest to its end, frees seldom
const collecting = (GOGC) => ({ env: { ...process.env, GOGC } });
// What `npm run` would start: npm has put the packages' commands on the path already
const script = (name) => part(name, scripts[name], [], { shell: true, ...collecting('off') });
const counted = (status, results) => results.flatMap(({ assertionResults }) => assertionResults).filter((test) => test.status === status);

/** What Jest left out, with the reason that stands in the title. */
function skippedOf(results) {
  const titles = results.flatMap(({ name, assertionResults }) => assertionResults.filter(({ status }) => status === 'pending')
    .map(({ ancestorTitles, title }) => `${relative('.', name)}: ${ancestorTitles[0] ?? title}`));
  return [...new Set(titles)].map((title) => `${title} (${titles.filter((other) => other === title).length} tests)`);
}

const REPORT = 'node_modules/.cache/gate.json';
// Room for young objects: of what the model makes in an exchange next to nothing lives on, and collecting it took a fifth of the time.
// And ten times the usual patience before V8 optimizes a function: with the usual one, suites of a second spent a quarter of theirs on it
const V8 = ['--max-semi-space-size=256', '--interrupt-budget=600000'];
const skipped = [];
let passed = 0;
let failures = 0;

/** Jest, which leaves what became of each test in the report. */
async function tests() {
  mkdirSync('node_modules/.cache', { recursive: true });
  rmSync(REPORT, { force: true });
  await part('tests', node, [...V8, 'node_modules/jest/bin/jest.js', '--ci', `--maxWorkers=${availableParallelism()}`, '--json', '--outputFile', REPORT, ...process.argv.slice(2)], { live: true, ...collecting('400') });
  const { testResults } = existsSync(REPORT) ? JSON.parse(readFileSync(REPORT, 'utf8')) : { testResults: [] };
  passed = counted('passed', testResults).length;
  failures = counted('failed', testResults).length;
  skipped.push(...skippedOf(testResults));
}

await part('clean tree before', node, ['test/gates/clean-tree.mjs', '--before']);
// Two lanes keep two cores busy: one needs what the build makes, the other does not
await Promise.all([
  script('build').then(async (built) => {
    if (built) {
      await Promise.all([tests(), script('docs:check:api')]);
    } else {
      skipped.push('all tests, docs:check:api: the build failed');
    }
  }),
  ['typecheck', 'lint', 'docs:check:pages'].reduce((before, name) => before.then(() => script(name)), Promise.resolve()),
]);
await part('clean tree', node, ['test/gates/clean-tree.mjs']);

console.log(`\n${times.join(', ')}`);
skipped.forEach((line) => { console.log(`skipped: ${line}`); });
failed.forEach((name) => { console.log(`failed: ${name}`); });
console.log(`${passed} passed, ${failures + failed.filter((name) => name !== 'tests' || failures === 0).length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
