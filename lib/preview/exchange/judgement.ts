import { preflightCheck, requestKind } from '../../model';
import type { CredentialsMode, HttpRequest, HttpResponse, Load, RequestKind } from '../../model';
import { judgeRedirect, judgeResponse } from '../../model/browser/loading/verdict';
import type { Judged } from '../../model/browser/loading/verdict';
import { lowerCaseItems } from '../../model/http/message';
import { targetOf } from '../../model/http/target';
import type { Outcome } from '../../model/outcome';
import type { BlockedRequest } from '../../trial/request/blocked-request';
import type { BrowserJudgement } from './exchange-record';

// https://fetch.spec.whatwg.org/#concept-request-destination
const LOADS: Readonly<Record<string, Load | undefined>> = { empty: 'fetch', font: 'font', image: 'image', script: 'script', style: 'stylesheet' };

/** A judgement with what the model's checks found, which tells what to change. */
export type Judgement = BrowserJudgement & Pick<BlockedRequest, 'code' | 'failure'>;

/** What a browser makes of an answer, by the model's own checks and as far as the request tells what the page wants. */
export function judge(host: string, request: HttpRequest, response: HttpResponse): Judgement {
  const { headers, method } = request;
  const origin = headers.origin as string | undefined;
  const requestedMethod = headers['access-control-request-method'] as string | undefined;
  if (method === 'OPTIONS' && origin !== undefined && requestedMethod !== undefined) {
    return judgePreflight(origin, requestedMethod, request, response);
  }
  const mode = headers['sec-fetch-mode'] as string | undefined ?? (origin === undefined ? undefined : 'cors');
  if (mode !== 'cors' && mode !== 'no-cors') {
    return { verdict: 'no-page', use: mode === 'navigate' ? 'navigation' : 'no browser', why: mode === 'navigate' ? 'Somebody opens the file itself: CORS does not apply to navigation.' : 'The client is not a browser, and CORS binds browsers only.' };
  }
  const load = LOADS[headers['sec-fetch-dest'] as string | undefined ?? 'empty'] ?? 'fetch';
  return judgeLoad(judgedRequest(host, request, mode, load), request, response);
}

// A preflight says nothing of cookies, so it is judged without them, and what cookies would change is added
function judgePreflight(
  origin: string,
  method: string,
  { headers }: HttpRequest,
  { status, headers: answered, error, from }: HttpResponse,
): Judgement {
  const unsafeHeaderNames = lowerCaseItems(headers['access-control-request-headers'] as string | undefined);
  const check = (credentials: CredentialsMode) => preflightCheck({ method, origin, credentials, unsafeHeaderNames }, status, answered);
  const failure = check('same-origin');
  if (failure) {
    const refused = error ? ` ${from} answered ${status} ${error.code}: ${error.message}` : '';
    return {
      verdict: 'blocked',
      use: 'preflight',
      why: `The page may not send its ${method}.${refused}`,
      message: failure.message,
      failure,
    };
  }
  const withCookies = check('include');
  return {
    verdict: 'allowed',
    use: 'preflight',
    why: withCookies ? `The page may send its ${method}, but not with cookies.` : `The page may send its ${method}, with cookies too.`,
  };
}

function judgedRequest(host: string, request: HttpRequest, mode: 'cors' | 'no-cors', load: Load): Judged {
  const { headers, secure } = request;
  const urlOrigin = `${secure === false ? 'http' : 'https'}://${host}`;
  const url = urlOrigin + targetOf(request);
  const pageOrigin = headers.origin as string | undefined ?? originOf(headers.referer) ?? (headers['sec-fetch-site'] === 'same-origin' ? urlOrigin : 'null');
  const kind: RequestKind = { ...requestKind({ load, mode }), mode, credentials: 'cookie' in headers ? 'include' : 'same-origin' };
  return {
    kind, page: { origin: pageOrigin }, origin: pageOrigin, server: { host }, url, firstUrl: url, secure: secure !== false,
    crossOrigin: headers['sec-fetch-site'] === 'same-origin' ? false : pageOrigin !== urlOrigin,
  };
}

function originOf(referer: string | undefined): string | undefined {
  return referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : undefined;
}

function judgeLoad(load: Judged, { method }: HttpRequest, response: HttpResponse): Judgement {
  const use = load.kind.load;
  if (response.headers.location as string | undefined !== undefined && response.status >= 300 && response.status <= 399) {
    const blocked = judgeRedirect(load, response);
    return blocked ? told(use, blocked) : { verdict: 'allowed', use, why: `It follows to ${response.headers.location}.` };
  }
  const outcome = judgeResponse(load, response);
  if (outcome.verdict === 'allowed' && !outcome.readable) {
    return { verdict: 'no-page', use, why: 'It was loaded without CORS: the browser shows it, and the page\'s code cannot read it.' };
  }
  return told(use, outcome, method === 'PUT' || method === 'POST' ? 'The page may read the answer to its upload.' : undefined);
}

function told(use: string, outcome: Outcome, allowed = 'The page\'s code may read it.'): Judgement {
  if (outcome.verdict === 'allowed') {
    const exposed = outcome.exposedHeaders.length > 0 ? ` Beyond the usual headers it sees ${outcome.exposedHeaders.join(', ')}.` : '';
    return { verdict: 'allowed', use, why: allowed + exposed };
  }
  if (outcome.verdict === 'unknown') {
    return { verdict: 'blocked', use, why: outcome.why };
  }
  const { why, message, code, failure } = outcome;
  return { verdict: 'blocked', use, why, code, ...(message === undefined ? {} : { message }), ...(failure === undefined ? {} : { failure }) };
}
