import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { DeliveryGraph } from '../../lib/graph/types';
import type { Preview } from '../../lib/preview';
import { selfSigned } from '../../lib/preview/http/certificate';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import { CORS_S3_ORIGIN, delivery, errorPage, onlyAuthority, OAC_GRANT, bucket, statement } from '../model/delivery';
import { read } from '../rules/judging';
import { APP, ask, exampleGraph, folderOf, previewOf, serverOf } from './support';
import type { Answered, Asking } from './support';

const SCRIPT = 'export const answer = 42;\n'.repeat(100);
const FILES = { 'index.html': '<h1>Home</h1>', 'app.js': SCRIPT, 'fonts/a b.woff2': 'font', 'error.html': '<h1>Gone</h1>' };

/** A preview of one distribution, and what its clients ask. */
async function siteOf(over: Parameters<typeof delivery>[0] = {}, options: Parameters<typeof previewOf>[2] = {}) {
  const folder = folderOf(FILES);
  const preview = await previewOf(delivery({ policy: onlyAuthority(), ...over }), folder, options);
  const { url, plainUrl } = serverOf(preview);
  return { preview, folder, get: (path: string, asking: Asking = {}) => ask(preview, url, path, asking), plain: (path: string, asking: Asking = {}) => ask(preview, plainUrl, path, asking) };
}

function xCache({ headers }: Answered): unknown {
  return headers['x-cache'];
}

test('a file arrives as it is, with the headers that S3, the policy and CloudFront give it', async () => {
  const { get } = await siteOf();
  const { status, headers, body } = await get('/app.js', { headers: { Origin: APP } });
  expect({ status, body: body.toString() }).toEqual({ status: 200, body: SCRIPT });
  expect(headers).toMatchObject({
    etag: `"${createHash('md5').update(SCRIPT).digest('hex')}"`, 'content-length': String(SCRIPT.length), 'content-type': 'text/javascript', server: 'AmazonS3',
    'access-control-allow-origin': APP, 'x-cache': 'Miss from cloudfront', 'cross-origin-resource-policy': 'cross-origin',
  });
});

test('the second request is a hit with an age, for as long as the cache policy says', async () => {
  let now = 1_000;
  const { get } = await siteOf({}, { clock: () => now });
  const first = await get('/app.js');
  now += 7;
  const second = await get('/app.js');
  now += 86_400;
  const third = await get('/app.js');
  expect([first, second, third].map((answer) => [xCache(answer), answer.headers.age])).toEqual([
    ['Miss from cloudfront', undefined], ['Hit from cloudfront', '7'], ['RefreshHit from cloudfront', undefined],
  ]);
});

test('a hit is what the edge has kept, even after the file has changed on disk', async () => {
  const { get, folder } = await siteOf();
  await get('/app.js');
  writeFileSync(join(folder, 'app.js'), 'changed');
  expect(await get('/app.js')).toMatchObject({ status: 200, body: Buffer.from(SCRIPT), headers: { 'content-length': String(SCRIPT.length) } });
});

test('a large file that has changed since is fetched again rather than sent with the wrong length', async () => {
  const { get, folder } = await siteOf();
  writeFileSync(join(folder, 'large.bin'), Buffer.alloc(2_000_000, 1));
  await get('/large.bin');
  writeFileSync(join(folder, 'large.bin'), Buffer.alloc(1_500_000, 2));
  const answer = await get('/large.bin');
  expect({ status: answer.status, xCache: xCache(answer), body: answer.body.equals(Buffer.alloc(1_500_000, 2)) }).toEqual({ status: 200, xCache: 'Miss from cloudfront', body: true });
});

test('plain http is redirected to https on the same port, whatever host the client used', async () => {
  const { plain } = await siteOf();
  const { status, headers } = await plain('/app.js?v=1');
  expect({ status, xCache: headers['x-cache'] }).toEqual({ status: 301, xCache: 'Redirect from cloudfront' });
  expect(headers.location).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/app\.js\?v=1$/);
  expect((await plain('/app.js', { method: 'OPTIONS' })).status).toBe(307);
});

test('HEAD says what GET would, and sends no byte', async () => {
  const { get } = await siteOf();
  const answer = await get('/app.js', { method: 'HEAD' });
  expect(answer).toMatchObject({ status: 200, headers: { 'content-length': String(SCRIPT.length) } });
  expect(answer.body).toHaveLength(0);
});

test.each([
  ['the first bytes', 'bytes=0-5', 206, SCRIPT.slice(0, 6)],
  ['the last bytes', 'bytes=-6', 206, SCRIPT.slice(-6)],
  ['several parts', 'bytes=0-1,4-5', 200, SCRIPT],
])('a range asks for %s and gets just those bytes, on a miss and on a hit', async (_, range, status, body) => {
  const { get } = await siteOf();
  for (const from of ['Miss', 'Hit']) {
    const answer = await get('/app.js', { headers: { Range: range } });
    expect({ status: answer.status, body: answer.body.toString(), xCache: xCache(answer) }).toEqual({ status, body, xCache: `${from} from cloudfront` });
  }
});

test('a range of a file that is too large to keep is streamed from its first byte to its last and no further', async () => {
  const { get, folder } = await siteOf();
  writeFileSync(join(folder, 'large.bin'), Buffer.concat([Buffer.alloc(1_500_000, 1), Buffer.from('wanted'), Buffer.alloc(500_000, 2)]));
  const answer = await get('/large.bin', { headers: { Range: 'bytes=1500000-1500005' } });
  expect({ status: answer.status, range: answer.headers['content-range'], body: answer.body.toString() }).toEqual({ status: 206, range: 'bytes 1500000-1500005/2000006', body: 'wanted' });
});

test('a range beyond the end is refused in the form of S3, with the real length', async () => {
  const { get } = await siteOf();
  const answer = await get('/app.js', { headers: { Range: 'bytes=99999-' } });
  expect(answer).toMatchObject({ status: 416, headers: { 'content-range': `bytes */${SCRIPT.length}`, 'content-type': 'application/xml' } });
  expect(answer.body.toString()).toContain('<Code>InvalidRange</Code>');
});

test('a kept copy is confirmed with 304, by its tag and by its time', async () => {
  const { get } = await siteOf();
  const { etag = '', 'last-modified': modified = '' } = (await get('/app.js')).headers;
  for (const [name, value] of [['If-None-Match', etag], ['If-Modified-Since', modified]] as const) {
    const answer = await get('/app.js', { headers: { [name]: value } });
    expect({ status: answer.status, length: answer.body.length }).toEqual({ status: 304, length: 0 });
  }
});

test.each([
  ['br', brotliDecompressSync], ['gzip', gunzipSync],
] as const)('%s: what arrives unpacks to the file, twice, and the ETag is weak', async (encoding, unpack) => {
  const { get } = await siteOf();
  for (const from of ['Miss', 'Hit']) {
    const answer = await get('/app.js', { headers: { 'Accept-Encoding': encoding } });
    expect({ encoding: answer.headers['content-encoding'], body: unpack(answer.body).toString(), xCache: xCache(answer) }).toEqual({ encoding, body: SCRIPT, xCache: `${from} from cloudfront` });
    expect(answer.headers.etag).toMatch(/^W\//);
  }
});

test('a large file is compressed while it is streamed', async () => {
  const { get, folder } = await siteOf();
  const text = SCRIPT.repeat(1_000);
  writeFileSync(join(folder, 'large.js'), text);
  const answer = await get('/large.js', { headers: { 'Accept-Encoding': 'br' } });
  expect(answer.headers).toMatchObject({ 'content-encoding': 'br', 'transfer-encoding': 'chunked' });
  expect(brotliDecompressSync(answer.body).toString()).toBe(text);
});

test('a key is decoded once, spaces and all, and the default root object stands for /', async () => {
  const { get } = await siteOf({ defaultRootObject: 'index.html' });
  expect((await get('/fonts/a%20b.woff2')).body.toString()).toBe('font');
  expect(await get('/')).toMatchObject({ status: 200, body: Buffer.from('<h1>Home</h1>'), headers: { 'content-type': 'text/html' } });
});

test('a missing file is 403 without the right to list, and 404 with it', async () => {
  expect((await (await siteOf()).get('/none')).status).toBe(403);
  const lists = bucket({ cors: [], statements: [OAC_GRANT, statement({ actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::assets'] })] });
  const answer = await (await siteOf({ bucket: lists })).get('/none');
  expect({ status: answer.status, body: answer.body.toString() }).toMatchObject({ status: 404, body: expect.stringContaining('<Code>NoSuchKey</Code>') as string });
});

test('a bucket policy that names another distribution keeps the file, and the error is S3\'s own', async () => {
  const { get } = await siteOf({ bucket: bucket({ cors: [], statements: [] }) });
  const answer = await get('/app.js');
  expect(answer).toMatchObject({ status: 403, headers: { 'x-cache': 'Error from cloudfront', server: 'AmazonS3' } });
  expect(answer.body.toString()).toMatch(/^<\?xml[^]*<Error><Code>AccessDenied<\/Code>/);
});

test('a custom error response brings its page, with its status', async () => {
  const { get } = await siteOf({ errorPages: [errorPage(403, { status: 404, path: '/error.html' })] });
  expect(await get('/none')).toMatchObject({ status: 404, body: Buffer.from('<h1>Gone</h1>'), headers: { 'content-type': 'text/html' } });
});

test('a method that the behavior does not take is refused in the form of CloudFront', async () => {
  const { get } = await siteOf();
  const answer = await get('/app.js', { method: 'PUT', headers: { 'Content-Length': '1' }, body: 'x' });
  expect(answer).toMatchObject({ status: 403, headers: { server: 'CloudFront', 'content-type': 'text/html' } });
  expect(answer.body.toString()).toContain('The request could not be satisfied');
});

test('an edge function is not guessed: 501 with the reason, and the other behaviors go on', async () => {
  const { get, preview } = await siteOf({ paths: [{ pathPattern: '/f/*', forward: CORS_S3_ORIGIN, functions: [{ known: true, value: 'viewer-request' }] }] });
  const answer = await get('/f/x', { headers: { Origin: APP } });
  expect({ status: answer.status, body: answer.body.toString() }).toMatchObject({ status: 501, body: expect.stringContaining('the function at') as string });
  expect((await get('/app.js')).status).toBe(200);
  expect(preview.records[0]).toMatchObject({ response: { status: 501 }, browser: { verdict: 'no-page', why: expect.stringContaining('the function at') as string } });
});

test('by name: one port tells distribution and bucket apart, and a foreign name gets neither', async () => {
  const folder = folderOf(FILES);
  const preview = await previewOf(delivery({ policy: onlyAuthority() }), folder, { byName: true });
  const [distribution, store] = preview.servers;
  expect(new Set(preview.servers.map(({ port }) => port)).size).toBe(1);
  const at = `https://127.0.0.1:${distribution?.port ?? 0}`;
  const statusFor = async (host: string, path = '/app.js'): Promise<unknown> => (await ask(preview, at, path, { headers: { Host: host } })).headers.server;
  expect(await statusFor('cdn.example.net')).toBe('AmazonS3');
  expect((await ask(preview, at, '/app.js', { headers: { Host: 'cdn.example.net' } })).status).toBe(200);
  expect((await ask(preview, at, '/app.js', { headers: { Host: store?.hosts[0] ?? '' } })).status).toBe(403);
  expect((await ask(preview, at, '/assets/app.js', { headers: { Host: 's3.eu-west-1.amazonaws.com' } })).body.toString()).toContain('AccessDenied');
  expect((await ask(preview, at, '/app.js', { headers: { Host: 'rebound.example' } })).body.toString()).toContain('has the name "rebound.example"');
  expect(distribution).toMatchObject({ url: 'https://cdn.example.net', hosts: ['cdn.example.net', 'd111111abcdef8.cloudfront.net'] });
  expect(preview.hostRules.chromium).toContain(`MAP cdn.example.net 127.0.0.1:${distribution?.port ?? 0}`);
  expect(preview.hostRules.curl.slice(0, 2)).toEqual(['--connect-to', `cdn.example.net::127.0.0.1:${distribution?.port ?? 0}`]);
});

test('two stacks of one construct give their distributions the same logical id, and each still has a name of its own', async () => {
  const [graph] = read(exampleStack(), exampleStack({ behavior: { AllowedMethods: '[GET, HEAD]' } })).worlds;
  const preview = await previewOf(graph as DeliveryGraph, folderOf(FILES), { byName: true });
  const [first, second] = preview.servers;
  expect([first?.hosts, second?.hosts]).toEqual([['web1-distribution.cloudfront.net'], ['web2-distribution.cloudfront.net']]);
  const at = `https://127.0.0.1:${first?.port ?? 0}`;
  const preflight = (host = ''): Promise<Answered> => ask(preview, at, '/app.js', { method: 'OPTIONS', headers: { host, origin: APP, 'access-control-request-method': 'GET' } });
  expect([(await preflight(first?.hosts[0])).status, (await preflight(second?.hosts[0])).status]).toEqual([200, 403]);
});

test('the exchanges, the system and the stream of exchanges are there for the page, and not for other origins', async () => {
  const { get, preview } = await siteOf();
  await get('/app.js', { headers: { Origin: APP } });
  const { headers, body } = await get('/__preview/exchanges', { headers: { Origin: APP } });
  expect(JSON.parse(body.toString())).toEqual(JSON.parse(JSON.stringify(preview.records)));
  expect(headers).not.toHaveProperty('access-control-allow-origin');
  expect(JSON.parse((await get('/__preview/system')).body.toString())).toMatchObject([{ kind: 'distribution', behaviors: ['*'] }, { kind: 'bucket' }]);
  expect((await get('/__preview/nothing')).status).toBe(404);
  expect((await get('/__previewer')).status).toBe(403);
});

test('the page is served beside the distribution\'s files, and judges the origins that were asked about', async () => {
  const { get } = await siteOf({}, { origins: ['https://admin.example.net'] });
  expect(await get('/__preview?x')).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' } });
  expect((await get('/__preview/matrix')).body.toString()).toContain('https://admin.example.net');
});

test('an exchange tells the whole story: messages, rule, policy and the browser\'s verdict', async () => {
  const preview: Preview = await previewOf(exampleGraph('browser-uploads'), folderOf(FILES));
  await ask(preview, serverOf(preview).url, '/app.js', { headers: { Origin: APP, 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'font' } });
  const [record] = preview.records;
  expect(record).toMatchObject({
    number: 1, server: { kind: 'distribution' }, cache: 'miss', bucketRule: { number: 1, rule: { allowedMethods: ['GET', 'HEAD'] } },
    response: { status: 200, bytes: SCRIPT.length }, browser: { verdict: 'allowed', use: 'font' },
    policy: { set: { 'access-control-allow-origin': APP }, removed: ['access-control-allow-credentials', 'access-control-allow-methods', 'access-control-max-age', 'vary'] },
  });
  expect(record?.messages.map(({ between }) => between)).toEqual(['CloudFront and S3', 'browser and CloudFront']);
  expect(record?.lines.map(({ text }) => text).join('\n')).toContain('answers 200');
});

test('who asks without Origin and without a word of what for is no browser', async () => {
  const { get, preview } = await siteOf();
  await get('/app.js');
  expect(preview.records[0]).toMatchObject({ messages: [{ between: 'CloudFront and S3' }, { between: 'client and CloudFront' }], browser: { verdict: 'no-page' } });
});

/** Below the ports that the system hands out by itself, where two neighbours are often free. */
async function firstOfTwoFreePorts(): Promise<number> {
  for (let port = 20_000; port < 30_000; port += 2) {
    if (await isFree(port) && await isFree(port + 1)) {
      return port;
    }
  }
  throw new Error('no two neighbouring ports are free');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => { resolve(false); });
    server.listen(port, '127.0.0.1', () => server.close(() => { resolve(true); }));
  });
}

test('two servers of one template never share a port, and the first has the port that was asked for', async () => {
  const wanted = await firstOfTwoFreePorts();
  const { servers } = await previewOf(delivery(), folderOf({}), { port: wanted });
  expect(servers.map(({ port }) => port)).toEqual([wanted, wanted + 1]);
});

test('a certificate that is given is the one that is served', async () => {
  const certificate = await selfSigned(['cdn.example.net']);
  const preview = await previewOf(delivery(), folderOf(FILES), { certificate });
  expect(preview.certificate).toBe(certificate.cert);
  expect((await ask(preview, serverOf(preview).url, '/app.js')).status).toBe(200);
});

test('a certificate that the preview makes is served, for every name that leads to one of its servers and for loopback', async () => {
  const preview = await previewOf(delivery(), folderOf(FILES), { certificate: undefined });
  const made = new X509Certificate(preview.certificate);
  const names = ['localhost', ...preview.servers.flatMap(({ hosts }) => hosts)];
  expect(names.length).toBeGreaterThan(2);
  expect(names.filter((name) => made.checkHost(name) === undefined)).toEqual([]);
  expect(['127.0.0.1', '::1'].map((ip) => made.checkIP(ip))).toEqual(['127.0.0.1', '::1']);
  expect((await ask(preview, serverOf(preview).url, '/app.js')).status).toBe(200);
});

test('the examples are all previewed, whatever they leave to the deployment', async () => {
  for (const name of ['custom-domain', 'fonts-on-another-origin', 'two-apps-two-paths', 'private-files-with-signed-cookies', 'scripts-with-sri']) {
    if (!readFileSync(join(__dirname, '..', 'golden', `${name}.template.json`), 'utf8').startsWith('{\n "Resources"')) {
      continue;
    }
    const preview = await previewOf(exampleGraph(name), folderOf(FILES));
    const { status } = await ask(preview, serverOf(preview).url, '/app.js', { headers: { Origin: APP } });
    expect([name, status]).toEqual([name, name.startsWith('private') ? 403 : 200]);
  }
});
