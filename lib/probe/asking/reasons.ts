import type { Evidence } from './evidence';
import { browserRequests, isSafeMethod, isSigned } from './target';
import type { ProbeTarget } from './target';

/** How a reason begins when nobody misses the answer. */
export const NOT_NEEDED = 'not needed';

/** Whether the page's preflight asks for a header or a method. */
function asksForMore(target: ProbeTarget): boolean {
  const { preflight } = browserRequests(target);
  return 'access-control-request-headers' in preflight || preflight['access-control-request-method'] !== 'GET';
}

/** What is asked of the file, once it has arrived. */
export function needsFile(evidence: Evidence): string | undefined {
  const page = evidence.at('page');
  if (page === undefined) {
    return 'the page\'s own request was not sent';
  }
  return page.response.status >= 300
    ? `the page's own request was answered ${page.response.status}, and errors are kept for a while`
    : undefined;
}

/** A refused origin leaves a copy without permission for everybody, where copies are shared and no policy repairs them. */
export function harmOfPage(evidence: Evidence): string | undefined {
  const { method = 'GET' } = evidence.target.page;
  if (!isSafeMethod(method)) {
    return `the page's request is a ${method}, and a probe only reads`;
  }
  const missing = evidence.at('missing');
  const repaired = missing !== undefined && evidence.failure(missing) === undefined;
  return !evidence.originRefused || repaired || evidence.target.thorough
    ? undefined
    : 'the bucket refuses this origin, and its answer could be kept for pages that are allowed; --thorough asks all the same';
}

/** Another origin, or none, may only ask where it can fill nothing that a page reads. */
export function harmOfOthers(evidence: Evidence): string | undefined {
  if (needsFile(evidence) !== undefined || evidence.queryIsKeyed === true) {
    return needsFile(evidence);
  }
  return evidence.target.thorough && evidence.at('page-again')?.signals.fromCopy === true
    ? undefined
    : 'its answer could be kept in place of the page\'s, because the query is not known to be part of the cache key;'
      + ' --thorough asks all the same, right after a hit';
}

/** What only a comparison with a template uses. */
export function needsTemplate(evidence: Evidence): string | undefined {
  return evidence.target.comparing ? harmOfErrorPages(evidence) : `${NOT_NEEDED}: only a comparison with a template uses it`;
}

/** What is refused may be replaced by an error page, of which the cache keeps a copy as the refused request got it. */
export function harmOfErrorPages(evidence: Evidence): string | undefined {
  const missing = evidence.at('missing');
  const isPlain = missing?.response.status === 403 && missing.signals.answerer === 'S3';
  return isPlain || evidence.target.thorough
    ? undefined
    : 'a refusal could be replaced by an error page, and a copy of that page would be kept; --thorough asks all the same';
}

/** A refused preflight is asked again for less, to see what it was refused for. */
export function needsPlainPreflight(evidence: Evidence): string | undefined {
  if (!evidence.bucketRefuses) {
    return `${NOT_NEEDED}: the bucket did not refuse the preflight`;
  }
  return asksForMore(evidence.target) ? harmOfErrorPages(evidence) : `${NOT_NEEDED}: the preflight asked for nothing but the origin`;
}

/** A request that lacks permission is sent once more without what browsers add. */
export function needsBareRequest(evidence: Evidence): string | undefined {
  const lacks = evidence.all('page').some((page) => evidence.failure(page)?.code === 'allow-origin-missing');
  return needsFile(evidence) ?? (lacks ? undefined : `${NOT_NEEDED}: the page's own request has permission`);
}

/** Only answers that are kept can be shared. */
export function needsCachedPreflights(evidence: Evidence): string | undefined {
  const cached = evidence.all('preflight-again').some(({ signals }) => signals.fromCopy);
  return cached ? harmOfErrorPages(evidence) : `${NOT_NEEDED}: answers to OPTIONS are not cached`;
}

/** A signature holds for one URL. */
export function needsUnsignedUrl(evidence: Evidence): string | undefined {
  return needsFile(evidence) ?? (isSigned(evidence.target.url) ? 'the URL is signed, and a signature holds for one URL' : undefined);
}

/** What costs another connection. */
export function needsThorough({ target }: Evidence): string | undefined {
  return target.thorough ? undefined : 'only with --thorough';
}
