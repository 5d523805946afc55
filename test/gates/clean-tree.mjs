// A build and a test run leave the work tree as it was: `--before` notes its state, a later call compares.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const NOTE = 'node_modules/.cache/clean-tree.txt';

if (!existsSync('.git')) {
  console.log('clean-tree: skipped, this is no git checkout');
  process.exit(0);
}
const state = execFileSync('git', ['status', '--porcelain'], { encoding: 'utf8' }) + execFileSync('git', ['diff', 'HEAD'], { encoding: 'utf8', maxBuffer: 2 ** 28 });
if (process.argv.includes('--before')) {
  mkdirSync('node_modules/.cache', { recursive: true });
  writeFileSync(NOTE, state);
} else if (readFileSync(NOTE, 'utf8') !== state) {
  console.error(`the build or the tests changed the work tree:\n${execFileSync('git', ['status', '--short'], { encoding: 'utf8' })}`);
  process.exit(1);
}
