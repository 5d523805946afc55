import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as sdk from '@aws-sdk/client-s3';
import { S3Store } from '../../lib/preview';
import { startPreview } from '../../lib/preview/preview';
import { bucket, delivery, onlyAuthority } from '../model/delivery';
import { ask, folderOf, previewOf, serverOf } from './support';

const LARGE = Buffer.alloc(1_500_000, 'x');

/** The endpoint of a bucket, as the real SDK finds it behind a URL: here another preview's. */
async function storeOf() {
  const folder = folderOf({ 'app.js': 'app', 'large.bin': LARGE });
  const behind = await previewOf(delivery({ bucket: bucket({ cors: [], statements: [] }) }), folder);
  const store = new S3Store(sdk, { bucket: 'assets', endpoint: serverOf(behind, 'bucket').plainUrl }, { region: 'eu-west-1', credentials: { accessKeyId: 'preview', secretAccessKey: 'preview' } });
  return { folder, store };
}

test('objects of a real S3 API are served through the template\'s own CloudFront', async () => {
  const { store } = await storeOf();
  const preview = await startPreview({ graph: delivery({ policy: onlyAuthority() }), stores: () => store });
  try {
    const { url } = serverOf(preview);
    expect(await ask(preview, url, '/app.js')).toMatchObject({ status: 200, body: Buffer.from('app'), headers: { 'content-type': 'text/javascript', 'x-cache': 'Miss from cloudfront' } });
    expect((await ask(preview, url, '/app.js')).headers['x-cache']).toBe('Hit from cloudfront');
    expect((await ask(preview, url, '/large.bin')).body.equals(LARGE)).toBe(true);
    expect(await ask(preview, url, '/large.bin', { headers: { Range: 'bytes=5-9' } })).toMatchObject({ status: 206, body: Buffer.from('xxxxx') });
    expect((await ask(preview, url, '/none')).status).toBe(403);
  } finally {
    await preview.close();
  }
});

test('an upload goes on to the real bucket once it is whole', async () => {
  const { store, folder } = await storeOf();
  const stored = await store.put('up/a.txt', Readable.from([Buffer.from('text')]), { contentType: 'text/plain' });
  expect({ stored, file: readFileSync(join(folder, 'up/a.txt'), 'utf8') }).toEqual({ stored: { etag: '"1cb251ec0d568de6a929b520c4aed8d1"', bytes: 4 }, file: 'text' });
  await expect(store.put('app.js', Readable.from((function* broken() { yield Buffer.from('x'); throw new Error('broken off'); })()), {})).rejects.toThrow('broken off');
  expect(readFileSync(join(folder, 'app.js'), 'utf8')).toBe('app');
});

test('an object that has changed since it was described is not mistaken for the described one', async () => {
  const { store, folder } = await storeOf();
  const object = await store.head('app.js') ?? {};
  writeFileSync(join(folder, 'app.js'), 'changed');
  expect(await store.open({ bucketName: 'assets', key: 'app.js', object })).toBeUndefined();
});

test('the keys of the bucket are its list', async () => {
  const { store } = await storeOf();
  expect(await store.list('', 10)).toEqual(['app.js', 'large.bin']);
});
