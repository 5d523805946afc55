// Strips the types off what Jest loads. The types themselves are checked by `npm run typecheck`.
const { createHash } = require('node:crypto');
const { transformSync, version } = require('esbuild');

const OPTIONS = { loader: 'ts', format: 'cjs', target: 'node20', sourcemap: 'inline', sourcesContent: false };
const KEY = `${version} ${JSON.stringify(OPTIONS)}`;

module.exports = {
  getCacheKey: (source, path) => createHash('sha1').update(KEY).update(path).update(source).digest('hex'),
  process: (source, path) => transformSync(source, { ...OPTIONS, sourcefile: path }),
};
