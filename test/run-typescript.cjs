// Lets Node load TypeScript: `node -r ./test/run-typescript.cjs FILE.ts`.
const { readFileSync } = require('node:fs');
const { process: strip } = require('./esbuild.cjs');

require.extensions['.ts'] = (module, path) => { module._compile(strip(readFileSync(path, 'utf8'), path).code, path); };
