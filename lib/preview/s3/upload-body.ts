import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import type { HttpRequest } from '../../model';
import { inChunks, UNSIGNED_CHUNKS } from './aws-chunks';
import type { UploadMetadata } from '../storage/object-store';
import type { Refusal } from './signature';
import type { AllowedLength } from './upload-policy';
import { LARGEST_UPLOAD } from './upload-policy';

/** An upload that breaks its own word: too long, too short, or with other bytes than announced. */
export class RefusedUpload extends Error {
  public constructor(public readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/** What S3 refuses of an upload before it has seen a byte, and the one form of body that the preview does not read. */
export function refusesAnnouncement({ headers }: HttpRequest): Refusal | undefined {
  const payload = headers['x-amz-content-sha256'] as string | undefined ?? '';
  if (payload.startsWith('STREAMING-AWS4-')) {
    return { status: 501, code: 'NotImplemented', message: `The preview does not check bodies whose chunks are signed (${payload}); send the file as one body, or with ${UNSIGNED_CHUNKS}, as the AWS SDKs do over https.` };
  }
  const length = bodyLength(headers);
  if (length === undefined) {
    return { status: 411, code: 'MissingContentLength', message: 'You must provide the Content-Length HTTP header.' };
  }
  return Number(length) > LARGEST_UPLOAD ? TOO_LARGE : undefined;
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html: the length of the file without its chunks
function bodyLength(headers: HttpRequest['headers']): string | undefined {
  return (inChunks({ headers }) ? headers['x-amz-decoded-content-length'] : headers['content-length']) as string | undefined;
}

const TOO_LARGE: Refusal = { status: 400, code: 'EntityTooLarge', message: 'Your proposed upload exceeds the maximum allowed size' };
const TOO_SMALL: Refusal = { status: 400, code: 'EntityTooSmall', message: 'Your proposed upload is smaller than the minimum allowed size' };

/** What a PUT says about the object that it makes. */
export function metadataOf({ headers }: HttpRequest): UploadMetadata {
  return {
    contentType: headers['content-type'] as string | undefined ?? 'binary/octet-stream', cacheControl: headers['cache-control'] as string | undefined,
    contentEncoding: storedEncoding(headers['content-encoding'] as string | undefined), length: Number(bodyLength(headers)),
  };
}

// The same page: S3 keeps the object without aws-chunked, which was for the way alone
function storedEncoding(encoding: string | undefined): string | undefined {
  const kept = (encoding ?? '').split(',').map((item) => item.trim()).filter((item) => item !== '' && item !== 'aws-chunked');
  return kept.length === 0 ? undefined : kept.join(',');
}

/** Lets the bytes of an upload through and fails at their end, so that nothing is kept, when they are not what was announced. */
export function checkedBody(length: AllowedLength, { headers }: Pick<HttpRequest, 'headers'>): Transform {
  const announced = headers['x-amz-content-sha256'] as string | undefined ?? '';
  const digests = [
    ...(headers['content-md5'] as string | undefined === undefined ? [] : [{ hash: createHash('md5'), wanted: Buffer.from(headers['content-md5'], 'base64').toString('hex'), code: 'BadDigest' }]),
    ...(/^[0-9a-f]{64}$/.test(announced) ? [{ hash: createHash('sha256'), wanted: announced, code: 'XAmzContentSHA256Mismatch' }] : []),
  ];
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      digests.forEach(({ hash }) => hash.update(chunk));
      // What is too much is read to its end all the same, because only then the client listens
      done(null, bytes > length.most ? undefined : chunk);
    },
    flush(done) {
      const wrong = digests.find(({ hash, wanted }) => hash.digest('hex') !== wanted);
      const refusal = bytes > length.most ? TOO_LARGE : bytes < length.least ? TOO_SMALL : wrong && { status: 400, code: wrong.code, message: 'What arrived has another digest than the request announced.' };
      done(refusal ? new RefusedUpload(refusal) : null);
    },
  });
}
