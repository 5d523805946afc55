import { rmSync } from 'node:fs';

export default function globalTeardown(): void {
  const root = process.env.TMPDIR;
  if (root?.includes('cors-assets-test-')) {
    rmSync(root, { recursive: true, force: true });
  }
}
