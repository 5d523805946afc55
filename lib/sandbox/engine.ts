import { readFileSync } from 'node:fs';
import { vendoredPath } from './vendored';

// As far as it is used here: TypeScript has it among the types of browsers only
interface CompiledModule {
  readonly compiled: true;
}

type Imports = Readonly<Record<string, Readonly<Record<string, () => number | undefined>>>>;

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => CompiledModule;
  readonly Instance: new (module: CompiledModule, imports: Imports) => { readonly exports: unknown };
};

/** What the engine exports, as far as it is used: the private interface of one exact version of quickjs-wasi, which the build checks. */
export interface EngineExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly __stack_pointer: { value: number };
  readonly _initialize: () => void;
  readonly qjs_init2: (intrinsics: number) => number;
  readonly qjs_set_memory_limit: (bytes: number) => void;
  readonly qjs_set_max_stack_size: (bytes: number) => void;
  readonly qjs_set_interrupt_handler: (on: number) => void;
  readonly qjs_get_context_ptr: () => number;
  readonly qjs_eval: (code: number, length: number, file: number, flags: number) => number;
  readonly qjs_call: (callee: number, self: number, count: number, list: number) => number;
  readonly qjs_get_undefined: () => number;
  readonly qjs_new_string: (text: number, length: number) => number;
  readonly qjs_get_prop_string: (object: number, name: number) => number;
  readonly qjs_get_string_len: (value: number, length: number) => number;
  readonly qjs_free_cstring: (text: number) => void;
  readonly qjs_free_value: (value: number) => void;
  readonly qjs_is_exception: (value: number) => number;
  readonly qjs_is_function: (value: number) => number;
  readonly qjs_get_exception: () => number;
  readonly qjs_is_job_pending: () => number;
  readonly qjs_execute_pending_job: () => number;
  readonly wasm_malloc: (bytes: number) => number;
  readonly wasm_free: (at: number) => void;
}

// The engine's own numbers for its built-ins: without eval from the host's side nothing runs, Map, Set, WeakRef and BigInt are absent at
// the edge
const DATE = 1 << 0, EVAL = 1 << 1, REGEXP = 1 << 2, JSON_TEXT = 1 << 3, PROXY = 1 << 4, TYPED_ARRAYS = 1 << 6, PROMISE = 1 << 7;
const BUILT_INS = DATE | EVAL | REGEXP | JSON_TEXT | PROXY | TYPED_ARRAYS | PROMISE;

/** WASI's answers: success, no such file, not implemented. */
const OK = 0, BAD_FILE = 8, NOT_IMPLEMENTED = 52;

let compiledOnce: CompiledModule | undefined;

/**
 * A new engine with memory of its own. `interrupted` is asked now and then whether to stop. Nothing else of the host is reachable from
 * inside.
 */
export function newEngine(interrupted: () => boolean): EngineExports {
  compiledOnce ??= new WebAssembly.Module(readFileSync(vendoredPath('quickjs.wasm', 'quickjs-wasi')));
  const instance = new WebAssembly.Instance(compiledOnce, {
    env: {
      host_interrupt: () => (interrupted() ? 1 : 0),
      host_call: () => 0,
      host_module_load: () => 0,
      host_module_normalize: () => 0,
      host_promise_rejection: () => undefined,
      host_get_timezone_offset: () => 0,
    },
    wasi_snapshot_preview1: {
      clock_time_get: () => OK,
      random_get: () => OK,
      fd_write: () => BAD_FILE,
      fd_fdstat_get: () => BAD_FILE,
      fd_close: () => NOT_IMPLEMENTED,
      fd_seek: () => NOT_IMPLEMENTED,
    },
  });
  const engine = instance.exports as EngineExports;
  engine._initialize();
  if (engine.qjs_init2(BUILT_INS) !== OK) {
    throw new Error('the JavaScript engine of the sandbox did not start');
  }
  return engine;
}
