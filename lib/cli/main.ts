#!/usr/bin/env node
import { check, CHECK_USAGE } from './check';
import { explain, EXPLAIN_USAGE } from './explain';
import { report, REPORT_USAGE } from './report';
import { UsageError } from './usage-error';
import type { CommandResult } from './usage-error';

const COMMANDS: Readonly<Record<string, { readonly run: (args: readonly string[]) => CommandResult; readonly usage: string }>> = {
  check: { run: check, usage: CHECK_USAGE },
  explain: { run: explain, usage: EXPLAIN_USAGE },
  report: { run: report, usage: REPORT_USAGE },
};

const UNUSABLE_INPUT = 2;

/** Runs one command; what it prints and its exit code are values, so that tests need no process. */
export function run([name = '', ...args]: readonly string[]): CommandResult {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const usage = command?.usage ?? Object.values(COMMANDS).map((known) => known.usage).join('\n\n');
  if (['', 'help', '--help', '-h'].includes(name) || args.includes('--help')) {
    return { exitCode: 0, stdout: usage };
  }
  if (command === undefined) {
    return { exitCode: UNUSABLE_INPUT, stdout: '', stderr: `cdk-cors ${name}: there is no such command; write one of ${Object.keys(COMMANDS).join(', ')}` };
  }
  try {
    return command.run(args);
  } catch (error) {
    if (error instanceof UsageError) {
      return { exitCode: UNUSABLE_INPUT, stdout: '', stderr: `cdk-cors ${name}: ${error.message}` };
    }
    throw error;
  }
}

if (require.main === module) {
  const { exitCode, stdout, stderr } = run(process.argv.slice(2));
  process.stdout.write(stdout === '' ? '' : `${stdout}\n`);
  process.stderr.write(stderr === undefined ? '' : `${stderr}\n`);
  process.exitCode = exitCode;
}
