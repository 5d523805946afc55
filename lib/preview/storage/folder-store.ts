import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import type { Stats } from 'node:fs';
import { mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { lookup } from 'mime-types';
import type { Content, StoredObject } from '../../model';
import { etagOf, orNothing, pathInside, readAll, UNFINISHED, writeTo } from './folder-files';
import { KeptBytes } from './kept-bytes';
import { UnusableKey } from './object-store';
import type { ObjectStore, StoredUpload, UploadMetadata } from './object-store';

const SMALL = 1024 * 1024;
const REMEMBERED_VERSIONS = 10_000;
const REMEMBERED_UPLOADS = 10_000;

interface Version {
  readonly id: string;
  readonly object: StoredObject;
}

/** The files of a folder as the objects of a bucket. Nothing outside the folder can be named, not even by a symbolic link. */
export class FolderStore implements ObjectStore {
  private readonly versions = new Map<string, Version>();
  /** What the latest uploads said about themselves; an older one is described by its name, as every file is that nobody uploaded. */
  private readonly uploads = new Map<string, UploadMetadata>();
  private readonly kept = new KeptBytes();
  /** Look-ups that are on their way: who asks for the same object meanwhile gets the same answer. */
  private readonly pending = new Map<string, Promise<StoredObject | undefined>>();

  private constructor(public readonly place: string, private readonly rememberedUploads: number) {}

  /** A folder that exists. */
  public static async at(folder: string, rememberedUploads = REMEMBERED_UPLOADS): Promise<FolderStore> {
    const place = await realpath(folder);
    if (!(await stat(place)).isDirectory()) {
      throw new Error(`${folder} is not a folder`);
    }
    return new FolderStore(place, rememberedUploads);
  }

  public head(key: string): Promise<StoredObject | undefined> {
    const pending = this.pending.get(key) ?? this.lookUp(key).finally(() => {
      if (this.pending.get(key) === pending) {
        this.pending.delete(key);
      }
    });
    this.pending.set(key, pending);
    return pending;
  }

  private async lookUp(key: string): Promise<StoredObject | undefined> {
    const path = pathInside(this.place, key);
    // Side by side: a look-up is most of what a small answer waits for
    const [real, stats] = path === undefined ? [] : await Promise.all([this.realPath(path), orNothing(stat(path))]);
    return real === undefined || !stats?.isFile() ? undefined : (await this.version(key, real, stats)).object;
  }

  public atHand({ key, object, range }: Content): Buffer | undefined {
    const bytes = this.kept.get(byteId(key, object));
    return bytes && range ? bytes.subarray(range.start, range.end + 1) : bytes;
  }

  public async open(content: Content): Promise<Buffer | Readable | undefined> {
    const inside = pathInside(this.place, content.key);
    const path = inside === undefined ? undefined : await this.realPath(inside);
    const file = path === undefined ? undefined : await orNothing(open(path, constants.O_RDONLY | constants.O_NOFOLLOW));
    if (!file || path === undefined) {
      return undefined;
    }
    const { object } = await this.version(content.key, path, await file.stat());
    if (object.etag !== content.object.etag) {
      await file.close();
      return undefined;
    }
    if ((object.size ?? 0) > SMALL) {
      return file.createReadStream({ ...content.range, highWaterMark: 256 * 1024 });
    }
    this.kept.set(byteId(content.key, object), await readAll(file));
    return this.atHand(content);
  }

  public async list(prefix: string, limit: number): Promise<readonly string[]> {
    const names = await readdir(this.place, { recursive: true, withFileTypes: true });
    const keys = names.filter((entry) => entry.isFile() && !entry.name.startsWith(UNFINISHED))
      .map((entry) => join(entry.parentPath, entry.name).slice(this.place.length + 1).split(sep).join('/'));
    return keys.filter((key) => key.startsWith(prefix)).sort().slice(0, limit);
  }

  public async put(key: string, body: Readable, metadata: UploadMetadata): Promise<StoredUpload> {
    const path = pathInside(this.place, key);
    if (path === undefined) {
      throw new UnusableKey(key);
    }
    await this.ownFolder(dirname(path));
    const unfinished = join(this.place, `${UNFINISHED}${randomUUID()}`);
    try {
      const stored = await writeTo(unfinished, body, metadata.length);
      await rename(unfinished, path);
      // Who asks from now on sees the upload, as S3 promises
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel
      this.pending.delete(key);
      this.versions.delete(key);
      this.remember(key, metadata);
      return stored;
    } finally {
      await rm(unfinished, { force: true });
    }
  }

  private remember(key: string, metadata: UploadMetadata): void {
    this.uploads.delete(key);
    this.uploads.set(key, metadata);
    const [oldest] = this.uploads.keys();
    if (oldest !== undefined && this.uploads.size > this.rememberedUploads) {
      this.uploads.delete(oldest);
      this.versions.delete(oldest);
    }
  }

  /** Makes the folder of an upload, and refuses one that a link leads elsewhere. */
  private async ownFolder(folder: string): Promise<void> {
    let existing = folder;
    while (!(await orNothing(stat(existing)))) {
      existing = dirname(existing);
    }
    if (!this.holds(await realpath(existing))) {
      throw new UnusableKey(folder);
    }
    await orNothing(mkdir(folder, { recursive: true }));
    if (!(await orNothing(stat(folder)))?.isDirectory()) {
      throw new UnusableKey(folder);
    }
  }

  private async realPath(path: string): Promise<string | undefined> {
    const real = await orNothing(realpath(path));
    return real !== undefined && this.holds(real) ? real : undefined;
  }

  private holds(real: string): boolean {
    return real === this.place || real.startsWith(this.place.endsWith(sep) ? this.place : this.place + sep);
  }

  private async version(key: string, path: string, stats: Stats): Promise<Version> {
    const id = `${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`;
    const known = this.versions.get(key);
    if (known?.id === id) {
      return known;
    }
    const version = { id, object: this.describe(key, stats, await etagOf(path, stats)) };
    if (this.versions.size >= REMEMBERED_VERSIONS) {
      this.versions.clear();
    }
    this.versions.set(key, version);
    return version;
  }

  private describe(key: string, { size, mtime }: Stats, etag: string): StoredObject {
    const { contentType, cacheControl, contentEncoding } = this.uploads.get(key) ?? {};
    return {
      size, etag, lastModified: mtime.toUTCString(), cacheControl, contentEncoding,
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html: the default of an object without a type
      contentType: contentType ?? (lookup(key) || 'binary/octet-stream'),
    };
  }
}

function byteId(key: string, { etag }: StoredObject): string {
  return `${String(etag)} ${key}`;
}
