import { preflightHeaders } from '../../model/browser/preflight';
import type { HeaderLine, ProbeRequest } from '../exchange';
import type { Evidence } from './evidence';
import { browserExtras, browserRequests, pathOf } from './target';
import type { ProbeTarget } from './target';

/** What browsers send without being told to. */
export const ADDED_BY_BROWSERS = ['priority', 'cache-control', 'pragma', 'referer', 'sec-fetch-dest', 'sec-fetch-mode', 'sec-fetch-site'];

/** How a request differs from the page's own. */
interface Variation {
  readonly origin?: string;
  readonly encoding?: string;
  readonly mode?: string;
  readonly without?: readonly string[];
}

/** The page's own request, or one that differs from it. */
export function get(target: ProbeTarget, path: string, { origin, encoding, mode, without = [] }: Variation = {}): ProbeRequest {
  const headers: Record<string, string> = { ...browserExtras(target), ...browserRequests(target).actual };
  if (origin !== undefined) {
    Object.assign(headers, { origin, referer: `${origin}/` });
  }
  if (encoding !== undefined) {
    headers['accept-encoding'] = encoding;
  }
  if (mode !== undefined) {
    headers['sec-fetch-mode'] = mode;
  }
  return { method: 'GET', path, headers: [...linesOf(headers, without), ...target.secrets] };
}

/** A preflight as a browser sends it. */
export function options(target: ProbeTarget, path: string, preflight: Readonly<Record<string, string>>): ProbeRequest {
  const { referer, ...extras } = browserExtras(target);
  return {
    method: 'OPTIONS', path,
    headers: linesOf(
      { ...extras, referer: `${preflight.origin ?? ''}/`, 'sec-fetch-mode': 'cors', ...preflight },
      referer === undefined ? ['referer'] : [],
    ),
  };
}

/** The preflight of a page that asks for nothing but its origin. */
export function ownPreflight({ page }: ProbeTarget, origin: string): Readonly<Record<string, string>> {
  return preflightHeaders({ method: 'GET', origin, credentials: page.credentials ?? 'same-origin', unsafeHeaderNames: [] });
}

/** What every request of a probe says about who asks. */
export const USER_AGENT = 'cdk-cors-probe (+https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution)';

function linesOf(headers: Readonly<Record<string, string>>, without: readonly string[]): readonly HeaderLine[] {
  return [...Object.entries(headers).filter(([name]) => !without.includes(name)), ['user-agent', USER_AGENT]];
}

/** A file that does not exist, in the folder of the file and with its extension, so that the same behavior answers. */
export function missingPath({ url, nonce }: ProbeTarget, number: number): string {
  const [, folder = '/', extension = ''] = /^(.*\/)[^/]*?(\.[^./]*)?$/.exec(url.pathname) ?? [];
  return `${folder}cdk-cors-probe-${nonce}-${number}${extension}`;
}

/** The file under a URL that nobody else asks for. */
export function withNonce({ url, nonce }: ProbeTarget, number: number): string {
  return `${pathOf(url)}${url.search === '' ? '?' : '&'}cdk-cors-probe=${nonce}-${number}`;
}

/** The file under a URL of its own where the query is part of the key, or else the file itself. */
export function unshared(target: ProbeTarget, evidence: Evidence, number: number): string {
  return evidence.queryIsKeyed === true ? withNonce(target, number) : pathOf(target.url);
}
