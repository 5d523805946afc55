/** Counts verdicts, and keeps what the theorems must not have. */
import type { Verdict } from './verdict';

export interface Counts {
  readonly stacks: number;
  readonly withErrors: number;
  readonly unsound: number;
  readonly silent: number;
  readonly noisy: number;
}

const MOST_SHOWN = 6;

export class Tally {
  private stacks = 0;
  private withErrors = 0;
  private readonly broken: Record<'unsound' | 'silent' | 'noisy', string[]> = { unsound: [], silent: [], noisy: [] };

  public add(name: string, verdict: Verdict): void {
    this.stacks++;
    this.withErrors += verdict.errors.length > 0 ? 1 : 0;
    for (const kind of ['unsound', 'silent', 'noisy'] as const) {
      if (verdict[kind].length > 0) {
        this.broken[kind].push(`${name}\n  ${verdict[kind].join('\n  ')}`);
      }
    }
  }

  public get counts(): Counts {
    const { stacks, withErrors, broken: { unsound, silent, noisy } } = this;
    return { stacks, withErrors, unsound: unsound.length, silent: silent.length, noisy: noisy.length };
  }

  /** The first of each kind, to be read in a failure. */
  public get shown(): Readonly<Record<'unsound' | 'silent' | 'noisy', readonly string[]>> {
    const { unsound, silent, noisy } = this.broken;
    return { unsound: unsound.slice(0, MOST_SHOWN), silent: silent.slice(0, MOST_SHOWN), noisy: noisy.slice(0, MOST_SHOWN) };
  }

  public get line(): string {
    return Object.entries(this.counts).map(([name, count]) => `${name} ${String(count)}`).join(', ');
  }
}

/** Whether a verdict is against a theorem. */
export function contradicts({ unsound, silent, noisy }: Verdict): boolean {
  return unsound.length + silent.length + noisy.length > 0;
}

export const NOTHING_BROKEN = { unsound: [], silent: [], noisy: [] };
