import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CACHE_FOLDER } from './cache-folder';

const ROOT = join(__dirname, '../..');
const TARBALLS = join(CACHE_FOLDER, 'tarballs');
/** Of this run of the tests: above the folder that each worker empties. */
const PACKED = join(dirname(tmpdir()), 'packed-library.json');

/** A file that npm would publish or has published. */
export interface Tarball {
  readonly name: string;
  readonly version: string;
  readonly file: string;
}

interface PackedFile {
  readonly path: string;
}

/** What `npm pack` says about the tarball that it has made of this library. */
export interface PackedLibrary extends Tarball {
  readonly files: readonly string[];
  readonly bytes: number;
}

/** Packs this library as `npm publish` would, once in a run, from the build that is there; an outdated build is an error. */
export function packLibrary(): PackedLibrary {
  if (!existsSync(PACKED)) {
    const [built, ...sources] = ['dist', 'lib'].map((name) => newest(join(ROOT, name), name === 'dist' ? '.js' : '.ts'));
    if (built === undefined || sources.some((source) => source === undefined || source > built)) {
      throw new Error('dist is older than lib; run `npm run build` first');
    }
    const folder = mkdtempSync(join(dirname(PACKED), 'packed-'));
    const [{ name, version, filename, size, files }] = npmPack(ROOT, folder);
    const packed: PackedLibrary = { name, version, file: join(folder, filename), bytes: size, files: files.map(({ path }) => path) };
    writeFileSync(join(folder, 'packed.json'), JSON.stringify(packed));
    renameSync(join(folder, 'packed.json'), PACKED);
  }
  return JSON.parse(readFileSync(PACKED, 'utf8')) as PackedLibrary;
}

/** The tarball of an installed package, packed from node_modules once and kept: `npm pack` gives the published bytes again. */
export function packInstalled(name: string): Tarball {
  const installed = realpathSync(join(ROOT, 'node_modules', name)); // behind a link, npm would leave out bundled dependencies
  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { version: string };
  const file = join(TARBALLS, `${name.replace('/', '+')}-${version}.tgz`);
  if (!existsSync(file)) {
    mkdirSync(TARBALLS, { recursive: true });
    const folder = mkdtempSync(join(TARBALLS, 'packing-'));
    renameSync(join(folder, npmPack(installed, folder)[0].filename), file);
    rmSync(folder, { recursive: true });
  }
  return { name, version, file };
}

function npmPack(
  packageFolder: string, folder: string,
): readonly [{ readonly name: string; readonly version: string; readonly filename: string; readonly size: number; readonly files: readonly PackedFile[] }] {
  const args = ['pack', packageFolder, '--json', '--ignore-scripts', '--pack-destination', folder];
  return JSON.parse(execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 28 })) as ReturnType<typeof npmPack>;
}

/** When the newest file with this ending was written. */
function newest(folder: string, ending: string): number | undefined {
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(ending)) : [];
  return files.length === 0 ? undefined : Math.max(...files.map((file) => statSync(join(folder, file)).mtimeMs));
}
