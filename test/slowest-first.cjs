// On a fresh clone Jest knows nothing of durations and starts with the largest files; a long suite that starts last has a core for itself.
const { relative } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

// These wait, and at first the gate's own checks beside Jest use the time
const WAITING = ['browser/fetch-agreement', 'bucket-settings/client', 'browser/page'];
const SLOWEST = [
  'guarantee/guarantee', 'browser/examples', 'gates/tarball', 'validation', 'gates/kernel', 'contribute/first-hour', 'trial/copied-functions', 'sandbox/njs', 'guarantee/walk',
  'rules/mutations', 'trial/pages', 'sandbox/sandbox', 'guarantee/random', 'probe/harmless', 'trial/doors', 'trial/theorems', 'examples', 'guarantee/mutations',
  'snippets', 'preview/matrix', 'cli/evidence', 'bucket-settings/races', 'gates/public-api', 'browser/page-accessibility', 'rules/false-alarms-about-requests',
  'construct/behavior-options', 'browser/mistakes', 'construct/fuzz', 'cases', 'preview/load',
];
const FIRST = [...WAITING, ...SLOWEST];

module.exports = class extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const index = FIRST.indexOf(relative(__dirname, path).replaceAll('\\', '/').replace(/\.test\.ts$/, ''));
      return index < 0 ? FIRST.length : index;
    };
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
};
