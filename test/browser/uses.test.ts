import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Browser } from 'playwright-core';
import { describeInChromium, launchChromium } from './chromium';
import { startHosts } from './hosts';
import type { Hosts, Received, Reply } from './hosts';
import { UsingPage } from './uses';
import type { Uses } from './uses';

const APP = 'https://app.example.com';
const CDN = 'https://cdn.example.org';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const SCRIPT = Buffer.from('globalThis.fromTheScript = true;');
const INTEGRITY = `sha384-${createHash('sha384').update(SCRIPT).digest('base64')}`;
const FILES: Readonly<Record<string, { readonly type: string; readonly body: Buffer }>> = {
  '/font.woff2': { type: 'font/woff2', body: readFileSync(require.resolve('@fontsource/inter/files/inter-latin-400-normal.woff2')) },
  '/script.js': { type: 'text/javascript', body: SCRIPT },
  '/style.css': { type: 'text/css', body: Buffer.from('.from-the-cdn { color: rgb(1, 2, 3); }') },
  '/idle.js': { type: 'text/javascript', body: Buffer.from('') },
  '/idle.css': { type: 'text/css', body: Buffer.from('.another { color: rgb(1, 2, 3); }') },
  '/data.json': { type: 'application/json', body: Buffer.from('{ "answer": 42 }') },
  '/image.png': { type: 'image/png', body: Buffer.from(PIXEL, 'base64') },
};

/** A server that knows CORS, one that does not, and one that answers right but forgets that its answer depends on Origin. */
type Manner = 'right' | 'silent' | 'without Vary';

function corsHeaders(manner: Manner, { headers }: Received): Record<string, string> {
  if (manner === 'silent' || headers.origin === undefined) {
    return manner === 'right' ? { vary: 'Origin' } : {};
  }
  const allowed = {
    'access-control-allow-origin': APP, 'access-control-allow-credentials': 'true', 'access-control-allow-methods': 'GET, PUT, POST',
    'access-control-allow-headers': 'X-App, Authorization, Content-Type', 'access-control-expose-headers': 'ETag, Content-Range',
  };
  return manner === 'right' ? { ...allowed, vary: 'Origin' } : allowed;
}

// The manner and the use are the first labels of the path, so that every use has URLs of its own in each
function reply(request: Received): Reply {
  if (request.host === 'app.example.com') {
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>app</title><link rel="icon" href="data:,">' };
  }
  const [, manner = '', rest = ''] = /^\/([a-z-]+)\/\w+(\/[^?]*)/.exec(request.path) ?? [];
  const headers = { ...corsHeaders(manner.replace('-', ' ').replace('vary', 'Vary') as Manner, request), etag: '"1"', 'cache-control': 'max-age=600' };
  if (request.method !== 'GET') {
    return { status: 200, headers };
  }
  const { type, body } = FILES[rest] ?? { type: 'text/plain', body: Buffer.from('?') };
  return request.headers.range === undefined
    ? { status: 200, headers: { ...headers, 'content-type': type }, body }
    : { status: 206, headers: { ...headers, 'content-type': type, 'content-range': `bytes 0-3/${String(body.length)}` }, body: body.subarray(0, 4) };
}

describeInChromium('uses of files on another host', () => {
  let hosts: Hosts;
  let browser: Browser;
  let page: UsingPage;

  beforeAll(async () => {
    hosts = await startHosts(reply);
    browser = await launchChromium(hosts.hostRules, [hosts.trustedKey]);
    page = await UsingPage.open(browser, APP);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await hosts.close();
  });

  /** Of each use, the one at the URLs of `use`. */
  async function howIn(manner: string, use: keyof Uses): Promise<Uses> {
    const base = `${CDN}/${manner}/${use}`;
    const at = (path: string): { url: string } => ({ url: base + path });
    const s3 = new S3Client({
      region: 'eu-central-1', endpoint: base, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    });
    const object = { Bucket: 'bucket', Key: 'uploads/image.png' };
    return {
      font: at('/font.woff2'), canvas: at('/image.png'), webgl: at('/image.png'), imageThenFetch: at('/image.png'),
      moduleScript: { ...at('/script.js'), integrity: INTEGRITY, leaves: 'fromTheScript' },
      script: { ...at('/script.js'), integrity: INTEGRITY, leaves: 'fromTheScript' },
      stylesheet: { ...at('/style.css'), styles: { className: 'from-the-cdn', property: 'color', value: 'rgb(1, 2, 3)' } },
      jsonModule: at('/data.json'), fetch: at('/data.json'), fetchWithHeader: at('/data.json'), fetchWithAuthorization: at('/data.json'),
      fetchWithCredentials: at('/data.json'), fetchOfARange: at('/data.json'),
      put: { url: await getSignedUrl(s3, new PutObjectCommand({ ...object, ContentType: 'image/png' })), headers: { 'Content-Type': 'image/png' } },
      post: await createPresignedPost(s3, object),
    };
  }

  const NO_HEADER = 'No \'Access-Control-Allow-Origin\' header is present on the requested resource.';
  const NO_PERMISSION = `Response to preflight request doesn't pass access control check: ${NO_HEADER}`;

  const USES: readonly (readonly [keyof Uses, string])[] = [
    ['font', NO_HEADER], ['moduleScript', NO_HEADER], ['script', NO_HEADER], ['stylesheet', NO_HEADER], ['jsonModule', NO_HEADER], ['canvas', NO_HEADER],
    ['webgl', NO_HEADER], ['fetch', NO_HEADER], ['fetchWithHeader', NO_PERMISSION], ['fetchWithAuthorization', NO_PERMISSION],
    ['fetchWithCredentials', NO_HEADER], ['fetchOfARange', NO_HEADER], ['imageThenFetch', NO_HEADER], ['put', NO_PERMISSION], ['post', NO_HEADER],
  ];

  test.each(USES)('%s works twice where the server allows the page, and the console stays empty', async (use) => {
    const how = await howIn('right', use);
    expect(await page.use(use, how[use])).toEqual({ ok: true, consoleText: '' });
    expect(await page.use(use, how[use])).toEqual({ ok: true, consoleText: '' });
  });

  test.each(USES)('%s fails where the server knows nothing of CORS, and the console says so', async (use, text) => {
    const how = await howIn('silent', use);
    const { ok, consoleText } = await page.use(use, how[use]);
    expect(ok).toBe(false);
    expect(consoleText).toContain(`from origin '${APP}' has been blocked by CORS policy: ${text}`);
  });

  test.each([['script', '/idle.js'], ['moduleScript', '/idle.js'], ['stylesheet', '/idle.css']] as const)(
    '%s that does nothing fails, also after one that works', async (use, idle) => {
      const { [use]: how } = await howIn('right', use);
      expect(await page.use(use, how)).toMatchObject({ ok: true });
      expect(await page.use(use, { ...how, url: `${CDN}/right/${use}${idle}`, integrity: undefined })).toMatchObject({ ok: false });
    });

  test('of two scripts at once, the one that does nothing fails', async () => {
    const { script: how } = await howIn('right', 'script');
    const used = await page.useAll([{ use: 'script', how }, { use: 'script', how: { ...how, url: `${CDN}/right/script/idle.js`, integrity: undefined } }]);
    expect(used.map(({ ok }) => ok)).toEqual([true, false]);
  });

  test('fetch works, but not after a plain <img> of the same URL, when the answer does not vary by Origin: the browser keeps the one without permission', async () => {
    const { fetch } = await howIn('without-vary', 'fetch');
    const { imageThenFetch } = await howIn('without-vary', 'imageThenFetch');
    expect(await page.use('fetch', fetch)).toMatchObject({ ok: true });
    const { ok, consoleText } = await page.use('imageThenFetch', imageThenFetch);
    expect(ok).toBe(false);
    expect(consoleText).toContain(NO_HEADER);
  });
});
