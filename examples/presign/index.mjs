// Signs one PUT of one image, for five minutes. The page sends the file with exactly the headers that come back:
//   const { url, headers, readUrl } = await (await fetch(`${api}?type=${file.type}&size=${file.size}`)).json();
//   await fetch(url, { method: 'PUT', headers, body: file });
import { randomUUID } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

const EXTENSIONS = new Map([['image/png', 'png'], ['image/jpeg', 'jpg'], ['image/webp', 'webp']]);
const MAX_BYTES = 10_000_000;

// By default the SDK signs the checksum of an empty body into the URL, and S3 then refuses every file.
const s3 = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' });

export async function handler({ queryStringParameters: { type, size } = {} }) {
  const extension = EXTENSIONS.get(type);
  const bytes = Number(size);
  if (extension === undefined || !Number.isInteger(bytes) || bytes < 1 || bytes > MAX_BYTES) {
    return answer(400, { error: `type: one of ${[...EXTENSIONS.keys()].join(', ')}; size: 1 to ${MAX_BYTES} bytes` });
  }
  // Nobody chooses a key, so nobody overwrites what somebody else uploaded. `uploads/` is what grantUpload covers.
  const key = `uploads/${randomUUID()}.${extension}`;
  const command = new PutObjectCommand({ Bucket: process.env.BUCKET, Key: key, ContentType: type, ContentLength: bytes });
  const url = await getSignedUrl(s3, command, {
    expiresIn: 300,
    signableHeaders: new Set(['host', 'content-type', 'content-length']), // without this the type is left open
  });
  return answer(200, { url, headers: { 'Content-Type': type }, readUrl: process.env.ASSETS + key });
}

function answer(statusCode, body) {
  return { statusCode, headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }, body: JSON.stringify(body) };
}
