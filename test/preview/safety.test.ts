import { once } from 'node:events';
import { symlinkSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { FolderStore } from '../../lib/preview';
import { EdgeMemory } from '../../lib/preview/exchange/edge-memory';
import { KeptBytes } from '../../lib/preview/storage/kept-bytes';
import { Records } from '../../lib/preview/exchange/records';
import { delivery, onlyAuthority } from '../model/delivery';
import { holdsInTime } from '../drawing';
import { ask, folderOf, previewOf, serverOf } from './support';

const SECRET = 'nobody may read this';

/** A preview whose folder lies beside a secret, with http allowed so that raw sockets can talk to it. */
async function siteOf() {
  const outside = folderOf({ 'secret.txt': SECRET, 'public/app.js': 'app', 'public-too/app.js': SECRET });
  const folder = join(outside, 'public');
  const preview = await previewOf(delivery({ policy: onlyAuthority(), protocol: 'allow-all' }), folder);
  return { preview, folder, outside, server: serverOf(preview) };
}

/** Sends these bytes and reads until the server has no more to say. */
function raw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.setTimeout(3_000, () => socket.destroy());
    socket.on('data', (chunk) => { answer += chunk.toString(); });
    socket.on('error', () => undefined);
    socket.on('close', () => { resolve(answer); });
  });
}

test.each([
  '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%2e%2e%2fsecret.txt', '/%252e%252e%252fsecret.txt', '/..\\secret.txt', '/..%5csecret.txt', '/x/../../secret.txt',
  '/./../secret.txt', '//etc/passwd', '/../public-too/app.js', '/secret.txt%00.js', '/app.js%00', '/%c0%ae%c0%ae/secret.txt', '/.../secret.txt', '/app.js/../../secret.txt',
])('%s leads nowhere out of the folder', async (path) => {
  const { preview, server } = await siteOf();
  const { status, body } = await ask(preview, server.url, path);
  expect(body.toString()).not.toContain(SECRET);
  expect(status).toBeGreaterThanOrEqual(400);
});

test('no path whatever reads a file outside the folder', async () => {
  const { preview, server } = await siteOf();
  const piece = fc.constantFrom('..', '.', '/', '\\', '%2e', '%2f', '%5c', '%00', '%25', 'secret.txt', 'app.js', 'public', 'public-too', '?', ';', '//');
  await holdsInTime('paths-outside', fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
    expect((await ask(preview, server.url, `/${pieces.join('')}`)).body.toString()).not.toContain(SECRET);
  }), 200);
});

test.each(['file', 'folder'])('a symbolic link to a %s outside is not followed, one inside is', async (what) => {
  const { preview, server, folder, outside } = await siteOf();
  symlinkSync(what === 'file' ? join(outside, 'secret.txt') : outside, join(folder, 'link'));
  symlinkSync(join(folder, 'app.js'), join(folder, 'alias.js'));
  expect((await ask(preview, server.url, what === 'file' ? '/link' : '/link/secret.txt')).status).toBe(403);
  expect((await ask(preview, server.url, '/alias.js')).body.toString()).toBe('app');
});

test.each([
  ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400/],
  ['a header without a colon', 'GET / HTTP/1.1\r\nHost: localhost\r\nbroken\r\n\r\n', /^HTTP\/1\.1 400/],
  ['a header with a line feed in its name', 'GET / HTTP/1.1\r\nHo\nst: localhost\r\n\r\n', /^HTTP\/1\.1 400/],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', /^HTTP\/1\.1 400/],
  ['a length and chunks, with which requests are smuggled', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /secret HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400/],
  ['more headers than CloudFront takes', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(30_000)}\r\n\r\n`, /^HTTP\/1\.1 413/],
  ['a URL that is another server\'s', 'GET http://example.com/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 400/],
  ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n', /^$/],
  ['no host', 'GET /app.js HTTP/1.1\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 403/],
  ['a foreign host, as after DNS rebinding', 'GET /app.js HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 403/],
  ['a foreign host that asks for the exchanges', 'GET /__preview/exchanges HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 403/],
  ['nothing but bytes', '\xff\xfe\x00\x01', /^HTTP\/1\.1 400/],
])('%s is refused, and the server lives on', async (_, bytes, answer) => {
  const { preview, server } = await siteOf();
  expect(await raw(server.port, bytes)).toMatch(answer);
  expect((await ask(preview, server.url, '/app.js')).status).toBe(200);
});

test('half a TLS greeting gets no word, and the server lives on while it waits for the rest', async () => {
  const { preview, server } = await siteOf();
  const socket = connect(server.port, '127.0.0.1');
  const heard: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => { heard.push(chunk); });
  await new Promise((resolve) => { socket.write('\x16\x03\x01', resolve); });
  expect((await ask(preview, server.url, '/app.js')).status).toBe(200);
  expect(socket.destroyed).toBe(false);
  socket.end();
  await once(socket, 'close');
  expect(Buffer.concat(heard).toString()).toBe('');
  expect((await ask(preview, server.url, '/app.js')).status).toBe(200);
});

test('closing ends idle connections and unfinished answers at once', async () => {
  const { preview, server, folder } = await siteOf();
  writeFileSync(join(folder, 'large.bin'), Buffer.alloc(20_000_000));
  const agent = new Agent({ keepAlive: true });
  const open = [0, 1, 2].map(() => new Promise<void>((resolve) => {
    const sent = request(`${server.plainUrl}/large.bin`, { agent }, (answer) => { answer.on('error', () => undefined); answer.once('readable', () => { resolve(); }); });
    sent.on('error', () => undefined);
    sent.end();
  }));
  await Promise.all(open);
  const start = Date.now();
  await preview.close();
  agent.destroy();
  expect(Date.now() - start).toBeLessThan(1_000);
});

test('the edge keeps so many copies and no more, the oldest go first, and a run that failed leaves none', () => {
  const edge = new EdgeMemory(3);
  const copy = { response: { status: 200, headers: {}, from: 'S3', body: 'object' } as const, storedAt: 0, ttl: 1 };
  for (const key of ['a', 'b', 'c', 'd']) {
    edge.set(key, copy);
    edge.commit();
  }
  edge.set('e', copy);
  expect(edge.get('e')).toBe(copy);
  edge.rollback();
  expect([...edge.contents.keys()]).toEqual(['b', 'c', 'd']);
});

test('kept bytes stay within their limit, and what is used stays longest', () => {
  const kept = new KeptBytes(10);
  kept.set('a', Buffer.alloc(4));
  kept.set('b', Buffer.alloc(4));
  kept.get('a');
  kept.set('c', Buffer.alloc(4));
  expect(['a', 'b', 'c'].map((id) => kept.get(id) !== undefined)).toEqual([true, false, true]);
  kept.set('huge', Buffer.alloc(11));
  expect(kept.get('huge')).toBeUndefined();
});

test('what uploads said about themselves is remembered of so many, the oldest is forgotten first, and is then described by its name', async () => {
  const store = await FolderStore.at(folderOf({}), 2);
  const put = (key: string) => store.put(key, Readable.from([Buffer.from('x')]), { contentType: 'application/x-own', cacheControl: 'no-store' });
  for (const key of ['a.css', 'b.css', 'a.css', 'c.css']) {
    await put(key);
    await store.head(key);
  }
  const described = await Promise.all(['a.css', 'b.css', 'c.css'].map(async (key) => await store.head(key)));
  expect(described.map((object) => [object?.contentType, object?.cacheControl])).toEqual([['application/x-own', 'no-store'], ['text/css', undefined], ['application/x-own', 'no-store']]);
});

test('only the latest records are kept, in order', () => {
  const records = new Records(3);
  [1, 2, 3, 4, 5].forEach((number) => { records.add({ number } as Parameters<Records['add']>[0]); });
  expect(records.all.map(({ number }) => number)).toEqual([3, 4, 5]);
});
