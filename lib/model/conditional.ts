import type { HttpRequest } from './http';
import type { HttpResponse } from './trip';

/** Turns an answer into 304 when the request only asked whether a kept copy is still right: objects do not change here. */
// https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
export function notModified(request: HttpRequest, response: HttpResponse): HttpResponse {
  return response.status === 200 && request.headers['if-none-match'] as string | undefined !== undefined
    ? { ...response, status: 304, body: 'none' }
    : response;
}
