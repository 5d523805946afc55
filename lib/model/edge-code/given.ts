import type { EdgeEvent } from './event';
import type { EdgeResult } from './result';

/** What a run is told about what its event leaves open: `headers.accept` -> a value. What is not named is absent. */
export type Given = Readonly<Record<string, string>>;

/** The event as it is when the request holds what is given. */
export function withGiven(event: EdgeEvent, given: Given): EdgeEvent {
  const { request, viewer, context } = event;
  const headers = { ...request.headers };
  const cookies = { ...request.cookies };
  for (const [input, value] of Object.entries(given)) {
    const [kind, name] = [input.slice(0, input.indexOf('.')), input.slice(input.indexOf('.') + 1)];
    if (kind === 'headers' && name !== '*') {
      headers[name] = { value };
    } else if (kind === 'cookies' && name !== '*') {
      cookies[name] = { value };
    }
  }
  if ('headers.*' in given) {
    Object.assign(headers, Object.fromEntries(Object.entries(TYPICAL).filter(([name]) => !(name in headers))));
  }
  if ('cookies.*' in given) {
    cookies.x = { value: given['cookies.*'] };
  }
  return {
    ...event, request: { ...request, headers, cookies },
    viewer: 'viewer.ip' in given ? { ip: given['viewer.ip'] } : viewer,
    context: 'context.requestId' in given ? { ...context, requestId: given['context.requestId'] } : context,
  };
}

/** What browsers send with every request. */
const TYPICAL = Object.fromEntries(Object.entries({
  accept: '*/*', 'accept-language': 'en', 'user-agent': 'Mozilla/5.0', referer: 'https://example.org/', 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'empty',
}).map(([name, value]) => [name, { value }]));

/** A result without what was given: the request that goes on holds what the model holds, and the headers that the function has set. */
export function withoutGiven(result: EdgeResult, event: EdgeEvent, given: Given): EdgeResult {
  if (result.kind !== 'request' || Object.keys(given).length === 0) {
    return result;
  }
  const tried = withGiven(event, given).request;
  const added = new Set(
    Object.keys(tried.headers).filter((name) => !(name in event.request.headers) && tried.headers[name].value === result.headers[name]),
  );
  const cookies = Object.keys(tried.cookies).filter((name) => !(name in event.request.cookies)).map((name) => `${name}=${tried.cookies[name].value}`);
  const cookie = (result.headers.cookie as string | undefined ?? '').split('; ').filter((pair) => !cookies.includes(pair)).join('; ');
  const headers = Object.entries(result.headers).filter(([name]) => name !== 'cookie' && !added.has(name));
  return { ...result, headers: Object.fromEntries(cookie === '' ? headers : [...headers, ['cookie', cookie]]) };
}
