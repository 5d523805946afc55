import type { Readable } from 'node:stream';
import type { Content, StoredObject } from '../../model';

/** Where the objects of a bucket really are. */
export interface ObjectStore {
  /** Where that is, for people. */
  readonly place: string;
  /** The object under a key as far as it decides exchanges; nothing when there is none, or when the key leads out of the store. */
  head(key: string): Promise<StoredObject | undefined>;
  /** The bytes of just that version; nothing when it has been replaced or removed since. */
  open(content: Content): Promise<Buffer | Readable | undefined>;
  /** Bytes that are at hand, so that nobody needs to wait for them. */
  atHand(content: Content): Buffer | undefined;
  /** Keys that begin with a prefix, in order, up to a limit. */
  list(prefix: string, limit: number): Promise<readonly string[]>;
  /** Keeps an upload, all of it or nothing. */
  put(key: string, body: Readable, metadata: UploadMetadata): Promise<StoredUpload>;
}

/** What an upload says about itself. */
export interface UploadMetadata {
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly contentEncoding?: string;
  /** Bytes, where they were announced. */
  readonly length?: number;
}

/** What was kept of an upload. */
export interface StoredUpload {
  readonly etag: string;
  readonly bytes: number;
}

/** A key under which nothing can be kept: it is empty, or leads out of the folder. */
export class UnusableKey extends Error {}
