/** What functions at the edge do with the requests that a behavior is there for. */
import { unknown, valueOr } from '../../graph/types/known';
import type { Behavior, EdgeFunction, EdgeSource } from '../../graph/types';
import { explore } from '../../model/assumptions/explore';
import { edgeRequest, edgeResponse, fromCloudFront, inspect, REQUEST_ID, runFunction, VIEWER_IP } from '../../model/edge-code';
import type { EdgeEvent, EdgeResult } from '../../model/edge-code';
import type { HeaderMap } from '../../model/http/message';
import { compileOnce } from '../../model/undecided';
import { sampleOrigin } from '../promise/promised-requests';

/** A request that stands for others like it. */
export interface SampleRequest {
  readonly method: 'GET' | 'OPTIONS';
  readonly origin?: string;
  /** Whether bucket or policy let pages of this origin in. */
  readonly promised: boolean;
  readonly headers: HeaderMap;
}

/** One way in which a function treats a request. */
export interface EdgeEffectOn {
  readonly request: SampleRequest;
  readonly event: EdgeEvent;
  readonly result: EdgeResult;
  /** What it read of the request. */
  readonly asked: readonly string[];
  /** What of the request leads there, where others of the kind are treated in another way. */
  readonly circumstances: Readonly<Record<string, string>>;
}

const effects = compileOnce<Behavior, Map<EdgeFunction, readonly EdgeEffectOn[]>>(() => new Map());

/** Everything that a viewer function with known code does for the samples of its behavior. */
export function effectsOf(behavior: Behavior, found: EdgeFunction): readonly EdgeEffectOn[] {
  const kept = effects(behavior).get(found);
  if (kept) {
    return kept;
  }
  const computed = found.code.known ? samples(behavior, found.code.value).flatMap((request) => ways(behavior, found, request)) : [];
  effects(behavior).set(found, computed);
  return computed;
}

function ways(behavior: Behavior, found: EdgeFunction, request: SampleRequest): readonly EdgeEffectOn[] {
  const code = valueOr(found.code, undefined);
  if (!code) {
    return [];
  }
  const event = sampleEvent(behavior, found, request);
  const explored = explore(({ circumstance }) => runFunction(code, event, '', request.method === 'OPTIONS' ? 'browser' : 'browser-with-credentials', circumstance, fromCloudFront(behavior)));
  return explored.map(({ outcome: { result, asked }, circumstances }) => ({ request, event, result, asked, circumstances }));
}

const DOMAIN = '\u27e8Distribution.DomainName\u27e9';

function sampleEvent({ pathPattern }: Behavior, found: EdgeFunction, { method, headers }: SampleRequest): EdgeEvent {
  const pattern = valueOr(pathPattern, '*').replaceAll('*', 'file.txt').replaceAll('?', 'x');
  const path = pattern.startsWith('/') ? pattern : `/${pattern}`;
  const eventType = valueOr(found.event, 'viewer-request') === 'viewer-response' ? 'viewer-response' : 'viewer-request';
  const event: EdgeEvent = {
    version: '1.0', context: { distributionDomainName: DOMAIN, distributionId: '\u27e8Distribution\u27e9', eventType, requestId: REQUEST_ID }, viewer: { ip: VIEWER_IP },
    request: edgeRequest({ method, path, query: '', headers, leavesOpen: 'browser' }, DOMAIN),
  };
  return eventType === 'viewer-response' ? { ...event, response: edgeResponse(200, { 'content-type': 'text/plain' }) } : event;
}

/** Requests of pages that the settings name or the code does, and one of none. */
function samples(behavior: Behavior, { text, runtime }: EdgeSource): readonly SampleRequest[] {
  const named = inspect(text, runtime).literals.filter((literal) => /^https?:\/\/[^/]+$/.test(literal));
  const allowed = new Set(allowedOrigins(behavior));
  const origins = [...new Set([...allowed, ...named, 'https://any.example'])].slice(0, MOST_ORIGINS);
  const promised = (origin: string): boolean => allowed.size === 0 || allowed.has(origin);
  return [
    { method: 'GET', promised: true, headers: {} },
    ...origins.map((origin) => ({ method: 'GET' as const, origin, promised: promised(origin), headers: { origin } })),
    ...origins.map((origin) => ({ method: 'OPTIONS' as const, origin, promised: promised(origin), headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'x-any' } })),
  ];
}

const MOST_ORIGINS = 6;

function allowedOrigins({ responseHeadersPolicy, origin }: Behavior): readonly string[] {
  const cors = valueOr(valueOr(responseHeadersPolicy, undefined)?.cors ?? unknown(''), undefined);
  const target = valueOr(origin, undefined)?.target;
  const bucket = target?.kind === 's3' || target?.kind === 's3-website' ? valueOr(target.bucket, undefined) : undefined;
  const rules = valueOr(bucket?.cors ?? unknown(''), undefined) ?? [];
  return [...valueOr(cors?.allowOrigins ?? unknown(''), []), ...rules.flatMap(({ allowedOrigins: origins }) => origins)].map(sampleOrigin);
}

/** The circumstances of an effect, for the end of a sentence. */
export function under({ circumstances }: EdgeEffectOn): string {
  const all = Object.entries(circumstances).map(([input, value]) => (value === 'none' ? `without ${input.replace(/^(headers|cookies)\./, '')}` : `where ${input.replace(/^(headers|cookies)\./, '')} is ${value}`));
  return all.length === 0 ? '' : ` ${all.join(' and ')}`;
}

const OF_CORS = /^(origin|access-control-.*|authorization)$/;

/**
 * What an effect changes of what decides CORS, as a clause; nothing when CORS is as it would be without the function. Vary permits nothing,
 * and CloudFront's cache has its copy by then.
 */
export function changeOfCors({ event, result, circumstances }: EdgeEffectOn, withVary = true): string | undefined {
  switch (result.kind) {
    case 'failure':
      return `fails with ${result.status}: ${result.message}`;
    case 'undecided':
      return result.reason;
    case 'request': {
      const changed = changedHeaders(event.request.headers, result.headers, OF_CORS).filter((name) => !(`headers.${name}` in circumstances));
      return result.method !== event.request.method ? 'changes the method' : changed.length > 0 ? `changes ${changed.join(', ')} of the request` : undefined;
    }
    case 'response': {
      const changed = event.response && changedHeaders(event.response.headers, result.headers, withVary ? /^(access-control-.*|vary)$/ : /^access-control-/);
      return !changed ? `answers ${result.status} by itself` : result.status !== 200 ? `makes the status ${result.status}` : changed.length > 0 ? `sets ${changed.join(', ')}` : undefined;
    }
  }
}

function changedHeaders(before: Readonly<Record<string, { readonly value: string }>>, after: HeaderMap, wanted: RegExp): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)].filter((name) => wanted.test(name)));
  return [...names].filter((name) => (name in before ? before[name].value : undefined) !== (name in after ? after[name] : undefined));
}

/** The request of an effect: `preflights from https://app.example.com`. */
export function requestInWords(effect: EdgeEffectOn): string {
  const { method, origin } = effect.request;
  return `${method === 'OPTIONS' ? 'preflights' : 'GET requests'} ${origin === undefined ? 'without Origin' : `from ${origin}`}${under(effect)}`;
}
