import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A package for one language, and the command without which it cannot be built. */
export interface Language {
  readonly target: 'dotnet' | 'go' | 'java' | 'js' | 'python';
  readonly toolchain: string;
}

export const LANGUAGES: readonly Language[] = [
  { target: 'js', toolchain: 'npm' },
  { target: 'python', toolchain: 'python3' },
  { target: 'java', toolchain: 'mvn' },
  { target: 'dotnet', toolchain: 'dotnet' },
  { target: 'go', toolchain: 'go' },
];

export function isInstalled({ toolchain }: Language): boolean {
  return spawnSync('sh', ['-c', `command -v ${toolchain}`]).status === 0;
}

/** Builds the packages of one language below `folder`; false when its toolchain refused. */
export function build({ target }: Language, root: string, folder: string): boolean {
  // Go publishes its source, which `npm run test:languages` compiles; to tidy it, pacmak would ask the proxy for the oldest versions of the peer range
  const scope = target === 'go' ? ['--code-only'] : [];
  const args = ['test/gates/jsii-tool.mjs', 'jsii-pacmak', '--target', target, '--outdir', folder, '--no-npmignore', '--rosetta-tablet', '.jsii.tabl.json', '--force', ...scope];
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0;
}

/** A built file with what identifies it. */
export interface Artifact {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What will be published: archives, not what surrounds them. A Go module is published as its folder. */
export function artifacts(folder: string): readonly Artifact[] {
  return files(folder)
    .filter((path) => /\.(tgz|whl|tar\.gz|jar|pom|nupkg)$|(^|\/)go\/.*\/go\.mod$/.test(relative(folder, path).replaceAll('\\', '/')))
    .map((path) => ({ path: relative(folder, path), bytes: statSync(path).size, sha256: createHash('sha256').update(readFileSync(path)).digest('hex') }))
    .sort((one, other) => one.path.localeCompare(other.path));
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]);
}

/** In the format that `sha256sum --check` reads. */
export function checksums(built: readonly Artifact[]): string {
  return built.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
}
