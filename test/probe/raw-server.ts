/** A server on a bare socket: what a recording holds goes out in its own order, with repeated lines, and may be anything but HTTP. */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { HeaderLine } from '../../lib/probe/exchange';

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface Sent {
  readonly status: number;
  readonly headers: readonly HeaderLine[];
  readonly bodyExcerpt?: string;
}

export interface RawServer {
  readonly url: string;
  readonly arrived: readonly Arrived[];
  /** How many connections there have been. */
  readonly connections: () => number;
  close(): Promise<void>;
}

const open: RawServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** Answers each request by what `respond` does with its socket. */
export async function rawServer(respond: (request: Arrived, socket: Socket) => void): Promise<RawServer> {
  const arrived: Arrived[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let pending = '';
    socket.on('data', (chunk) => {
      pending += chunk.toString('latin1');
      for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
        const request = parsed(pending.slice(0, end));
        pending = pending.slice(end + 4);
        arrived.push(request);
        respond(request, socket);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const raw: RawServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, arrived, connections: () => connections,
    close: () => new Promise((resolve) => {
      sockets.forEach((socket) => socket.destroy());
      server.close(() => { resolve(); });
    }),
  };
  open.push(raw);
  return raw;
}

function parsed(head: string): Arrived {
  const [first = '', ...lines] = head.split('\r\n');
  const [method = '', path = ''] = first.split(' ');
  return { method, path, headers: Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])) };
}

// Written anew, because a recording's body is not at hand
const FRAMING = /^(content-length|transfer-encoding|content-encoding|connection)$/i;

/** Writes an answer with its lines as they are. */
export function send(socket: Socket, { status, headers, bodyExcerpt = '' }: Sent): void {
  const lines = headers.filter(([name]) => !FRAMING.test(name)).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(`HTTP/1.1 ${status} Recorded\r\n${lines}Content-Length: ${Buffer.byteLength(bodyExcerpt)}\r\n\r\n${bodyExcerpt}`);
}
