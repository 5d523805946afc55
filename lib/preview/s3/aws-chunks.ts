import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { Transform } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { HttpRequest } from '../../model';

/** How the AWS SDKs announce a body in chunks with a checksum behind it. */
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
export const UNSIGNED_CHUNKS = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

/** Whether a body comes in chunks of AWS's own, inside of whatever HTTP makes of it. */
export function inChunks({ headers }: Pick<HttpRequest, 'headers'>): boolean {
  return headers['x-amz-content-sha256'] as string | undefined === UNSIGNED_CHUNKS || (headers['content-encoding'] as string | undefined ?? '').split(',').some((item) => item.trim() === 'aws-chunked');
}

/** A body that is not made of chunks, or whose checksum is another one. */
export class MalformedChunks extends Error {
  public constructor(public readonly code: 'BadDigest' | 'IncompleteBody' | 'InvalidRequest', message: string) {
    super(message);
  }
}

const LONGEST_LINE = 1_024;
const LINE_END = '\r\n';

type State = 'data' | 'data-end' | 'size' | 'trailer' | 'over';

/** Takes the bytes of a file out of their chunks, and checks the CRC-32, SHA-1 or SHA-256 that comes behind them. */
export class AwsChunks extends Transform {
  private state: State = 'size';
  private left = 0;
  private line = '';
  private crc = 0;
  private readonly hashes: Readonly<Record<'sha1' | 'sha256', Hash>> = { sha1: createHash('sha1'), sha256: createHash('sha256') };

  public override _transform(bytes: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    try {
      for (let rest = bytes; rest.length > 0;) {
        rest = this.state === 'data' ? this.data(rest) : this.lineIn(rest);
      }
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  public override _flush(done: (error?: Error | null) => void): void {
    done(this.state === 'over' ? null : new MalformedChunks('IncompleteBody', 'The body ends before its last chunk.'));
  }

  private data(bytes: Buffer): Buffer {
    const part = bytes.subarray(0, this.left);
    this.left -= part.length;
    this.crc = crc32(part, this.crc);
    Object.values(this.hashes).forEach((hash) => hash.update(part));
    this.push(part);
    this.state = this.left === 0 ? 'data-end' : 'data';
    return bytes.subarray(part.length);
  }

  private lineIn(bytes: Buffer): Buffer {
    const end = bytes.indexOf('\n');
    this.line += bytes.toString('latin1', 0, end < 0 ? bytes.length : end + 1);
    if (this.line.length > LONGEST_LINE || (end >= 0 && !this.line.endsWith(LINE_END))) {
      throw malformed();
    }
    if (end >= 0) {
      const line = this.line.slice(0, -LINE_END.length);
      this.line = '';
      this.state = this.after(line);
    }
    return bytes.subarray(end < 0 ? bytes.length : end + 1);
  }

  private after(line: string): State {
    switch (this.state) {
      case 'size':
        return this.chunkOf(line);
      case 'data-end':
        if (line !== '') {
          throw malformed();
        }
        return 'size';
      case 'trailer':
        return line === '' ? 'over' : this.checked(line);
      case 'data':
      case 'over':
        throw malformed();
    }
  }

  private chunkOf(line: string): State {
    const [, size] = /^([0-9a-f]{1,13})(;.*)?$/i.exec(line) ?? [];
    if (size === undefined) {
      throw malformed();
    }
    this.left = parseInt(size, 16);
    return this.left === 0 ? 'trailer' : 'data';
  }

  private checked(line: string): State {
    const [name = '', value = ''] = line.split(/:(.*)/).map((part) => part.trim());
    const wanted = this.checksum(name.toLowerCase());
    if (wanted !== undefined && wanted !== value) {
      throw new MalformedChunks('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
    }
    return 'trailer';
  }

  private checksum(name: string): string | undefined {
    switch (name) {
      case 'x-amz-checksum-crc32': {
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE(this.crc);
        return bytes.toString('base64');
      }
      case 'x-amz-checksum-sha1': return this.hashes.sha1.copy().digest('base64');
      case 'x-amz-checksum-sha256': return this.hashes.sha256.copy().digest('base64');
      default: return undefined;
    }
  }
}

function malformed(): MalformedChunks {
  return new MalformedChunks('InvalidRequest', 'The body is not made of chunks: a size in hexadecimal digits, a line end, as many bytes, a line end, and a chunk of size 0 at the end.');
}
