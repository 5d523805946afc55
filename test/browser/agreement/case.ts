import type { HeaderMap, RequestStart } from '../../../lib/model';
import { FILES } from './files';
import type { Content } from './files';
import { plainRange } from './seen';

/** One thing a page does. */
export interface Step {
  /** The page's origin; `null` is a sandboxed frame. */
  readonly page: string;
  readonly start: RequestStart;
  readonly method?: string;
  readonly headers?: HeaderMap;
  readonly integrity?: boolean;
  /** Showing is not enough. */
  readonly mustRead?: boolean;
  /** A response header that the code reads; one that every file carries. */
  readonly reads?: string;
}

/** How a server answers; `allowOrigin: 'echo'` repeats the request's Origin and is silent without one, as S3 does. */
export interface Answer {
  readonly status: number;
  readonly allowOrigin?: string;
  readonly headers: HeaderMap;
}

/** One URL on the way: all but the last one redirect to the next. */
export interface Stop {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly preflight: Answer;
  readonly actual: Answer;
}

/** What one or several pages do, one after the other, with one URL, and how the servers answer. */
export interface AgreementCase {
  readonly content: Content;
  readonly steps: readonly Step[];
  readonly stops: readonly Stop[];
  /** Seconds between two steps. */
  readonly pause: number;
}

/** A case at its own URLs. */
export interface PlacedCase extends AgreementCase {
  readonly id: string;
}

export interface AskedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: HeaderMap;
}

export interface Answered {
  readonly status: number;
  readonly headers: HeaderMap;
  readonly whole: boolean;
}

export function stopPath(placed: PlacedCase, stop: number): string {
  return `/${placed.id}/${stop}`;
}

export function stopUrl(placed: PlacedCase, stop: number): string {
  const { scheme, host } = placed.stops[stop];
  return `${scheme}://${host}${stopPath(placed, stop)}`;
}

const LAST_MODIFIED = new Date(Date.now() - 30 * 86_400_000).toUTCString();

/** What the server at a stop answers, to the browser and to the model alike. */
export function answerAt(placed: PlacedCase, request: AskedRequest): Answered {
  const index = Number(request.path.split('/')[2]);
  const stop = placed.stops[index];
  if (request.method === 'OPTIONS' && 'access-control-request-method' in request.headers) {
    return { status: stop.preflight.status, headers: withAllowOrigin(stop.preflight, request), whole: false };
  }
  const headers = withAllowOrigin(stop.actual, request);
  if (index < placed.stops.length - 1) {
    return { status: stop.actual.status, headers: { ...headers, location: stopUrl(placed, index + 1) }, whole: false };
  }
  return fileAnswer(placed, stop.actual.status, headers, request);
}

function withAllowOrigin({ allowOrigin, headers }: Answer, request: AskedRequest): HeaderMap {
  const value = allowOrigin === 'echo' ? request.headers.origin as string | undefined : allowOrigin;
  return value === undefined ? headers : { ...headers, 'access-control-allow-origin': value };
}

function fileAnswer(placed: PlacedCase, status: number, headers: HeaderMap, request: AskedRequest): Answered {
  if (status === 204) {
    return { status, headers, whole: false };
  }
  if (status >= 400) {
    return { status, headers: { ...headers, 'content-type': 'application/xml' }, whole: false };
  }
  const { type, body } = FILES[placed.content];
  const etag = `"${placed.id}"`;
  const described = { ...headers, etag, 'last-modified': LAST_MODIFIED, 'content-type': type };
  if (request.headers['if-none-match'] as string | undefined === etag) {
    return { status: 304, headers: { ...headers, etag }, whole: false };
  }
  return plainRange(request.headers.range as string | undefined ?? '') === 'bytes=0-1'
    ? { status: 206, headers: { ...described, 'content-range': `bytes 0-1/${body.length}`, 'content-length': '2' }, whole: false }
    : { status, headers: { ...described, 'content-length': String(body.length) }, whole: true };
}
