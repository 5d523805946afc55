import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type * as sdk from '@aws-sdk/client-s3';
import type { Content, StoredObject } from '../../model';
import { KeptBytes } from './kept-bytes';
import type { ObjectStore, StoredUpload, UploadMetadata } from './object-store';

const SMALL = 1024 * 1024;

/** A bucket behind the API of S3, at AWS or at any server that speaks it. */
export interface S3Place {
  readonly bucket: string;
  /** Left out, AWS. */
  readonly endpoint?: string;
}

/** The SDK, or nothing when it is not installed. */
export function installedSdk(): typeof sdk | undefined {
  try {
    return createRequire(__filename)('@aws-sdk/client-s3') as typeof sdk;
  } catch {
    return undefined;
  }
}

/**
 * The objects of a real bucket, with the credentials and the region that the SDK finds. The preview decides who may read them, by the
 * template.
 */
export class S3Store implements ObjectStore {
  public readonly place: string;
  private readonly client: sdk.S3Client;
  private readonly kept = new KeptBytes();

  public constructor(private readonly api: typeof sdk, private readonly at: S3Place, config: sdk.S3ClientConfig = {}) {
    this.place = `s3://${at.bucket}${at.endpoint === undefined ? '' : ` at ${at.endpoint}`}`;
    this.client = new api.S3Client({
      region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1', requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED',
      ...(at.endpoint === undefined ? {} : { endpoint: at.endpoint, forcePathStyle: true }), ...config,
    });
  }

  public async head(key: string): Promise<StoredObject | undefined> {
    const found = await orNothing(this.client.send(new this.api.HeadObjectCommand({ Bucket: this.at.bucket, Key: key })));
    return found && {
      size: found.ContentLength, etag: found.ETag, lastModified: found.LastModified?.toUTCString(),
      contentType: found.ContentType, cacheControl: found.CacheControl, contentEncoding: found.ContentEncoding,
    };
  }

  public atHand({ key, object, range }: Content): Buffer | undefined {
    const bytes = this.kept.get(`${String(object.etag)} ${key}`);
    return bytes && range ? bytes.subarray(range.start, range.end + 1) : bytes;
  }

  public async open(content: Content): Promise<Buffer | Readable | undefined> {
    const { key, object, range } = content;
    const small = (object.size ?? 0) <= SMALL;
    const part = range && !small ? { Range: `bytes=${range.start}-${range.end}` } : {};
    const got = await orNothing(
      this.client.send(new this.api.GetObjectCommand({ Bucket: this.at.bucket, Key: key, IfMatch: object.etag, ...part })),
    );
    if (!got?.Body || !small) {
      return got?.Body as Readable | undefined;
    }
    this.kept.set(`${String(object.etag)} ${key}`, Buffer.from(await got.Body.transformToByteArray()));
    return this.atHand(content);
  }

  public async list(prefix: string, limit: number): Promise<readonly string[]> {
    const { Contents = [] } = await this.client.send(
      new this.api.ListObjectsV2Command({ Bucket: this.at.bucket, Prefix: prefix, MaxKeys: limit }),
    );
    return Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
  }

  /** Waits for the last byte before the first goes on, because an upload that breaks its word must not replace anything. */
  public async put(key: string, body: Readable, { contentType, cacheControl, contentEncoding }: UploadMetadata): Promise<StoredUpload> {
    const folder = await mkdtemp(join(tmpdir(), 'cdk-cors-preview-'));
    const file = join(folder, 'upload');
    try {
      await pipeline(body, createWriteStream(file));
      const { size } = await stat(file);
      const { ETag = '' } = await this.client.send(
        new this.api.PutObjectCommand({
          Bucket: this.at.bucket,
          Key: key,
          Body: createReadStream(file),
          ContentLength: size,
          ContentType: contentType,
          CacheControl: cacheControl,
          ContentEncoding: contentEncoding,
        }),
      );
      return { etag: ETag, bytes: size };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

// A key that is not there, one that may not be seen, and one that has changed since look alike from outside
async function orNothing<T>(pending: Promise<T>): Promise<T | undefined> {
  try {
    return await pending;
  } catch (error) {
    const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
    if ([400, 403, 404, 412].includes(status)) {
      return undefined;
    }
    throw error;
  }
}
