import { CodeStopped } from './allowance';
import type { Limits } from './allowance';
import { CodeThrew, Machine } from './machine';
import type { Handle, Snapshot } from './machine';
import { parsedReport, shortReport } from './report';
import type { SandboxReport } from './report';
import { guestSource } from './vendored';

/** Code that defines a function `handler`. */
export interface SandboxCode {
  readonly text: string;
  readonly runtime: '1.0' | '2.0';
}

/** One call of `handler`. */
export interface SandboxCall {
  readonly event: unknown;
  /** The query of the request as it came, after its `?`. */
  readonly rawQueryString?: string;
  /** The content of the key value store; left out, it is not known. */
  readonly keyValues?: Readonly<Record<string, string>>;
  /** Values to try where the content is not known. */
  readonly guessedValues?: Readonly<Record<string, string>>;
  /** What the clock says, in milliseconds since 1970. */
  readonly now: number;
  /** What `Math.random` says. */
  readonly random: number;
}

/** A machine with code in it, ready to be called any number of times. */
interface Loaded {
  readonly snapshot: Snapshot;
  readonly guest: Guest;
  readonly handler: Handle;
}

interface Guest {
  readonly prepare: Handle;
  readonly run: Handle;
  readonly told: Handle;
}

// Steps first: they are the same on every machine. CloudFront stops a function after about a millisecond of its own clock, long before
// either
const LIMITS: Limits = { steps: 1_000_000, milliseconds: 500 };
/** Snapshots are half a megabyte each. */
const KEPT_CODES = 16;
/**
 * Code that was stopped this often, or once after half a second, is not run again: whatever it is called with, nothing waits for it any
 * more.
 */
const MOST_STOPS = 3;

/** Runs other people's functions: each call on memory that no earlier call has touched. */
export class Sandbox {
  private machine: Machine | undefined;
  private base: { readonly snapshot: Snapshot; readonly guest: Guest } | undefined;
  private readonly loaded = new Map<string, Loaded | SandboxReport>();
  private readonly stops = new Map<string, number>();

  public constructor(private readonly limits: Limits = LIMITS) {}

  public run(code: SandboxCode, call: SandboxCall): SandboxReport {
    const stops = this.stops.get(code.text) ?? 0;
    const report = stops >= MOST_STOPS ? shortReport('stopped', { stoppedBy: 'steps' }) : this.runOnce(code, call);
    if (report.kind === 'stopped') {
      this.stops.set(code.text, report.stoppedBy === 'time' ? MOST_STOPS : stops + 1);
    }
    return report;
  }

  private runOnce(code: SandboxCode, call: SandboxCall): SandboxReport {
    const loaded = this.load(code, call);
    if ('kind' in loaded) {
      return loaded;
    }
    const { guest, handler, snapshot } = loaded;
    return this.attempt(snapshot, (machine) => {
      const input = JSON.stringify({
        event: call.event,
        rawQueryString: call.rawQueryString,
        table: call.keyValues ?? null,
        guesses: call.guessedValues ?? {},
      });
      machine.call(guest.run, machine.text(input), handler);
      machine.settle();
      return parsedReport(machine.read(machine.call(guest.told))) ?? shortReport('stopped', { stoppedBy: 'broken' });
    });
  }

  private load(code: SandboxCode, { now, random }: SandboxCall): Loaded | SandboxReport {
    const key = JSON.stringify([code.runtime, now, random, code.text]);
    const kept = this.loaded.get(key);
    if (kept) {
      this.loaded.delete(key);
      this.loaded.set(key, kept);
      return kept;
    }
    const { snapshot, guest } = this.base ??= this.start();
    const loaded = this.attempt(snapshot, (machine): Loaded | SandboxReport => {
      machine.call(guest.prepare, machine.text(JSON.stringify({ runtime: code.runtime, now, random })));
      machine.evaluate(code.text, 'function.js', code.runtime === '2.0');
      machine.settle();
      const handler = machine.evaluate('typeof handler === "function" ? handler : undefined', 'handler.js', true);
      return machine.isFunction(handler) ? { snapshot: machine.snapshot(), guest, handler } : shortReport('no-handler');
    }, 'load');
    this.keep(key, loaded);
    return loaded;
  }

  private keep(key: string, loaded: Loaded | SandboxReport): void {
    for (const oldest of this.loaded.keys()) {
      if (this.loaded.size < KEPT_CODES) {
        break;
      }
      this.loaded.delete(oldest);
    }
    this.loaded.set(key, loaded);
  }

  private start(): { readonly snapshot: Snapshot; readonly guest: Guest } {
    const machine = new Machine();
    const parts = machine.evaluate(`(function () {${guestSource()}\nreturn { prepare, run, told };\n})()`, 'guest.js', true);
    const guest = { prepare: machine.property(parts, 'prepare'), run: machine.property(parts, 'run'), told: machine.property(parts, 'told') };
    this.machine = machine;
    return { snapshot: machine.snapshot(), guest };
  }

  private attempt<T>(snapshot: Snapshot, work: (machine: Machine) => T, threw: 'load' | 'threw' = 'threw'): SandboxReport | T {
    const machine = this.restored(snapshot);
    machine.allow(this.limits);
    try {
      return work(machine);
    } catch (error) {
      if (error instanceof CodeThrew) {
        return shortReport(threw, { message: error.message });
      }
      if (error instanceof CodeStopped) {
        this.machine = undefined;
        return shortReport('stopped', { stoppedBy: error.by });
      }
      throw error;
    }
  }

  private restored(snapshot: Snapshot): Machine {
    if (this.machine?.restore(snapshot)) {
      return this.machine;
    }
    const machine = new Machine();
    machine.restore(snapshot);
    this.machine = machine;
    return machine;
  }
}
