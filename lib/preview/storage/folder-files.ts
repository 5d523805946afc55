/** The files of a folder that keeps objects: which path a key has, and how its bytes are read, written and tagged. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import type { Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { StoredUpload } from './object-store';

/** The size from which the AWS CLI uploads in parts; the ETag is then no longer the MD5 of the bytes. */
// https://docs.aws.amazon.com/cli/latest/topic/s3-config.html#multipart-threshold
const PART = 8 * 1024 * 1024;
const KEY_BYTES = 1024;
/** How the names of files begin that are not objects yet. */
export const UNFINISHED = '.cdk-cors-preview-';

export async function orNothing<T>(pending: Promise<T>): Promise<T | undefined> {
  try {
    return await pending;
  } catch {
    return undefined;
  }
}

/** The path of a key, unless the key is none that a file of the folder can have. */
export function pathInside(folder: string, key: string): string | undefined {
  const parts = key.split('/');
  const unusable = key === '' || Buffer.byteLength(key) > KEY_BYTES || /[\0\\]/.test(key) || key.includes(UNFINISHED)
    || parts.some((part) => part === '' || part === '.' || part === '..');
  return unusable ? undefined : join(folder, ...parts);
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html: MD5 of what was put in one part, and otherwise no digest of the bytes
export async function etagOf(path: string, stats: Stats): Promise<string> {
  if (stats.size > PART) {
    const version = createHash('md5').update(`${stats.ino} ${stats.size} ${stats.mtimeMs}`).digest('hex');
    return `"${version}-${Math.ceil(stats.size / PART)}"`;
  }
  const hash = createHash('md5');
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  for await (const chunk of file.createReadStream()) {
    hash.update(chunk as Buffer);
  }
  return `"${hash.digest('hex')}"`;
}

export async function readAll(file: FileHandle): Promise<Buffer> {
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

export async function writeTo(path: string, body: Readable, announced: number | undefined): Promise<StoredUpload> {
  const file = await open(path, 'wx');
  const hash = createHash('md5');
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
      await file.write(chunk);
    }
  } finally {
    await file.close();
  }
  if (announced !== undefined && announced !== bytes) {
    throw new Error(`the upload broke off after ${bytes} of ${announced} bytes`);
  }
  return { etag: `"${hash.digest('hex')}"`, bytes };
}
