// Jest gives each suite a copy of every module: of the CDK, of the library, each compiled and warmed up again. Here a worker loads them
// once for all its suites, as an app does, and suites keep to themselves what they declare. The library has no state that a suite could leave behind.
const Module = require('node:module');
const { join, resolve, sep } = require('node:path');
const Runtime = require('jest-runtime').default;

const ROOT = resolve(__dirname, '..');
const SHARED = ['lib', 'node_modules'].map((folder) => join(ROOT, folder) + sep);
/** What belongs to the suite that runs. */
const OF_JEST = [join(ROOT, 'node_modules/jest'), join(ROOT, 'node_modules/@jest'), join(ROOT, 'node_modules/expect')];

let running;

/** Where errors find the lines of what is shared. */
const SOURCE_MAPS = new Map();

Module._extensions['.ts'] = (module, file) => {
  module._compile(running.transformFile(file), file);
  SOURCE_MAPS.set(file, running.getSourceMaps().get(file));
};

module.exports = class extends Runtime {
  constructor(...args) {
    super(...args);
    running = this;
    SOURCE_MAPS.forEach((map, file) => this.getSourceMaps().set(file, map));
  }

  requireModuleOrMock(from, name) {
    const path = this.sharedPath(from, name);
    return path === undefined ? super.requireModuleOrMock(from, name) : require(path);
  }

  sharedPath(from, name) {
    if (Module.isBuiltin(name)) {
      return undefined;
    }
    const path = this._resolveCjsModule(from, name);
    return SHARED.some((folder) => path.startsWith(folder)) && !OF_JEST.some((start) => path.startsWith(start)) ? path : undefined;
  }
};
