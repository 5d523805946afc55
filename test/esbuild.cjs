// Strips the types off what Jest loads. The types themselves are checked by `npm run typecheck`.
const { createHash } = require('node:crypto');
const { transformSync, version } = require('esbuild');

// esbuild exports through functions, each of which calls another; no module is read before it has run, so that its values can be there
const PLAIN_EXPORTS = "if (module.exports.__esModule) module.exports = Object.defineProperty({ ...module.exports }, '__esModule', { value: true });";
const OPTIONS = { loader: 'ts', format: 'cjs', target: 'node20', sourcemap: 'inline', sourcesContent: false, footer: PLAIN_EXPORTS };
const KEY = `${version} ${JSON.stringify(OPTIONS)}`;

module.exports = {
  getCacheKey: (source, path) => createHash('sha1').update(KEY).update(path).update(source).digest('hex'),
  process: (source, path) => transformSync(source, { ...OPTIONS, sourcefile: path }),
};
