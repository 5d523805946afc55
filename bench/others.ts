// Puts each mistake of a public list into a correct template, and counts which checkers say something that they do not say of the correct one:
//
//   npm run bench:others
//   npm run bench:others -- --write docs/others.md
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleStack } from '../lib/rules/engine/example-stack';
import type { ExampleParts } from '../lib/rules/engine/example-stack';
import { MISTAKES, RIGHT } from './mistakes';
import type { Mistake } from './mistakes';
import { cdkCheckers, pythonCheckers, thisChecker } from './others/checkers';
import type { Checker, CheckerFinding } from './others/checkers';
import { CASE_FILES, kindsTable } from './others/kinds';
import { table } from './report';

const CORRECT = 'correct.yaml';

/** What the mistakes are about; all that other tools say of the correct template beyond it (logging, versioning, WAF) is no false alarm. */
const ABOUT_DELIVERY = /\bcors\b|cross-origin|preflight|access.control|origin access|response headers|public|cache|principal|method/i;

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'mistakes-'));
  try {
    const files = [write(folder, CORRECT, RIGHT), ...MISTAKES.map(({ stack }, index) => write(folder, fileOf(index), stack))];
    const all = [...files, ...CASE_FILES];
    const asked = [thisChecker(all), ...cdkCheckers(all), ...pythonCheckers(all)];
    report(asked.filter((each): each is Checker => typeof each !== 'string'), asked.filter((each): each is string => typeof each === 'string'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(folder: string, name: string, stack: ExampleParts): string {
  const file = join(folder, name);
  writeFileSync(file, `Resources:\n${exampleStack(stack).replace(/^(?=.)/gm, '  ')}`);
  return file;
}

function fileOf(index: number): string {
  return `mistake-${String(index + 1).padStart(2, '0')}.yaml`;
}

/** Logging, versioning, rotation of keys, retention, TLS: said of a resource that a mistake brings along, and not of the mistake. */
const BESIDE_THE_POINT: ReadonlySet<string> = new Set(['AwsSolutions-S1', 'AwsSolutions-S10', 'AwsSolutions-KMS5', 'CKV_AWS_7', 'CKV_AWS_18', 'CKV_AWS_21', 'I3011', 'I3042']);

/** What a checker says of a template and not of the correct one. */
function news({ answers }: Checker, file: string): readonly CheckerFinding[] {
  const key = ({ rule, place }: CheckerFinding): string => `${rule} ${place}`;
  const usual = new Set((answers[CORRECT] ?? []).map(key));
  return (answers[file] ?? []).filter((finding) => !usual.has(key(finding)) && !BESIDE_THE_POINT.has(finding.rule));
}

function report(checkers: readonly Checker[], skipped: readonly string[]): void {
  const [own] = checkers as readonly [Checker, ...Checker[]];
  const rows = MISTAKES.map((mistake, index) => [named(mistake), ...checkers.map((checker) => cell(checker, own, mistake, fileOf(index)))]);
  const count = (checker: Checker): string => `${String(MISTAKES.filter((_, index) => news(checker, fileOf(index)).length > 0).length)} of ${String(MISTAKES.length)}`;
  const alarms = (checker: Checker): string => String((checker.answers[CORRECT] ?? []).filter(({ text }) => ABOUT_DELIVERY.test(text)).length);
  const total = (checker: Checker): string => String((checker.answers[CORRECT] ?? []).length);
  const text = [
    '# Who notices',
    `${String(MISTAKES.length)} mistakes ([bench/mistakes.ts](../bench/mistakes.ts)), each put into a template that is right in everything else. A checker notices one when it says`
    + ' anything about that template that it does not say about the correct one, at any severity but this checker\'s `info`. What is said about logging, versioning, retention, rotation of keys and'
    + ' TLS of a resource that a mistake brings along does not count. A cell names the rule; the page of this checker\'s rule has the sources. A mistake that is a link was seen in public, and the link leads there.'
    + ' The list was written together with this checker\'s rules, so it notices all of them by construction (a test holds it): the row shows what the others leave to be found,'
    + ' not how complete this one is.',
    table(['', ...checkers.map(({ name }) => name)], [
      ['**noticed**', ...checkers.map(count)],
      ['findings on the correct template', ...checkers.map(total)],
      ['of these about CORS, caching or who may read', ...checkers.map(alarms)],
    ]),
    ...[...new Set(MISTAKES.map(({ breaks }) => breaks))].map((breaks) => `## ${breaks.charAt(0).toUpperCase()}${breaks.slice(1)}\n\n${
      table(['mistake', ...checkers.map(({ name }) => name)], rows.filter((_, index) => MISTAKES[index]?.breaks === breaks))}`),
    '## Templates that this checker once judged wrongly',
    'Small templates of [test/cases](../test/cases/curated), by kind of fault. Each number counts the templates about which the checker says anything on CORS, caching or who may read, right or wrong (for this checker: any error or warning).'
    + ' Of the seven with an API, two have a mistake. The harmless ones, and those once reported too often, deserve at most one finding for each cause.',
    kindsTable(checkers, (said) => ABOUT_DELIVERY.test(said)),
    ...skipped.map((reason) => `Not asked: ${reason}.`),
  ].join('\n\n');
  console.log(text);
  const [, target] = /^--write=?(.*)$/.exec(process.argv.slice(2).join(' ')) ?? [];
  if (target !== undefined) {
    writeFileSync(target.trim(), `<!-- Written by: npm run bench:others -- --write ${target.trim()} -->\n${text}\n`);
  }
}

function named({ name, reported }: Mistake): string {
  return reported === undefined ? name : `[${name}](${reported})`;
}

function cell(checker: Checker, own: Checker, { rule }: Mistake, file: string): string {
  const rules = [...new Set(news(checker, file).map((finding) => finding.rule))];
  if (checker === own) {
    return rules.includes(rule) ? `[\`${rule}\`](rules/${rule}.md)` : `NOT by ${rule}: ${rules.join(', ')}`;
  }
  return rules.length === 0 ? '–' : rules.map((id) => `\`${id}\``).join(' ');
}

main();
