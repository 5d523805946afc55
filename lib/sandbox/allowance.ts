/**
 * Why code was stopped. `steps`: after a number of steps, the same everywhere. `time`: it took too long on this machine. `broken`: the
 * engine gave up.
 */
export type Stopped = 'broken' | 'steps' | 'time';

/** Thrown out of a machine whose code was stopped; its memory is not to be used any more. */
export class CodeStopped extends Error {
  public constructor(public readonly by: Stopped) {
    super(`the code was stopped: ${by}`);
  }
}

export interface Limits {
  /** Loop turns and calls. */
  readonly steps: number;
  /** Of the processor, so that a busy machine stops nothing that a quiet one would not. */
  readonly milliseconds: number;
}

/** What is left of the limits. Nothing is limited before `renew`. */
export class Allowance {
  private left = Infinity;
  private deadline = Infinity;
  private busyUntil = Infinity;
  private stopped: Stopped | undefined;

  /** Why the code is to be stopped. */
  public get stoppedBy(): Stopped | undefined {
    return this.stopped;
  }

  public renew({ steps, milliseconds }: Limits): void {
    this.left = steps;
    this.deadline = performance.now() + milliseconds;
    this.busyUntil = busyMilliseconds() + milliseconds;
    this.stopped = undefined;
  }

  /** Takes steps off. False when nothing is left. */
  public spend(steps: number): boolean {
    this.left -= steps;
    if (this.left < 0) {
      this.stopped = 'steps';
    } else if (performance.now() > this.deadline && this.isOverdue()) {
      this.stopped = 'time';
    }
    return this.stopped === undefined;
  }

  private isOverdue(): boolean {
    const left = this.busyUntil - busyMilliseconds();
    this.deadline = performance.now() + left;
    return left <= 0;
  }
}

function busyMilliseconds(): number {
  return process.cpuUsage().user / 1000;
}
