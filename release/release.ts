/**
 * Builds everything that a release publishes and says what is in the way of it. Nothing leaves this machine: with `--tag` it makes the git tag,
 * and pushing that tag starts the publishing workflow.
 *
 *   npm run release [-- --tag] [-- --languages js,python] [-- --all-languages]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { artifacts, build, checksums, isInstalled, LANGUAGES } from './artifacts';
import { components, cycloneDx, licenseProblems } from './bill-of-materials';
import { problemsOf, sectionOf, tagOf } from './preconditions';

const ROOT = join(__dirname, '..');
const FOLDER = join(ROOT, '.pacmak');

const { values } = parseArgs({ options: { 'tag': { type: 'boolean' }, 'languages': { type: 'string' }, 'all-languages': { type: 'boolean' } } });
const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { name: string; version: string };
const changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
const problems: string[] = [];

function git(...args: string[]): string[] {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).split('\n').filter((line) => line !== '');
}

console.log(`${name} ${version}\n`);
problems.push(...problemsOf({ version, changelog, uncommitted: git('status', '--porcelain'), tags: git('tag', '--list') }));

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const chosen = values.languages?.split(',');
for (const language of LANGUAGES.filter(({ target }) => chosen === undefined || chosen.includes(target))) {
  if (!isInstalled(language)) {
    const missing = `${language.target}: ${language.toolchain} is not installed, so its package was not built`;
    console.log(missing);
    problems.push(...(values['all-languages'] ? [missing] : []));
  } else if (!build(language, ROOT, FOLDER)) {
    problems.push(`${language.target}: the package could not be built, see above`);
  }
}

const found = components(ROOT);
problems.push(...licenseProblems(found));
const built = artifacts(FOLDER);
writeFileSync(join(FOLDER, 'SHA256SUMS'), checksums(built));
writeFileSync(join(FOLDER, 'sbom.cdx.json'), cycloneDx(ROOT));

console.log(`\n${sectionOf(changelog, version).join('\n').trim()}\n`);
built.forEach(({ path, bytes, sha256 }) => { console.log(`${String(bytes).padStart(10)}  ${sha256.slice(0, 16)}  ${path}`); });
console.log(`\nIts command line brings ${found.length} packages, under ${[...new Set(found.map(({ license }) => license))].sort().join(', ')}; the constructs bring none.`);
console.log('Written to .pacmak: the packages, SHA256SUMS, sbom.cdx.json (CycloneDX)\n');

if (problems.length > 0) {
  console.error(`not ready to be released:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  process.exitCode = 1;
} else if (values.tag) {
  git('tag', '--annotate', tagOf(version), '--message', `${name} ${version}`);
  execFileSync(process.execPath, ['test/gates/released-api.mjs', '--renew'], { cwd: ROOT, stdio: 'inherit' });
  console.log('commit test/gates/released-api.jsii.gz: later changes of the API are compared with this release');
  console.log(`tagged ${tagOf(version)}; \`git push origin ${tagOf(version)}\` starts the publishing workflow`);
} else {
  console.log(`ready; this was a dry run. \`npm run release -- --tag\` makes the tag ${tagOf(version)}`);
}
