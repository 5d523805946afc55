import { Allowance, CodeStopped } from './allowance';
import type { Limits } from './allowance';
import { newEngine } from './engine';
import type { EngineExports } from './engine';

/** Thrown for an exception of the code. */
export class CodeThrew extends Error {}

/** A value inside the machine. */
export type Handle = number;

/** The memory of a machine at one moment. */
export interface Snapshot {
  readonly memory: Uint8Array;
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html: a function has 2 MB
const HEAP_BYTES = 2 << 20;
const STACK_BYTES = 192 << 10;

// QuickJS asks whether to stop every 10,000 steps, and a step may be a search through a long text. Its counter lies in its context; it
// is found there by the value that it has when QuickJS asks, and set to fewer steps. Where it is not found, nothing changes
const ENGINE_STEPS = 10_000;
const STEPS = 20;
const CONTEXT_BYTES = 1_200;
/** From the start of the context, the same for every machine; -1 when it is not found. */
let counterOffset: number | undefined;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** One engine, whose memory is put back to a snapshot before each use. Nothing is limited before `allow`. */
export class Machine {
  private readonly engine: EngineExports;
  /** Where the stack ends and the data begins; below it nothing outlives a call. */
  private readonly dataStart: number;
  private readonly stackPointer: number;
  private view: DataView;
  private readonly context: number;
  private readonly allowance = new Allowance();

  public constructor() {
    this.engine = newEngine(() => this.interrupted());
    this.engine.qjs_set_memory_limit(HEAP_BYTES);
    this.engine.qjs_set_max_stack_size(STACK_BYTES);
    this.engine.qjs_set_interrupt_handler(1);
    this.view = new DataView(this.engine.memory.buffer);
    this.context = this.engine.qjs_get_context_ptr();
    this.stackPointer = this.engine.__stack_pointer.value;
    this.dataStart = this.stackPointer & ~0xffff;
    if (counterOffset === undefined) {
      this.evaluate(`for (var i = 0; i < ${2 * ENGINE_STEPS}; i++);`, 'counter.js', true);
    }
  }

  /** The memory as it is now. */
  public snapshot(): Snapshot {
    return { memory: new Uint8Array(this.engine.memory.buffer).slice(this.dataStart) };
  }

  /** Puts the memory back. False when it has grown since, and with it what the snapshot does not cover: then a new machine is needed. */
  public restore({ memory }: Snapshot): boolean {
    const missing = memory.length + this.dataStart - this.engine.memory.buffer.byteLength;
    if (missing < 0) {
      return false;
    }
    if (missing > 0) {
      this.engine.memory.grow(missing / 0x10000);
      this.view = new DataView(this.engine.memory.buffer);
    }
    new Uint8Array(this.engine.memory.buffer).set(memory, this.dataStart);
    this.engine.__stack_pointer.value = this.stackPointer;
    return true;
  }

  /** Sets what the code may use from now on. */
  public allow(limits: Limits): void {
    this.allowance.renew(limits);
    this.askSoon();
  }

  /** The value of a script's last statement. */
  public evaluate(source: string, file: string, strict: boolean): Handle {
    const code = this.write(source);
    const name = this.write(file);
    const STRICT = 1 << 3;
    return this.checked(() => this.engine.qjs_eval(code.at, code.length, name.at, strict ? STRICT : 0));
  }

  public property(object: Handle, name: string): Handle {
    return this.checked(() => this.engine.qjs_get_prop_string(object, this.write(name).at));
  }

  public text(value: string): Handle {
    const { at, length } = this.write(value);
    const handle = this.checked(() => this.engine.qjs_new_string(at, length));
    this.engine.wasm_free(at);
    return handle;
  }

  public isFunction(value: Handle): boolean {
    return this.engine.qjs_is_function(value) !== 0;
  }

  public call(callee: Handle, ...values: readonly Handle[]): Handle {
    const list = this.engine.wasm_malloc(4 * Math.max(values.length, 1));
    values.forEach((value, index) => { this.memory().setUint32(list + 4 * index, value, true); });
    return this.checked(() => this.engine.qjs_call(callee, this.engine.qjs_get_undefined(), values.length, list));
  }

  /** Runs promises until none is left to run. */
  public settle(): void {
    this.guarded(() => {
      while (this.engine.qjs_is_job_pending() !== 0) {
        this.engine.qjs_execute_pending_job();
        if (this.allowance.stoppedBy !== undefined || this.interrupted()) {
          throw new CodeStopped(this.allowance.stoppedBy ?? 'steps');
        }
      }
    });
  }

  public read(value: Handle): string {
    const at = this.engine.wasm_malloc(4);
    const start = this.engine.qjs_get_string_len(value, at);
    if (start === 0) {
      throw new CodeStopped('broken');
    }
    const length = this.memory().getUint32(at, true);
    return decoder.decode(new Uint8Array(this.engine.memory.buffer, start, length));
  }

  private checked(work: () => Handle): Handle {
    const value = this.guarded(work);
    if (this.allowance.stoppedBy !== undefined) {
      throw new CodeStopped(this.allowance.stoppedBy);
    }
    if (this.engine.qjs_is_exception(value) !== 0) {
      throw new CodeThrew(this.read(this.engine.qjs_get_exception()));
    }
    return value;
  }

  // A trap of WebAssembly (its stack, an engine's assertion) leaves the memory in the middle of something
  private guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw error instanceof CodeStopped ? error : new CodeStopped('broken');
    }
  }

  private interrupted(): boolean {
    counterOffset ??= this.findCounter();
    if (this.allowance.spend(counterOffset < 0 ? ENGINE_STEPS : STEPS)) {
      this.askSoon();
    }
    return this.allowance.stoppedBy !== undefined;
  }

  private askSoon(): void {
    if (counterOffset !== undefined && counterOffset >= 0) {
      this.memory().setUint32(this.context + counterOffset, STEPS, true);
    }
  }

  private findCounter(): number {
    const view = this.memory();
    const offsets = Array.from({ length: CONTEXT_BYTES / 4 }, (_, index) => 4 * index).filter(
      (at) => view.getUint32(this.context + at, true) === ENGINE_STEPS,
    );
    return offsets.length === 1 ? offsets[0] : -1;
  }

  private memory(): DataView {
    if (this.view.buffer !== this.engine.memory.buffer) {
      this.view = new DataView(this.engine.memory.buffer);
    }
    return this.view;
  }

  private write(text: string): { readonly at: number; readonly length: number } {
    const bytes = encoder.encode(text);
    const at = this.engine.wasm_malloc(bytes.length + 1);
    if (at === 0) {
      throw new CodeStopped('broken');
    }
    const memory = new Uint8Array(this.engine.memory.buffer);
    memory.set(bytes, at);
    memory[at + bytes.length] = 0;
    return { at, length: bytes.length };
  }
}
