import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Content, HttpResponse } from '../../model';
import { errorBody, escaped } from '../http/error-body';
import { KeptBytes } from './kept-bytes';
import type { ObjectStore } from './object-store';

const LISTED_KEYS = 1_000;

/** The bytes of answers, from wherever they are. */
export class Bodies {
  private readonly encoded = new KeptBytes();

  public constructor(private readonly stores: ReadonlyMap<string, ObjectStore>) {}

  /** The store of a bucket, by the bucket's name in the template. */
  public store(bucketName: string): ObjectStore | undefined {
    return this.stores.get(bucketName);
  }

  /** The bytes of an answer, if they need not be waited for. */
  public atHand(response: HttpResponse): Buffer | string | undefined {
    const { content } = response;
    switch (response.body) {
      case 'none':
        return '';
      case 'generated':
        return response.text ?? '';
      case 'error':
        return errorBody(response);
      case 'object':
      case 'error-page':
        return (
          content &&
          (content.encoding === undefined ? this.store(content.bucketName)?.atHand(content) : this.encoded.get(encodedId(content)))
        );
    }
  }

  /** The bytes of an object; a stream of a large one is not yet encoded. Nothing when the object has changed since it was described. */
  public async open(content: Content): Promise<Buffer | Readable | undefined> {
    const store = this.store(content.bucketName);
    if (content.key === '') {
      return store && Buffer.from(listing(await store.list('', LISTED_KEYS)));
    }
    const opened = await store?.open(content);
    if (!Buffer.isBuffer(opened) || content.encoding === undefined) {
      return opened;
    }
    const bytes = await ENCODE[content.encoding](opened);
    this.encoded.set(encodedId(content), bytes);
    return bytes;
  }
}

/** Quality of Brotli for what is compressed while somebody waits. */
const BROTLI_QUALITY = 4;

const ENCODE: Readonly<Record<NonNullable<Content['encoding']>, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: (bytes) => promisify(gzip)(bytes),
};

function encodedId({ bucketName, key, object, encoding }: Content): string {
  return `${String(encoding)} ${String(object.etag)} ${bucketName} ${key}`;
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
function listing(keys: readonly string[]): string {
  const contents = keys.map((key) => `<Contents><Key>${escaped(key)}</Key></Contents>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><KeyCount>${keys.length}</KeyCount>`
    + `<IsTruncated>${keys.length === LISTED_KEYS}</IsTruncated>${contents}</ListBucketResult>`;
}
