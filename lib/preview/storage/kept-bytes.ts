/** Bytes of small objects, so that a hit costs no file access. What was not asked for the longest goes first. */
export class KeptBytes {
  private readonly entries = new Map<string, Buffer>();
  private size = 0;

  public constructor(private readonly limit = 64 * 1024 * 1024) {}

  public get(id: string): Buffer | undefined {
    const found = this.entries.get(id);
    if (found) {
      this.entries.delete(id);
      this.entries.set(id, found);
    }
    return found;
  }

  public set(id: string, bytes: Buffer): void {
    this.size += bytes.length - (this.entries.get(id)?.length ?? 0);
    this.entries.delete(id);
    this.entries.set(id, bytes);
    for (const [oldest, { length }] of this.entries) {
      if (this.size <= this.limit) {
        return;
      }
      this.entries.delete(oldest);
      this.size -= length;
    }
  }
}
