// Node's environment with a folder for temporary files, which is emptied when a test file has run: what tests synthesize holds assets
// of 20 MB. Its name stays, because the CDK asks for it once. Node asks the worker's own variable, and programs that a test starts get
// the one that tests see.
const { mkdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.outside = process.env.TMPDIR;
    this.folder = join(tmpdir(), `worker-${process.env.JEST_WORKER_ID}`);
    mkdirSync(this.folder, { recursive: true });
    this.global.process.env.TMPDIR = process.env.TMPDIR = this.folder;
  }

  async teardown() {
    rmSync(this.folder, { recursive: true, force: true });
    if (this.outside === undefined) {
      delete process.env.TMPDIR;
    } else {
      process.env.TMPDIR = this.outside;
    }
    await super.teardown();
  }
};
