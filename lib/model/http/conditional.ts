import { without } from './message';
import type { HttpRequest, Content, HttpResponse } from './message';

type Headed = Pick<HttpRequest, 'headers'>;

/** Turns a whole object into 304, 206, 412 or 416 when the request asks whether a kept copy is still right, or for a part. */
// https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2 (order of the conditions) and #section-14.2
export function asRequested(request: Headed, response: HttpResponse): HttpResponse {
  const { content } = response;
  if (response.status !== 200 || response.body !== 'object') {
    return response;
  }
  if (content?.object.size === undefined) {
    return ofUnknownObject(request, response);
  }
  if (isPreconditionFailed(request, response)) {
    return refusal(response, 412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
  }
  if (isUnchanged(request, response)) {
    return { ...response, status: 304, body: 'none', headers: without(response.headers, OF_CONTENT), content: undefined };
  }
  const range = request.headers.range as string | undefined;
  return range === undefined || content.encoding !== undefined || !isStillRange(request, response)
    ? response
    : partOf(response, content, content.object.size, range);
}

// Where nothing is known of the object but that it exists, it has not changed
function ofUnknownObject(request: Headed, response: HttpResponse): HttpResponse {
  if (request.headers['if-none-match'] as string | undefined !== undefined) {
    return { ...response, status: 304, body: 'none' };
  }
  return request.headers.range as string | undefined === undefined
    ? response
    : { ...response, status: 206, headers: { ...response.headers, 'content-range': 'bytes 0-0/1' } };
}

const OF_CONTENT: ReadonlySet<string> = new Set(['accept-ranges', 'content-encoding', 'content-length', 'content-type']);

function refusal(response: HttpResponse, status: number, code: string, message: string, headers: HttpResponse['headers'] = {}): HttpResponse {
  return {
    status, from: 'S3', body: 'error', error: { code, message },
    headers: { ...without(response.headers, OF_ERROR_NOT), 'content-type': 'application/xml', ...headers },
  };
}

const OF_ERROR_NOT: ReadonlySet<string> = new Set([...OF_CONTENT, 'cache-control', 'etag', 'last-modified']);

function isPreconditionFailed({ headers }: Headed, response: HttpResponse): boolean {
  const tags = headers['if-match'] as string | undefined;
  if (tags !== undefined) {
    return !names(tags, response.headers.etag, sameStrongly);
  }
  return isLater(response.headers['last-modified'], headers['if-unmodified-since']);
}

// https://www.rfc-editor.org/rfc/rfc9110#section-13.1.3: If-Modified-Since is ignored together with If-None-Match
function isUnchanged({ headers }: Headed, response: HttpResponse): boolean {
  const tags = headers['if-none-match'] as string | undefined;
  if (tags !== undefined) {
    return names(tags, response.headers.etag, sameWeakly);
  }
  const since = headers['if-modified-since'] as string | undefined;
  const modified = response.headers['last-modified'] as string | undefined;
  return since !== undefined && modified !== undefined && !Number.isNaN(Date.parse(since)) && !isLater(modified, since);
}

function isLater(modified: string | undefined, since: string | undefined): boolean {
  return modified !== undefined && since !== undefined && Date.parse(modified) > Date.parse(since);
}

function names(list: string, etag: string, same: (one: string, other: string) => boolean): boolean {
  return list.split(',').map((tag) => tag.trim()).some((tag) => tag === '*' || same(tag, etag));
}

// https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3.2
function sameStrongly(one: string, other: string): boolean {
  return one === other && !one.startsWith('W/');
}

// S3 takes a tag without its quotes as well, and so do the SDKs that send it
function sameWeakly(one: string, other: string): boolean {
  return opaqueTag(one) === opaqueTag(other);
}

function opaqueTag(tag: string): string {
  return tag.replace(/^W\//, '').replace(/^"|"$/g, '');
}

// https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5
function isStillRange({ headers }: Headed, response: HttpResponse): boolean {
  const validator = headers['if-range'] as string | undefined;
  return validator === undefined || sameStrongly(validator, response.headers.etag) || validator === response.headers['last-modified'];
}

const ONE_RANGE = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/i;

/** Whether a Range header names one range that can be: not several, not another unit, no end before its start. */
export function isOneRange(header: string): boolean {
  const [, first, last] = ONE_RANGE.exec(header) ?? [];
  return first === undefined || first === '' ? Number(last) > 0 : last === '' || Number(last) >= Number(first);
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: several ranges in one request are not supported, and the whole object comes
function partOf(response: HttpResponse, content: Content, size: number, header: string): HttpResponse {
  const [, first, last] = ONE_RANGE.exec(header) ?? [];
  if (first === undefined || (first === '' && last === '') || (first !== '' && last !== '' && Number(last) < Number(first))) {
    return response;
  }
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) {
    return refusal(response, 416, 'InvalidRange', 'The requested range is not satisfiable', { 'content-range': `bytes */${size}` });
  }
  return {
    ...response, status: 206, content: { ...content, range: { start, end } },
    headers: { ...response.headers, 'content-range': `bytes ${start}-${end}/${size}`, 'content-length': String(end - start + 1) },
  };
}
