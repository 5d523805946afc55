/** Requests that no browser could send: asserting something of one would pass for the wrong reason. */
import { isHeaderName } from '../../contract/header-name';
import { isSymbolic } from '../../graph/types/symbolic-text';
import type { EarlierEvent, PageRequest } from '../../model';
import { isForbiddenMethod } from '../../model/browser/method';
import { isForbiddenRequestHeader } from '../../model/browser/safelist';
import { asBrowsersSend } from '../../rules/promise/origin-text';

/** What is wrong with a request. */
export interface RequestProblem {
  /** `origin`, `path`, `headers.Cookie`, `history.0.path`. */
  readonly field: string;
  readonly value: string;
  /** Why no browser sends it. */
  readonly why: string;
  /** What to write. */
  readonly fix: string;
}

/** The first thing in a request that no browser could send; nothing when one could. */
export function pageRequestProblem(request: PageRequest, history: readonly EarlierEvent[] = []): RequestProblem | undefined {
  return problemOf(request) ?? history.map((event, index) => {
    const problem = 'path' in event ? problemOf(event) : undefined;
    return problem && { ...problem, field: `history.${String(index)}.${problem.field}` };
  }).find((problem) => problem !== undefined);
}

type Checked = Partial<PageRequest> & Pick<PageRequest, 'path'>;

function problemOf(request: Checked): RequestProblem | undefined {
  const { origin, path, method, reads = [] } = request;
  return (origin === undefined ? undefined : originProblem(origin))
    ?? pathProblem(path)
    ?? (method === undefined ? undefined : methodProblem(method))
    ?? (origin === undefined ? undefined : headerProblem(request))
    ?? reads.map((name) => (isHeaderName(name) ? undefined : problem('reads', name, 'it is not the name of a header', 'the name alone, such as ETag'))).find(Boolean)
    ?? loadProblem(request);
}

/** What is wrong with the origin of a page. Apps and extensions have schemes of their own; sandboxed pages send `null`. */
export function originProblem(origin: string): RequestProblem | undefined {
  if (origin === 'null' || isSymbolic(origin)) {
    return undefined;
  }
  const [, scheme, host = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(origin) ?? [];
  const sent = asBrowsersSend(origin.trim());
  const fix = sent === undefined || sent.includes('*') ? 'scheme://host[:port] as browsers send it, such as https://app.example.com' : sent;
  if (scheme === undefined || rest !== '') {
    return problem('origin', origin, 'browsers send a scheme and a host, and nothing after it', fix);
  }
  if (origin !== origin.toLowerCase()) {
    return problem('origin', origin, 'browsers send it in lower case', fix);
  }
  const isWeb = scheme === 'http' || scheme === 'https';
  return (isWeb ? sent === origin && !origin.includes('*') : host !== '' || scheme === 'file')
    ? undefined : problem('origin', origin, origin.includes('*') ? 'a page has one origin, not a pattern' : 'it is not an origin as browsers send it', fix);
}

function pathProblem(path: string): RequestProblem | undefined {
  if (!path.startsWith('/')) {
    return problem('path', path, 'the path of a URL starts with a slash', URL.canParse(path) ? new URL(path).pathname : `/${path}`);
  }
  return /[\s#]/.test(path) ? problem('path', path, 'browsers send neither spaces nor what comes after #', encodeURI(path.split('#')[0] ?? path)) : undefined;
}

function methodProblem(method: string): RequestProblem | undefined {
  if (!isHeaderName(method)) {
    return problem('method', method, 'it is not the name of a method', 'GET, HEAD, PUT, POST or DELETE');
  }
  return isForbiddenMethod(method.toUpperCase()) ? problem('method', method, 'browsers let no page send it', 'GET, HEAD, PUT, POST or DELETE')
    : method === method.toUpperCase() ? undefined : problem('method', method, 'methods are written in capitals', method.toUpperCase());
}

function headerProblem({ headers = {} }: Checked): RequestProblem | undefined {
  return Object.entries(headers).map(([name, value]) => {
    if (!isHeaderName(name)) {
      return problem(`headers.${name}`, name, 'it is not the name of a header', 'a name such as X-Request-Id');
    }
    if (/[\r\n\0]/.test(value)) {
      return problem(`headers.${name}`, JSON.stringify(value), 'the value of a header is one line', 'the value in one line');
    }
    return isForbiddenRequestHeader(name.toLowerCase(), value)
      ? problem(`headers.${name}`, name, 'browsers set it themselves and let no page set it', name.toLowerCase() === 'cookie' ? 'credentials' : 'the headers that the page\'s own code sets') : undefined;
  }).find(Boolean);
}

function loadProblem({ load = 'fetch', method = 'GET', headers = {}, reads = [], origin }: Checked): RequestProblem | undefined {
  if (load === 'fetch' || origin === undefined) {
    return undefined;
  }
  const element = `an element that loads a ${load}`;
  if (method !== 'GET') {
    return problem('method', method, `${element} sends GET`, 'GET, or load it by fetch');
  }
  const [name] = Object.keys(headers);
  return name !== undefined ? problem(`headers.${name}`, name, `${element} sets no headers`, 'no headers, or load it by fetch')
    : reads[0] !== undefined ? problem('reads', reads[0], `${element} reads no headers`, 'no headers, or load it by fetch') : undefined;
}

function problem(field: string, value: string, why: string, fix: string): RequestProblem {
  return { field, value, why, fix };
}
