import { readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LARGE = 1_000_000;

// `new App()` without an outdir leaves a cloud assembly in the folder for temporary files. Its templates may be read by the next test; its
// largest asset, the AWS CLI of 20 MB that deploys files, by none
afterEach(() => {
  for (const assembly of readdirSync(tmpdir()).filter((name) => name.startsWith('cdk.out'))) {
    const folder = join(tmpdir(), assembly);
    readdirSync(folder).filter((name) => /^asset\..*\.zip$/.test(name)).map((name) => join(folder, name))
      .filter((file) => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGE).forEach((file) => { rmSync(file, { force: true }); });
  }
});
