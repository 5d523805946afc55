import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Every `new App()` without an outdir leaves a cloud assembly in the temp folder: give them one root that teardown removes. */
export default function globalSetup(): void {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'cors-assets-test-'));
}
