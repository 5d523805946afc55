/** Writes the pages that are made from objects in lib/; with --check it only says which of them drifted. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROBLEMS } from '../lib/contract/problem';

const pages: Readonly<Record<string, () => string>> = {
  'errors.md': errorsPage,
};

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

const check = process.argv.includes('--check');
const drifted = Object.entries(pages).filter(([name, render]) => {
  const path = join(__dirname, name);
  const text = render();
  if (!check) {
    writeFileSync(path, text);
    return false;
  }
  return readFileSync(path, 'utf8') !== text;
});
if (drifted.length > 0) {
  console.error(`docs drifted from lib/: ${drifted.map(([name]) => `docs/${name}`).join(', ')}; run \`npm run docs\``);
  process.exit(1);
}
