import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
};

/** A file of the page, ready to be sent. */
export interface PageFile {
  readonly type: string;
  readonly body: string;
}

/** The files of the page by name: all there is to ask for, so that no path of a stranger ever reaches the file system. */
export function pageFiles(): ReadonlyMap<string, PageFile> {
  const folder = pageFolder();
  return new Map(readdirSync(folder).sort().flatMap((name): [string, PageFile][] => {
    const type = TYPES[extname(name)] as string | undefined;
    return type === undefined ? [] : [[name, { type, body: readFileSync(join(folder, name), 'utf8') }]];
  }));
}

// They are shipped as they are written: next to this file in the sources, and under lib where this file is compiled into dist/preview
function pageFolder(): string {
  const folders = [join(__dirname, '..', 'page'), join(__dirname, '..', '..', '..', 'lib', 'preview', 'page')];
  const found = folders.find((folder) => existsSync(join(folder, 'index.html')));
  if (found === undefined) {
    throw new Error(`the files of the preview's page are missing; they belong in ${folders.join(' or ')}`);
  }
  return found;
}
