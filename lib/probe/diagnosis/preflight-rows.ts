import type { Evidence, Seen } from '../asking/evidence';
import { browserRequests } from '../asking/target';
import { headerMap, valueOf } from '../exchange';
import { preflightCheck, requestKind } from '../../model';
import type { CorsFailure } from '../../model/browser/types';
import { refusedBy, shown } from './row';
import type { Row } from './row';
import type { Refusal } from './signals';

const preflights = (evidence: Evidence): readonly Seen[] => evidence.all('preflight', 'preflight-again');

function refusal(cause: Row['cause'], ...refusals: readonly Refusal[]): Row {
  return { cause, stops: 'preflight', shownBy: (evidence) => shown(refusedBy(preflights(evidence).slice(0, 1), ...refusals)) };
}

/** What goes wrong with a preflight. */
export const PREFLIGHT_ROWS: readonly Row[] = [
  refusal('options-not-allowed', 'method'),
  refusal('preflight-not-signed', 'signature'),
  refusal('edge-code-fails', 'edge-function-failed'),
  {
    cause: 'edge-code-answers-preflight', stops: 'preflight',
    shownBy: (evidence) => shown(preflights(evidence).slice(0, 1).filter(({ signals, response }) =>
      /Function|Lambda/.test(signals.answerer) && (response.status >= 300 || evidence.failure({ response }) !== undefined))),
  },
  {
    cause: 'error-page-masks', stops: 'preflight',
    shownBy: (evidence) => shown(preflights(evidence).slice(0, 1).filter(({ signals }) => signals.answerer === 'an error page')),
  },
  refusal('origin-not-forwarded', 'origin-not-forwarded'),
  refusal('request-headers-not-forwarded', 'request-method-not-forwarded'),
  refusal('host-forwarded', 'foreign-bucket'),
  refusal('bucket-without-cors', 'cors-not-enabled'),
  { cause: 'preflights-shared', stops: 'preflight', shownBy: sharedPreflights },
  { cause: 'bucket-refuses-header', stops: 'preflight', shownBy: (evidence) => refusedButPlain(evidence, true) },
  { cause: 'bucket-refuses-method', stops: 'preflight', shownBy: (evidence) => refusedButPlain(evidence, false) },
  refusal('bucket-refuses-origin', 'cors-not-allowed'),
  { cause: 'origin-replaced', stops: 'preflight', shownBy: originReplaced },
  ...([
    ['permission-twice', 'allow-origin-multiple'], [
      'wildcard-with-credentials', 'allow-origin-wildcard-with-credentials',
    ], ['credentials-not-allowed', 'allow-credentials-missing'],
    ['permission-for-another-origin', 'allow-origin-mismatch'], ['no-permission', 'allow-origin-missing'],
  ] as const).map(([cause, code]): Row => ({ cause, stops: 'preflight', shownBy: (evidence) => checkFails(evidence, code) })),
  { cause: 'policy-refuses-header', stops: 'preflight', shownBy: (evidence) => checkFails(evidence, 'allow-headers-missing') },
  { cause: 'policy-refuses-method', stops: 'preflight', shownBy: (evidence) => checkFails(evidence, 'allow-methods-missing') },
  refusal('edge-code-answers-preflight', 'edge-function'),
];

/** Refused as asked, and granted without the header, or without header and method. */
function refusedButPlain(evidence: Evidence, header: boolean): ReturnType<Row['shownBy']> {
  const [preflight, plain] = [evidence.at('preflight'), evidence.at('plain-preflight')];
  if (preflight?.signals.refusal !== 'cors-not-allowed' || plain === undefined || plain.response.status >= 300) {
    return undefined;
  }
  const asked = browserRequests(evidence.target).preflight;
  const method = asked['access-control-request-method'] ?? 'GET';
  const names = asked['access-control-request-headers'] as string | undefined;
  const isMethod = names === undefined
    || !plain.response.headers.some(([name, value]) => name.toLowerCase() === 'access-control-allow-methods' && !value.includes(method));
  return (names !== undefined && isMethod) === header || (names === undefined && !header)
    ? shown(
      [preflight, plain],
      header
        ? `it asks for ${names ?? ''}`
        : `it asks for ${method}; the rule says ${valueOf(plain.response.headers, 'access-control-allow-methods') ?? 'nothing'}`,
    )
    : undefined;
}

/** A copy of an answer that another origin was given. */
function sharedPreflights(evidence: Evidence): ReturnType<Row['shownBy']> {
  const first = evidence.at('preflight');
  const [other, after] = [evidence.at('other-preflight'), evidence.at('preflight-after-other')];
  if (first?.signals.fromCopy === true && checkOf(evidence, first) !== undefined) {
    return shown([first], 'the answer comes from the cache');
  }
  return other && after && after.signals.fromCopy && evidence.failure(after) !== undefined && evidence.preflightGranted
    ? shown([other, after])
    : undefined;
}

function originReplaced(evidence: Evidence): ReturnType<Row['shownBy']> {
  const preflight = evidence.at('preflight');
  const allowed = preflight && valueOf(preflight.response.headers, 'access-control-allow-origin');
  return preflight
    && evidence.preflightGranted
    && !preflight.signals.fromCopy
    && allowed !== undefined
    && allowed !== '*'
    && allowed !== evidence.target.page.origin
    ? shown([preflight], `it allows ${allowed}`)
    : undefined;
}

function checkFails(evidence: Evidence, code: CorsFailure['code']): ReturnType<Row['shownBy']> {
  const preflight = evidence.at('preflight');
  const failure = preflight && evidence.preflightGranted ? checkOf(evidence, preflight) : undefined;
  return preflight && failure?.code === code ? shown([preflight], failure.message) : undefined;
}

function checkOf({ target }: Evidence, preflight: Seen): CorsFailure | undefined {
  const { page } = target;
  const asked = browserRequests(target).preflight;
  return preflightCheck({
    method: asked['access-control-request-method'] ?? 'GET', origin: page.origin, credentials: requestKind(page).credentials,
    unsafeHeaderNames: (asked['access-control-request-headers'] as string | undefined)?.split(',') ?? [],
  }, preflight.response.status, headerMap(preflight.response.headers), page.engine);
}
