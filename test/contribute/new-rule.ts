// Begins a rule: its file, its test, its line in the catalogue and in the inventory, and its page.
//
//   npm run new:rule -- some-rule-id --family cache --severity warning
//
// Lint, type check and docs check pass at once; the rule's own test says what to write.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import type * as RulePages from '../../docs/rules';

const USAGE = 'npm run new:rule -- some-rule-id --family cache --severity warning';
const FAMILIES = ['deploy', 'unreachable', 'disagreement', 'cache', 'browser', 'exposure', 'masking'];
const SEVERITIES = ['error', 'warning', 'info'];
const RULES = join('lib', 'rules');
const CATALOGUE = join(RULES, 'catalogue.ts');
const INVENTORY = join('test', 'rules', 'inventory.test.ts');
/** That of test/architecture.test.ts. */
const MOST_FILES = 15;

/** What somebody asked for that cannot be made. */
class Refusal extends Error {}

interface NewRule {
  readonly id: string;
  readonly severity: string;
  readonly family: string;
  /** The family, or a folder in it. */
  readonly folder: string;
}

/** The rule that the arguments ask for; what cannot be made is refused before anything is written. */
export function requestedRule(args: readonly string[]): NewRule {
  const { positionals: [id = '', ...rest], values: { family: folder = '', severity = '' } } = parseArgs({
    args: [...args], allowPositionals: true, options: { family: { type: 'string' }, severity: { type: 'string' } },
  });
  const [family = ''] = folder.split('/');
  refuseIf(id === '' || rest.length > 0, `expected one rule id; write ${USAGE}`);
  refuseIf(!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id), `"${id}" is not a rule id: expected two or more words in lower case, joined by hyphens, such as origin-not-forwarded`);
  const taken = ruleFiles().find((file) => file.endsWith(`/${id}.ts`));
  refuseIf(taken !== undefined, `${id} is taken by ${taken ?? ''}; choose another id, for ids of rules are never renamed`);
  refuseIf(!FAMILIES.includes(family), `--family ${folder || '(missing)'}: expected one of ${FAMILIES.join(', ')}`);
  refuseIf(!SEVERITIES.includes(severity), `--severity ${severity || '(missing)'}: expected one of ${SEVERITIES.join(', ')}`);
  const home = join(RULES, ...folder.split('/'));
  refuseIf(!existsSync(home), `--family ${folder}: there is no folder ${home}`);
  const inside = readdirSync(home, { withFileTypes: true });
  const files = inside.filter((entry) => entry.isFile());
  const folders = inside.filter((entry) => entry.isDirectory()).map(({ name }) => `${folder}/${name}`);
  refuseIf(files.length === 0, `--family ${folder}: its rules are in folders; expected one of ${folders.join(', ')}`);
  refuseIf(files.length >= MOST_FILES, `${home} holds ${String(files.length)} files, which is the limit; move some of them into a folder first`);
  return { id, severity, family, folder };
}

function refuseIf(wrong: boolean, message: string): void {
  if (wrong) {
    throw new Refusal(message);
  }
}

function ruleFiles(): readonly string[] {
  return readdirSync(RULES, { recursive: true, encoding: 'utf8' }).map((file) => `${RULES}/${file.replaceAll('\\', '/')}`).filter((file) => file.endsWith('.ts'));
}

function constantOf(id: string): string {
  return id.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function ruleText({ id, severity, family, folder }: NewRule): string {
  const up = folder.split('/').map(() => '..').join('/');
  return `import { exampleStack } from '${up}/engine/example-stack';
import { failIf } from '${up}/engine/judge';
import type { Rule } from '${up}/engine/rule';
import { eachBehavior } from '${up}/subjects/deliveries';

export const ${constantOf(id)}: Rule = {
  id: '${id}',
  severity: '${severity}',
  family: '${family}',
  title: 'The mistake in one line, in the words of somebody who made it',
  why: 'What the user of a page suffers.',
  fix: 'What to write.',
  see: ['https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/'],
  unless: 'When not to follow it.',
  // Left out as soon as lib/trial/fixes/repairs has an edit for it
  noEdit: 'Why its owner alone can decide what to write.',
  example: () => ({
    wrong: exampleStack({ behavior: { Compress: 'false' } }),
    right: exampleStack(),
  }),
  // Ask for facts; one that only deployment decides makes the place unknown by itself
  check: eachBehavior('Compress', (_behavior, place) => failIf(place, undefined)),
};
`;
}

function testText({ id }: NewRule): string {
  return `import { exampleStack } from '../../lib/rules/engine/example-stack';
import { judges } from './judging';

// Write what the rule says of each template before you write the rule. A case is: why it matters, the template, every judgement in a line.
// Cases that a rule needs: the mistake, the same without it, what only deployment decides, and what the rule is not about.
judges('${id}', [
  ['the mistake', exampleStack({ behavior: { Compress: 'false' } }), ['fail Distribution DefaultCacheBehavior.Compress: write here what is wrong, with the value that shows it']],
  ['the same without it', exampleStack(), ['pass Distribution DefaultCacheBehavior.Compress']],
]);
`;
}

/** The catalogue with the rule where its id belongs, in the imports and in the list. */
function withRule(catalogue: string, { id, folder }: NewRule): string {
  const name = constantOf(id);
  const ids = [...catalogue.matchAll(/^import \{ (\w+) \} from '\.\/.*\/([\w-]+)';$/gm)].map(([line, constant = '', other = '']) => ({ line, constant, other }));
  const before = ids.map(({ other }) => other).filter((other) => other < id).sort().at(-1);
  const { line, constant } = ids.find(({ other }) => other === before) ?? { line: '', constant: '' };
  const entry = `import { ${name} } from './${folder}/${id}';`;
  return before === undefined
    ? catalogue.replace(/^import /m, `${entry}\nimport `).replace('Rule[] = [\n', `Rule[] = [\n  ${name},\n`)
    : catalogue.replace(line, `${line}\n${entry}`).replace(`\n  ${constant},\n`, `\n  ${constant},\n  ${name},\n`);
}

function withLine(inventory: string, { id, severity, family }: NewRule): string {
  return inventory.replace(/(INVENTORY: readonly string\[\] = \[\n)([^]*?)(\n\];)/, (_, open: string, lines: string, close: string) => {
    const all = [...lines.split('\n'), `  '${id} ${severity} ${family}',`];
    return `${open}${all.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1)).join('\n')}${close}`;
  });
}

function idOf(line: string): string {
  return line.trim().slice(1).split(' ')[0] ?? '';
}

function write(rule: NewRule): void {
  const [file, test] = [join(RULES, ...rule.folder.split('/'), `${rule.id}.ts`), join('test', 'rules', `${rule.id}.test.ts`)];
  writeFileSync(file, ruleText(rule), { flag: 'wx' });
  writeFileSync(test, testText(rule), { flag: 'wx' });
  writeFileSync(CATALOGUE, withRule(readFileSync(CATALOGUE, 'utf8'), rule));
  writeFileSync(INVENTORY, withLine(readFileSync(INVENTORY, 'utf8'), rule));
  // Only now, because it reads the catalogue; `npm run docs` would write the same
  const { rulePages, rulesIndex } = createRequire(__filename)('../../docs/rules') as typeof RulePages;
  writeFileSync(join('docs', 'rules', `${rule.id}.md`), rulePages[`rules/${rule.id}.md`]?.() ?? '');
  writeFileSync(join('docs', 'rules', 'README.md'), rulesIndex());
  console.log([
    'written:', ...[file, test].map((path) => `  ${relative('.', path)}`), `  ${dirname(CATALOGUE)}/catalogue.ts, ${INVENTORY} and docs/rules: a line and a page`, '',
    'next: write the cases in the test, then the rule, until this passes:', `  npx jest test/rules/${rule.id} test/rules/examples test/rules/inventory`, '',
    'then: npm run docs, and a line in CHANGELOG.md',
  ].join('\n'));
}

if (require.main === module) {
  try {
    write(requestedRule(process.argv.slice(2)));
  } catch (error) {
    if (!(error instanceof Refusal || (error instanceof TypeError && 'code' in error))) {
      throw error;
    }
    console.error(`new:rule: ${error.message}`);
    process.exitCode = 2;
  }
}
