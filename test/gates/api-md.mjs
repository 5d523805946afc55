// API.md is generated from the compiled library; a difference means that somebody forgot `npm run docs`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'api-md-'));
try {
  const fresh = join(folder, 'API.md');
  execFileSync(process.execPath, ['test/gates/jsii-tool.mjs', 'jsii-docgen', '--output', fresh], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (readFileSync(fresh, 'utf8') !== readFileSync('API.md', 'utf8')) {
    console.error('API.md differs from what the library says; run `npm run docs` and commit it');
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
