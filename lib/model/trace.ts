import { wireCase } from './http/message';
import type { HeaderMap, HttpRequest, HttpResponse, WireExchange } from './http/message';
import { targetOf } from './http/target';
import type { ResponseHeadersPolicy } from '../graph/types';
import type { Outcome } from './outcome';
import type { SimulationLog } from './simulation';

/** One line of the story of an exchange. */
export interface TraceLine {
  readonly who: 'S3' | 'browser' | 'client' | 'CloudFront';
  readonly text: string;
}

/** Records what happens, for a run that somebody looks at. */
export class SimulationRecorder implements SimulationLog {
  public readonly lines: TraceLine[] = [];
  public readonly messages: WireExchange[] = [];

  public say(who: 'CloudFront' | 'browser', sentence: string): void {
    this.lines.push({ who, text: sentence });
  }

  public asks(between: WireExchange['between'], request: HttpRequest): void {
    const [client, server] = neighbours(between);
    this.lines.push({ who: client, text: `asks ${server}: ${requestLine(request)}` });
  }

  /** What the policy takes away or replaces of what S3 sent. */
  public applies(policy: ResponseHeadersPolicy, before: HeaderMap, after: HeaderMap): void {
    const gone = Object.keys(before).filter((name) => name.startsWith('access-control-') && !(name in after));
    const replaced = Object.keys(before).filter((name) => name.startsWith('access-control-') && name in after && before[name] !== after[name]);
    const did = [...(gone.length > 0 ? [`removes ${gone.join(', ')}`] : []), ...(replaced.length > 0 ? [`replaces ${replaced.join(', ')}`] : [])];
    if (did.length > 0) {
      this.lines.push({ who: 'CloudFront', text: `${did.join(' and ')} of S3's answer, by the response headers policy ${policy.managed ?? policy.address.logicalId}.` });
    }
  }

  public answers(exchange: WireExchange): void {
    const [, server] = neighbours(exchange.between);
    this.messages.push(exchange);
    this.lines.push({ who: server, text: `answers ${responseLine(exchange.response)}` });
  }
}

function neighbours(between: WireExchange['between']): readonly [TraceLine['who'], TraceLine['who']] {
  return between.split(' and ') as [TraceLine['who'], TraceLine['who']];
}

const TOLD_REQUEST_HEADERS = ['origin', 'access-control-request-method', 'access-control-request-headers'];

function requestLine(request: HttpRequest): string {
  const { method, headers } = request;
  const told = TOLD_REQUEST_HEADERS.filter((name) => name in headers);
  const origin = told.includes('origin') ? '' : ', without naming the page (no Origin)';
  return `${method} ${targetOf(request)}${listed(headers, told)}${origin}`;
}

function responseLine({ status, headers, error, from }: HttpResponse): string {
  const told = Object.keys(headers).filter((name) => name.startsWith('access-control-') || name === 'vary' || name === 'location');
  const permission = 'access-control-allow-origin' in headers ? '' : ', with no permission for any page';
  const reason = error ? ` ${error.code} (${error.message}), made by ${from}` : '';
  return `${status}${reason}${listed(headers, told)}${permission}`;
}

function listed(headers: HeaderMap, names: readonly string[]): string {
  const wire = wireCase(Object.fromEntries(names.map((name) => [name, headers[name]])));
  return Object.keys(wire).map((name) => `; ${name}: ${wire[name]}`).join('');
}

/** The last line of the story. */
export function ending(outcome: Outcome): TraceLine {
  switch (outcome.verdict) {
    case 'allowed':
      return { who: 'browser', text: outcome.readable ? 'lets the page read the file.' : 'shows the file; the page\'s code cannot read it.' };
    case 'blocked':
      return { who: outcome.by, text: `stops it at the ${outcome.step} step. ${outcome.why}` };
    case 'unknown':
      return { who: 'browser', text: `what happens cannot be told before deployment: ${outcome.why}` };
  }
}
