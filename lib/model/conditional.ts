import type { HttpRequest } from './http';
import type { HttpResponse } from './trip';

/** Turns a whole object into 304 or 206 when the request only asked whether a kept copy is still right, or for a part: objects do not change here. */
// https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2 and #section-14.2
export function asRequested(request: Pick<HttpRequest, 'headers'>, response: HttpResponse): HttpResponse {
  if (response.status !== 200 || response.body !== 'object') {
    return response;
  }
  if (request.headers['if-none-match'] as string | undefined !== undefined) {
    return { ...response, status: 304, body: 'none' };
  }
  return request.headers.range as string | undefined === undefined
    ? response
    : { ...response, status: 206, headers: { ...response.headers, 'content-range': 'bytes 0-0/1' } };
}
