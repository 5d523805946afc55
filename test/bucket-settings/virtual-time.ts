interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Time that passes at once: whoever waits longest is woken last. Runs that take minutes on AWS take milliseconds, the same each time. */
export class VirtualTime {
  now = 0;
  private readonly sleepers: Sleeper[] = [];

  pause(milliseconds: number): Promise<void> {
    return new Promise((wake) => {
      const at = this.now + milliseconds;
      const index = this.sleepers.findIndex((other) => other.at > at);
      this.sleepers.splice(index < 0 ? this.sleepers.length : index, 0, { at, wake });
    });
  }

  /** Runs until the work is done. */
  async until<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const finished = work.finally(() => { done = true; });
    finished.catch(() => undefined);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (done) {
        return finished;
      }
      const next = this.sleepers.shift();
      if (next === undefined) {
        throw new Error('everybody waits for somebody else');
      }
      this.now = next.at;
      next.wake();
    }
  }
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32, public domain). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
