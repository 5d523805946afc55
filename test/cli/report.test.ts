import { chmodSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/main';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';
import { WITHOUT_OPTIONS } from '../preview/systems';

const folder = mkdtempSync(join(tmpdir(), 'report-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

function template(name: string, parts: ExampleParts = {}): string {
  const path = join(folder, name);
  writeFileSync(path, `Resources:\n${exampleStack(parts).replace(/^(?=.)/gm, '  ')}`);
  return path;
}

const right = template('right.yaml', { policy: { RemoveHeadersConfig: '{ Items: [{ Header: Access-Control-Allow-Credentials }] }' } });
const wrong = template('wrong.yaml', WITHOUT_OPTIONS);
const output = join(folder, 'report.html');

test('writes one page, says the summary, and leaves nothing else behind', () => {
  const before = readdirSync(folder);
  expect(run(['report', wrong, '-o', output])).toEqual({ exitCode: 0, stdout: `${output}: 1 error, 0 warnings, 1 info; 1 promised use blocked, of 7 judged`, stderr: undefined });
  expect(readFileSync(output, 'utf8')).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
  expect(readdirSync(folder).sort()).toEqual([...before, 'report.html'].sort());
});

test('writes over the former page, and the same input gives the same bytes', () => {
  run(['report', wrong, '--output', output]);
  const first = readFileSync(output);
  run(['report', right, '-o', output]);
  expect(readFileSync(output).equals(first)).toBe(false);
  run(['report', wrong, '-o', output]);
  expect(readFileSync(output).equals(first)).toBe(true);
});

test('replaces the page as a whole: who has the former one open reads it to its end', () => {
  writeFileSync(output, 'the former page');
  const reader = openSync(output, 'r');
  run(['report', wrong, '-o', output]);
  expect(readFileSync(reader, 'utf8')).toBe('the former page');
  closeSync(reader);
});

test('judges the origins that are asked about beside those that are named', () => {
  run(['report', right, '-o', output, '--origin', 'https://one.example.com', '--origin', 'https://two.example.com:8443']);
  const page = readFileSync(output, 'utf8');
  expect([...page.matchAll(/<th role="rowheader" scope="row"><span class="origin">([^<]*)</g)].map(([, origin]) => origin)).toEqual([
    'https://app.example.com', 'https://one.example.com', 'https://two.example.com:8443', 'https://other.example',
  ]);
});

test('every mark of a table stands in the legend, and a header that nothing exposes is not asked for', () => {
  run(['report', template('exposing.yaml', { cors: { AccessControlExposeHeaders: '{ Items: [ETag] }' } }), wrong, '-o', output]);
  const page = readFileSync(output, 'utf8');
  const words = (pattern: RegExp) => [...new Set([...page.matchAll(pattern)].map(([, glyph, word]) => `${glyph ?? ''} ${word ?? ''}`))];
  const marks = words(/<td role="cell"><[^>]*><span class="glyph"[^>]*>(.)<\/span> (?:<span[^>]*>)?([^<]*)</g);
  expect(marks).toContain('· not asked');
  expect(words(/<li class="mark \w+"><span class="glyph"[^>]*>(.)<\/span> ([^<]*)</g)).toEqual(expect.arrayContaining(marks));
});

test('every golden template has a page without an error', () => {
  const golden = join(__dirname, '..', 'golden');
  for (const name of readdirSync(golden).filter((file) => !file.startsWith('existing-bucket'))) {
    expect([name, run(['report', join(golden, name), '-o', output])]).toEqual([name, {
      exitCode: 0, stdout: expect.stringMatching(/: 0 errors, .*; no promised use blocked, of \d+ judged(; \d+ not judged)?$/) as string, stderr: undefined,
    }]);
  }
});

describe('input that cannot be used: exit code 2, and the file stays as it was', () => {
  test.each([
    ['nothing to report on', ['-o', output], /name CloudFormation templates/],
    ['no file to write', [wrong], /-o is missing; name the page to write/],
    ['a folder as the file', [wrong, '-o', folder], /-o .*: this is a folder; name a file in it/],
    ['a folder that does not exist', [wrong, '-o', join(folder, 'no', 'report.html')], /cannot be written.*name a file in a folder that exists/],
    ['an origin with a path', [wrong, '-o', output, '--origin', 'https://app.example.com/x'], /nothing after it; write https:/],
    ['an unknown option', [wrong, '-o', output, '--strict'], /--strict/],
    ['templates that do not exist', [join(folder, 'nowhere.yaml'), '-o', output], /does not exist/],
    ['templates without anything to judge', [empty(), '-o', output], /neither a CloudFront distribution nor an S3 bucket/],
  ])('%s', (_, args, message) => {
    writeFileSync(output, 'former');
    const { exitCode, stderr } = run(['report', ...args]);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(stderr).toMatch(/^cdk-cors report: /);
    expect(readFileSync(output, 'utf8')).toBe('former');
  });

  test('what can be used is reported all the same', () => {
    const { exitCode, stdout, stderr } = run(['report', wrong, join(folder, 'nowhere.yaml'), '-o', output]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: expect.stringContaining('1 error') as string });
    expect(stderr).toMatch(/nowhere\.yaml does not exist/);
  });

  test('a file that cannot be replaced leaves no half of it', () => {
    const target = join(folder, 'taken');
    mkdirSync(join(target, 'in'), { recursive: true });
    chmodSync(target, 0o755);
    expect(run(['report', wrong, '-o', target]).exitCode).toBe(2);
    expect(existsSync(join(target, 'in'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

function empty(): string {
  const path = join(folder, 'empty.json');
  writeFileSync(path, JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }));
  return path;
}

test('--help says what it does and what its exit codes mean', () => {
  expect(run(['report', '--help'])).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/cdk-cors report[^]*Exit code: 0 written/) as string });
});
