#!/usr/bin/env node
/**
 * The command line: arguments, exit codes, words and color. One folder or file for each command.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCodeInWorker } from '../sandbox';
import { nearestOf } from './arguments';
import { check, CHECK_USAGE } from './check/check';
import { complete, COMPLETE_USAGE } from './complete';
import { explain, EXPLAIN_USAGE } from './explain/explain';
import { preview, PREVIEW_USAGE } from './preview/preview';
import { PROBE_USAGE } from './probe/options';
import { probe } from './probe/probe';
import { report, REPORT_USAGE } from './report/report';
import { onScreen } from './screen';
import { processTerminal } from './terminal';
import type { Progress, Terminal } from './terminal';
import { UsageError } from './usage-error';
import type { CommandResult } from './usage-error';

interface Command {
  readonly usage: string;
  readonly run: (args: readonly string[], progress?: Progress) => CommandResult;
}

/** A command that goes on until somebody stops it, and prints while it goes on. */
interface LongRunningCommand {
  readonly usage: string;
  readonly runIn: (args: readonly string[], terminal: Terminal) => Promise<CommandResult>;
}

const COMMANDS: Readonly<Record<string, Command | LongRunningCommand>> = {
  check: { run: check, usage: CHECK_USAGE },
  explain: { run: explain, usage: EXPLAIN_USAGE },
  preview: { runIn: preview, usage: PREVIEW_USAGE },
  probe: { runIn: probe, usage: PROBE_USAGE },
  report: { run: report, usage: REPORT_USAGE },
};

/** Every command by the name that is typed; completion is not one that somebody looks for. */
const ALL: typeof COMMANDS = {
  ...COMMANDS,
  complete: {
    runIn: (args) => complete(args, Object.fromEntries(Object.entries(COMMANDS).map(([name, { usage }]) => [name, usage]))),
    usage: COMPLETE_USAGE,
  },
};

const UNUSABLE_INPUT = 2;

const USAGE = `cdk-cors: CORS with S3 and CloudFront, before and after you deploy

What is wrong?
  cdk-cors check cdk.out
Why is this request blocked?
  cdk-cors explain cdk.out --origin https://app.example.com --path /fonts/inter.woff2
Does it work before I deploy?
  cdk-cors preview cdk.out --assets dist
What is deployed?
  cdk-cors probe https://d111111abcdef8.cloudfront.net/a.woff2 --origin https://app.example.com
What may each page do?
  cdk-cors report cdk.out -o cors.html

A template is a file, a folder of them, or what cdk synth writes: JSON or YAML, from the CDK or not.
cdk-cors COMMAND --help lists the options of a command; cdk-cors --version prints the version.
cdk-cors complete bash (or zsh, fish) prints a script that completes commands and options.`;

/** Runs one command that ends by itself; what it prints and its exit code are values, so that tests need no process. */
export function run([name = '', ...args]: readonly string[], progress?: Progress): CommandResult {
  const command = Object.hasOwn(ALL, name) ? ALL[name] : undefined;
  if (['', 'help', '--help', '-h'].includes(name) || asksForHelp(args)) {
    return { exitCode: 0, stdout: command?.usage ?? USAGE };
  }
  if (['--version', '-v', 'version'].includes(name)) {
    return { exitCode: 0, stdout: version() };
  }
  if (command === undefined) {
    const nearest = nearestOf(name, Object.keys(COMMANDS));
    return { exitCode: UNUSABLE_INPUT, stdout: '', stderr: `cdk-cors ${name}: there is no such command; ${nearest === undefined ? `write one of ${Object.keys(COMMANDS).join(', ')}` : `did you mean ${nearest}?`}` };
  }
  if ('runIn' in command) {
    throw new Error(`${name} goes on until it is stopped; it needs a terminal`);
  }
  try {
    return command.run(args, progress);
  } catch (error) {
    return unusable(name, error);
  }
}

/** Runs any command; one that goes on prints to the terminal, and its result is what is left to say. */
export async function runIn([name = '', ...args]: readonly string[], terminal: Terminal): Promise<CommandResult> {
  const command = Object.hasOwn(ALL, name) ? ALL[name] : undefined;
  if (command === undefined || 'run' in command || asksForHelp(args)) {
    return run([name, ...args], terminal.progress);
  }
  try {
    return await command.runIn(args, terminal);
  } catch (error) {
    return unusable(name, error);
  }
}

/** That of the package: two folders up from lib/cli, as from dist/cli. */
function version(): string {
  return (JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { readonly version: string }).version;
}

function asksForHelp([first, ...rest]: readonly string[]): boolean {
  // What follows is a line that is being typed
  const args = first === '--' ? [] : [first, ...rest];
  return args.includes('--help') || args.includes('-h');
}

function unusable(name: string, error: unknown): CommandResult {
  if (error instanceof UsageError) {
    return { exitCode: UNUSABLE_INPUT, stdout: '', stderr: `cdk-cors ${name}: ${error.message}` };
  }
  throw error;
}

if (require.main === module) {
  runCodeInWorker();
  const args = process.argv.slice(2);
  const terminal = processTerminal();
  void runIn(args, terminal).then(({ exitCode, stdout, stderr }) => {
    terminal.progress?.('');
    process.stdout.write(stdout === '' ? '' : `${terminal.screen === undefined || args.includes('--json') ? stdout : onScreen(stdout, terminal.screen)}\n`);
    process.stderr.write(stderr === undefined ? '' : `${stderr}\n`);
    process.exitCode = exitCode;
  });
}
