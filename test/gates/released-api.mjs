// Keeps the public API of the last release in the repository, which test/gates/public-api.test.ts compares with the build:
//
//   node test/gates/released-api.mjs --renew     after a release; the build that is there becomes the released one
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

if (process.argv[2] !== '--renew') {
  console.error('write --renew, to make the build that is there the released API');
  process.exit(2);
}
// The README is no API, and the largest part of the assembly.
const { readme, ...assembly } = JSON.parse(readFileSync('.jsii', 'utf8'));
writeFileSync('test/gates/released-api.jsii.gz', gzipSync(JSON.stringify(assembly), { level: 9 }));
console.log(`the released API is the one of ${assembly.version}`);
