import type { ExchangeRecord } from './exchange-record';

/** The latest exchanges, and who wants to hear of the next. */
export class Records {
  private readonly kept: ExchangeRecord[] = [];
  private readonly listeners = new Set<(record: ExchangeRecord) => void>();
  private count = 0;
  private oldest = 0;

  public constructor(private readonly limit = 1_000) {}

  /** The number of the next exchange. */
  public nextNumber(): number {
    this.count += 1;
    return this.count;
  }

  /** Oldest first. */
  public get all(): readonly ExchangeRecord[] {
    return [...this.kept.slice(this.oldest), ...this.kept.slice(0, this.oldest)];
  }

  public add(record: ExchangeRecord): void {
    if (this.kept.length < this.limit) {
      this.kept.push(record);
    } else {
      this.kept[this.oldest] = record;
      this.oldest = (this.oldest + 1) % this.limit;
    }
    this.listeners.forEach((listener) => { listener(record); });
  }

  /** Calls back for every exchange from now on, until the returned function is called. */
  public subscribe(listener: (record: ExchangeRecord) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
