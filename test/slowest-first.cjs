// On a fresh clone Jest knows nothing of durations and starts with the largest files; a long suite that starts last has a core for itself.
const { relative } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

const SLOWEST = [
  'guarantee/guarantee', 'browser/examples', 'gates/kernel', 'validation', 'gates/tarball', 'browser/mistakes', 'trial/theorems', 'rules/mutations', 'trial/pages',
  'sandbox/sandbox', 'cli/evidence', 'browser/page', 'guarantee/random', 'preview/matrix', 'examples', 'guarantee/walk', 'preview/load', 'browser/fetch-agreement',
  'construct/fuzz', 'probe/harmless', 'bucket-settings/races', 'browser/page-accessibility', 'guarantee/mutations', 'gates/public-api', 'rules/hand-written',
];

module.exports = class extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const index = SLOWEST.indexOf(relative(__dirname, path).replaceAll('\\', '/').replace(/\.test\.ts$/, ''));
      return index < 0 ? SLOWEST.length : index;
    };
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
};
