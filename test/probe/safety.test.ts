/** A probe reads, asks little, and comes to an end, whatever answers it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Socket } from 'node:net';
import { ProbeClient, ProbeError } from '../../lib/probe';
import { isPublicAddress } from '../../lib/probe/asking/address';
import { MOST_REQUESTS } from '../../lib/probe/asking/client';
import { STEPS } from '../../lib/probe';
import { rawServer, send } from './raw-server';
import { recording } from './recordings';
import { probed, targetAt } from './support';

const GET = { method: 'GET', path: '/a', headers: [] } as const;
const QUICK = { allowPrivate: true, pause: 0, requestTimeout: 500 };

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? filesOf(join(folder, entry.name)) : [join(folder, entry.name)]));
}

test('nothing but GET and OPTIONS is ever written into a request', () => {
  const sources = filesOf(join(__dirname, '..', '..', 'lib', 'probe')).map((file) => readFileSync(file, 'utf8'));
  const written = sources.flatMap((source) => [...source.matchAll(/method: '([A-Z]+)'/g)].map(([, method]) => method));
  expect(new Set(written)).toEqual(new Set(['GET', 'OPTIONS']));
});

test('a sequence has at most 17 steps that can all be asked', async () => {
  const server = await rawServer(({ method }, socket) => { send(socket, recording(method === 'OPTIONS' ? 'owf-options' : 'owf-get-origin-hit').response); });
  const { asked } = await probed(targetAt(`${server.url}/a`, { thorough: true, comparing: true }));
  expect(asked.exchanges.length + asked.notAsked.length).toBe(STEPS.length);
  expect(asked.exchanges.length).toBeLessThanOrEqual(17);
  expect(server.arrived.every(({ method }) => method === 'GET' || method === 'OPTIONS')).toBe(true);
  expect(server.arrived.every(({ headers }) => headers['user-agent']?.startsWith('cdk-cors-probe'))).toBe(true);
});

test('no client sends more than its limit, whatever asks it', async () => {
  const server = await rawServer((_, socket) => { send(socket, { status: 204, headers: [] }); });
  const client = await ProbeClient.open(new URL(server.url), QUICK);
  for (let sent = 0; sent < MOST_REQUESTS; sent += 1) {
    await client.ask(GET);
  }
  await expect(client.ask(GET)).rejects.toMatchObject({ code: 'request-limit' });
  client.close();
  expect(server.arrived).toHaveLength(MOST_REQUESTS);
  expect(server.connections()).toBe(1);
});

test.each([
  '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.31.0.1', '192.168.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '168.63.129.16',
  '::1', '::', 'fe80::1', 'fd00:ec2::254', '::ffff:10.0.0.1', '::ffff:8.8.8.8', '64:ff9b::a00:1', '2002:a00:1::', 'ff02::1', 'not an address',
])('%s is not asked', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['18.64.0.1', '172.32.0.1', '100.128.0.1', '2600:9000::1'])('%s is asked', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each(['https://127.0.0.1/a', 'https://localhost/a', 'https://[::1]/a', 'https://169.254.169.254/latest/meta-data', 'https://0x7f000001/a'])('%s is refused unless the user allows it', async (url) => {
  await expect(ProbeClient.open(new URL(url))).rejects.toMatchObject({ code: 'address-private' });
});

test('a redirect is shown and not followed', async () => {
  const elsewhere = await rawServer((_, socket) => { send(socket, { status: 200, headers: [] }); });
  const server = await rawServer(({ method }, socket) => {
    send(socket, method === 'OPTIONS' ? recording('owf-options').response : { status: 302, headers: [['Location', `${elsewhere.url}/latest/meta-data`]] });
  });
  const { diagnosis } = await probed(targetAt(`${server.url}/a`));
  expect(diagnosis.main?.cause).toBe('redirected');
  expect(elsewhere.arrived).toEqual([]);
});

/** Servers that mean ill, and what becomes of a probe that meets one. */
const HOSTILE: Readonly<Record<string, readonly [respond: (socket: Socket) => void, code: string]>> = {
  'headers without end': [(socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const more = setInterval(() => { socket.write(`X-Filler: ${'x'.repeat(8_000)}\r\n`); }, 1);
    socket.on('close', () => { clearInterval(more); });
  }, 'answer-too-long'],
  'one megabyte of headers': [(socket) => { socket.write(`HTTP/1.1 200 OK\r\n${`X-Filler: ${'x'.repeat(1_000)}\r\n`.repeat(1_000)}\r\n`); }, 'answer-too-long'],
  'a byte now and then': [(socket) => {
    const text = 'HTTP/1.1 200 OK\r\nX-Slow: yes\r\n\r\n';
    let sent = 0;
    const more = setInterval(() => { socket.write(text[sent % 20] ?? ''); sent += 1; }, 100);
    socket.on('close', () => { clearInterval(more); });
  }, 'timeout'],
  'no answer at all': [() => undefined, 'timeout'],
  'an error whose body never ends': [(socket) => {
    socket.write('HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n');
  }, 'timeout'],
  'garbage': [(socket) => { socket.write('220 mail.example.com ESMTP\r\n\r\n'); }, 'answer-not-http'],
  'a hang-up': [(socket) => { socket.destroy(); }, 'connection-failed'],
  'a switch of protocols': [(socket) => { socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'); }, 'answer-not-http'],
  'two answers in one': [(socket) => { socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx'); }, 'answer-not-http'],
};

test.each(Object.entries(HOSTILE))('%s ends in a clear error, within the limits', async (_, [respond, code]) => {
  const server = await rawServer((__, socket) => { respond(socket); });
  const started = Date.now();
  const failed: unknown = await probed(targetAt(`${server.url}/a`), QUICK).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(ProbeError);
  expect(failed).toMatchObject({ code });
  expect(Date.now() - started).toBeLessThan(3_000);
});

test('a body of any size is not read', async () => {
  let written = 0;
  const server = await rawServer(({ method }, socket) => {
    if (method === 'OPTIONS') {
      send(socket, recording('owf-options').response);
      return;
    }
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\nAccess-Control-Allow-Origin: *\r\n\r\n');
    const pour = (): void => {
      while (!socket.destroyed && socket.write(Buffer.alloc(65_536))) {
        written += 65_536;
      }
    };
    socket.on('drain', pour);
    pour();
  });
  const { diagnosis } = await probed(targetAt(`${server.url}/a`));
  expect(diagnosis.verdict).toBe('allowed');
  expect(written).toBeLessThan(200_000_000);
});

test('of an error no more is kept than names it', async () => {
  const server = await rawServer((_, socket) => { socket.write(`HTTP/1.1 403 Forbidden\r\nContent-Length: 10000000\r\n\r\n${'x'.repeat(200_000)}`); });
  const { asked } = await probed(targetAt(`${server.url}/a`), QUICK);
  expect(asked.exchanges[0]?.response.bodyExcerpt).toHaveLength(4_096);
});

test('all requests together take no longer than they may', async () => {
  const server = await rawServer((_, socket) => { setTimeout(() => { send(socket, recording('owf-options').response); }, 100); });
  await expect(probed(targetAt(`${server.url}/a`), { ...QUICK, timeout: 300 })).rejects.toMatchObject({ code: 'timeout' });
});

test('a certificate that nobody vouches for ends it, except on this machine itself', async () => {
  await expect(ProbeClient.open(new URL('https://cdk-cors-probe.invalid/a'), QUICK)).rejects.toMatchObject({ code: 'name-not-found' });
});

test.each([
  ['ftp://example.com/a', 'is not a URL of a file'], ['example.com/a', 'is not a URL of a file'], ['https://me:secret@example.com/a', 'has a user name or password'],
])('%s is refused before anything is asked', (url, says) => {
  expect(() => targetAt(url)).toThrow(says);
});
