import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import type { Content, EdgeUse, HeaderMap, HttpResponse } from '../../model';
import { isFunctionError } from '../../model/edge-code/at-viewer';
import { isRedirectStatus, wireName } from '../../model/http/message';
import type { ExchangeMemory, PolicyUse } from '../exchange/exchange-memory';
import { edgeRequestId, hostId, requestId } from './error-body';

const POP = `${randomBytes(16).toString('hex')}.cloudfront.net`;

/** Every line of an answer, in the order in which S3 and CloudFront write them: the origin's, the edge's own, what the policy adds. */
// Recorded from 2023-06 on: what a response headers policy adds stands after X-Amz-Cf-Id, Age too
export function answerLines(
  kind: 'bucket' | 'distribution', response: HttpResponse, { edge, policyUse }: ExchangeMemory, written: HeaderMap, loopback: boolean,
): readonly string[] {
  const added = kind === 'bucket' || policyUse === undefined ? {} : addedBy(policyUse, written, response.headers);
  const own: string[] = [];
  const after: string[] = [];
  for (const [name, value] of Object.entries(response.headers)) {
    if (!isWritten(name, response, loopback)) {
      continue;
    }
    const more = added[name] as string | undefined;
    if (more !== value && name !== 'age') {
      own.push(wireName(name), more === undefined ? value : value.slice(0, -more.length).replace(/,\s*$/, ''));
    }
    if (more !== undefined || name === 'age') {
      after.push(wireName(name), more ?? value);
    }
  }
  return [...own, ...serverLines(kind, response, edge), ...after];
}

/** What the policy wrote; of a list that it made longer, only what it added. */
function addedBy({ before }: PolicyUse, written: HeaderMap, sent: HeaderMap): HeaderMap {
  const added: Record<string, string> = {};
  for (const [name, value] of Object.entries(written)) {
    const old = before[name] as string | undefined;
    if (sent[name] === value) {
      added[name] = old !== undefined && value.startsWith(`${old}, `) ? value.slice(old.length + 2) : value;
    }
  }
  return added;
}

// A browser that took the distribution's HSTS for localhost would refuse every other server of this machine over http, on all ports
function isWritten(name: string, { status, body }: HttpResponse, loopback: boolean): boolean {
  return !(name === 'strict-transport-security' && loopback) && (name !== 'content-length' || (status !== 304 && body !== 'error'));
}

function serverLines(kind: 'bucket' | 'distribution', response: HttpResponse, edge: EdgeUse | undefined): readonly string[] {
  const server = ['Server', response.from === 'S3' ? 'AmazonS3' : 'CloudFront'];
  // Recorded: put-200-miss and owf-options have S3's ids, answers that a cache may keep have none
  const ids = response.from === 'S3' && (kind === 'bucket' || edge === 'not-used') ? [
    'X-Amz-Id-2', hostId(), 'X-Amz-Request-Id', requestId(),
  ] : [];
  return kind === 'bucket'
    ? [...ids, ...server]
    : [
      ...ids, ...server, 'X-Cache', `${xCache(response, edge)} from cloudfront`, 'Via', `1.1 ${POP} (CloudFront)`, 'X-Amz-Cf-Pop',
      'LOCALHOST-P1', 'X-Amz-Cf-Id', edgeRequestId(),
    ];
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html#BasicDistributionFileFormat (x-edge-result-type)
// An error page is an error, whatever its status says; recorded: error-page-200
function xCache({ status, from, body, error }: HttpResponse, edge: EdgeUse | undefined): string {
  // Recorded: function-200, -301, -403, -404 and -500 with this label; a function that fails has its own code for a label
  if (from === 'CloudFront' && body === 'generated') {
    return 'FunctionGeneratedResponse';
  }
  if (error !== undefined && isFunctionError(error.code)) {
    return error.code;
  }
  if (status >= 400 || body === 'error-page') {
    return 'Error';
  }
  return from === 'CloudFront' && isRedirectStatus(status) ? 'Redirect' : X_CACHE[edge ?? 'miss'];
}

const X_CACHE: Readonly<Record<EdgeUse, string>> = { hit: 'Hit', miss: 'Miss', 'not-used': 'Miss', revalidated: 'RefreshHit' };

/** Writes an answer whose bytes are at hand; returns how many it wrote. */
export function writeWhole(
  incoming: IncomingMessage, outgoing: ServerResponse, response: HttpResponse, lines: readonly string[], body: Buffer | string,
): number {
  const length = Buffer.byteLength(body);
  const bodyless = response.status === 304 || response.status === 204;
  const framing = bodyless || ('content-length' in response.headers && response.body !== 'error') ? [] : ['Content-Length', String(length)];
  writeHead(outgoing, response.status, [...framing, ...lines]);
  outgoing.end(incoming.method === 'HEAD' || bodyless ? undefined : body);
  return incoming.method === 'HEAD' || bodyless ? 0 : length;
}

// HTTP/2 takes the lines of one name together, and would keep the last of them only
function writeHead(outgoing: ServerResponse, status: number, lines: readonly string[]): void {
  if (outgoing.req.httpVersionMajor < 2) {
    outgoing.writeHead(status, [...lines]);
    return;
  }
  const headers = new Map<string, string[]>();
  for (let index = 0; index < lines.length; index += 2) {
    const name = lines[index] ?? '';
    headers.set(name, [...headers.get(name) ?? [], lines[index + 1] ?? '']);
  }
  outgoing.writeHead(status, Object.fromEntries([...headers].map(([name, values]) => [name, values.length === 1 ? values[0] : values])));
}

/** Streams an answer in constant memory; returns how many bytes went out. A client that leaves ends the stream. */
export async function writeStream(
  incoming: IncomingMessage, outgoing: ServerResponse, response: HttpResponse, lines: readonly string[], body: Readable,
): Promise<number> {
  writeHead(outgoing, response.status, lines);
  if (incoming.method === 'HEAD') {
    body.destroy();
    outgoing.end();
    return 0;
  }
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const encoder = encoderOf(response.content);
  try {
    await (encoder ? pipeline(body, encoder, counter, outgoing) : pipeline(body, counter, outgoing));
  } catch {
    outgoing.destroy();
  }
  return bytes;
}

function encoderOf(content: Content | undefined): Transform | undefined {
  switch (content?.encoding) {
    case 'br':
      return createBrotliCompress({ params: {
        [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: content.object.size ?? 0,
      } });
    case 'gzip':
      return createGzip();
    case undefined:
      return undefined;
  }
}
