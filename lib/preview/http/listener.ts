import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerOptions } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { Http2Server, ServerHttp2Session } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Duplex } from 'node:stream';
import type { Certificate } from './certificate';

/** A port that is open. */
export interface Listener {
  readonly port: number;
  /** Closes the port and every connection. */
  close(): Promise<void>;
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html: 20,480 bytes of request line and headers
const HEADER_BYTES = 20_480;
const FIRST_BYTE_MILLISECONDS = 10_000;
const LIMITS: ServerOptions = {
  maxHeaderSize: HEADER_BYTES,
  headersTimeout: 10_000,
  requestTimeout: 300_000,
  keepAliveTimeout: 60_000,
  connectionsCheckingInterval: 1_000,
  requireHostHeader: false,
  insecureHTTPParser: false,
};
const TLS = { ALPNProtocols: ['h2', 'http/1.1'], handshakeTimeout: FIRST_BYTE_MILLISECONDS };
const CONNECTIONS = 1_000;
/** The first byte of a TLS connection. */
// https://www.rfc-editor.org/rfc/rfc8446#section-5.1
const TLS_HANDSHAKE = 0x16;

/**
 * Opens one port that speaks HTTP and HTTPS, whichever the client begins with, and over TLS HTTP/2 where the client offers it: browsers
 * then send what they send to CloudFront, Priority among it.
 */
export async function listen(
  address: { readonly host: string; readonly port: number }, certificate: Certificate, onRequest: RequestListener,
): Promise<Listener> {
  const plain = createHttpServer(LIMITS, onRequest);
  // Without a certificate: it is given connections whose handshake is over
  const secure = createHttpsServer(LIMITS, onRequest);
  const { multiplexed, sessions } = multiplexing(onRequest);
  const tls = createTlsServer({ ...certificate, ...TLS }, (socket) => {
    if (socket.alpnProtocol === 'h2') {
      multiplexed.emit('connection', socket);
    } else {
      secure.emit('secureConnection', socket);
    }
  });
  const connections = new Set<Socket>();
  const port = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
    socket.on('error', () => socket.destroy());
    firstByte(socket, (byte) => (byte === TLS_HANDSHAKE ? tls : plain).emit('connection', socket));
  });
  port.maxConnections = CONNECTIONS;
  for (const server of [plain, secure]) {
    server.on('clientError', refuse);
    server.on('checkContinue', onRequest);
  }
  tls.on('tlsClientError', (_, socket) => socket.destroy());
  await opened(port, address);
  // The two are never bound themselves, so that only a listening event starts their watch over slow clients
  plain.emit('listening');
  secure.emit('listening');
  return {
    port: (port.address() as AddressInfo).port,
    close: () => new Promise((resolve) => {
      plain.close();
      secure.close();
      sessions.forEach((session) => { session.destroy(); });
      port.close(() => { resolve(); });
      connections.forEach((socket) => socket.destroy());
    }),
  };
}

/** HTTP/2, and its open sessions. */
function multiplexing(onRequest: RequestListener): {
  readonly multiplexed: Http2Server;
  readonly sessions: ReadonlySet<ServerHttp2Session>;
} {
  const sessions = new Set<ServerHttp2Session>();
  // The requests and responses of HTTP/2 have what those of HTTP/1.1 have, as far as it is used here
  const multiplexed = createHttp2Server(
    { settings: { maxHeaderListSize: HEADER_BYTES } },
    onRequest as unknown as Parameters<typeof createHttp2Server>[1],
  );
  multiplexed.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
    session.on('error', () => {
      session.destroy();
    });
    session.setTimeout(LIMITS.keepAliveTimeout ?? 0, () => {
      session.close();
    });
  });
  multiplexed.on('checkContinue', onRequest as unknown as () => void);
  return { multiplexed, sessions };
}

function opened(port: ReturnType<typeof createServer>, address: { readonly host: string; readonly port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    port.once('error', reject);
    port.listen(address, () => {
      port.off('error', reject);
      resolve();
    });
  });
}

function firstByte(socket: Socket, then: (byte: number) => void): void {
  socket.setTimeout(FIRST_BYTE_MILLISECONDS, () => socket.destroy());
  socket.once('data', (chunk: Buffer) => {
    socket.pause();
    socket.setTimeout(0);
    socket.removeAllListeners('timeout');
    socket.unshift(chunk);
    then(chunk[0] ?? 0);
    process.nextTick(() => socket.resume());
  });
  socket.resume();
}

// What is not HTTP at all gets an answer and loses its connection; the server lives on
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = STATUS_OF[error.code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nServer: CloudFront\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html: a request or a URL that is too long is answered with 413
const STATUS_OF: Readonly<Record<string, string | undefined>> = {
  HPE_HEADER_OVERFLOW: '413 Request Entity Too Large', ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** The host that a client names: HTTP/2 has a field of its own for it. */
export function hostOf({ headers }: IncomingMessage): string {
  return headers.host ?? (headers[':authority'] as string | undefined) ?? '';
}

/** Whether a request came over TLS. */
export function isSecure(request: IncomingMessage): boolean {
  return request.httpVersionMajor === 2 || 'encrypted' in request.socket;
}
