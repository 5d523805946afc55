/** What a cache holds. A copy shares it until one of the two changes: most copies are looked at and dropped. */
export class Kept<V> {
  private map: Map<string, V>;
  private shared = false;

  public constructor(from?: Kept<V>) {
    this.map = from?.map ?? new Map<string, V>();
    if (from) {
      this.shared = from.shared = true;
    }
  }

  /** The same object as long as nothing changes, in copies too. */
  public get contents(): ReadonlyMap<string, V> {
    return this.map;
  }

  public get(key: string): V | undefined {
    return this.map.get(key);
  }

  public set(key: string, value: V): void {
    this.own().set(key, value);
  }

  public delete(key: string): void {
    if (this.map.has(key)) {
      this.own().delete(key);
    }
  }

  public clear(): void {
    this.map = new Map();
    this.shared = false;
  }

  private own(): Map<string, V> {
    if (this.shared) {
      this.map = new Map(this.map);
      this.shared = false;
    }
    return this.map;
  }
}
