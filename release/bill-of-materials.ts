import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One package that a user's install brings along. */
export interface Component {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** Licences under which a dependency of an Apache-2.0 library may be shipped beside it without further duties than notice. */
export const ALLOWED_LICENSES: ReadonlySet<string> = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']);

/** CycloneDX, of everything that `npm install` brings besides the peers and what develops this library. */
export function cycloneDx(root: string): string {
  const manifest = jsonIn<Manifest>(join(root, 'package.json'));
  const lock = jsonIn<LockFile>(join(root, 'package-lock.json'));
  const temporary = mkdtempSync(join(tmpdir(), 'sbom-'));
  // npm names the component after its folder, and leaves out what is a development dependency as well
  const folder = join(temporary, manifest.name);
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), JSON.stringify(shippedManifest(manifest)));
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...lock, packages: shippedPackages(lock) }));
    return execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], { cwd: folder, encoding: 'utf8' });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Without the peers, which are the user's own choice, and with what the build copies. */
function shippedManifest<M extends Manifest>(manifest: M): M {
  const copied = Object.entries(manifest.devDependencies).filter(([name]) => COPIED.has(`node_modules/${name}`));
  return { ...manifest, devDependencies: {}, peerDependencies: {}, optionalDependencies: { ...manifest.optionalDependencies, ...Object.fromEntries(copied) } };
}

function shippedPackages(lock: LockFile): LockFile['packages'] {
  const shipped = Object.entries(lock.packages).filter(([path, locked]) => path !== '' && ships(path, locked));
  return { '': shippedManifest(lock.packages[''] as LockedPackage & Manifest), ...Object.fromEntries(shipped.map(([path, locked]) => [path, { ...locked, dev: undefined, devOptional: undefined, optional: true }])) };
}

/** What `npm install` brings along, by the lock file and the installed packages. */
export function components(root: string): readonly Component[] {
  return Object.entries(jsonIn<LockFile>(join(root, 'package-lock.json')).packages)
    .filter(([path, locked]) => path !== '' && ships(path, locked))
    .map(([path, { version }]) => ({ name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), version, license: licenseIn(join(root, path)) }));
}

interface Manifest {
  readonly name: string;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version: string;
  /** Needed for development alone. */
  readonly dev?: boolean;
  readonly peer?: boolean;
}

/** Development dependencies of which the build copies a file into the package. */
const COPIED: ReadonlySet<string> = new Set(['node_modules/acorn', 'node_modules/quickjs-wasi']);

function ships(path: string, { dev, peer }: LockedPackage): boolean {
  return COPIED.has(path) || (!dev && !peer);
}

function jsonIn<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

// Packages from before SPDX expressions list their licences
function licenseIn(folder: string): string {
  const { license, licenses } = jsonIn<{ license?: string; licenses?: readonly { readonly type: string }[] }>(join(folder, 'package.json'));
  return license ?? licenses?.map(({ type }) => type).join(' OR ') ?? 'none';
}

/** Those that nobody has agreed to. */
export function licenseProblems(found: readonly Component[]): readonly string[] {
  return found.filter(({ license }) => !ALLOWED_LICENSES.has(license))
    .map(({ name, version, license }) => `${name}@${version} has the licence ${license}; allowed are ${[...ALLOWED_LICENSES].join(', ')}`);
}
