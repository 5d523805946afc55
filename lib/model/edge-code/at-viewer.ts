import type { Behavior, Distribution, EdgeEventType, EdgeFunction, EdgeSource, Origin } from '../../graph/types';
import type { EdgePlace } from '../cloudfront/edge-place';
import type { ViewerRequest } from '../cloudfront/viewer-refusal';
import type { HttpResponse } from '../http/message';
import { compileOnce, decided, Undecided } from '../undecided';
import { changesOf, nameOf } from './changes';
import { edgeRequest, edgeResponse, REQUEST_ID, VIEWER_IP } from './event';
import type { EdgeEvent } from './event';
import { fromCloudFront } from './from-cloudfront';
import type { EdgeFailure, EdgeGeneratedResponse } from './result';
import { runFunction } from './run-function';
import type { EdgeEffect } from './run-function';

/** A request on its way into the cache. */
export interface Passed {
  readonly request: ViewerRequest;
  /** A function has had its hands on it. */
  readonly rewritten?: boolean;
  /** Another origin than the behavior's, where a function has chosen one. */
  readonly origin?: Origin;
}

const functionsByEvent = compileOnce((behavior: Behavior): ReadonlyMap<string, EdgeFunction> =>
  new Map(decided(behavior.edgeFunctions).map((edgeFunction) => [decided(edgeFunction.event), edgeFunction])));

/** The function that a behavior has for an event. */
export function functionAt(behavior: Behavior, event: EdgeEventType): EdgeFunction | undefined {
  const functions = functionsByEvent(behavior);
  return functions.size === 0 ? undefined : functions.get(event);
}

/** What the viewer-request function of a behavior makes of a request: the request that goes on, or an answer. */
export function atViewerRequest(place: EdgePlace, behavior: Behavior, passed: Passed, at: 'origin-request' | 'viewer-request' = 'viewer-request'): HttpResponse | Passed {
  const found = functionAt(behavior, at);
  if (!found) {
    return passed;
  }
  const { request } = passed;
  const event = eventOf(place, 'viewer-request', request);
  const effect = effectOf(place, behavior, found, event, request);
  switch (effect.result.kind) {
    case 'failure':
      return failed(effect.result);
    case 'response':
      return generated(effect);
    case 'request': {
      const { method, uri: path, query, headers } = effect.result;
      if (method !== request.method && place.simulation.assumptions.choose('function-changes-method') === 'refused') {
        return failed({ kind: 'failure', status: 502, code: 'FunctionValidationError', cause: 'header', message: 'the function changed the method, which is read-only' });
      }
      const host = request.headers.host as string | undefined;
      return {
        request: { ...request, path, query, headers: host === undefined ? headers : { ...headers, host } },
        rewritten: true,
        origin: chosenOrigin(place, found, effect),
      };
    }
    case 'undecided':
      throw new Undecided(`${nameOf(found)} runs at ${at}, and ${effect.result.reason}`);
  }
}

/** What the viewer-response function of a behavior makes of a response of the cache or the origin. */
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html: not when the origin answered 400 or above
export function atViewerResponse(place: EdgePlace, behavior: Behavior, viewer: ViewerRequest, passed: Passed, response: HttpResponse, at: 'origin-response' | 'viewer-response' = 'viewer-response'): HttpResponse {
  const found = functionAt(behavior, at);
  if (!found) {
    return response;
  }
  const request = seenRequest(place, viewer, passed);
  const event: EdgeEvent = { ...eventOf(place, 'viewer-response', request), response: edgeResponse(response.status, response.headers) };
  const effect = effectOf(place, behavior, found, event, request);
  const { result } = effect;
  switch (result.kind) {
    case 'failure':
      return failed(result);
    case 'response':
      return result.body === undefined
        ? { ...response, status: result.status, headers: result.headers }
        : { ...generated(effect), from: response.from };
    case 'request':
      return response;
    case 'undecided':
      throw new Undecided(`${nameOf(found)} runs at ${at}, and ${result.reason}`);
  }
}

// The developer guide calls it the viewer's request; observed is the one that the viewer-request function has changed
function seenRequest({ simulation }: EdgePlace, viewer: ViewerRequest, { request, rewritten }: Passed): ViewerRequest {
  const same =
    !rewritten ||
    (request.path === viewer.path && request.query === viewer.query && JSON.stringify(request.headers) === JSON.stringify(viewer.headers));
  return same || simulation.assumptions.choose('function-sees-request') === 'changed' ? request : viewer;
}

/** Whether an answer was made by a function, or is CloudFront's word for one that failed. */
export function isMadeByFunction({ from, body, error }: HttpResponse): boolean {
  return body === 'generated' || (from === 'CloudFront' && isFunctionError(error?.code));
}

/** Whether CloudFront says with this code that a function failed. */
export function isFunctionError(code: string | undefined): boolean {
  return code === 'FunctionExecutionError' || code === 'FunctionValidationError';
}

function generated({ result, asked }: EdgeEffect): HttpResponse {
  const { status, headers, body } = result as EdgeGeneratedResponse;
  return { status, headers, from: 'CloudFront', body: 'generated', text: body ?? '', decidedBy: asked };
}

function failed({ status, code, message }: EdgeFailure): HttpResponse {
  return { status, headers: { 'content-type': 'text/html' }, from: 'CloudFront', body: 'error', error: { code, message } };
}

function eventOf({ distribution }: EdgePlace, eventType: 'viewer-request' | 'viewer-response', request: ViewerRequest): EdgeEvent {
  return {
    version: '1.0', context: { distributionDomainName: distribution.domainName, distributionId: distribution.id, eventType, requestId: REQUEST_ID }, viewer: { ip: VIEWER_IP },
    request: edgeRequest(request, request.host),
  };
}

/** Runs a function of the behavior and tells the log. */
function effectOf(
  { simulation }: EdgePlace,
  behavior: Behavior,
  found: EdgeFunction,
  event: EdgeEvent,
  { query, leavesOpen, secure }: ViewerRequest,
): EdgeEffect {
  const code: EdgeSource = codeOf(found);
  const effect = runFunction(
    code,
    event,
    query,
    leavesOpen ?? 'nothing',
    (input, alternatives) => simulation.assumptions.circumstance(input, alternatives),
    fromCloudFront(behavior, secure),
  );
  tell(simulation.log, found, event, query, effect);
  return effect;
}

function codeOf(found: EdgeFunction): EdgeSource {
  if (!found.code.known) {
    throw new Undecided(`${nameOf(found)} runs at ${decided(found.event)}, and ${found.code.reason}`);
  }
  return found.code.value;
}

function tell(log: EdgePlace['simulation']['log'], found: EdgeFunction, event: EdgeEvent, query: string, { result, console }: EdgeEffect): void {
  if (!log?.say && !log?.runs) {
    return;
  }
  const changes = changesOf(event, query, result);
  log.say?.('CloudFront', `runs ${nameOf(found)} at ${found.event.known ? found.event.value : event.context.eventType}: ${changes.length === 0 ? 'it changes nothing' : changes.join('; ')}.`);
  console.forEach((line) => { log.say?.('CloudFront', `${nameOf(found)} logs: ${line}`); });
  log.runs?.({ name: nameOf(found), event: event.context.eventType, changes, console });
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/helper-functions-origin-modification.html: the last call counts, what it leaves out is inherited
function chosenOrigin({ distribution }: EdgePlace, found: EdgeFunction, { origins }: EdgeEffect): Origin | undefined {
  const last = origins.at(-1);
  if (!last) {
    return undefined;
  }
  const wanted = last.call === 'update' ? domainNameIn(last.argument) : last.argument;
  const origin = originNamed(distribution, last.call, wanted);
  if (!origin) {
    throw new Undecided(`${nameOf(found)} sends the request to ${typeof wanted === 'string' ? wanted : 'an origin of its own'}, of which the template says nothing`);
  }
  return origin;
}

function originNamed(distribution: Distribution, call: 'group' | 'select' | 'update', wanted: unknown): Origin | undefined {
  const origins = decided(distribution.origins);
  switch (call) {
    case 'select':
      return origins.find(({ id }) => id.known && id.value === wanted);
    case 'update':
      return origins.find(({ domainName }) => domainName.known && domainName.value === wanted);
    case 'group':
      return undefined;
  }
}

function domainNameIn(argument: unknown): unknown {
  return typeof argument === 'object' && argument !== null ? (argument as { readonly domainName?: unknown }).domainName : undefined;
}
