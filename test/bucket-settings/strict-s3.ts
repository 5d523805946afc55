import type { CORSRule, S3Client } from '@aws-sdk/client-s3';
import type { Statement } from '../../lib/bucket-settings/statement';
import { checkCors, checkPolicy, failure } from './strict-s3-checks';
import type { VirtualTime } from './virtual-time';

/** What a bucket holds. */
export interface Settings {
  readonly cors?: readonly CORSRule[];
  /** As S3 keeps it: text. */
  readonly policy?: string;
}

/** How S3 behaves on this day. Probabilities are from 0 to 1, times in milliseconds. */
export interface Weather {
  /** The longest that one request takes. */
  readonly latency: number;
  /** Reads may show what was there so long ago. */
  readonly lag: number;
  /** Changes that are refused with 409 although nobody else is writing. */
  readonly conflicts: number;
  /** Requests that get no answer. Half of such changes take effect. */
  readonly lost: number;
  /** Reads that say there is no configuration although there is one. */
  readonly falseNone: number;
}

export const FAIR: Weather = { latency: 80, lag: 0, conflicts: 0, lost: 0, falseNone: 0 };

/** One successful change, and what the writer had seen before it. */
export interface Change {
  readonly author: string;
  readonly at: number;
  readonly before: Settings;
  readonly after: Settings;
}

interface Bucket {
  readonly owner: string;
  readonly history: { readonly at: number; readonly settings: Settings }[];
  busyUntil: number;
}

type Command = Parameters<S3Client['send']>[0];
type Input = Readonly<Record<string, unknown>> & { readonly Bucket: string };

/** S3's six operations on CORS rules and policies of buckets: its checks, its codes, its eventual consistency, its lost answers. */
export class StrictS3 {
  readonly changes: Change[] = [];
  /** When somebody looked. */
  readonly looks: number[] = [];
  /** Refuses a request of an author with a message, as IAM or Block Public Access does. */
  refuse: (author: string, operation: string) => string | undefined = () => undefined;
  /** Whether a reading says that there is no configuration, whatever there is. */
  forgets: () => boolean = () => this.random() < this.weather.falseNone;
  private readonly buckets = new Map<string, Bucket>();

  constructor(readonly time: VirtualTime, private readonly random: () => number, private readonly weather: Weather = FAIR) {}

  make(name: string, settings: Settings = {}, owner = '111122223333'): void {
    this.buckets.set(name, { owner, history: [{ at: -Infinity, settings }], busyUntil: -Infinity });
  }

  remove(name: string): void {
    this.buckets.delete(name);
  }

  settings(name: string): Settings {
    return this.bucket(name).history.at(-1)?.settings ?? {};
  }

  statements(name: string): readonly Statement[] {
    return statementsOf(this.settings(name));
  }

  /** The client of one writer. */
  as(author: string): Pick<S3Client, 'send'> {
    return { send: ((command: Command) => this.answer(author, command.constructor.name.replace('Command', ''), command.input as Input)) as S3Client['send'] };
  }

  private async answer(author: string, operation: string, input: Input): Promise<unknown> {
    // Most requests are quick. Of a slow one, either the way there takes long or the way back.
    const slow = this.random() < 0.3 ? this.weather.latency : FAIR.latency;
    const there = this.random() < 0.5 ? this.random() : 1;
    await this.time.pause(slow * there);
    const lost = this.random() < this.weather.lost;
    const output = lost && this.random() < 0.5 ? undefined : this.perform(author, operation, input);
    await this.time.pause(slow * (1 - there));
    if (lost) {
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    }
    return output;
  }

  private perform(author: string, operation: string, input: Input): unknown {
    const bucket = this.bucket(input.Bucket);
    const refusal = this.refuse(author, operation);
    if (refusal !== undefined || input.ExpectedBucketOwner !== bucket.owner) {
      throw failure('AccessDenied', 403, refusal ?? 'Access Denied');
    }
    switch (operation) {
      case 'GetBucketCors': {
        const { cors } = this.seen(bucket);
        return { CORSRules: structuredClone(cors ?? none('NoSuchCORSConfiguration')) };
      }
      case 'GetBucketPolicy': return { Policy: this.seen(bucket).policy ?? none('NoSuchBucketPolicy') };
      case 'PutBucketCors': return this.change(bucket, author, { cors: checkCors(input.CORSConfiguration) });
      case 'DeleteBucketCors': return this.change(bucket, author, { cors: undefined });
      case 'PutBucketPolicy': return this.change(bucket, author, { policy: checkPolicy(input.Policy, input.Bucket) });
      case 'DeleteBucketPolicy': return this.change(bucket, author, { policy: undefined });
      default: throw new Error(`nobody should ask for ${operation}`);
    }
  }

  private seen({ history }: Bucket): Settings {
    this.looks.push(this.time.now);
    if (this.forgets()) {
      return {};
    }
    const moment = this.time.now - (this.random() < 0.5 ? this.weather.lag : 0);
    return history.filter(({ at }) => at <= moment).at(-1)?.settings ?? {};
  }

  private change(bucket: Bucket, author: string, part: Settings): void {
    const { now } = this.time;
    if (now < bucket.busyUntil || this.random() < this.weather.conflicts) {
      throw failure('OperationAborted', 409, 'A conflicting conditional operation is currently in progress against this resource. Please try again.');
    }
    bucket.busyUntil = now + 5;
    const before = bucket.history.at(-1)?.settings ?? {};
    const after = { ...before, ...part };
    bucket.history.push({ at: now, settings: after });
    this.changes.push({ author, at: now, before, after });
  }

  private bucket(name: string): Bucket {
    return this.buckets.get(name) ?? none('NoSuchBucket');
  }
}

export function statementsOf({ policy }: Settings): readonly Statement[] {
  return policy === undefined ? [] : [(JSON.parse(policy) as { Statement: Statement | Statement[] }).Statement].flat();
}

function none(name: string): never {
  throw failure(name, 404, `${name.replace('NoSuch', 'The ')} does not exist`);
}
