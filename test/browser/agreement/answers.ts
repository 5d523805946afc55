import fc from 'fast-check';
import type { Answer } from './case';

type Values = readonly (string | undefined)[];

/** One of the values; the first one mostly. */
function mostly(first: string | undefined, others: Values): fc.Arbitrary<string | undefined> {
  return fc.oneof({ weight: others.length + 3, arbitrary: fc.constant(first) }, { weight: others.length, arbitrary: fc.constantFrom(...others) });
}

function allowOrigin(page: string): fc.Arbitrary<string | undefined> {
  return mostly('echo', ['*', '*', '*', page, page, page, undefined, 'null', `${page}/`, page.toUpperCase(), `${page}, *`, `${page} ${page}`, `${page},${page}`,
    'https://other.example', page.replace('http:', 'https:'), `${page}:443`, 'https://*.example.com', 'app.example.com', '']);
}

function headers(lines: Readonly<Record<string, fc.Arbitrary<string | undefined>>>): fc.Arbitrary<Readonly<Record<string, string>>> {
  return fc.record(lines).map((values) =>
    Object.fromEntries(Object.entries(values).filter((line): line is [string, string] => line[1] !== undefined)));
}

const allowCredentials = mostly('true', [undefined, undefined, 'True', 'false', '', 'true, true']);
const ASKED = 'X-App, Authorization, Content-Type, Range, Accept, Accept-Language, Content-Language, x-amz-date, if-none-match, cache-control, user-agent, x-http-method-override';

/** What a server says to a preflight. */
export function preflightAnswer(page: string): fc.Arbitrary<Answer> {
  return fc.record({
    status: fc.constantFrom(200, 200, 200, 200, 200, 204, 204, 204, 202, 301, 307, 304, 403, 500),
    allowOrigin: allowOrigin(page),
    headers: headers({
      'access-control-allow-credentials': allowCredentials,
      'access-control-allow-methods': mostly('GET, PUT, DELETE, PATCH, OPTIONS, PURGE', ['*', '*', 'put', 'PATCH', 'patch', 'GET', undefined, 'PUT DELETE', '*, PUT', '', ',']),
      'access-control-allow-headers': mostly(ASKED, ['*', '*', '*', '*, Authorization', 'x-amz-*', 'x-app', undefined, 'Content-Type', 'X-App Authorization', '']),
      'access-control-max-age': mostly(undefined, ['600', '600', '600', '3', '0', '-1', 'soon', '600, 600', '99999999', '1.5']),
      location: mostly(undefined, ['https://cdn.example.com/elsewhere', 'https://cdn.example.com/elsewhere']),
    }),
  });
}

/** A preflight's answer that allows the origin, and differs in what else it allows and for how long. */
export const willingPreflightAnswer: fc.Arbitrary<Answer> = fc.record({
  status: fc.constantFrom(200, 204),
  allowOrigin: fc.constant('echo'),
  headers: headers({
    'access-control-allow-credentials': fc.constant('true'),
    'access-control-allow-methods': fc.constantFrom('GET, PUT, DELETE, PATCH, PURGE', '*', 'PUT', undefined),
    'access-control-allow-headers': fc.constantFrom('*', 'X-App, X-Amz-Date', 'X-App, X-Amz-Date, Authorization', '*, Authorization'),
    'access-control-max-age': fc.constantFrom(undefined, '600', '600', '3', '0'),
  }),
});

const EXPOSE: Values = ['*', 'ETag', 'etag, X-Meta', 'X-Missing', '*, ETag', 'Set-Cookie', 'X-Meta ETag', ''];
const RESOURCE_POLICY: Values = ['same-origin', 'same-site', 'cross-origin', 'Same-Origin', 'same-site, same-site', 'unknown'];
const CACHE_CONTROL: Values = ['no-store', 'no-cache', 'max-age=600', 'max-age=3', 'max-age=0', 'public, max-age=31536000, immutable', 'no-cache, max-age=600', 'Max-Age=600', 'private'];
const VARY: Values = ['Origin', 'Origin', 'Origin, Accept-Encoding', 'Accept-Encoding', '*', 'X-App', 'Access-Control-Request-Method'];

/** An answer that browsers keep, or keep and ask about: every status, with and without a tag. */
export const keptAnswer: fc.Arbitrary<Answer> = fc.record({
  status: fc.constantFrom(200, 200, 200, 203, 204, 404, 404, 403, 405, 410, 414, 416, 500, 501, 503),
  allowOrigin: fc.constantFrom('echo', 'echo', '*', undefined),
  headers: headers({
    'access-control-allow-credentials': fc.constantFrom('true', 'true', undefined),
    'access-control-allow-methods': fc.constant('GET, HEAD'),
    'access-control-expose-headers': fc.constantFrom(undefined, '*', 'X-Meta'),
    'cache-control': fc.constantFrom(undefined, 'max-age=600', 'max-age=600', 'max-age=3', 'max-age=0', 'no-cache', 'no-store'),
    // Not Range: Chromium compares what it has made of the range
    vary: fc.constantFrom(undefined, undefined, 'Origin', 'X-App'),
    etag: fc.constantFrom(undefined, '"error"'),
    'x-meta': fc.constant('1'),
  }),
});

/** What a server answers to the request itself, or at a redirect. */
export function actualAnswer(page: string, redirects: boolean): fc.Arbitrary<Answer> {
  return fc.record({
    status: redirects ? fc.constantFrom(301, 302, 303, 307, 308) : fc.constantFrom(200, 200, 200, 200, 200, 200, 200, 200, 200, 403, 404, 500),
    allowOrigin: allowOrigin(page),
    headers: headers({
      'access-control-allow-credentials': allowCredentials,
      'access-control-expose-headers': mostly(undefined, EXPOSE),
      'cross-origin-resource-policy': mostly(undefined, RESOURCE_POLICY),
      'cache-control': mostly(undefined, CACHE_CONTROL),
      vary: mostly(undefined, VARY),
      // Of an error or a redirect; files have their own
      etag: mostly(undefined, ['"error"']),
      'x-meta': fc.constant('1'),
      'set-cookie': mostly(undefined, ['probe=1; Path=/never; Secure; SameSite=None']),
    }),
  });
}
