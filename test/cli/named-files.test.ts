import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeNamed } from '../../lib/cli/named-files';

const folder = mkdtempSync(join(tmpdir(), 'named-'));

test('a file that options name is replaced as a whole, and keeps its mode', () => {
  const file = join(folder, 'cors.json');
  writeFileSync(file, 'former');
  chmodSync(file, 0o640);
  const former = statSync(file).ino;
  writeNamed('--sarif', file, 'new');
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(statSync(file).ino).not.toBe(former);
});

test('the file at the end of a link is replaced, and the link stays', () => {
  mkdirSync(join(folder, 'store'));
  writeFileSync(join(folder, 'store', 'real.json'), 'former');
  symlinkSync(join('store', 'real.json'), join(folder, 'link.json'));
  writeNamed('--patch', join(folder, 'link.json'), 'new');
  expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'store', 'real.json'), 'utf8')).toBe('new');
});

test('a device takes the text itself, so that /dev/null stays one', () => {
  writeNamed('--record', '/dev/null', 'text');
  expect(statSync('/dev/null').isFile()).toBe(false);
});

test.each([
  ['a folder', () => folder, /^--sarif .*: this is a folder; name a file in it$/],
  ['a file in a file', () => join(folder, 'cors.json', 'in-it.json'), /^--sarif .*: it cannot be written \(.*\); name a file in a folder that exists$/],
  ['a device that takes nothing more', () => '/dev/full', /^--sarif .*: it cannot be written \(.*\); name a file in a folder that exists$/],
  ['a file in a folder that does not exist', () => join(folder, 'no', 'cors.json'), /^--sarif .*: it cannot be written \(.*\); name a file in a folder that exists$/],
])('%s is a mistake of whoever asked, and leaves nothing behind', (_, place, message) => {
  const before = readdirSync(folder);
  expect(() => { writeNamed('--sarif', place(), 'text'); }).toThrow(message);
  expect(readdirSync(folder)).toEqual(before);
  expect(existsSync(join(folder, 'no'))).toBe(false);
});
