// Uses the library from each language as its users do: a project with tests of its own, against the package that jsii-pacmak builds.
//
//   npm run test:languages                          skips, by name, what this machine has no toolchain for
//   npm run test:languages -- python go             these alone
//   npm run test:languages -- --require-present     a language is not skipped when its toolchain is there
import { mkdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CommandFailed } from './command';
import { dotnet } from './dotnet';
import { go } from './go';
import { java } from './java';
import type { Check, Language, Workplace } from './language';
import { REPOSITORY } from './pacmak';
import { python } from './python';

/** By the name of their folder; the one that compiles longest comes first, to fail early. */
const LANGUAGES: Readonly<Record<string, Language>> = { go, python, java, dotnet };

function main(args: readonly string[]): void {
  const required = args.includes('--require-present');
  const wanted = args.filter((arg) => arg !== '--require-present');
  const unknown = wanted.filter((name) => LANGUAGES[name] === undefined);
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(', ')}; write --require-present, or some of ${Object.keys(LANGUAGES).join(', ')}`);
    process.exitCode = 2;
    return;
  }
  const all = Object.entries(LANGUAGES).flatMap(([folder, language]) => {
    const started = Date.now();
    const checks = checksOf(folder, language, wanted.length === 0 || wanted.includes(folder), required);
    report(language.name, (Date.now() - started) / 1000, checks);
    return checks;
  });
  const count = (outcome: Check['outcome']): number => all.filter((check) => check.outcome === outcome).length;
  console.log(`\n${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
  process.exitCode = count('failed') === 0 ? 0 : 1;
}

function checksOf(folder: string, language: Language, wanted: boolean, required: boolean): readonly Check[] {
  const { present, obstacle } = language.toolchain();
  const reason = wanted ? obstacle : 'not asked for';
  if (reason !== undefined) {
    const outcome = required && present ? 'failed' : 'skipped';
    return language.checks.map((name) => ({ name, outcome, detail: reason }));
  }
  try {
    return language.run(workplace(folder));
  } catch (error) {
    const detail = error instanceof CommandFailed ? error.message : String(error instanceof Error ? error.stack : error);
    return language.checks.map((name) => ({ name, outcome: 'failed', detail: name === language.checks[0] ? detail : 'not reached' }));
  }
}

function workplace(folder: string): Workplace {
  const work = join(REPOSITORY, '.cache/languages', folder);
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdk-cors-asset-distribution');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  mkdirSync(cache, { recursive: true });
  return { work, cache };
}

function report(language: string, seconds: number, checks: readonly Check[]): void {
  console.log(`${language} (${seconds.toFixed(0)} s)`);
  for (const { name, outcome, detail } of checks) {
    console.log(`  ${outcome}: ${name}${detail === undefined ? '' : `: ${detail}`}`);
  }
}

main(process.argv.slice(2));
