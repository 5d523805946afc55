import { newSimulation } from '../../model';
import type { HttpResponse, Outcome, Simulation } from '../../model';
import { loadFrom } from '../../model/browser/loading/page-load';
import { isSafeMethod, pathOf, schemeOf } from '../asking/target';
import type { Evidence, Seen } from '../asking/evidence';
import { headerMap, valueOf } from '../exchange';

/** What a browser makes of the answers. */
export interface BrowserVerdict {
  readonly verdict: 'allowed' | 'blocked' | 'preflight-passes' | 'unclear';
  readonly outcome?: Outcome;
  /** The exchanges that decided. */
  readonly by: readonly number[];
  /** What limits it, in a sentence. */
  readonly note?: string;
}

/** Lets the model's browser load the file from answers that were really given. */
export function verdictOf(evidence: Evidence, page: Seen | undefined = evidence.at('page') ?? evidence.at('missing')): BrowserVerdict {
  const { target } = evidence;
  const used: number[] = [];
  const answer = ({ method }: { readonly method: string }): HttpResponse => {
    const seen = method === 'OPTIONS' ? evidence.at('preflight') : isSafeMethod(method) ? page : undefined;
    if (method !== 'OPTIONS' && used.includes(seen?.n ?? 0)) {
      throw new Redirected(valueOf(seen?.response.headers ?? [], 'location'));
    }
    if (seen === undefined) {
      throw method === 'OPTIONS' || isSafeMethod(method) ? new NoAnswer() : new NotTried();
    }
    used.push(seen.n);
    return asResponse(seen);
  };
  const simulation: Simulation = newSimulation();
  try {
    const neighbour = (host: string): never => { throw new Redirected(host); };
    const outcome = loadFrom(
      { name: 'CloudFront', host: target.url.host, answer, neighbour },
      { ...target.page, path: pathOf(target.url), scheme: schemeOf(target) }, simulation,
    );
    return {
      verdict: outcome.verdict === 'unknown' ? 'unclear' : outcome.verdict, outcome, by: used,
      ...(page?.step === 'missing' ? { note: JUDGED_BY_MISSING } : {}),
    };
  } catch (error) {
    if (error instanceof NotTried) {
      return {
        verdict: 'preflight-passes', by: used, note: `the ${target.page.method ?? ''} itself was not tried, because a probe only reads`,
      };
    }
    if (error instanceof Redirected) {
      return { verdict: 'unclear', by: used, note: `the file is redirected to ${error.to}; a probe follows no redirect: probe that URL` };
    }
    if (error instanceof NoAnswer) {
      return { verdict: 'unclear', by: used, note: 'there is no answer to the request that decides' };
    }
    throw error;
  }
}

const JUDGED_BY_MISSING = 'judged by the answer for a file that does not exist, because asking for the file itself could have done harm';

class Redirected extends Error {
  public constructor(public readonly to = 'another URL') {
    super();
  }
}
class NoAnswer extends Error {}
class NotTried extends Error {}

/** An answer as the model reads one. */
export function asResponse({ response, signals }: Seen): HttpResponse {
  const from = signals.answerer === 'S3' || signals.answerer === 'S3 website' ? 'S3' : 'CloudFront';
  const body = signals.answerer === 'an error page' ? 'error-page' : response.status >= 400 ? 'error' : 'object';
  const [, code = String(response.status)] = /<Code>(\w+)<\/Code>/.exec(response.bodyExcerpt ?? '') ?? [];
  const [, message = ''] = /<Message>([^<]*)<\/Message>/.exec(response.bodyExcerpt ?? '') ?? [];
  return {
    status: response.status, headers: headerMap(response.headers), from, body,
    ...(body === 'error' && message !== '' ? { error: { code, message } } : {}),
  };
}
