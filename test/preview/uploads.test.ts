import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { Agent } from 'node:https';
import type { AgentOptions } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CreateMultipartUploadCommand, DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Preview } from '../../lib/preview';
import { AwsChunks } from '../../lib/preview/s3/aws-chunks';
import { ask, exampleGraph, folderOf, previewOf, serverOf } from './support';
import type { Answered } from './support';

const ADMIN = 'https://admin.example.com';
const CREDENTIALS = { accessKeyId: 'preview', secretAccessKey: 'preview' };

/** The bucket of the example that takes uploads, with an empty folder. */
async function bucketOf() {
  const folder = folderOf({});
  const preview = await previewOf(exampleGraph('browser-uploads'), folder);
  const { url, hosts } = serverOf(preview, 'bucket');
  return { preview, folder, url, name: hosts[0]?.split('.')[0] ?? '' };
}

function client(endpoint: string, keys = CREDENTIALS): S3Client {
  return new S3Client({ region: 'us-east-1', endpoint, forcePathStyle: true, credentials: keys, requestChecksumCalculation: 'WHEN_REQUIRED' });
}

interface Put { readonly expiresIn?: number; readonly keys?: typeof CREDENTIALS; readonly signingDate?: Date }

/** A URL for a PUT as the real SDK signs it. */
async function putUrl(bucket: { url: string; name: string }, key: string, { expiresIn = 60, keys, signingDate }: Put = {}): Promise<string> {
  const command = new PutObjectCommand({ Bucket: bucket.name, Key: key, ContentType: 'image/png' });
  const signed = new URL(await getSignedUrl(client(bucket.url, keys), command, { expiresIn, signingDate, signableHeaders: new Set(['content-type']) }));
  return signed.pathname + signed.search;
}

function put(bucket: { preview: Preview; url: string }, path: string, headers: Record<string, string> = {}, body = 'pixels'): Promise<Answered> {
  return ask(bucket.preview, bucket.url, path, { method: 'PUT', headers: { 'Content-Type': 'image/png', Origin: ADMIN, 'Content-Length': String(body.length), ...headers }, body });
}

function codeOf({ body }: Answered): string | undefined {
  return /<Code>(.*?)<\/Code>/.exec(body.toString())?.[1];
}

test('a presigned PUT is kept under its key, and its page may read the ETag, which is the MD5 of the bytes', async () => {
  const bucket = await bucketOf();
  const answer = await put(bucket, await putUrl(bucket, 'uploads/cat.png'));
  expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': ADMIN, 'access-control-expose-headers': 'ETag' } });
  expect(answer.headers.etag).toBe(`"${createHash('md5').update('pixels').digest('hex')}"`);
  expect(readFileSync(join(bucket.folder, 'uploads/cat.png'), 'utf8')).toBe('pixels');
});

test('what was uploaded is served through CloudFront with the type that the upload named', async () => {
  const bucket = await bucketOf();
  await put(bucket, await putUrl(bucket, 'uploads/cat'));
  const answer = await ask(bucket.preview, serverOf(bucket.preview).url, '/uploads/cat');
  expect({ ...answer, type: answer.headers['content-type'] }).toMatchObject({ status: 200, type: 'image/png', body: Buffer.from('pixels') });
});

describe('a PUT that is not what was signed is refused, and nothing is kept', () => {
  const anHourAgo = new Date(Date.now() - 3_600_000);
  const inAnHour = new Date(Date.now() + 3_600_000);
  test.each<[string, Put, (path: string) => string, Record<string, string>, string]>([
    ['without a signature', {}, (path) => path.split('?')[0] ?? '', {}, 'AccessDenied'],
    ['after it has expired', { signingDate: anHourAgo }, (path) => path, {}, 'AccessDenied'],
    ['before it is valid', { signingDate: inAnHour }, (path) => path, {}, 'AccessDenied'],
    ['under another key', {}, (path) => path.replace('cat', 'dog'), {}, 'SignatureDoesNotMatch'],
    ['with a longer life', {}, (path) => path.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'), {}, 'SignatureDoesNotMatch'],
    ['with a life of more than a week', {}, (path) => path.replace('X-Amz-Expires=60', 'X-Amz-Expires=604801'), {}, 'AuthorizationQueryParametersError'],
    ['with another type', {}, (path) => path, { 'Content-Type': 'text/html' }, 'SignatureDoesNotMatch'],
    ['with another query', {}, (path) => `${path}&x-id=other`, {}, 'SignatureDoesNotMatch'],
    ['with an ACL that nobody signed', {}, (path) => path, { 'x-amz-acl': 'public-read' }, 'AccessDenied'],
    ['by other keys', { keys: { ...CREDENTIALS, accessKeyId: 'stranger' } }, (path) => path, {}, 'InvalidAccessKeyId'],
    ['with another secret', { keys: { ...CREDENTIALS, secretAccessKey: 'guessed' } }, (path) => path, {}, 'SignatureDoesNotMatch'],
    ['signed in the headers as well', {}, (path) => path, { Authorization: 'AWS4-HMAC-SHA256 x' }, 'InvalidArgument'],
    ['with half a signature', {}, (path) => path.replace(/X-Amz-Date=[^&]*&/, ''), {}, 'AuthorizationQueryParametersError'],
  ])('%s', async (_, options, change, headers, code) => {
    const bucket = await bucketOf();
    const answer = await put(bucket, change(await putUrl(bucket, 'uploads/cat.png', options)), headers);
    expect(codeOf(answer)).toBe(code);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(readdirSync(bucket.folder)).toEqual([]);
  });
});

test('the signature is bound to the method: a URL for PUT reads nothing', async () => {
  const bucket = await bucketOf();
  const path = await putUrl(bucket, 'uploads/cat.png');
  await put(bucket, path);
  const answer = await ask(bucket.preview, bucket.url, path, { headers: { 'Content-Type': 'image/png' } });
  expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status: 403, code: 'SignatureDoesNotMatch' });
});

test.each([
  ['that announces another digest', { 'Content-MD5': createHash('md5').update('other').digest('base64') }, 400, 'BadDigest'],
  ['in chunks without the length of the file', { 'Content-Encoding': 'aws-chunked' }, 411, 'MissingContentLength'],
])('an upload %s is refused, and nothing is kept', async (_, headers, status, code) => {
  const bucket = await bucketOf();
  const answer = await put(bucket, await putUrl(bucket, 'uploads/cat.png'), headers);
  expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status, code });
  expect(existsSync(join(bucket.folder, 'uploads/cat.png'))).toBe(false);
});

describe('the real SDK puts a file without a presigned URL', () => {
  function sdkFor(bucket: { preview: Preview; url: string }, systemClockOffset = 0): S3Client {
    const httpsAgent = new Agent({ ca: bucket.preview.certificate, servername: 'localhost' } as AgentOptions);
    return new S3Client({ region: 'us-east-1', endpoint: bucket.url, forcePathStyle: true, credentials: CREDENTIALS, requestHandler: { httpsAgent }, maxAttempts: 1, systemClockOffset });
  }

  test.each<[string, boolean, () => Pick<PutObjectCommandInput, 'Body' | 'ChecksumAlgorithm' | 'ContentEncoding' | 'ContentLength'>]>([
    ['a string', false, () => ({ Body: 'pixels' })],
    ['a buffer', false, () => ({ Body: Buffer.from('pixels') })],
    ['a stream, which comes in chunks with a CRC-32 behind it', true, () => ({ Body: Readable.from([Buffer.from('pix'), Buffer.from('els')]), ContentLength: 6 })],
    ['a stream with SHA-256', true, () => ({ Body: Readable.from([Buffer.from('pixels')]), ContentLength: 6, ChecksumAlgorithm: 'SHA256' })],
  ])('of %s: kept as it is, and read back by the same client', async (_, chunks, input) => {
    const bucket = await bucketOf();
    const sdk = sdkFor(bucket);
    const { ETag } = await sdk.send(new PutObjectCommand({ Bucket: bucket.name, Key: 'uploads/cat.png', ContentType: 'image/png', ...input() }));
    expect(ETag).toBe(`"${createHash('md5').update('pixels').digest('hex')}"`);
    expect(bucket.preview.records[0]?.request.headers['x-amz-content-sha256'] === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER').toBe(chunks);
    const { Body, ContentType, ContentEncoding } = await sdk.send(new GetObjectCommand({ Bucket: bucket.name, Key: 'uploads/cat.png' }));
    expect({ body: await Body?.transformToString(), ContentType, ContentEncoding }).toEqual({ body: 'pixels', ContentType: 'image/png', ContentEncoding: undefined });
    sdk.destroy();
  });

  test('with a clock that is an hour late: refused, and nothing is kept', async () => {
    const bucket = await bucketOf();
    const sdk = sdkFor(bucket, -3_600_000);
    await expect(sdk.send(new PutObjectCommand({ Bucket: bucket.name, Key: 'cat.png', Body: 'pixels' }))).rejects.toThrow('The difference between the request time and the current time is too large.');
    expect(readdirSync(bucket.folder)).toEqual([]);
    sdk.destroy();
  });

  test('in chunks that are signed one by one: refused, with what to send instead', async () => {
    const bucket = await bucketOf();
    const sdk = sdkFor(bucket);
    sdk.middlewareStack.add((next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
      return next(args);
    }, { step: 'build' });
    await expect(sdk.send(new PutObjectCommand({ Bucket: bucket.name, Key: 'cat.png', Body: 'pixels' }))).rejects.toThrow(/chunks are signed .*send the file as one body/);
    expect(readdirSync(bucket.folder)).toEqual([]);
    sdk.destroy();
  });

  test('and starts a multipart upload: refused, with what to send instead', async () => {
    const bucket = await bucketOf();
    const sdk = sdkFor(bucket);
    await expect(sdk.send(new CreateMultipartUploadCommand({ Bucket: bucket.name, Key: 'cat.png' }))).rejects.toThrow('S3 would grant this POST. The preview takes no uploads in several requests; send the file by one PUT.');
    await expect(sdk.send(new DeleteObjectCommand({ Bucket: bucket.name, Key: 'cat.png' }))).rejects.toThrow('The preview removes nothing.');
    sdk.destroy();
  });
});

describe('a body in chunks', () => {
  const CRC = 'x-amz-checksum-crc32';
  async function read(...pieces: readonly string[]): Promise<string> {
    const chunks = new AwsChunks();
    pieces.forEach((piece) => { chunks.write(piece); });
    chunks.end();
    return text(chunks);
  }

  test('is read however the network cuts it', async () => {
    const sent = '3;chunk-signature=x\r\npix\r\n3\r\nels\r\n0\r\n\r\n';
    expect(await read(...sent)).toBe('pixels');
    expect(await read(sent)).toBe('pixels');
  });

  test.each([
    ['another checksum', `6\r\npixels\r\n0\r\n${CRC}:AAAAAA==\r\n\r\n`, /x-amz-checksum-crc32 you specified did not match/],
    ['no last chunk', '6\r\npixels\r\n', /ends before its last chunk/],
    ['half a chunk', '6\r\npix', /ends before its last chunk/],
    ['no size', 'pixels', /ends before its last chunk/],
    ['a size that is none', 'x\r\npixels', /not made of chunks/],
    ['a chunk longer than its size', '3\r\npixels\r\n0\r\n\r\n', /not made of chunks/],
    ['bytes behind its end', '0\r\n\r\nmore\r\n', /not made of chunks/],
    ['a line without end', 'x'.repeat(2_000), /not made of chunks/],
  ])('with %s is refused', async (_, sent, message) => {
    await expect(read(sent)).rejects.toThrow(message);
  });
});

test.each(['../../escaped.png', 'uploads/../../escaped.png', 'a\\..\\escaped.png', 'x/.cdk-cors-preview-y'])('a signed key cannot leave the folder: %s', async (key) => {
  const bucket = await bucketOf();
  const answer = await put(bucket, await putUrl(bucket, key));
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(existsSync(join(bucket.folder, '..', 'escaped.png'))).toBe(false);
  expect(readdirSync(bucket.folder)).toEqual([]);
});

test('a folder that a symbolic link leads elsewhere takes no upload', async () => {
  const bucket = await bucketOf();
  const elsewhere = folderOf({});
  symlinkSync(elsewhere, join(bucket.folder, 'uploads'));
  expect((await put(bucket, await putUrl(bucket, 'uploads/cat.png'))).status).toBe(501);
  expect((await put(bucket, await putUrl(bucket, 'uploads/deep/cat.png'))).status).toBe(501);
  expect(readdirSync(elsewhere)).toEqual([]);
});

test('an upload that breaks off leaves the old file as it was, and no rest', async () => {
  const bucket = await bucketOf();
  const path = await putUrl(bucket, 'cat.png');
  await put(bucket, path);
  const { hostname, port } = new URL(bucket.url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`PUT ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: image/png\r\nContent-Length: 1000\r\n\r\nhalf`);
      setTimeout(() => { socket.destroy(); }, 100);
    });
    socket.on('close', () => { resolve(); });
  });
  await new Promise((resolve) => { setTimeout(resolve, 200); });
  expect(readdirSync(bucket.folder)).toEqual(['cat.png']);
  expect(readFileSync(join(bucket.folder, 'cat.png'), 'utf8')).toBe('pixels');
});

test('starting a multipart upload needs a signature, and is not previewed with one', async () => {
  const bucket = await bucketOf();
  const answer = await ask(bucket.preview, bucket.url, '/big.bin?uploads', { method: 'POST' });
  expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status: 403, code: 'AccessDenied' });
});

test('a preflight is answered whatever the signature in its URL', async () => {
  const bucket = await bucketOf();
  const path = await putUrl(bucket, 'cat.png');
  const headers = { Origin: ADMIN, 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': 'content-type' };
  expect(await ask(bucket.preview, bucket.url, path, { method: 'OPTIONS', headers })).toMatchObject({ status: 200, headers: { 'access-control-allow-methods': 'PUT, POST' } });
});

describe('a form with a presigned policy', () => {
  const conditions = [['starts-with', '$key', 'uploads/'], ['content-length-range', 3, 10], { success_action_status: '201' }] as NonNullable<Parameters<typeof createPresignedPost>[1]['Conditions']>;

  async function post(bucket: { preview: Preview; url: string; name: string }, change: (fields: Record<string, string>) => void, content = 'pixels', expires = 60, wishes?: typeof conditions): Promise<Answered> {
    const { fields } = await createPresignedPost(client(bucket.url), { Bucket: bucket.name, Key: 'uploads/${filename}', Conditions: wishes ? [...conditions.slice(0, 2), ...wishes] : conditions, Expires: expires });
    fields.success_action_status = '201';
    change(fields);
    const form = new FormData();
    Object.entries(fields).forEach(([name, value]) => { form.append(name, value); });
    form.append('file', new Blob([content]), 'cat.png');
    const encoded = new Response(form);
    const body = Buffer.from(await encoded.arrayBuffer());
    return ask(bucket.preview, bucket.url, '/', { method: 'POST', body, headers: { Origin: ADMIN, 'Content-Type': encoded.headers.get('content-type') ?? '', 'Content-Length': String(body.length) } });
  }

  test('is kept under its key with the name of the file, and answered with the status that it asks for', async () => {
    const bucket = await bucketOf();
    const answer = await post(bucket, () => undefined);
    expect({ status: answer.status, origin: answer.headers['access-control-allow-origin'] }).toEqual({ status: 201, origin: ADMIN });
    expect(answer.body.toString()).toContain('<Key>uploads/cat.png</Key>');
    expect(readFileSync(join(bucket.folder, 'uploads/cat.png'), 'utf8')).toBe('pixels');
  });

  test.each<[string, Record<string, string>, number, RegExp]>([
    ['no wish', {}, 204, /^https:\/\/127\.0\.0\.1:\d+\/uploads\/cat\.png$/],
    ['status 200', { success_action_status: '200' }, 200, /\/uploads\/cat\.png$/],
    ['status 201', { success_action_status: '201' }, 201, /\/uploads\/cat\.png$/],
    ['a status that S3 does not know', { success_action_status: '418' }, 204, /\/uploads\/cat\.png$/],
    ['a redirect', { success_action_redirect: 'https://app.example.com/done?a=1' }, 303, /^https:\/\/app\.example\.com\/done\?a=1&bucket=browser-uploads-assetsbucket252b3df7&key=uploads%2Fcat\.png&etag=%22[0-9a-f]{32}%22$/],
    ['a redirect and a status', { success_action_redirect: 'https://app.example.com/', success_action_status: '200' }, 303, /\?bucket=/],
    ['a redirect that is no URL', { success_action_redirect: 'done.html' }, 204, /\/uploads\/cat\.png$/],
  ])('with %s is answered as S3 documents', async (_, wishes, status, location) => {
    const bucket = await bucketOf();
    const answer = await post(bucket, (fields) => { Reflect.deleteProperty(fields, 'success_action_status'); Object.assign(fields, wishes); }, 'pixels', 60, Object.entries(wishes).map(([name, value]) => ({ [name]: value })));
    expect({ status: answer.status, location: answer.headers.location }).toEqual({ status, location: expect.stringMatching(location) as string });
    expect(answer.body.length > 0).toBe(status === 201);
    expect(readFileSync(join(bucket.folder, 'uploads/cat.png'), 'utf8')).toBe('pixels');
  });

  test.each<[string, (fields: Record<string, string>) => void, string | undefined, string, RegExp]>([
    ['another key', (fields) => { fields.key = 'private/cat.png'; }, undefined, 'AccessDenied', /starts-with/],
    ['another status', (fields) => { fields.success_action_status = '200'; }, undefined, 'AccessDenied', /success_action_status/],
    ['a field that no condition speaks of', (fields) => { fields.acl = 'public-read'; }, undefined, 'AccessDenied', /Extra input fields: acl/],
    ['a policy that somebody changed', (fields) => { fields.Policy = Buffer.from('{"expiration":"2099-01-01T00:00:00Z","conditions":[]}').toString('base64'); }, undefined, 'SignatureDoesNotMatch', /signature/],
    ['too many bytes', () => undefined, 'more than ten', 'EntityTooLarge', /maximum/],
    ['too few bytes', () => undefined, 'ab', 'EntityTooSmall', /minimum/],
    ['no policy at all', (fields) => { ['Policy', 'X-Amz-Signature', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Algorithm'].forEach((name) => { Reflect.deleteProperty(fields, name); }); }, undefined, 'AccessDenied', /Access Denied/],
    ['no key', (fields) => { Reflect.deleteProperty(fields, 'key'); }, undefined, 'InvalidArgument', /'key'/],
  ])('is refused with %s, and nothing is kept', async (_, change, content, code, message) => {
    const bucket = await bucketOf();
    const answer = await post(bucket, change, content);
    expect(codeOf(answer)).toBe(code);
    expect(answer.body.toString()).toMatch(message);
    expect(readdirSync(bucket.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())).toEqual([]);
  });

  test('is refused once its policy has expired', async () => {
    const bucket = await bucketOf();
    expect((await post(bucket, () => undefined, 'pixels', -1)).body.toString()).toContain('Policy expired');
  });
});

test('a form that is none is refused, and the preview lives on', async () => {
  const bucket = await bucketOf();
  const headers = { 'Content-Type': 'multipart/form-data; boundary=x', 'Content-Length': '7' };
  expect(codeOf(await ask(bucket.preview, bucket.url, '/', { method: 'POST', headers, body: 'no form' }))).toBe('MalformedPOSTRequest');
  mkdirSync(join(bucket.folder, 'alive'));
  expect((await put(bucket, await putUrl(bucket, 'alive/cat.png'))).status).toBe(200);
});
