import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import { wireCase } from '../../model';
import type { Content, EdgeUse, HttpResponse } from '../../model';
import { remembering } from '../../model/remembering';
import { hostName } from './client-request';
import { requestId } from './error-body';
import { isLoopback } from './names';

const wireName = remembering((name) => Object.keys(wireCase({ [name]: '' }))[0] ?? name);
const POP = `${randomBytes(16).toString('hex')}.cloudfront.net`;

/** The headers that every answer of a server carries besides those that the model speaks of. */
export function serverHeaders(kind: 'bucket' | 'distribution', response: HttpResponse, edge: EdgeUse | undefined): readonly string[] {
  const server = ['Server', response.from === 'S3' ? 'AmazonS3' : 'CloudFront'];
  return kind === 'bucket'
    ? [...server, 'X-Amz-Request-Id', requestId()]
    : [...server, 'X-Cache', `${xCache(response, edge)} from cloudfront`, 'Via', `1.1 ${POP} (CloudFront)`, 'X-Amz-Cf-Pop', 'LOCALHOST-P1'];
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html#BasicDistributionFileFormat (x-edge-result-type)
function xCache({ status, from }: HttpResponse, edge: EdgeUse | undefined): string {
  if (status >= 400) {
    return 'Error';
  }
  return from === 'CloudFront' && status === 301 ? 'Redirect' : edge === 'hit' ? 'Hit' : 'Miss';
}

/** Writes an answer whose bytes are at hand; returns how many it wrote. */
export function writeWhole(incoming: IncomingMessage, outgoing: ServerResponse, response: HttpResponse, more: readonly string[], body: Buffer | string): number {
  const headers = wireHeaders(response, more, isLoopback(hostName(incoming)));
  const length = Buffer.byteLength(body);
  const bodyless = response.status === 304 || response.status === 204;
  if (!bodyless && (!('content-length' in response.headers) || response.body === 'error')) {
    headers.push('Content-Length', String(length));
  }
  outgoing.writeHead(response.status, headers);
  outgoing.end(incoming.method === 'HEAD' || bodyless ? undefined : body);
  return incoming.method === 'HEAD' || bodyless ? 0 : length;
}

/** Streams an answer in constant memory; returns how many bytes went out. A client that leaves ends the stream. */
export async function writeStream(
  incoming: IncomingMessage, outgoing: ServerResponse, response: HttpResponse, more: readonly string[], body: Readable,
): Promise<number> {
  outgoing.writeHead(response.status, wireHeaders(response, more, isLoopback(hostName(incoming))));
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
      return createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: content.object.size ?? 0 } });
    case 'gzip':
      return createGzip();
    case undefined:
      return undefined;
  }
}

// A browser that took the distribution's HSTS for localhost would refuse every other server of this machine over http, on all ports
function wireHeaders({ headers, status, body }: HttpResponse, more: readonly string[], loopback: boolean): string[] {
  const wire: string[] = [];
  for (const name in headers) {
    if (name === 'strict-transport-security' && loopback) {
      continue;
    }
    if (name !== 'content-length' || (status !== 304 && body !== 'error')) {
      wire.push(wireName(name), headers[name]);
    }
  }
  wire.push(...more);
  return wire;
}
