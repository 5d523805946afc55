// The environment of suites that share modules (shared-modules.cjs): tests run in the worker's own context, so that their arrays and
// errors are of the same classes as those of the code they test. What a suite changes of the process is put back after it.
const { Script } = require('node:vm');
const TemporaryFiles = require('./temporary-files.cjs');

/** Stands for the worker's own context, for which Node has no object. */
const OWN = {};
const { runInContext } = Script.prototype;
Script.prototype.runInContext = function (context, options) {
  return context === OWN ? this.runInThisContext(options) : runInContext.call(this, context, options);
};

module.exports = class extends TemporaryFiles {
  constructor(config, context) {
    super(config, context);
    this.global = globalThis;
  }

  getVmContext() {
    return OWN;
  }

  async setup() {
    this.before = { env: process.env, values: { ...process.env }, folder: process.cwd() };
    await super.setup();
  }

  async teardown() {
    const { env, values, folder } = this.before;
    process.chdir(folder);
    process.env = env;
    await super.teardown();
    Object.keys(env).filter((name) => !(name in values)).forEach((name) => { delete env[name]; });
    Object.assign(env, values);
  }
};
