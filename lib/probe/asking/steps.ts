import { preflightHeaders } from '../../model/browser/preflight';
import type { HeaderLine, ProbeRequest, StepId } from '../exchange';
import type { Evidence } from './evidence';
import { browserExtras, browserRequests, isSigned, pathOf } from './target';
import type { ProbeTarget } from './target';

/** One question to a distribution. */
export interface Step {
  readonly id: StepId;
  /** What the answer tells, for a reader who wonders why it was asked. */
  readonly asks: string;
  readonly request: (target: ProbeTarget, evidence: Evidence) => ProbeRequest;
  /** Why it is not asked; undefined: it is. */
  readonly unless?: (evidence: Evidence) => string | undefined;
}

/** How a reason begins when nobody misses the answer. */
export const NOT_NEEDED = 'not needed';

/**
 * In this order, because none may leave a copy in a cache that the page's own request would not leave: what could do so goes to URLs
 * that nobody else asks for, and the page's own request goes out only when it is known to do no harm.
 */
export const STEPS: readonly Step[] = [
  { id: 'preflight', asks: 'who answers preflights, and what of them reaches S3', request: (target) => options(target, pathOf(target.url), browserRequests(target).preflight) },
  { id: 'preflight-again', asks: 'whether answers to OPTIONS are cached', request: (target) => options(target, pathOf(target.url), browserRequests(target).preflight) },
  { id: 'missing', asks: 'CORS headers on errors, and whether an error page hides them', request: (target) => get(target, missingPath(target, 1)) },
  {
    id: 'plain-preflight', asks: 'whether the origin is refused, or only the header or method',
    request: (target) => options(target, missingPath(target, 4), ownPreflight(target, target.page.origin)),
    unless: (evidence) => (!evidence.bucketRefuses ? `${NOT_NEEDED}: the bucket did not refuse the preflight` : asksForMore(evidence.target) ? harmOfErrorPages(evidence) : `${NOT_NEEDED}: the preflight asked for nothing but the origin`),
  },
  { id: 'missing-no-origin', asks: 'whether pages of different origins share copies', request: (target) => get(target, missingPath(target, 1), { without: ['origin', 'sec-fetch-mode'] }), unless: harmOfErrorPages },
  { id: 'page', asks: 'the page\'s own request', request: (target) => get(target, pathOf(target.url)), unless: harmOfPage },
  { id: 'page-again', asks: 'whether the answer is kept, and whether the copy is like it', request: (target) => get(target, pathOf(target.url)), unless: needsFile },
  {
    id: 'page-bare', asks: 'whether headers that browsers add by themselves silence the policy',
    request: (target) => get(target, pathOf(target.url), { without: ADDED_BY_BROWSERS }),
    unless: (evidence) => needsFile(evidence) ?? (evidence.all('page').some((page) => evidence.failure(page)?.code === 'allow-origin-missing') ? undefined : `${NOT_NEEDED}: the page's own request has permission`),
  },
  {
    id: 'page-nonce', asks: 'a fresh answer next to the copy', request: (target) => get(target, withNonce(target, 1)),
    unless: (evidence) => needsFile(evidence) ?? (isSigned(evidence.target.url) ? 'the URL is signed, and a signature holds for one URL' : undefined),
  },
  { id: 'page-gzip', asks: 'the copy for gzip', request: (target) => get(target, pathOf(target.url), { encoding: 'gzip' }), unless: needsFile },
  { id: 'page-identity', asks: 'the copy without compression', request: (target) => get(target, pathOf(target.url), { encoding: 'identity' }), unless: needsFile },
  {
    id: 'no-origin', asks: 'what an <img> without crossorigin leaves in the browser\'s cache',
    request: (target, evidence) => get(target, unshared(target, evidence, 2), { without: ['origin', 'priority'], mode: 'no-cors' }), unless: harmOfOthers,
  },
  { id: 'other-origin', asks: 'what a page that is not listed gets', request: (target, evidence) => get(target, unshared(target, evidence, 3), { origin: target.otherOrigin }), unless: harmOfOthers },
  { id: 'other-preflight', asks: 'whether the bucket allows every page', request: (target) => options(target, missingPath(target, 2), ownPreflight(target, target.otherOrigin)), unless: harmOfErrorPages },
  {
    id: 'preflight-after-other', asks: 'whether pages of different origins share answers to preflights',
    request: (target) => options(target, missingPath(target, 2), ownPreflight(target, target.page.origin)),
    unless: (evidence) => (evidence.all('preflight-again').some(({ signals }) => signals.fromCopy) ? harmOfErrorPages(evidence) : `${NOT_NEEDED}: answers to OPTIONS are not cached`),
  },
  {
    id: 'preflight-no-method', asks: 'what counts as a preflight',
    request: (target) => options(target, missingPath(target, 3), { accept: '*/*', origin: target.page.origin }), unless: needsTemplate,
  },
  {
    id: 'http', asks: 'whether the redirect from http carries CORS headers', request: (target) => ({ ...get(target, missingPath(target, 5)), plain: true }),
    unless: (evidence) => (evidence.target.thorough ? undefined : 'only with --thorough'),
  },
  { id: 'page-last', asks: 'that everything is as it was found', request: (target) => get(target, pathOf(target.url)), unless: needsFile },
];

const ADDED_BY_BROWSERS = ['priority', 'cache-control', 'pragma', 'referer', 'sec-fetch-dest', 'sec-fetch-mode', 'sec-fetch-site'];

interface Variation {
  readonly origin?: string;
  readonly encoding?: string;
  readonly mode?: string;
  readonly without?: readonly string[];
}

function get(target: ProbeTarget, path: string, { origin, encoding, mode, without = [] }: Variation = {}): ProbeRequest {
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

function options(target: ProbeTarget, path: string, preflight: Readonly<Record<string, string>>): ProbeRequest {
  const { referer, ...extras } = browserExtras(target);
  return { method: 'OPTIONS', path, headers: linesOf({ ...extras, referer: `${preflight.origin ?? ''}/`, 'sec-fetch-mode': 'cors', ...preflight }, referer === undefined ? ['referer'] : []) };
}

function ownPreflight({ page }: ProbeTarget, origin: string): Readonly<Record<string, string>> {
  return preflightHeaders({ method: 'GET', origin, credentials: page.credentials ?? 'same-origin', unsafeHeaderNames: [] });
}

/** What every request of a probe says about who asks. */
export const USER_AGENT = 'cdk-cors-probe (+https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution)';

function linesOf(headers: Readonly<Record<string, string>>, without: readonly string[]): readonly HeaderLine[] {
  return [...Object.entries(headers).filter(([name]) => !without.includes(name)), ['user-agent', USER_AGENT]];
}

function asksForMore(target: ProbeTarget): boolean {
  const { preflight } = browserRequests(target);
  return 'access-control-request-headers' in preflight || preflight['access-control-request-method'] !== 'GET';
}

/** A file that does not exist, in the folder of the file and with its extension, so that the same behavior answers. */
export function missingPath({ url, nonce }: ProbeTarget, number: number): string {
  const [, folder = '/', extension = ''] = /^(.*\/)[^/]*?(\.[^./]*)?$/.exec(url.pathname) ?? [];
  return `${folder}cdk-cors-probe-${nonce}-${number}${extension}`;
}

function withNonce({ url, nonce }: ProbeTarget, number: number): string {
  return `${pathOf(url)}${url.search === '' ? '?' : '&'}cdk-cors-probe=${nonce}-${number}`;
}

/** The file under a URL of its own where the query is part of the key, or else the file itself. */
function unshared(target: ProbeTarget, evidence: Evidence, number: number): string {
  return evidence.queryIsKeyed === true ? withNonce(target, number) : pathOf(target.url);
}

function needsFile(evidence: Evidence): string | undefined {
  const page = evidence.at('page');
  if (page === undefined) {
    return 'the page\'s own request was not sent';
  }
  return page.response.status >= 300 ? `the page's own request was answered ${page.response.status}, and errors are kept for a while` : undefined;
}

/** A refused origin leaves a copy without permission for everybody, where copies are shared and no policy repairs them. */
function harmOfPage(evidence: Evidence): string | undefined {
  const missing = evidence.at('missing');
  const repaired = missing !== undefined && evidence.failure(missing) === undefined;
  const originRefused = evidence.bucketRefuses && (evidence.at('plain-preflight')?.signals.refusal === 'cors-not-allowed' || !asksForMore(evidence.target));
  return !originRefused || repaired || evidence.target.thorough
    ? undefined
    : 'the bucket refuses this origin, and its answer could be kept for pages that are allowed; --thorough asks all the same';
}

/** Another origin, or none, may only ask where it can fill nothing that a page reads. */
function harmOfOthers(evidence: Evidence): string | undefined {
  if (needsFile(evidence) !== undefined || evidence.queryIsKeyed === true) {
    return needsFile(evidence);
  }
  return evidence.target.thorough && evidence.at('page-again')?.signals.fromCopy === true
    ? undefined
    : 'its answer could be kept in place of the page\'s, because the query is not known to be part of the cache key; --thorough asks all the same, right after a hit';
}

function needsTemplate(evidence: Evidence): string | undefined {
  return evidence.target.comparing ? harmOfErrorPages(evidence) : `${NOT_NEEDED}: only a comparison with a template uses it`;
}

/** What is refused may be replaced by an error page, of which the cache keeps a copy as the refused request got it. */
function harmOfErrorPages(evidence: Evidence): string | undefined {
  const missing = evidence.at('missing');
  const isPlain = missing?.response.status === 403 && missing.signals.answerer === 'S3';
  return isPlain || evidence.target.thorough
    ? undefined
    : 'a refusal could be replaced by an error page, and a copy of that page would be kept; --thorough asks all the same';
}
