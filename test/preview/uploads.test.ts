import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Preview } from '../../lib/preview';
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
  test.each<[string, Put, (path: string) => string, Record<string, string>, string]>([
    ['without a signature', {}, (path) => path.split('?')[0] ?? '', {}, 'AccessDenied'],
    ['after it has expired', { signingDate: anHourAgo }, (path) => path, {}, 'AccessDenied'],
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
  ['in signed chunks', { 'Content-Encoding': 'aws-chunked' }, 501, 'NotImplemented'],
])('an upload %s is refused, and nothing is kept', async (_, headers, status, code) => {
  const bucket = await bucketOf();
  const answer = await put(bucket, await putUrl(bucket, 'uploads/cat.png'), headers);
  expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status, code });
  expect(existsSync(join(bucket.folder, 'uploads/cat.png'))).toBe(false);
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

  async function post(bucket: { preview: Preview; url: string; name: string }, change: (fields: Record<string, string>) => void, content = 'pixels', expires = 60): Promise<Answered> {
    const { fields } = await createPresignedPost(client(bucket.url), { Bucket: bucket.name, Key: 'uploads/${filename}', Conditions: conditions, Expires: expires });
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
