// On a fresh clone Jest knows nothing of durations and starts with the largest files; a long suite that starts last has a core for itself.
const { relative } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

const SLOWEST = [
  'guarantee/guarantee', 'browser/examples', 'gates/kernel', 'validation', 'browser/mistakes', 'gates/tarball', 'browser/page', 'preview/load', 'browser/fetch-agreement',
  'guarantee/random', 'browser/page-accessibility', 'rules/mutations', 'guarantee/mutations', 'construct/fuzz', 'rules/false-alarms-about-requests', 'rules/hand-written',
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
