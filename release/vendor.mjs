// Copies what other people wrote and the sandbox needs into dist, with its notices, and tries it: users install nothing.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'dist/sandbox/vendored');
const installed = (path) => join(root, 'node_modules', path);

mkdirSync(folder, { recursive: true });
copyFileSync(installed('quickjs-wasi/quickjs.wasm'), join(folder, 'quickjs.wasm'));
copyFileSync(installed('acorn/dist/acorn.js'), join(folder, 'acorn.js'));
writeFileSync(join(folder, 'NOTICES.txt'), [
  `quickjs-wasi ${version('quickjs-wasi')}, of which quickjs.wasm is\n\n${readFileSync(installed('quickjs-wasi/LICENSE'), 'utf8')}`,
  readFileSync(join(root, 'release/notices/quickjs-ng.txt'), 'utf8'),
  `acorn ${version('acorn')}, of which acorn.js is\n\n${readFileSync(installed('acorn/LICENSE'), 'utf8')}`,
].join('\n----\n\n'));

const { parseJavaScript, Sandbox } = createRequire(import.meta.url)(join(root, 'dist/sandbox/index.js'));
const report = new Sandbox().run({ text: 'function handler(event) { return { sum: event.request.method + (1 + 1) }; }', runtime: '1.0' }, {
  event: { request: { method: 'GET', querystring: {}, headers: {}, cookies: {} }, viewer: {}, context: {} }, now: 0, random: 0,
});
if (report.kind !== 'returned' || report.value?.sum !== 'GET2') {
  throw new Error(`the sandbox does not run: ${JSON.stringify(report)}`);
}
const stopped = new Sandbox().run({ text: 'function handler() { var text = "x".repeat(1e6); for (;;) text.indexOf("y"); }', runtime: '2.0' }, {
  event: { request: { method: 'GET', querystring: {}, headers: {}, cookies: {} }, viewer: {}, context: {} }, now: 0, random: 0,
});
if (stopped.kind !== 'stopped' || typeof parseJavaScript('1') === 'string') {
  throw new Error(`the sandbox does not stop: ${JSON.stringify(stopped)}`);
}

function version(name) {
  return JSON.parse(readFileSync(installed(`${name}/package.json`), 'utf8')).version;
}
