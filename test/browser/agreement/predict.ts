import { newCaches, newSimulation, SimulationRecorder, isCorsSafelistedResponseHeader } from '../../../lib/model';
import type { Allowed, Caches, HeaderMap, HttpResponse, Outcome, PageRequest } from '../../../lib/model';
import { loadFrom } from '../../../lib/model/browser/loading/page-load';
import { asRequested } from '../../../lib/model/http/conditional';
import { lowerCaseNames } from '../../../lib/model/http/message';
import type { ClientRequest, Server } from '../../../lib/model/server';
import { answerAt, stopPath, stopUrl } from './case';
import type { PlacedCase, Step } from './case';
import { FILES } from './files';
import type { Seen, SentRequest } from './seen';
import { sentRequest } from './seen';

/** What the model says about each step. */
export interface Prediction {
  readonly outcome: Outcome;
  readonly seen: Seen;
  readonly sent: readonly SentRequest[];
  readonly console?: string;
  /** The outcome when the page wants to read the content or a header. */
  readonly wished: Outcome;
}

/** Takes a whole case through the model's browser, caches and all. */
export function predict(placed: PlacedCase): readonly Prediction[] {
  const wished = outcomes(placed, (step) => ({ mustRead: step.mustRead, reads: step.reads === undefined ? undefined : [step.reads] }));
  return sights(placed).map((sight, index) => ({ ...sight, wished: wished[index] }));
}

function outcomes(placed: PlacedCase, wishes: (step: Step) => Partial<PageRequest>): readonly Outcome[] {
  const caches = newCaches();
  return placed.steps.map((step, index) => loadFrom(serverAt(placed, placed.stops[0].host), { ...pageRequest(placed, step), ...wishes(step) },
    newSimulation({ caches, now: index * placed.pause })));
}

function sights(placed: PlacedCase): readonly Omit<Prediction, 'wished'>[] {
  const caches = newCaches();
  return placed.steps.map((step, index) => {
    const log = new SimulationRecorder();
    const cookies: boolean[] = [];
    const server = serverAt(placed, placed.stops[0].host, (request) => { cookies.push(request.signed === true && request.secure === true); });
    const outcome = loadFrom(server, pageRequest(placed, step), newSimulation({ caches, log, now: index * placed.pause }));
    const last = lastResponse(placed, log, caches);
    return {
      outcome,
      seen: seenBy(outcome, step, last && statusSeen(step, last), last?.headers ?? {}),
      sent: log.messages.map(({ request }, message) => sentRequest(request, cookies[message])),
      console: outcome.verdict === 'blocked' ? outcome.message : undefined,
    };
  });
}

function pageRequest(placed: PlacedCase, step: Step): PageRequest {
  return {
    ...step.start, origin: step.page, path: stopPath(placed, 0), scheme: placed.stops[0].scheme, method: step.method, headers: step.headers,
    integrity: step.integrity, signed: 'cookies', engine: 'chromium',
  };
}

// What came over the wire, unless it came out of the cache
function lastResponse(placed: PlacedCase, log: SimulationRecorder, caches: Caches): HttpResponse | undefined {
  const final = placed.stops.length - 1;
  const message = log.messages.at(-1);
  const arrived = message?.request.path === stopPath(placed, final) && !('access-control-request-method' in message.request.headers);
  if (arrived && message.response.status !== 304) {
    return message.response;
  }
  return [...caches.browsers.values()].map(({ http }) => http.get(stopUrl(placed, final))).find((stored) => stored !== undefined)?.response;
}

// A copy has the status of the whole
function statusSeen({ headers = {} }: Step, response: HttpResponse): number {
  return asRequested({ headers: lowerCaseNames(headers) }, response).status;
}

function serverAt(placed: PlacedCase, host: string, watch?: (request: ClientRequest) => void): Server {
  return {
    name: 'CloudFront',
    host,
    answer: (request) => {
      watch?.(request);
      const { status, headers, whole } = answerAt(placed, request);
      const object = { size: FILES[placed.content].body.length };
      return { status, headers, from: 'CloudFront', body: whole ? 'object' : 'none', content: whole ? { bucketName: '', key: '', object } : undefined };
    },
    neighbour: (other) => serverAt(placed, other, watch),
  };
}

function seenBy(outcome: Outcome, step: Step, status: number | undefined, headers: HeaderMap): Seen {
  if (outcome.verdict === 'allowed') {
    return step.start.load === 'fetch' && outcome.readable
      ? { seen: 'read', status: outcome.status, names: visibleNames(outcome, headers) }
      : { seen: outcome.readable ? 'read' : 'shown' };
  }
  const arrived = outcome.verdict === 'blocked' && outcome.code === 'request-refused' && outcome.message === undefined;
  if (arrived && step.start.load === 'fetch') {
    if (step.integrity) {
      return { seen: 'kept' };
    }
    return step.start.mode === 'no-cors' ? { seen: 'error or shown' } : { seen: 'error', status };
  }
  return { seen: 'kept' };
}

function visibleNames({ tainting, exposedHeaders, status }: Allowed, headers: HeaderMap): readonly string[] {
  const sent = new Set(Object.keys(headers));
  if (status === 206) {
    sent.add('content-range');
  }
  return [...sent]
    .filter((name) => name !== 'set-cookie' && (tainting === 'basic' || isCorsSafelistedResponseHeader(name) || exposedHeaders.includes(name)))
    .sort();
}
