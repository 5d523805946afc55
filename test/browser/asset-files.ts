import { linkSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Uses } from './uses';

const ASSETS = join(__dirname, '..', '..', 'examples', 'assets');

/** The files that pages use: those of the examples, and what shows that a script ran and a stylesheet applies. */
export const FILES = {
  'font.woff2': readFileSync(require.resolve('@fontsource/inter/files/inter-latin-400-normal.woff2')),
  'script.js': Buffer.from('globalThis.fromTheScript = true;'),
  'style.css': Buffer.from('.from-the-cdn { color: rgb(1, 2, 3); }'),
  'prices.json': readFileSync(join(ASSETS, 'data', 'prices.json')),
  'tiles.png': readFileSync(join(ASSETS, 'images', 'tiles-509d3548.png')),
};

const FILE_OF_USE: Readonly<Partial<Record<keyof Uses, keyof typeof FILES>>> = {
  font: 'font.woff2', moduleScript: 'script.js', script: 'script.js', stylesheet: 'style.css', canvas: 'tiles.png', webgl: 'tiles.png', imageThenFetch: 'tiles.png',
};

/** The key of a file that one use of one visit has for itself. */
export function fileFor(use: keyof Uses, { folder, number }: { readonly folder: string; readonly number: number }): string {
  return `${folder}${String(number)}-${use}-${FILE_OF_USE[use] ?? 'prices.json'}`;
}

/**
 * Writes a file that was last modified a month ago: browsers keep an answer without Cache-Control for a tenth of its age,
 * and what a test does next must not depend on how fast the machine is.
 */
// https://www.rfc-editor.org/rfc/rfc9111#section-4.2.2
export function writeOldFile(path: string, name: keyof typeof FILES): void {
  const monthAgo = Date.now() / 1000 - 30 * 24 * 60 * 60;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, FILES[name]);
  utimesSync(path, monthAgo, monthAgo);
}

/** Writes the files for visits into a folder; gives their keys. */
export function writeFiles(root: string, visits: readonly { readonly folder: string; readonly number: number }[], uses: readonly (keyof Uses)[]): readonly string[] {
  (Object.keys(FILES) as (keyof typeof FILES)[]).forEach((name) => { writeOldFile(join(root, name), name); });
  return visits.flatMap((about) => {
    mkdirSync(join(root, about.folder), { recursive: true });
    return uses.map((use) => {
      const key = fileFor(use, about);
      linkSync(join(root, FILE_OF_USE[use] ?? 'prices.json'), join(root, key));
      return key;
    });
  });
}
