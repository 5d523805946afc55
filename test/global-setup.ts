import { existsSync, mkdtempSync, readFileSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const ROOM = 2 ** 30;

/** Every `new App()` without an outdir leaves a cloud assembly in the temp folder: give them one root that teardown removes. */
export default function globalSetup(): void {
  process.env.TMPDIR = mkdtempSync(join(process.env.TMPDIR === undefined && memoryHasRoom() ? MEMORY : tmpdir(), 'cors-assets-test-'));
}

/** Linux keeps a folder in memory, which takes a quarter off what synthesizes. Containers make it small, or run no programs from it. */
function memoryHasRoom(): boolean {
  if (!existsSync(MEMORY)) {
    return false;
  }
  const { bavail, bsize } = statfsSync(MEMORY);
  const [, options = 'noexec'] = /^\S+ \/dev\/shm \S+ (\S+)/m.exec(readFileSync('/proc/mounts', 'utf8')) ?? [];
  return bavail * bsize > ROOM && !options.split(',').includes('noexec');
}
