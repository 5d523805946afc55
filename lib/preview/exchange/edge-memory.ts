import type { Content } from '../../model';
import { EdgeCache } from '../../model/cloudfront/answer-viewer';
import type { EdgeCopy } from '../../model/cloudfront/edge-cache';

/**
 * The model's edge cache for a server that runs for days: it holds so many copies and no more, and takes back what a run
 * that could not be finished has put in.
 */
export class EdgeMemory extends EdgeCache {
  private readonly kept = new Map<string, EdgeCopy>();
  private readonly pending = new Map<string, EdgeCopy>();

  public constructor(private readonly limit = 10_000) {
    super();
  }

  public override get contents(): ReadonlyMap<string, EdgeCopy> {
    return this.kept;
  }

  public override get(key: string): EdgeCopy | undefined {
    return this.pending.get(key) ?? this.kept.get(key);
  }

  public override set(key: string, copy: EdgeCopy): void {
    this.pending.set(key, copy);
  }

  public override invalidate(): void {
    this.kept.clear();
    this.pending.clear();
  }

  /** Keeps what the run has put in. */
  public commit(): void {
    for (const [key, copy] of this.pending) {
      this.kept.delete(key);
      this.kept.set(key, copy);
    }
    this.pending.clear();
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= this.limit) {
        return;
      }
      this.kept.delete(oldest);
    }
  }

  /** Drops what the run has put in. */
  public rollback(): void {
    this.pending.clear();
  }

  /** Drops the copies of an object whose bytes can no longer be had; CloudFront too may drop a copy at any time. */
  public forget({ bucketName, key }: Content): void {
    for (const [id, { response: { content } }] of this.kept) {
      if (content?.bucketName === bucketName && content.key === key) {
        this.kept.delete(id);
      }
    }
  }
}
