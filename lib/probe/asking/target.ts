import type { Load } from '../../model/browser/types';
import type { HeaderMap, HttpResponse, PageRequest, Simulation } from '../../model';
import { isSameSite, needsPreflight, newSimulation, requestKind } from '../../model';
import { preflightHeaders } from '../../model/browser/preflight';
import { loadFrom } from '../../model/browser/loading/page-load';
import type { HeaderLine } from '../exchange';
import { ProbeError } from '../problem';

/** What is probed, and for which request of a page. */
export interface ProbeTarget {
  readonly url: URL;
  readonly page: Omit<PageRequest, 'path'>;
  /** A page that should not be allowed, to see what happens to it. */
  readonly otherOrigin: string;
  /** Sent, but never printed and never recorded. */
  readonly secrets: readonly HeaderLine[];
  /** Also asks what is harmless only while the copy in the cache is where it was a second ago. */
  readonly thorough: boolean;
  /** Also asks what only a comparison with a template needs. */
  readonly comparing: boolean;
  /** Part of URLs that nobody else asks for. */
  readonly nonce: string;
}

/** Reads the URL of a file behind CloudFront. */
export function parseTargetUrl(text: string, allowPlain: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new ProbeError('url-invalid', `${JSON.stringify(text)} is not a URL of a file; write it as a page does,`
      + ' such as https://d111111abcdef8.cloudfront.net/fonts/a.woff2');
  }
  if (url.username !== '' || url.password !== '') {
    throw new ProbeError(
      'url-invalid',
      `the URL has a user name or password; browsers refuse that for files of a page; leave them out, or add --send 'Authorization: …'`,
    );
  }
  if (url.protocol === 'http:' && !allowPlain) {
    throw new ProbeError(
      'url-invalid',
      `${JSON.stringify(text)} is not an https URL, and a page on https may not load it; write https://${url.host}${url.pathname}`,
    );
  }
  return url;
}

/** Whether the URL carries a signature of CloudFront or S3, which holds for this very URL. */
export function isSigned({ searchParams }: URL): boolean {
  return ['Signature', 'X-Amz-Signature', 'Key-Pair-Id'].some((name) => searchParams.has(name));
}

/** Path and query as they are sent. */
export function pathOf(url: URL): string {
  return url.pathname + url.search;
}

/** What a browser would send for the page: the preflight, and the request itself. */
export interface BrowserRequests {
  readonly preflight: HeaderMap;
  readonly needsPreflight: boolean;
  readonly actual: HeaderMap;
}

const GRANTED: HeaderMap = {
  'access-control-allow-credentials': 'true', 'access-control-allow-methods': 'GET, HEAD, PUT, POST, DELETE, PATCH',
};

/** Lets the model's browser send the page's request to a server that grants everything, and looks at what it sends. */
export function browserRequests({ page, url }: Pick<ProbeTarget, 'page' | 'url'>): BrowserRequests {
  const sent: { method: string; headers: HeaderMap }[] = [];
  const answer = ({ method, headers }: { method: string; headers: HeaderMap }): HttpResponse => {
    sent.push({ method, headers });
    const asked = headers['access-control-request-headers'] as string | undefined;
    return {
      status: 200, from: 'S3', body: 'none',
      headers: {
        ...GRANTED, 'access-control-allow-origin': page.origin,
        ...(asked === undefined ? {} : { 'access-control-allow-headers': asked }),
      },
    };
  };
  const simulation: Simulation = newSimulation();
  loadFrom({ name: 'CloudFront', host: url.host, answer }, { ...page, path: pathOf(url), scheme: schemeOf({ page, url }) }, simulation);
  const preflight = sent.find(({ method }) => method === 'OPTIONS');
  const method = (page.method ?? 'GET').toUpperCase();
  const plain = preflightHeaders({ method, origin: page.origin, credentials: 'omit', unsafeHeaderNames: [] });
  return {
    preflight: preflight?.headers ?? plain, needsPreflight: preflight !== undefined || needsPreflight(method, []),
    actual: sent.at(-1)?.headers ?? { origin: page.origin },
  };
}

/** The scheme to judge by: plain http is probed on one's own machine only, where browsers take it for as good as https. */
// https://www.w3.org/TR/secure-contexts/#is-origin-trustworthy
export function schemeOf({ url, page }: Pick<ProbeTarget, 'page' | 'url'>): 'http' | 'https' {
  return url.protocol === 'http:' && page.origin.startsWith('http:') ? 'http' : 'https';
}

// MEASURED with Chromium 147 over HTTP/2; a classic script sends none
const PRIORITIES: Readonly<Record<Load, string | undefined>> = {
  fetch: 'u=1, i', font: 'u=0', image: 'i', 'module-script': 'u=1', stylesheet: 'u=0', script: undefined,
};
const DESTINATIONS: Readonly<Record<Load, string>> = {
  fetch: 'empty', font: 'font', image: 'image', 'module-script': 'script', stylesheet: 'style', script: 'script',
};

/** What browsers add to every request of this kind, over HTTP/2. */
// https://www.w3.org/TR/fetch-metadata/ and https://www.rfc-editor.org/rfc/rfc9218#section-5
export function browserExtras({ page, url }: Pick<ProbeTarget, 'page' | 'url'>): HeaderMap {
  const { load, mode } = requestKind(page);
  const priority = PRIORITIES[load];
  return {
    accept: '*/*', ...(/^https?:/.test(page.origin) ? { referer: `${page.origin}/` } : {}), ...(priority === undefined ? {} : { priority }),
    'sec-fetch-dest': DESTINATIONS[load], 'sec-fetch-mode': mode,
    'sec-fetch-site': isSameSite(page.origin, url.origin) ? 'same-site' : 'cross-site',
  };
}

/** Whether the probe itself may send the request; a HEAD is asked for by a GET, because the two share copies. */
export function isSafeMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
