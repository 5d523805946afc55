import { mayHaveArrived, passes } from './failure';
import { canonical } from './request';
import { REQUEST_MS } from './s3-settings';
import type { Reading, Setting } from './s3-settings';

/** Time, which tests bring along themselves. */
export interface Clock {
  pause(milliseconds: number): Promise<void>;
  /** Milliseconds until an answer must be given. */
  remaining(): number;
  /** From 0 to 1. */
  random(): number;
}

/**
 * S3 can only replace a whole list, on no condition. A writer of this kind that read the list before our write has written before this
 * time is over: one request to read, one to write, and reads that S3 answers from up to three seconds ago. So the next look sees
 * its write, and repairs what it has overwritten.
 */
const SETTLED_MS = 2 * REQUEST_MS + 3_000;

const BRIEF_MS = 1_000;

/** Puts ours into the two lists, one after the other because S3 refuses two changes at once, until nothing is left to do in either. */
export async function converge<A, B>(first: Setting<A>, second: Setting<B>, clock: Clock): Promise<void> {
  const writer = new Writer(clock);
  while ([await writer.bringTo(first), await writer.bringTo(second)].includes(true)) {
    await writer.pause(SETTLED_MS);
  }
}

/**
 * Everybody else's items in their order; ours where ours were, and at the end what has no place yet: S3 uses the first rule that matches.
 */
export function merged<Item>(items: readonly Item[], ours: readonly Item[], isOurs: (item: Item) => boolean): Item[] {
  const waiting = [...ours];
  const kept = items.flatMap((item) => (isOurs(item) ? waiting.splice(0, 1) : [item]));
  return [...kept, ...waiting];
}

class Writer {
  private readonly start: number;
  private lastFailure: unknown = new Error('somebody else changes them all the time');

  constructor(private readonly clock: Clock) {
    this.start = clock.remaining();
  }

  /** Whether the list may have changed, so that it must be looked at again. */
  async bringTo<Item>({ read, wanted, isOurs, nameOf }: Setting<Item>): Promise<boolean> {
    for (;;) {
      const { items, replace } = await this.agreed(read);
      const next = merged(items, wanted, isOurs);
      // A name of ours tells the content: what S3 does to the text of a policy does not matter.
      if (next.length === items.length && next.every((item, index) => nameOf(item) === nameOf(items[index] as Item))) {
        return false;
      }
      try {
        await replace(next);
        return true;
      } catch (error) {
        this.expectToPass(error);
        if (mayHaveArrived(error)) {
          return true;
        }
        await this.pause(BRIEF_MS);
      }
    }
  }

  /** What two readings in a row say, or three for an empty list: a bucket's settings are eventually consistent. */
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel
  private async agreed<Item>(read: () => Promise<Reading<Item>>): Promise<Reading<Item>> {
    let reading = await this.persistently(read);
    for (let alike = 1; alike < (reading.items.length === 0 ? 3 : 2);) {
      await this.pause(BRIEF_MS);
      const next = await this.persistently(read);
      alike = canonical(next.items) === canonical(reading.items) ? alike + 1 : 1;
      reading = next;
    }
    return reading;
  }

  private async persistently<T>(read: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await read();
      } catch (error) {
        this.expectToPass(error);
        await this.pause(BRIEF_MS);
      }
    }
  }

  private expectToPass(error: unknown): void {
    if (!passes(error, this.start - this.clock.remaining())) {
      throw error;
    }
    this.lastFailure = error;
  }

  /** Between this long and half as long again, so that two writers do not stay in step. */
  async pause(milliseconds: number): Promise<void> {
    const jittered = milliseconds * (1 + this.clock.random() / 2);
    if (jittered > this.clock.remaining()) {
      throw this.lastFailure;
    }
    await this.clock.pause(jittered);
  }
}
