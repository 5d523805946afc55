import { Agent as PlainAgent, request as askPlain } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as askSecure } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import type { HeaderLine, ProbeRequest, ProbeResponse } from '../exchange';
import { ProbeError } from '../problem';
import { pinAddress } from './address';
import type { PinnedAddress } from './address';

/** How a probe reaches what it asks, and how long it waits. */
export interface ClientOptions {
  /** Another address for the same name: `HOST:PORT`. */
  readonly connect?: { readonly host: string; readonly port: number };
  readonly allowPrivate?: boolean;
  /** Milliseconds between two requests; left out, 200, and none on this machine. */
  readonly pause?: number;
  /** Milliseconds for one request, 10,000 when left out. */
  readonly requestTimeout?: number;
  /** Milliseconds for all, 60,000 when left out. */
  readonly timeout?: number;
}

/** No probe sends more, whatever its sequence says. */
export const MOST_REQUESTS = 20;

const HEADER_BYTES = 65_536;
const BODY_BYTES = 65_536;
const EXCERPT_CHARACTERS = 4_096;

/**
 * Sends GET and OPTIONS requests, one at a time, over one connection to one address. It follows no redirect, uses no proxy, and reads no
 * bodies but those of errors.
 */
export class ProbeClient {
  private readonly secure: SecureAgent;
  private readonly plain = new PlainAgent({ keepAlive: true, maxSockets: 1 });
  private sent = 0;
  private readonly deadline: number;
  /** Who issued the certificate: a proxy that reads along signs with its own. */
  public tlsIssuer?: string;

  private constructor(private readonly url: URL, private readonly pinned: PinnedAddress, private readonly options: ClientOptions) {
    // Nobody can stand between this machine and itself, and the preview's certificate is trusted by nobody
    this.secure = new SecureAgent({ keepAlive: true, maxSockets: 1, ALPNProtocols: ['http/1.1'], rejectUnauthorized: !pinned.loopback });
    this.deadline = Date.now() + (options.timeout ?? 60_000);
  }

  /** Resolves the host of the URL once and for all. */
  public static async open(url: URL, options: ClientOptions = {}): Promise<ProbeClient> {
    const pinned = await pinAddress(options.connect?.host ?? url.hostname, options.allowPrivate ?? false, options.requestTimeout ?? 10_000);
    return new ProbeClient(url, pinned, options);
  }

  /** Asks, and waits for the headers; of an error for the beginning of its body too. */
  public async ask(request: ProbeRequest): Promise<ProbeResponse> {
    if (this.sent >= MOST_REQUESTS) {
      throw new ProbeError('request-limit', `a probe sends at most ${MOST_REQUESTS} requests`);
    }
    if (this.sent > 0) {
      await wait(this.options.pause ?? (this.pinned.loopback ? 0 : 200));
    }
    this.sent += 1;
    const left = Math.min(this.options.requestTimeout ?? 10_000, this.deadline - Date.now());
    if (left <= 0) {
      throw this.late(request);
    }
    const signal = AbortSignal.timeout(left);
    try {
      return await this.exchange(request, signal);
    } catch (error) {
      throw signal.aborted ? this.late(request) : this.failed(request, error);
    }
  }

  /** Closes the connections. */
  public close(): void {
    this.secure.destroy();
    this.plain.destroy();
  }

  private exchange(request: ProbeRequest, signal: AbortSignal): Promise<ProbeResponse> {
    return new Promise((resolve, reject) => {
      const sent = this.send(request, signal);
      sent.on('error', reject);
      sent.on('upgrade', (_, socket) => {
        socket.destroy();
        reject(new ProbeError(
          'answer-not-http', `${request.method} ${request.path}: the server switches to another protocol, which nobody asked it to`,
        ));
      });
      sent.on('response', (answer) => {
        this.tlsIssuer ??= issuerOf(answer);
        answered(answer).then(resolve, reject);
      });
      sent.end();
    });
  }

  private send({ method, path, headers, plain }: ProbeRequest, signal: AbortSignal): ClientRequest {
    const isPlain = plain ?? this.url.protocol === 'http:';
    const { address, family } = this.pinned;
    const options = {
      host: address, family, port: this.port(isPlain), method, path, signal, headers: [['Host', this.url.host], ...headers].flat(),
      maxHeaderSize: HEADER_BYTES,
    };
    const servername = /^[\d.]+$|:/.test(this.url.hostname) ? '' : this.url.hostname;
    return isPlain ? askPlain({ ...options, agent: this.plain }) : askSecure({ ...options, agent: this.secure, servername });
  }

  private port(plain: boolean): number {
    const written = this.options.connect?.port ?? (this.url.port === '' ? undefined : Number(this.url.port));
    return written ?? (plain ? 80 : 443);
  }

  private late({ method, path }: ProbeRequest): ProbeError {
    const one = (this.options.requestTimeout ?? 10_000) / 1000;
    return new ProbeError('timeout', `${method} ${path}: no complete answer in time (at most ${one} s for a request,`
      + ` ${(this.options.timeout ?? 60_000) / 1000} s for all); try again later`);
  }

  private failed({ method, path }: ProbeRequest, error: unknown): ProbeError {
    if (error instanceof ProbeError) {
      return error;
    }
    const { code = '', message = String(error) } = error as NodeJS.ErrnoException;
    const [problem, advice] = MEANINGS.find(([pattern]) => pattern.test(code))?.[1] ?? [
      'connection-failed', 'check that the host is up and that nothing on the way refuses the connection',
    ];
    return new ProbeError(problem, `${method} ${path} at ${this.url.host} (${this.pinned.address}): ${message || code}; ${advice}`);
  }
}

const MEANINGS: readonly (readonly [RegExp, readonly [ProbeError['code'], string]])[] = [
  [/^HPE_HEADER_OVERFLOW$/, ['answer-too-long', `the headers are longer than ${HEADER_BYTES / 1024} KiB, which CloudFront never sends`]],
  [/^HPE_|^ERR_HTTP/, ['answer-not-http', 'the server does not speak HTTP/1.1']],
  [
    /^ERR_TLS|^ERR_SSL|CERT|SELF_SIGNED|UNABLE_TO|^EPROTO$/,
    ['tls-failed', 'the certificate or the handshake fails, so a browser would not get any further either'],
  ],
];

function issuerOf({ socket }: IncomingMessage): string | undefined {
  const { issuer } = 'getPeerCertificate' in socket ? (socket as TLSSocket).getPeerCertificate() : {};
  return issuer === undefined ? undefined : [issuer.O, issuer.CN].filter((part) => part !== undefined).join(', ');
}

async function answered(answer: IncomingMessage): Promise<ProbeResponse> {
  const status = answer.statusCode ?? 0;
  const headers = linesOf(answer.rawHeaders);
  if (status < 400) {
    leave(answer);
    return { status, headers };
  }
  const body = await beginningOf(answer);
  return { status, headers, ...(body === '' ? {} : { bodyExcerpt: body }) };
}

// The body is not read: a connection with an empty one lives on, any other is closed
function leave(answer: IncomingMessage): void {
  answer.on('error', () => undefined);
  if (answer.headers['content-length'] === '0' || answer.statusCode === 204 || answer.statusCode === 304) {
    answer.resume();
  } else {
    answer.destroy();
  }
}

async function beginningOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= BODY_BYTES) {
      break;
    }
  }
  return /^(br|gzip|zstd|deflate)$/.test(answer.headers['content-encoding'] ?? '')
    ? ''
    : Buffer.concat(chunks).toString('utf8').slice(0, EXCERPT_CHARACTERS);
}

function linesOf(raw: readonly string[]): readonly HeaderLine[] {
  const lines: HeaderLine[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    lines.push([raw[index] ?? '', raw[index + 1] ?? '']);
  }
  return lines;
}
