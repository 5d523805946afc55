import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nearestOf } from '../../lib/cli/arguments';
import { run } from '../../lib/cli/main';

const COMMANDS = ['check', 'explain', 'preview', 'probe', 'report'];

test('the first screen groups the commands by the question that brought somebody here', () => {
  const { stdout, exitCode } = run([]);
  expect(exitCode).toBe(0);
  expect(stdout.split('\n').length).toBeLessThan(24);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  for (const command of COMMANDS) {
    expect(stdout).toMatch(new RegExp(`\\?\\n {2}cdk-cors ${command} `));
  }
});

test.each(COMMANDS)('%s --help has two examples and the exit codes', (command) => {
  const { stdout } = run([command, '--help']);
  expect(stdout).toMatch(new RegExp(`Examples:\n {2}cdk-cors ${command} .*\n {2}cdk-cors ${command} .*\n\nExit code: 0 `));
});

test.each([...COMMANDS, 'complete'])('%s --help fits a screen', (command) => {
  const lines = run([command, '--help']).stdout.split('\n');
  expect(lines.length).toBeLessThan(40);
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
});

test('--version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { readonly version: string };
  expect(run(['--version'])).toEqual({ exitCode: 0, stdout: version });
});

test.each([
  [['chek', 'cdk.out'], 'cdk-cors chek: there is no such command; did you mean check?'],
  [['synthesize'], 'cdk-cors synthesize: there is no such command; write one of check, explain, preview, probe, report'],
  [['check', 'cdk.out', '--jsn'], "cdk-cors check: Unknown option '--jsn'; did you mean --json? cdk-cors check --help lists the options"],
  [['explain', 'cdk.out', '--orign', 'x'], "cdk-cors explain: Unknown option '--orign'; did you mean --origin? cdk-cors explain --help lists the options"],
  [['check', 'cdk.out', '--strict=maybe'], 'cdk-cors check: --strict=maybe: write --strict for warnings, --strict=not-judged for what cannot be judged, or both'],
  [['check', 'cdk.out', '--sarif'], 'cdk-cors check: --sarif: its value is missing; write --sarif VALUE, or --sarif=VALUE where it begins with a dash; cdk-cors check --help lists the options'],
  [['check', 'cdk.out', '--sarif', '--json'], 'cdk-cors check: --sarif: its value is missing; write --sarif VALUE, or --sarif=VALUE where it begins with a dash; cdk-cors check --help lists the options'],
  [['report', 'cdk.out', '-o'], 'cdk-cors report: --output: its value is missing; write --output VALUE, or --output=VALUE where it begins with a dash; cdk-cors report --help lists the options'],
  [['explain', 'cdk.out', '--origin', 'https://a.example', '--json', '--origin=https://b.example'], 'cdk-cors explain: --origin is given twice, https://a.example and https://b.example; write it once'],
  [['report', 'cdk.out', '--xyzzy'], "cdk-cors report: Unknown option '--xyzzy'; cdk-cors report --help lists the options"],
])('%j is told what was meant', (args, stderr) => {
  expect(run(args)).toEqual({ exitCode: 2, stdout: '', stderr });
});

test.each([
  ['origin', 'origin'], ['orgin', 'origin'], ['orignin', 'origin'], ['json5', 'json'], ['xml', undefined], ['', undefined],
])('nearest to %j is %s', (typed, expected) => {
  expect(nearestOf(typed, ['origin', 'json'])).toBe(expected);
});
