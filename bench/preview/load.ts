import { request, Agent } from 'node:http';
import { connect } from 'node:net';

/** What a run of requests for one file measured. */
export interface Load {
  readonly perSecond: number;
  readonly p99Milliseconds: number;
  readonly megabytesPerSecond: number;
}

/** Asks for one file over and over, from several connections that stay open; the client does as little as it can. */
export async function load(port: number, path: string, { requests, connections }: { readonly requests: number; readonly connections: number }): Promise<Load> {
  const times: number[] = [];
  let [left, bytes] = [requests, 0];
  const message = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nOrigin: https://app.example.com\r\n\r\n`;
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, () => new Promise<void>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let [asked, awaited] = [0, -1];
    const next = (): void => {
      if (left === 0) {
        socket.end();
        resolve();
        return;
      }
      left -= 1;
      [asked, awaited] = [performance.now(), -1];
      socket.write(message);
    };
    socket.on('connect', next);
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (awaited < 0) {
        const head = chunk.indexOf('\r\n\r\n');
        const [, status, length] = /^HTTP\/1\.1 (\d+)[^]*?\r\ncontent-length: (\d+)/i.exec(chunk.toString('latin1', 0, head)) ?? [];
        if (status !== '200') {
          reject(new Error(`${path} was answered with ${chunk.toString('latin1', 0, head)}`));
          return;
        }
        awaited = Number(length) + head + 4;
      }
      awaited -= chunk.length;
      if (awaited === 0) {
        times.push(performance.now() - asked);
        next();
      }
    });
  })));
  const seconds = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  return { perSecond: requests / seconds, p99Milliseconds: times[Math.floor(times.length * 0.99)] ?? NaN, megabytesPerSecond: bytes / 1e6 / seconds };
}

/** What became of the honest among many clients. */
export interface Survival {
  readonly honest: number;
  readonly lost: number;
}

const HOSTILE: readonly string[] = [
  'no http at all\r\n\r\n', 'GET / HTTP/1.1\r\nHost: localhost\r\nbroken header\r\n\r\n', `GET /app.js HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
  'GET /app.js HTTP/1.1\r\nHost: loc', 'GET /app.js HTTP/1.1\r\nHost: localhost\r\n\r\n', 'PUT /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nabc', '\x16\x03\x01\x02\x00\x01',
];

/** Many clients at once, every third of them hostile: bad headers, huge headers, half requests, answers that nobody waits for. */
export async function hostileRun(port: number, path: string, expected: string, { requests, connections }: { readonly requests: number; readonly connections: number }): Promise<Survival> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let [next, honest, lost] = [0, 0, 0];
  const client = async (): Promise<void> => {
    while (next < requests) {
      const number = next;
      next += 1;
      if (number % 3 === 0) {
        await attack(port, HOSTILE[(number / 3) % HOSTILE.length] ?? '');
      } else {
        honest += 1;
        lost += await answered(port, path, expected, agent) ? 0 : 1;
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  agent.destroy();
  return { honest, lost };
}

function attack(port: number, bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes);
      setTimeout(() => { socket.destroy(); }, 5);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => { resolve(); });
  });
}

function answered(port: number, path: string, expected: string, agent: Agent): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request({ host: '127.0.0.1', port, path, agent, timeout: 20_000 }, (answer) => {
      let body = '';
      answer.on('data', (chunk: Buffer) => { body += chunk.toString(); });
      answer.on('end', () => { resolve(answer.statusCode === 200 && body === expected); });
      answer.on('error', () => { resolve(false); });
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => { resolve(false); });
    sent.end();
  });
}
