/** One word for one thing: what this project calls otherwise does not come back into what ships and what is read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '..');

/** What is banned, and what to write. */
const BANNED: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\bmend(s|ed|ing)?\b/i, 'fix'],
  [/\bbehaviours?\b/i, 'behavior'],
  [/\bcolours?\b/i, 'color'],
  [/(?<!\bthere )\b(is|are|was) no\b(?! longer\b|-|')/i, 'is not a'],
  [/\b(all|every|each|named|strictest|undocumented) \*?readings?\b(?! (uses?|headers?|requests?))/i, 'assumption'],
  [/\bha(s|ve) no say\b/i, 'does not apply'],
];

/** Made from the objects in lib, which are read themselves. */
const GENERATED = /^docs\/(rules|assumptions|errors)\b/;

function filesOf(folder: string, extension: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesOf(path, extension) : entry.name.endsWith(extension) ? [path] : [];
  });
}

const FILES = [...filesOf('lib', '.ts'), ...filesOf('docs', '.md'), 'README.md', 'CONTRIBUTING.md'].filter((path) => !GENERATED.test(path));

function offencesIn(text: string): readonly string[] {
  return text.split('\n').flatMap((line, index) =>
    BANNED.filter(([pattern]) => pattern.test(line)).map(([, instead]) => `${String(index + 1)}: ${line.trim()} (write: ${instead})`));
}

test('words that were given up stay out of lib and docs', () => {
  expect(FILES.length).toBeGreaterThan(300);
  expect(FILES.flatMap((path) => offencesIn(readFileSync(join(ROOT, path), 'utf8')).map((each) => `${relative('', path)}:${each}`))).toEqual([]);
});

test.each([
  'the mend is to set Vary', 'this is no JSON', 'the behaviour of S3', 'under every reading', 'CORS has no say here',
])('%s is noticed', (text) => {
  expect(offencesIn(text)).toHaveLength(1);
});

test.each(['there is no file', 'that is no longer so', 'rules for reading', 'every reading use', 'a request whose mode is no-cors'])('%s is English', (text) => {
  expect(offencesIn(text)).toEqual([]);
});
