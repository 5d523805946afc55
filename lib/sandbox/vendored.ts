import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

// The build copies what other people wrote next to this file (`release/vendor.mjs`), so that users install nothing. In the sources it
// is taken from the development dependencies.
/** The path of a file that the package ships: `quickjs.wasm`, or `acorn.js`. */
export function vendoredPath(name: string, from: string): string {
  const shipped = join(__dirname, 'vendored', name);
  return existsSync(shipped) ? shipped : join(dirname(require.resolve(`${from}/package.json`)), ...(name === 'acorn.js' ? ['dist'] : []), name);
}

/** The files that run inside the sandbox before the code does, as one function body. */
export function guestSource(): string {
  const folder = [join(__dirname, 'guest'), join(__dirname, '..', '..', 'lib', 'sandbox', 'guest')].find((path) => existsSync(path)) ?? 'guest';
  return GUEST_FILES.map((name) => readFileSync(join(folder, `${name}.js`), 'utf8')).join('\n');
}

const GUEST_FILES = ['start', 'builtins', 'clock', 'bytes', 'byte-strings', 'crypto', 'modules', 'run'];
