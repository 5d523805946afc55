// On a fresh clone Jest knows nothing of durations and starts with the largest files; a long suite that starts last has a core for itself.
const { relative } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

const SLOWEST = [
  'guarantee/guarantee', 'browser/examples', 'gates/tarball', 'gates/kernel', 'validation', 'contribute/first-hour', 'sandbox/sandbox', 'sandbox/njs', 'trial/theorems', 'trial/pages',
  'rules/mutations', 'guarantee/random', 'cli/evidence', 'browser/mistakes', 'browser/page', 'browser/fetch-agreement', 'construct/fuzz', 'examples', 'gates/public-api', 'preview/matrix',
  'guarantee/walk', 'trial/copied-functions', 'guarantee/mutations', 'probe/harmless', 'trial/doors', 'preview/load', 'bucket-settings/races', 'browser/page-accessibility', 'cases',
  'preview/safety', 'gates/sandbox', 'browser/uses', 'trial/transparent', 'preview/uploads', 'rules/hand-written',
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
