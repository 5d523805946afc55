// Looks further than the gate: the suites that draw their cases, from a random seed and with larger numbers.
//
//   npm run explore                                    all of them, ten times as many cases as the gate
//   npm run explore -- --times 50 browser/fetch        the suites whose path contains this
//   npm run explore -- --seed 7 --times 50 model       repeats a run
//
// What is found is recorded in test/cases/found; the gate tries it from then on.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: String(randomInt(2 ** 31)) }, times: { type: 'string', default: '10' } }, allowPositionals: true,
});
const wrong = ['seed', 'times'].filter((name) => !(Number(values[name]) >= (name === 'times' ? 1 : 0)));
if (wrong.length > 0) {
  console.error(`--${wrong[0]} ${values[wrong[0]]}: expected a number, ${wrong[0] === 'times' ? '1 or more' : '0 or more'}`);
  process.exit(2);
}

const drawing = readdirSync('test', { recursive: true }).map((file) => join('test', file))
  .filter((file) => file.endsWith('.test.ts') && /from '(\.\.?\/)+drawing'/.test(readFileSync(file, 'utf8')));
const suites = drawing.filter((file) => positionals.length === 0 || positionals.some((part) => file.includes(part)));
if (suites.length === 0) {
  console.error(`no suite that draws its cases has ${positionals.join(' or ')} in its path; there are\n  ${drawing.join('\n  ')}`);
  process.exit(2);
}

const again = (paths) => `npm run explore -- --seed ${values.seed} --times ${values.times} ${paths.join(' ')}`;
console.log(`${suites.length} suites; repeat with\n  ${again(positionals)}\n`);
const folder = mkdtempSync(join(tmpdir(), 'explore-'));
try {
  const report = join(folder, 'report.json');
  const { status } = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', '--selectProjects', 'gate', '--runTestsByPath', ...suites, '--testTimeout', String(60_000 * Number(values.times)), '--json', '--outputFile', report], {
    stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, EXPLORE_SEED: values.seed, EXPLORE_TIMES: values.times },
  });
  const failed = JSON.parse(readFileSync(report, 'utf8')).testResults.filter(({ status: outcome }) => outcome !== 'passed').map(({ name }) => relative('.', name));
  failed.forEach((suite) => { console.error(`\nfound something; repeat with\n  ${again([suite])}`); });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
