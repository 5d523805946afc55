import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

/** A request as any of the names received it. */
export interface Received {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** Every host name of the world, on two loopback ports: one for http, one for https. */
export interface Hosts {
  readonly hostRules: readonly string[];
  /** Digest of the key of the certificate, as Chromium wants it. */
  readonly trustedKey: string;
  close(): Promise<void>;
}

/** Answers for all names at once. */
export async function startHosts(reply: (request: Received) => Reply): Promise<Hosts> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'every name' }], { keyType: 'ec' });
  const secure = createSecureServer({ key, cert, allowHTTP1: true }, (request, response) => { respond('https', request, response, reply); });
  const plain = createServer((request, response) => { respond('http', request, response, reply); });
  const sessions = new Set<{ destroy(): void }>();
  secure.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  secure.listen(0, '127.0.0.1');
  plain.listen(0, '127.0.0.1');
  await Promise.all([once(secure, 'listening'), once(plain, 'listening')]);
  return {
    hostRules: [`MAP *:443 127.0.0.1:${portOf(secure)}`, `MAP *:80 127.0.0.1:${portOf(plain)}`],
    trustedKey: createHash('sha256').update(new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' })).digest('base64'),
    close: async () => {
      sessions.forEach((session) => { session.destroy(); });
      plain.closeAllConnections();
      const closed = Promise.all([once(secure, 'close'), once(plain, 'close')]);
      secure.close();
      plain.close();
      await closed;
    },
  };
}

function portOf(server: { address(): unknown }): string {
  return String((server.address() as AddressInfo).port);
}

function respond(
  scheme: Received['scheme'], request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse, reply: (request: Received) => Reply,
): void {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (!name.startsWith(':') && value !== undefined) {
      headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
  }
  const host = String(request.headers[':authority'] ?? request.headers.host);
  request.on('data', () => undefined).on('end', () => {
    const { status, headers: sent, body } = reply({ scheme, host, method: request.method ?? '', path: request.url ?? '', headers });
    response.sendDate = false;
    response.writeHead(status, { ...sent });
    response.end(request.method === 'HEAD' || body === undefined ? '' : body);
  });
}
