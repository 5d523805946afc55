import type { ResponseHeadersPolicy } from '../../graph/types';
import { SimulationRecorder } from '../../model';
import { applyResponseHeadersPolicy } from '../../model/cloudfront/response-headers-policy';
import { CORS_RESPONSE_HEADERS } from '../../model/http/message';
import type { Assumptions, EdgeUse, HeaderMap, HttpRequest, TraceLine, SimulationLog, WireExchange } from '../../model';

type Entry = readonly ['asks', WireExchange['between'], HttpRequest] | readonly ['answers', WireExchange] | readonly ['say', 'browser' | 'CloudFront', string];

/** What a policy did to the headers of an answer. */
export interface PolicyUse {
  readonly policy: ResponseHeadersPolicy;
  readonly before: HeaderMap;
  readonly after: HeaderMap;
}

/** Keeps what happens on an exchange, and puts it into words only when somebody wants to read them. */
export class ExchangeMemory implements SimulationLog {
  public readonly messages: WireExchange[] = [];
  /** Of the file that was asked for; that of an error page comes after it and does not count. */
  public edge?: EdgeUse;
  public policyUse?: PolicyUse;
  private readonly entries: Entry[] = [];

  public get lines(): readonly TraceLine[] {
    const recorder = new SimulationRecorder();
    for (const entry of this.entries) {
      switch (entry[0]) {
        case 'say': recorder.say(entry[1], entry[2]); break;
        case 'asks': recorder.asks(entry[1], entry[2]); break;
        case 'answers': recorder.answers(entry[1]); break;
      }
    }
    return recorder.lines;
  }

  public say(who: 'browser' | 'CloudFront', sentence: string): void {
    this.entries.push(['say', who, sentence]);
  }

  public asks(between: WireExchange['between'], request: HttpRequest): void {
    this.entries.push(['asks', between, request]);
  }

  public answers(exchange: WireExchange): void {
    this.messages.push(exchange);
    this.entries.push(['answers', exchange]);
  }

  public finds(use: EdgeUse): void {
    this.edge = this.edge === undefined || (this.edge === 'miss' && use === 'revalidated') ? use : this.edge;
  }

  public applies(policy: ResponseHeadersPolicy, before: HeaderMap, after: HeaderMap): void {
    this.policyUse = { policy, before, after };
  }
}

/** The headers that a policy wrote, also where S3 had written the same. */
export function writtenByPolicy({ policy, before, after }: PolicyUse, request: HttpRequest, assumptions: Assumptions): HeaderMap {
  // What the policy says by itself, to tell a header that it replaced by an equal one from a header that it let through
  const said = applyResponseHeadersPolicy(policy, request, {}, { assumptions });
  const yields = policy.cors.known
    && policy.cors.value?.originOverride.known
    && !policy.cors.value.originOverride.value
    && CORS_RESPONSE_HEADERS.some((name) => name in before);
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => before[name] !== value || (said[name] === value && !(yields && isCorsHeader(name)))),
  );
}

function isCorsHeader(name: string): boolean {
  return (CORS_RESPONSE_HEADERS as readonly string[]).includes(name);
}
