/** Writes the pages that are made from objects in lib/; with --check it only says which of them drifted. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROBLEMS } from '../lib/contract/problem';
import { assumptionsPage } from './assumptions';
import { brokenLinks } from './links';
import { roomsTable } from './rooms';
import { rulePages, rulesIndex } from './rules';

const ROOT = join(__dirname, '..');

const pages: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/assumptions.md': assumptionsPage,
  'docs/errors.md': errorsPage,
  'README.md': () => withCode(textOf('README.md') ?? '', OF_README),
  'docs/commands.md': () => withCode(textOf('docs/commands.md') ?? '', OF_README),
  'docs/rules/README.md': rulesIndex,
  'CONTRIBUTING.md': () => between('CONTRIBUTING.md', 'rooms', roomsTable()),
  'docs/adopting.md': () => withCode(textOf('docs/adopting.md') ?? ''),
  ...Object.fromEntries(Object.entries(rulePages).map(([name, render]) => [`docs/${name}`, render])),
};

/** A page with a generated table between two markers. */
function between(name: string, marker: string, table: string): string {
  const [open, close] = [`<!-- ${marker} -->`, `<!-- /${marker} -->`];
  const [before, after] = [open, close].map((each) => (textOf(name) ?? '').split(each));
  if (before?.length !== 2 || after?.length !== 2) {
    throw new Error(`${name} needs ${open} and ${close}, once each`);
  }
  return `${before[0] ?? ''}${open}\n${table}\n${close}${after[1] ?? ''}`;
}

/** A page with the example files it names between its markers. */
function withCode(page: string, languages: Readonly<Record<string, string>> = LANGUAGES): string {
  return page.replaceAll(/(<!-- code: (\S+)\.(\w+) -->\n)[^]*?(<!-- \/code -->)/g, (_, open: string, name: string, language: string, close: string) => {
    const code = textOf(`${name}.${language}`);
    if (code === undefined) {
      throw new Error(`a page shows ${name}.${language}, which does not exist`);
    }
    return `${open}\`\`\`${languages[language] ?? language}\n${code}\`\`\`\n${close}`;
  });
}

const LANGUAGES: Readonly<Record<string, string>> = { py: 'python' };
/** In the README, jsii's tools compile what is not marked. */
const OF_README = { ...LANGUAGES, ts: 'ts nofixture' };

function errorsPage(): string {
  const rows = Object.entries(PROBLEMS).map(([code, { says, allowed }]) => `| \`${code}\` | ${cell(says)} | ${cell(allowed)} |`);
  return [
    '# Errors',
    '',
    'Thrown as `CorsConfigurationError` when a construct gets values that could not work. The message names every mistake with its code, the property,',
    'the value, what is allowed and what to write instead. Codes are stable. Languages other than TypeScript see the message.',
    '',
    '| code | what is wrong | what is allowed |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('*', '\\*');
}

function textOf(name: string): string | undefined {
  return existsSync(join(ROOT, name)) ? readFileSync(join(ROOT, name), 'utf8') : undefined;
}

/** Pages of rules that were removed. */
const stale = existsSync(join(ROOT, 'docs/rules'))
  ? readdirSync(join(ROOT, 'docs/rules')).map((name) => `docs/rules/${name}`).filter((name) => !(name in pages))
  : [];

async function main(): Promise<void> {
  const texts = await Promise.all(Object.entries(pages).map(async ([name, render]) => [name, await render()] as const));
  if (!process.argv.includes('--check')) {
    for (const [name, text] of texts) {
      mkdirSync(dirname(join(ROOT, name)), { recursive: true });
      writeFileSync(join(ROOT, name), text);
    }
    stale.forEach((name) => { rmSync(join(ROOT, name)); });
    return;
  }
  const drifted = [...texts.filter(([name, text]) => textOf(name) !== text).map(([name]) => name), ...stale];
  const broken = brokenLinks(ROOT);
  const found = [
    ...drifted.length > 0 ? [`drifted from lib/: ${drifted.join(', ')}; run \`npm run docs\``] : [],
    ...broken.length > 0 ? [`links that lead nowhere:\n  ${broken.join('\n  ')}`] : [],
  ];
  found.forEach((line) => { console.error(line); });
  process.exitCode = found.length > 0 ? 1 : 0;
}

void main();
