import type { ProbeRequest, StepId } from '../exchange';
import type { Evidence } from './evidence';
import {
  harmOfErrorPages, harmOfOthers, harmOfPage, needsBareRequest, needsCachedPreflights, needsFile, needsPlainPreflight, needsTemplate,
  needsThorough, needsUnsignedUrl,
} from './reasons';
import { ADDED_BY_BROWSERS, get, missingPath, options, ownPreflight, unshared, withNonce } from './requests';
import { browserRequests, pathOf } from './target';
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

/**
 * In this order, because none may leave a copy in a cache that the page's own request would not leave: what could do so goes to URLs
 * that nobody else asks for, and the page's own request goes out only when it is known to do no harm.
 */
export const STEPS: readonly Step[] = [
  {
    id: 'preflight', asks: 'who answers preflights, and what of them reaches S3',
    request: (target) => options(target, pathOf(target.url), browserRequests(target).preflight),
  },
  {
    id: 'preflight-again', asks: 'whether answers to OPTIONS are cached',
    request: (target) => options(target, pathOf(target.url), browserRequests(target).preflight),
  },
  {
    id: 'missing', asks: 'CORS headers on errors, and whether an error page hides them',
    request: (target) => get(target, missingPath(target, 1)),
  },
  {
    id: 'plain-preflight', asks: 'whether the origin is refused, or only the header or method',
    request: (target) => options(target, missingPath(target, 4), ownPreflight(target, target.page.origin)),
    unless: needsPlainPreflight,
  },
  {
    id: 'missing-no-origin', asks: 'whether pages of different origins share copies',
    request: (target) => get(target, missingPath(target, 1), { without: ['origin', 'sec-fetch-mode'] }), unless: harmOfErrorPages,
  },
  { id: 'page', asks: 'the page\'s own request', request: (target) => get(target, pathOf(target.url)), unless: harmOfPage },
  {
    id: 'page-again', asks: 'whether the answer is kept, and whether the copy is like it',
    request: (target) => get(target, pathOf(target.url)), unless: needsFile,
  },
  {
    id: 'page-bare', asks: 'whether headers that browsers add by themselves silence the policy',
    request: (target) => get(target, pathOf(target.url), { without: ADDED_BY_BROWSERS }),
    unless: needsBareRequest,
  },
  {
    id: 'page-nonce', asks: 'a fresh answer next to the copy', request: (target) => get(target, withNonce(target, 1)),
    unless: needsUnsignedUrl,
  },
  {
    id: 'page-gzip', asks: 'the copy for gzip', request: (target) => get(target, pathOf(target.url), { encoding: 'gzip' }),
    unless: needsFile,
  },
  {
    id: 'page-identity', asks: 'the copy without compression',
    request: (target) => get(target, pathOf(target.url), { encoding: 'identity' }), unless: needsFile,
  },
  {
    id: 'no-origin', asks: 'what an <img> without crossorigin leaves in the browser\'s cache',
    request: (target, evidence) => get(target, unshared(target, evidence, 2), { without: ['origin', 'priority'], mode: 'no-cors' }),
    unless: harmOfOthers,
  },
  {
    id: 'other-origin', asks: 'what a page that is not listed gets',
    request: (target, evidence) => get(target, unshared(target, evidence, 3), { origin: target.otherOrigin }), unless: harmOfOthers,
  },
  {
    id: 'other-preflight', asks: 'whether the bucket allows every page',
    request: (target) => options(target, missingPath(target, 2), ownPreflight(target, target.otherOrigin)), unless: harmOfErrorPages,
  },
  {
    id: 'preflight-after-other', asks: 'whether pages of different origins share answers to preflights',
    request: (target) => options(target, missingPath(target, 2), ownPreflight(target, target.page.origin)),
    unless: needsCachedPreflights,
  },
  {
    id: 'preflight-no-method', asks: 'what counts as a preflight',
    request: (target) => options(target, missingPath(target, 3), { accept: '*/*', origin: target.page.origin }), unless: needsTemplate,
  },
  {
    id: 'http', asks: 'whether the redirect from http carries CORS headers',
    request: (target) => ({ ...get(target, missingPath(target, 5)), plain: true }),
    unless: needsThorough,
  },
  { id: 'page-last', asks: 'that everything is as it was found', request: (target) => get(target, pathOf(target.url)), unless: needsFile },
];
