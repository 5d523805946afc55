import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Contender } from './synth';

const load = createRequire(__filename);

const FOLDER = join(__dirname, 'competitors');
const PACKAGE = '@aws-solutions-constructs/aws-cloudfront-s3';
const FILE = join(FOLDER, 'solutions-construct.ts');

/** The competitor, installed when it is not there yet; a text says why it cannot be measured. */
export function competitor(): Contender | string {
  const wanted = versionIn(join(FOLDER, 'package.json'));
  if (installedVersion() !== wanted) {
    const { status, stderr } = spawnSync('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund', '--legacy-peer-deps', '--loglevel=error'], {
      cwd: FOLDER, encoding: 'utf8', timeout: 180_000, shell: process.platform === 'win32',
    });
    if (status !== 0) {
      return `${PACKAGE} ${wanted} cannot be installed: ${(stderr as string | null)?.trim().split('\n')[0] ?? 'npm did not run'}`;
    }
  }
  // With a second copy of the constructs library the two would not understand each other's objects.
  rmSync(join(FOLDER, 'node_modules/constructs'), { recursive: true, force: true });
  rmSync(join(FOLDER, 'node_modules/aws-cdk-lib'), { recursive: true, force: true });
  const home = join(FOLDER, 'node_modules', PACKAGE);
  for (const shared of ['aws-cdk-lib', 'constructs']) {
    if (require.resolve(shared, { paths: [home] }) !== require.resolve(shared)) {
      return `${PACKAGE} would use a copy of ${shared} of its own`;
    }
  }
  // It prints a warning for each of its own settings that a user changes; printing would be measured too.
  process.env.overrideWarningsEnabled = 'false';
  // It may not be installed, so it is no static import
  const { build } = load(FILE) as Pick<Contender, 'build'>;
  return { name: `${PACKAGE} ${wanted}`, file: FILE, build };
}

function installedVersion(): string | undefined {
  const file = join(FOLDER, 'node_modules', PACKAGE, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version : undefined;
}

function versionIn(file: string): string {
  const { dependencies } = JSON.parse(readFileSync(file, 'utf8')) as { readonly dependencies: Readonly<Record<string, string>> };
  return dependencies[PACKAGE] ?? '';
}
