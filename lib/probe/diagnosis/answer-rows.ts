import type { Evidence, Seen } from '../asking/evidence';
import { valueOf } from '../exchange';
import { corsExposedHeaderNames, isCorsSafelistedResponseHeader, requestKind } from '../../model';
import { headerMap } from '../exchange';
import { corsAuthor } from './attribution';
import { refusedBy, shown } from './row';
import type { Row } from './row';
import type { Refusal } from './signals';

const pages = (evidence: Evidence): readonly Seen[] => evidence.all('page');

function refusal(cause: Row['cause'], ...refusals: readonly Refusal[]): Row {
  return { cause, stops: 'request', shownBy: (evidence) => shown(refusedBy(pages(evidence), ...refusals)) };
}

/** Somebody refuses, and it does not matter which request it is. */
function refusesAnything(cause: Row['cause'], refused: Refusal): Row {
  return {
    cause, stops: 'request', shownBy: (evidence) => shown(refusedBy(evidence.all('preflight', 'missing', 'page'), refused).slice(0, 1)),
  };
}

/** What goes wrong with the page's own request, apart from copies. */
export const REFUSAL_ROWS: readonly Row[] = [
  refusesAnything('rate-limit', 'rate'),
  refusesAnything('firewall-blocks', 'firewall'),
  refusesAnything('country-blocked', 'country'),
  refusal('https-required', 'https-required'),
  refusal('not-signed', 'signature'),
  refusal('edge-code-fails', 'edge-function-failed'),
  { cause: 'redirected', stops: 'request', shownBy: (evidence) => shown(pages(evidence).filter(isRedirect), toWhere(evidence)) },
  {
    cause: 'edge-code-answers', stops: 'request',
    shownBy: (evidence) => shown(pages(evidence).filter(isStoppedAtTheEdge)),
  },
  refusal('host-forwarded', 'foreign-bucket'),
  refusal('key-not-granted', 'kms'),
  refusal('access-denied', 'access-denied'),
  refusal('file-missing', 'no-such-key'),
  {
    cause: 'error-page-masks', stops: 'request',
    shownBy: (evidence) => shown(pages(evidence).filter(({ signals }) => signals.answerer === 'an error page')),
  },
  {
    cause: 'origin-fails', stops: 'request',
    shownBy: (evidence) => shown(pages(evidence).filter(({ response }) => response.status >= 400), statusOf(evidence)),
  },
];

/** What is missing in an answer that arrived. */
export const PERMISSION_ROWS: readonly Row[] = [
  { cause: 'permission-twice', stops: 'request', shownBy: (evidence) => failing(evidence, 'allow-origin-multiple') },
  {
    cause: 'wildcard-with-credentials', stops: 'request',
    shownBy: (evidence) => failing(evidence, 'allow-origin-wildcard-with-credentials') ?? wildcardBesideCredentials(evidence),
  },
  { cause: 'credentials-not-allowed', stops: 'request', shownBy: (evidence) => failing(evidence, 'allow-credentials-missing') },
  { cause: 'permission-for-another-origin', stops: 'request', shownBy: (evidence) => failing(evidence, 'allow-origin-mismatch') },
  {
    cause: 'bucket-refuses-origin', stops: 'request',
    shownBy: (evidence) => (evidence.originRefused ? shownWith(evidence.all('preflight'), withoutPermission(evidence)) : undefined),
  },
  { cause: 'no-permission', stops: 'request', shownBy: (evidence) => shown(withoutPermission(evidence)) },
  { cause: 'header-not-exposed', stops: 'request', shownBy: hiddenHeader },
];

/** What stops somebody else, or the next visitor. */
export const RISK_ROWS: readonly Row[] = [
  {
    cause: 'error-page-masks', stops: 'risk',
    shownBy: (evidence) => shown(evidence.all('missing').filter(({ signals }) => signals.answerer === 'an error page')),
  },
  { cause: 'everybody-allowed', stops: 'risk', shownBy: reflectsEverybody },
  {
    cause: 'resource-policy-forbids', stops: 'risk',
    shownBy: (evidence) => shown(pages(evidence).filter(staysOnItsSite)),
  },
];

function staysOnItsSite({ response: { headers } }: Seen): boolean {
  return /^same-(origin|site)$/.test(valueOf(headers, 'cross-origin-resource-policy') ?? '');
}

function isStoppedAtTheEdge({ signals: { answerer }, response: { status } }: Seen): boolean {
  return /Function|Lambda/.test(answerer) && status >= 300;
}

/** Shown by the second, where there are any, together with the first. */
function shownWith(first: readonly Seen[], second: readonly Seen[]): ReturnType<Row['shownBy']> {
  return second.length === 0 ? undefined : shown([...first, ...second]);
}

function isRedirect({ response: { status, headers } }: Seen): boolean {
  return status >= 300 && status < 400 && valueOf(headers, 'location') !== undefined;
}

function toWhere(evidence: Evidence): string | undefined {
  const location = pages(evidence).map(({ response }) => valueOf(response.headers, 'location')).find((value) => value !== undefined);
  return location === undefined ? undefined : `to ${location}`;
}

function statusOf(evidence: Evidence): string {
  return `it answers ${String(evidence.at('page')?.response.status)}`;
}

function failing(evidence: Evidence, code: string): ReturnType<Row['shownBy']> {
  const found = [
    ...pages(evidence), ...(pages(evidence).length === 0 ? evidence.all('missing') : []),
  ].filter((page) => evidence.failure(page)?.code === code);
  return shown(
    found,
    found[0] && `it says Access-Control-Allow-Origin: ${valueOf(found[0].response.headers, 'access-control-allow-origin') ?? ''}`,
  );
}

function withoutPermission(evidence: Evidence): readonly Seen[] {
  const judged = pages(evidence).length === 0 ? evidence.all('missing') : pages(evidence);
  return judged.filter((page) => evidence.failure(page)?.code === 'allow-origin-missing');
}

/** `*` together with Allow-Credentials: whoever wrote it wants cookies to work, and they cannot. */
// Recorded: openaq-refreshhit
function wildcardBesideCredentials(evidence: Evidence): ReturnType<Row['shownBy']> {
  return shown(pages(evidence).filter(({ response: { headers } }) =>
    valueOf(headers, 'access-control-allow-origin') === '*'
      && valueOf(headers, 'access-control-allow-credentials') === 'true'
      && requestKind(evidence.target.page).credentials === 'include'));
}

function hiddenHeader(evidence: Evidence): ReturnType<Row['shownBy']> {
  const { page } = evidence.target;
  const judged = evidence.target.page.method === 'PUT' || evidence.target.page.method === 'POST'
    ? evidence.all('preflight')
    : pages(evidence);
  const hidden = page.reads?.find((name) => !isCorsSafelistedResponseHeader(name.toLowerCase())
    && judged.some(({ response }) => !corsExposedHeaderNames(
      requestKind(page).credentials, headerMap(response.headers),
    ).includes(name.toLowerCase())));
  return hidden === undefined || judged.some((seen) => evidence.failure(seen) !== undefined)
    ? undefined
    : shown(judged, `the page reads ${hidden}`);
}

function reflectsEverybody(evidence: Evidence): ReturnType<Row['shownBy']> {
  const { otherOrigin } = evidence.target;
  return shown(evidence.all('other-origin', 'other-preflight').filter((seen) =>
    corsAuthor(seen) !== 'nobody' && valueOf(seen.response.headers, 'access-control-allow-origin') === otherOrigin
    && valueOf(seen.response.headers, 'access-control-allow-credentials') === 'true'));
}
