import { readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LARGE = 1_000_000;
/** Whole assemblies that have been looked at. */
const seen = new Set<string>();

/**
 * `new App()` without an outdir leaves a cloud assembly in the folder for temporary files. Its templates may be read afterwards; its
 * largest asset, the AWS CLI of 20 MB that deploys files, is read by nobody.
 */
export function dropLargeAssets(): void {
  for (const assembly of readdirSync(tmpdir()).filter((name) => name.startsWith('cdk.out') && !seen.has(name))) {
    const folder = join(tmpdir(), assembly);
    const names = readdirSync(folder);
    if (names.includes('manifest.json')) {
      seen.add(assembly);
    }
    names.filter((name) => /^asset\..*\.zip$/.test(name)).map((name) => join(folder, name))
      .filter((file) => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGE).forEach((file) => { rmSync(file, { force: true }); });
  }
}
