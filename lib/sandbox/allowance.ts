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

/** Code comes by many times a second. What takes longer is a pause of the machine, such as a garbage collection of a large program. */
const LONGEST_TURN = 100;

/** Nearly all code is done by then, and on some systems it costs as much as a run to ask how long the processor was busy. */
const BRIEF = 1;

/** What is left of the limits. Nothing is limited before `renew`. */
export class Allowance {
  private left = Infinity;
  private milliseconds = Infinity;
  private millisecondsLeft = Infinity;
  private polled = 0;
  /** Left out until the code has run for longer than a brief time. */
  private busyUntil: number | undefined;
  private stopped: Stopped | undefined;

  /** Why the code is to be stopped. */
  public get stoppedBy(): Stopped | undefined {
    return this.stopped;
  }

  public renew({ steps, milliseconds }: Limits): void {
    this.left = steps;
    this.milliseconds = this.millisecondsLeft = milliseconds;
    this.polled = performance.now();
    this.busyUntil = undefined;
    this.stopped = undefined;
  }

  /** Takes steps off. False when nothing is left. */
  public spend(steps: number): boolean {
    const now = performance.now();
    this.left -= steps;
    this.millisecondsLeft -= Math.min(now - this.polled, LONGEST_TURN);
    this.polled = now;
    if (this.busyUntil === undefined && this.milliseconds - this.millisecondsLeft > BRIEF) {
      this.busyUntil = busyMilliseconds() + this.milliseconds;
    }
    if (this.left < 0) {
      this.stopped = 'steps';
    } else if (this.millisecondsLeft < 0 && this.isOverdue()) {
      this.stopped = 'time';
    }
    return this.stopped === undefined;
  }

  private isOverdue(): boolean {
    this.millisecondsLeft = (this.busyUntil ?? Infinity) - busyMilliseconds();
    return this.millisecondsLeft <= 0;
  }
}

function busyMilliseconds(): number {
  return process.cpuUsage().user / 1000;
}
