// Loads each export of the package when it is first asked for, as aws-cdk-lib does with its own: an app pays for the files of what it uses.
// The compiler writes one `require` and one getter for each; the getter takes over the `require`.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = join(dirname(fileURLToPath(import.meta.url)), '../dist/index.js');
const compiled = readFileSync(file, 'utf8');
const modules = new Map([...compiled.matchAll(/^var (\w+) = (require\("\.\/[^"]+"\));\n/gm)].map(([, name, load]) => [name, load]));
// A function of its own, because Node takes a getter that it does not know for one that may throw, and hides the name from `import { … }`
const lazy = compiled
  .replace(/^var \w+ = require\("\.\/[^"]+"\);\n/gm, '')
  .replace(/^Object\.defineProperty\(exports, ("\w+"), \{ enumerable: true, get: (function \(\) \{ return )(\w+)(\.\w+; \}) \}\);/gm,
    (_, exported, before, name, after) => `onDemand(${exported}, ${before}${modules.get(name)}${after});`)
  .concat('function onDemand(name, get) { Object.defineProperty(exports, name, { enumerable: true, get }); }\n');

const names = [...compiled.matchAll(/^Object\.defineProperty\(exports, "(\w+)"/gm)].map(([, name]) => name).filter((name) => name !== '__esModule');
writeFileSync(file, lazy);

const load = createRequire(import.meta.url);
const exported = load(file);
const loaded = Object.keys(load.cache).filter((path) => path !== file);
const missing = names.filter((name) => exported[name] === undefined);
if (names.length === 0 || missing.length > 0 || loaded.length > 0) {
  throw new Error(`dist/index.js is not lazy: it has ${String(names.length)} exports, misses ${missing.join(', ') || 'none'}, and loads ${loaded.join(', ') || 'nothing'}`);
}
