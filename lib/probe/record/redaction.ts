import type { HeaderLine, ProbedExchange, ProbeResponse } from '../exchange';
import type { ProbeRecord } from './record';

const HOST = 'd111111abcdef8.cloudfront.net';
const HIDDEN = 'redacted';

/** Matches these names, in which `.*` stands for anything. */
function names(patterns: readonly string[]): RegExp {
  return new RegExp(`^(${patterns.join('|')})$`);
}

/** Response headers whose values a diagnosis needs; of all others only the names stay. */
const KEPT_RESPONSE = names([
  'access-control-.*', 'accept-ranges', 'age', 'allow', 'cache-control', 'content-encoding', 'content-length', 'content-type',
  'cross-origin-.*-policy', 'date', 'expires', 'last-modified', 'server', 'timing-allow-origin', 'vary', 'x-amz-cf-pop',
  'x-amz-error-code', 'x-cache',
]);
/** Request headers that say nothing of who asks. */
const KEPT_REQUEST = names([
  'accept', 'accept-encoding', 'access-control-request-.*', 'content-type', 'origin', 'priority', 'range', 'referer', 'sec-fetch-.*',
  'user-agent', 'cache-control', 'pragma',
]);

/** A record that can be shown to anybody: no host, no path, no signature, no cookie, no id, and no header that is the owner's own. */
export function redacted(record: ProbeRecord, keepPaths = false): ProbeRecord {
  const url = new URL(record.url);
  const words: Words = { host: url.host, pathOf: keepPaths ? (path) => path : (path) => hiddenPath(path, record.nonce) };
  return {
    ...record, url: `${url.protocol}//${HOST}${words.pathOf(url.pathname + url.search)}`,
    page: {
      ...record.page,
      ...(record.page.headers === undefined ? {} : { headers: Object.fromEntries(requestLines(Object.entries(record.page.headers))) }),
    },
    exchanges: record.exchanges.map((exchange) => exchangeWithout(exchange, words)),
  };
}

interface Words {
  readonly host: string;
  readonly pathOf: (path: string) => string;
}

function exchangeWithout(exchange: ProbedExchange, words: Words): ProbedExchange {
  const { request, response } = exchange;
  return {
    ...exchange, request: {
      ...request, path: words.pathOf(request.path), headers: requestLines(request.headers),
    }, response: responseWithout(response, words),
  };
}

function requestLines(lines: readonly HeaderLine[]): readonly HeaderLine[] {
  return lines.map(([name, value]) => [name, KEPT_REQUEST.test(name.toLowerCase()) ? value : HIDDEN]);
}

function responseWithout({ status, headers, bodyExcerpt }: ProbeResponse, words: Words): ProbeResponse {
  const lines = headers.map(([name, value]): HeaderLine => [name, shownValue(name.toLowerCase(), value, words)]);
  const body = bodyExcerpt === undefined ? undefined : hiddenBody(bodyExcerpt);
  return { status, headers: lines, ...(body === undefined ? {} : { bodyExcerpt: body }) };
}

function shownValue(name: string, value: string, { host, pathOf }: Words): string {
  if (name === 'location') {
    const url = URL.canParse(value, `https://${host}`) ? new URL(value, `https://${host}`) : undefined;
    return url === undefined
      ? HIDDEN
      : url.host === host
      ? `${url.protocol}//${HOST}${pathOf(url.pathname + url.search)}`
      : `${url.protocol}//elsewhere.example/`;
  }
  // A proxy or a second CDN must stay visible
  if (name === 'via') {
    return value.replace(/[\w.-]+(\.cloudfront\.net)/g, '0123456789abcdef0123456789abcdef$1');
  }
  return KEPT_RESPONSE.test(name) ? value : HIDDEN;
}

/** Letters in place of names; what makes a query signed, and the probe's own parts, stay recognizable. */
function hiddenPath(path: string, nonce: string): string {
  const [pathname = '', query] = path.split(/\?(.*)/s);
  const segments = pathname.split('/').map((segment, index, all) => hiddenSegment(segment, index, index === all.length - 1, nonce));
  const parameters = query === undefined ? '' : `?${query.split('&').map((part) => hiddenParameter(part, nonce)).join('&')}`;
  return segments.join('/') + parameters;
}

function hiddenSegment(segment: string, index: number, isLast: boolean, nonce: string): string {
  if (segment === '' || segment.includes(nonce)) {
    return segment;
  }
  const extension = isLast ? /\.[A-Za-z0-9]{1,8}$/.exec(segment)?.[0] ?? '' : '';
  return String.fromCharCode(96 + Math.min(index, 26)) + extension;
}

function hiddenParameter(part: string, nonce: string): string {
  const [name = '', value] = part.split(/=(.*)/s);
  return value === undefined || value.includes(nonce) ? part : `${name}=${HIDDEN}`;
}

/** Of an error's body what names the error; of a body that is the owner's own nothing. */
function hiddenBody(body: string): string | undefined {
  const elements = ['Code', 'Message', 'Method', 'ResourceType']
    .flatMap((name) => new RegExp(`<${name}>[^<]*</${name}>`).exec(body)?.[0] ?? []);
  if (elements.length > 0) {
    const ids = ['RequestId', 'HostId'].filter((name) => body.includes(`<${name}>`)).map((name) => `<${name}>${HIDDEN}</${name}>`);
    return `<Error>${[...elements, ...ids].join('').replace(/arn:[^\s<]*/g, HIDDEN).replace(/\d{12}/g, HIDDEN)}</Error>`;
  }
  if (!body.includes('Generated by cloudfront (CloudFront)')) {
    return undefined;
  }
  return body
    .replace(/<style[\s\S]*?<\/style>/gi, '').replace(/<[^>]*>/g, ' ').replace(/Request ID: \S+/, `Request ID: ${HIDDEN}`)
    .replace(/\s+/g, ' ').trim();
}
