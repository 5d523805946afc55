// Jest gives each suite a copy of every module: of the CDK, of the library, each compiled and warmed up again. Here a worker loads them
// once for all suites of a project, as an app does, and suites keep to themselves what they declare.
const Module = require('node:module');
const { dirname, join, resolve, sep } = require('node:path');
const Runtime = require('jest-runtime').default;

const ROOT = resolve(__dirname, '..');
const [LIB, PACKAGES] = ['lib', 'node_modules'].map((folder) => join(ROOT, folder) + sep);
/** Packages that belong to the suite that runs. */
const OF_JEST = ['jest', '@jest', 'expect'].map((name) => PACKAGES + name);

/** The modules of the library, by project: each has a CDK of its own. */
const LOADED = new Map();
/** What the CDK of a project keeps in the context of its worker: another version reads it otherwise. */
const CDK_GLOBALS = new Map();
/** The library without types, and where errors find its lines, for all projects. */
const COMPILED = new Map();
let running;

function takeCdkGlobals() {
  const names = Object.getOwnPropertySymbols(globalThis).filter((symbol) => Symbol.keyFor(symbol)?.startsWith('@aws-cdk/'));
  const taken = names.map((name) => [name, globalThis[name]]);
  names.forEach((name) => { delete globalThis[name]; });
  return taken;
}

// For what the library loads by Node's own `require`, such as the preview
Module._extensions['.ts'] = (module, path) => { module.exports = running.requireShared(path); };

module.exports = class extends Runtime {
  constructor(config, ...others) {
    super(config, ...others);
    if (running !== undefined) {
      CDK_GLOBALS.set(running._config.id, takeCdkGlobals());
    }
    (CDK_GLOBALS.get(config.id) ?? []).forEach(([name, value]) => { globalThis[name] = value; });
    running = this;
    this.loaded = LOADED.get(config.id) ?? new Map();
    LOADED.set(config.id, this.loaded);
    COMPILED.forEach(({ map }, file) => this.getSourceMaps().set(file, map));
  }

  requireModuleOrMock(from, name) {
    const path = Module.isBuiltin(name) ? undefined : this._resolveCjsModule(from, name);
    const isShared = path?.startsWith(LIB) || (path?.startsWith(PACKAGES) && !OF_JEST.some((start) => path.startsWith(start)));
    return isShared ? this.requireShared(path) : super.requireModuleOrMock(from, name);
  }

  requireShared(path) {
    if (!path.endsWith('.ts')) {
      return require(path);
    }
    const module = this.loaded.get(path) ?? this.load(path);
    return module.exports;
  }

  load(path) {
    const module = new Module(path);
    Object.assign(module, { filename: path, paths: Module._nodeModulePaths(dirname(path)) });
    module.require = (name) => (Module.isBuiltin(name) ? require(name) : running.requireShared(running._resolveCjsModule(path, name)));
    this.loaded.set(path, module);
    module._compile(this.compiled(path), path);
    return module;
  }

  compiled(path) {
    if (!COMPILED.has(path)) {
      COMPILED.set(path, { code: this.transformFile(path), map: this.getSourceMaps().get(path) });
    }
    return COMPILED.get(path).code;
  }
};
