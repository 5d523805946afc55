#!/usr/bin/env node
/**
 * The command line: arguments, exit codes, words and color. One folder or file for each command.
 */
import { check, CHECK_USAGE } from './check/check';
import { explain, EXPLAIN_USAGE } from './explain/explain';
import { preview, PREVIEW_USAGE } from './preview';
import { PROBE_USAGE } from './probe/options';
import { probe } from './probe/probe';
import { report, REPORT_USAGE } from './report/report';
import { processTerminal } from './terminal';
import type { Terminal } from './terminal';
import { UsageError } from './usage-error';
import type { CommandResult } from './usage-error';

interface Command {
  readonly usage: string;
  readonly run: (args: readonly string[]) => CommandResult;
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

const UNUSABLE_INPUT = 2;

/** Runs one command that ends by itself; what it prints and its exit code are values, so that tests need no process. */
export function run([name = '', ...args]: readonly string[]): CommandResult {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const usage = command?.usage ?? Object.values(COMMANDS).map((known) => known.usage).join('\n\n');
  if (['', 'help', '--help', '-h'].includes(name) || asksForHelp(args)) {
    return { exitCode: 0, stdout: usage };
  }
  if (command === undefined) {
    return { exitCode: UNUSABLE_INPUT, stdout: '', stderr: `cdk-cors ${name}: there is no such command; write one of ${Object.keys(COMMANDS).join(', ')}` };
  }
  if ('runIn' in command) {
    throw new Error(`${name} goes on until it is stopped; it needs a terminal`);
  }
  try {
    return command.run(args);
  } catch (error) {
    return unusable(name, error);
  }
}

/** Runs any command; one that goes on prints to the terminal, and its result is what is left to say. */
export async function runIn([name = '', ...args]: readonly string[], terminal: Terminal): Promise<CommandResult> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined || 'run' in command || asksForHelp(args)) {
    return run([name, ...args]);
  }
  try {
    return await command.runIn(args, terminal);
  } catch (error) {
    return unusable(name, error);
  }
}

function asksForHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h');
}

function unusable(name: string, error: unknown): CommandResult {
  if (error instanceof UsageError) {
    return { exitCode: UNUSABLE_INPUT, stdout: '', stderr: `cdk-cors ${name}: ${error.message}` };
  }
  throw error;
}

if (require.main === module) {
  void runIn(process.argv.slice(2), processTerminal()).then(({ exitCode, stdout, stderr }) => {
    process.stdout.write(stdout === '' ? '' : `${stdout}\n`);
    process.stderr.write(stderr === undefined ? '' : `${stderr}\n`);
    process.exitCode = exitCode;
  });
}
