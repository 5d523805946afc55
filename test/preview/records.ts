/** Exchange records as a preview makes them, from exchanges of the model. */
import type { Bucket, DeliveryGraph, Distribution } from '../../lib/graph/types';
import { evaluateBucketCors, exchange } from '../../lib/model';
import type { EarlierEvent, PageRequest, WireExchange } from '../../lib/model';
import type { BrowserJudgement, ExchangeRecord } from '../../lib/preview/exchange/exchange-record';
import { adviceFor } from '../../lib/trial/request/advice';
import { blockedRequest } from '../../lib/trial/request/blocked-request';

/** One record for each message of the browser: a preflight has its own. */
export function recordsOf(graph: DeliveryGraph, page: PageRequest, first: number, history: readonly EarlierEvent[] = []): ExchangeRecord[] {
  const { outcome, trace, messages } = exchange(graph, page, { history });
  const legs: WireExchange[][] = [];
  messages.forEach((message, index) => {
    if (message.between !== 'CloudFront and S3') {
      const before = messages[index - 1] as WireExchange | undefined;
      legs.push(before?.between === 'CloudFront and S3' ? [before, message] : [message]);
    }
  });
  return legs.map((leg, index) => {
    const front = leg[leg.length - 1] as WireExchange;
    const isPreflight = front.request.method === 'OPTIONS';
    const isLast = index === legs.length - 1;
    const use = isPreflight ? 'preflight' : page.load ?? 'fetch';
    const browser: BrowserJudgement = isLast && outcome.verdict === 'blocked'
      ? { verdict: 'blocked', use, why: outcome.why, message: outcome.message, fix: adviceFor({ ...blockedRequest(graph, nodeOf(graph, page), leg, outcome), step: undefined }) }
      : { verdict: 'allowed', use, why: isPreflight ? 'The answer gives the permission that the browser asked for.' : 'The browser lets the page read the file.' };
    return recordOf(graph, first + index, leg, browser, trace);
  });
}

function nodeOf({ buckets, distributions }: DeliveryGraph, { target }: PageRequest): Bucket | Distribution {
  return (target === 'bucket' ? buckets[0] : distributions[0]) as Bucket | Distribution;
}

function recordOf(graph: DeliveryGraph, number: number, leg: readonly WireExchange[], browser: BrowserJudgement, lines: ExchangeRecord['lines']): ExchangeRecord {
  const front = leg[leg.length - 1] as WireExchange;
  const inner = leg.length > 1 ? leg[0] : undefined;
  const atBucket = front.between === 'browser and S3';
  const { status, headers, from, body } = front.response;
  return {
    number, at: new Date(Date.UTC(2026, 10, 22, 9, 30, number)).toISOString(), server: { kind: atBucket ? 'bucket' : 'distribution', name: atBucket ? 'Assets' : 'Distribution' },
    request: front.request, response: { status, headers, bytes: body === 'object' ? 48_256 : 0 },
    cache: atBucket ? 'not-used' : inner ? (front.request.method === 'OPTIONS' ? 'not-used' : 'miss') : from === 'CloudFront' ? 'refused' : 'hit',
    messages: leg, lines, bucketRule: ruleFor(graph, inner ?? (atBucket ? front : undefined)), policy: policyOf(graph, front, inner), browser,
  };
}

function ruleFor({ buckets: [bucket] }: DeliveryGraph, message: WireExchange | undefined): ExchangeRecord['bucketRule'] {
  if (message === undefined || !('origin' in message.request.headers) || !bucket?.cors.known) {
    return undefined;
  }
  const rules = bucket.cors.value;
  const { matchedRule } = evaluateBucketCors({ rules }, message.request);
  return matchedRule === undefined || rules === undefined ? 'none' : { number: rules.indexOf(matchedRule) + 1, rule: matchedRule };
}

function policyOf({ responseHeadersPolicies: [policy] }: DeliveryGraph, front: WireExchange, inner: WireExchange | undefined): ExchangeRecord['policy'] {
  if (policy === undefined || inner === undefined) {
    return undefined;
  }
  const before = inner.response.headers;
  const after = front.response.headers;
  return {
    name: policy.address.logicalId,
    set: Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name] !== value)),
    removed: Object.keys(before).filter((name) => !(name in after)),
  };
}
