/** Other checkers, each asked about many templates at once, and installed when it is not there yet. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from '../../lib/cli/main';

export interface CheckerFinding {
  readonly rule: string;
  readonly place: string;
  readonly text: string;
}

/** Findings by the name of the template's file. */
export type Answers = Readonly<Record<string, readonly CheckerFinding[]>>;

export interface Checker {
  readonly name: string;
  readonly answers: Answers;
}

const HOME = __dirname;
const PYTHON = join(HOME, '.venv', 'bin', 'python');
const PATIENCE = 600_000;
const ROOM = 256 * 1024 * 1024;

/** This checker, through its command line. Notes (`info`) are not counted. */
export function thisChecker(files: readonly string[]): Checker {
  const answers = files.map((file) => {
    const { findings: found } = JSON.parse(run(['check', file, '--json']).stdout) as { findings: readonly { rule: string; severity: string; resource: string; path: string; message: string }[] };
    return [basename(file), found.filter(({ severity }) => severity !== 'info').map(({ rule, resource, path, message }) => ({ rule, place: `${resource} ${path}`, text: message }))] as const;
  });
  return { name: 'cdk-cors check', answers: Object.fromEntries(answers) };
}

/** The CDK's own validation and cdk-nag; a text says why they cannot be asked. */
export function cdkCheckers(files: readonly string[]): readonly (Checker | string)[] {
  const wanted = (JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8')) as { readonly dependencies: Readonly<Record<string, string>> }).dependencies;
  if (Object.entries(wanted).some(([name, version]) => installed(name) !== version)) {
    const { status, stderr } = spawnSync('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: HOME, encoding: 'utf8', timeout: PATIENCE });
    if (status !== 0) {
      return [`the CDK's own validation and cdk-nag: npm cannot install them (${firstLine(stderr)})`];
    }
  }
  const all = JSON.parse(execFileSync(process.execPath, [join(HOME, 'cdk-child.cjs'), ...files], { cwd: HOME, encoding: 'utf8', maxBuffer: ROOM })) as Answers;
  const part = (name: string, mine: (rule: string) => boolean): Checker =>
    ({ name, answers: Object.fromEntries(Object.entries(all).map(([file, found]) => [file, found.filter(({ rule }) => mine(rule))])) });
  return [
    part(`CDK validation (aws-cdk-lib ${wanted['aws-cdk-lib'] ?? ''})`, (rule) => !rule.startsWith('AwsSolutions-')),
    part(`cdk-nag ${wanted['cdk-nag'] ?? ''}`, (rule) => rule.startsWith('AwsSolutions-')),
  ];
}

function installed(name: string): string | undefined {
  const file = join(HOME, 'node_modules', name, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version : undefined;
}

function firstLine(text: string | null | undefined): string {
  return text?.trim().split('\n')[0] ?? 'it did not run';
}

/** cfn-lint and checkov, in a virtual environment of the bench; a text says why they cannot be asked. */
export function pythonCheckers(files: readonly string[]): readonly (Checker | string)[] {
  if (!existsSync(PYTHON)) {
    const { status, stderr } = spawnSync('python3', ['-m', 'venv', join(HOME, '.venv')], { encoding: 'utf8', timeout: PATIENCE });
    if (status !== 0) {
      return [`cfn-lint and checkov: there is no Python to run them (${firstLine(stderr)})`];
    }
  }
  const pins = readFileSync(join(HOME, 'requirements.txt'), 'utf8').trim().split('\n');
  return pins.map((pin) => {
    const [name = ''] = pin.split('==');
    const { status, stderr } = spawnSync(PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', pin], { encoding: 'utf8', timeout: PATIENCE });
    return status === 0 ? { name: pin.replace('==', ' '), answers: name === 'cfn-lint' ? cfnLint(files) : checkov(files) } : `${pin}: pip cannot install it (${firstLine(stderr)})`;
  });
}

function cfnLint(files: readonly string[]): Answers {
  const { stdout } = spawnSync(join(HOME, '.venv', 'bin', 'cfn-lint'), ['--format', 'json', '--include-checks', 'W', 'I', '--regions', 'eu-west-1', '--template', ...files],
    { encoding: 'utf8', maxBuffer: ROOM, timeout: PATIENCE });
  const found = JSON.parse(stdout) as readonly { Filename: string; Message: string; Rule: { Id: string }; Location: { Path: readonly (string | number)[] } }[];
  return Object.fromEntries(files.map((file) => [basename(file), found.filter(({ Filename }) => basename(Filename) === basename(file))
    .map(({ Message, Rule, Location }) => ({ rule: Rule.Id, place: Location.Path.join('.'), text: Message }))]));
}

interface CheckovReport {
  readonly results: { readonly failed_checks: readonly { readonly check_id: string; readonly check_name: string; readonly resource: string; readonly file_path: string }[] };
}

function checkov(files: readonly string[]): Answers {
  const { stdout } = spawnSync(join(HOME, '.venv', 'bin', 'checkov'), ['--framework', 'cloudformation', '--output', 'json', '--quiet', '--compact', '--soft-fail', ...files.flatMap((file) => ['--file', file])],
    { encoding: 'utf8', maxBuffer: ROOM, timeout: PATIENCE });
  const report = JSON.parse(stdout) as CheckovReport | readonly CheckovReport[];
  const failed = [report].flat().flatMap((each) => (each as CheckovReport).results.failed_checks);
  return Object.fromEntries(files.map((file) => [basename(file), failed.filter(({ file_path: path }) => basename(path) === basename(file))
    .map(({ check_id: rule, check_name: text, resource: place }) => ({ rule, place, text }))]));
}
