import type { Behaviour, DeliveryGraph, Distribution, EdgeFunction, Origin } from '../graph/types';
import { chooseBehaviour, withDefaultRootObject } from './cloudfront/behaviour';
import { cacheKey, cachePlan } from './cloudfront/cache-key';
import { confirmed, copyToKeep, isFresh } from './cloudfront/edge-cache';
import type { EdgeCopy } from './cloudfront/edge-cache';
import { customErrorPage } from './cloudfront/error-page';
import { forwardingOf, originRequest } from './cloudfront/origin-request';
import { applyResponseHeadersPolicy } from './cloudfront/response-headers-policy';
import { viewerRefusal } from './cloudfront/viewer-refusal';
import type { ViewerRequest } from './cloudfront/viewer-refusal';
import { compressed } from './cloudfront/compression';
import { asRequested } from './conditional';
import { mergedHeaders } from './http';
import type { HeaderMap } from './http';
import { answerFromBucket } from './s3-answer';
import { overTheWire, withHeaders } from './trip';
import type { HttpResponse, Trip } from './trip';
import { compileOnce, decided, Undecided } from './undecided';

export { EdgeCache } from './cloudfront/edge-cache';
export type { ViewerRequest } from './cloudfront/viewer-refusal';

/** Everything a lookup needs to know about where it happens. */
export interface EdgePlace {
  readonly graph: DeliveryGraph;
  readonly distribution: Distribution;
  readonly trip: Trip;
}

/** A distribution's answer to a viewer, from the choice of the behaviour to the response headers policy. */
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HowCloudFrontWorks.html
export function answerViewer(graph: DeliveryGraph, distribution: Distribution, request: ViewerRequest, trip: Trip): HttpResponse {
  const place: EdgePlace = { graph, distribution, trip };
  const mark = request.path.indexOf('?');
  const path = withDefaultRootObject(distribution, mark < 0 ? request.path : request.path.slice(0, mark));
  const behaviour = chooseBehaviour(distribution, path);
  trip.log?.say('CloudFront', `${behaviour.isDefault ? 'the default behaviour' : `the behaviour for ${decided(behaviour.pathPattern)}`} answers for ${path}.`);
  const refusal = viewerRefusal(behaviour, request);
  const lookedUp = refusal ?? lookUp(place, behaviour, request, path, mark < 0 ? '' : request.path.slice(mark + 1));
  const page = lookedUp.status >= 400 ? customErrorPage(place, request, lookedUp, lookUp) : undefined;
  const response = page?.response ?? lookedUp;
  if (!refusal) {
    refuseToGuessResponseFunctions(behaviour, lookedUp);
  }
  const policySource = page ? errorPagePolicySource(behaviour, page.behaviour, trip) : behaviour;
  return asRequested(request, withPolicy(policySource, request, compressed(page?.behaviour ?? behaviour, request, response), trip));
}

function errorPagePolicySource(requested: Behaviour, page: Behaviour, trip: Trip): Behaviour {
  if (decided(requested.responseHeadersPolicy) === decided(page.responseHeadersPolicy)) {
    return requested;
  }
  return trip.reading.choose('error-page-policy') === 'requested-path' ? requested : page;
}

/** The answer of the cache or, failing that, of the origin: before custom errors and policies. */
function lookUp(place: EdgePlace, behaviour: Behaviour, request: ViewerRequest, path: string, query: string): HttpResponse {
  refuseToGuess(behaviour, ['viewer-request', 'origin-request', 'origin-response']);
  const { trip, distribution } = place;
  const plan = cachePlan(behaviour);
  const cacheable = plan.methods.has(request.method) && plan.maxTtl > 0;
  const key = cacheable ? cacheKey(plan, distribution.id, request, path, query) : '';
  const copy = cacheable ? keptCopy(trip, key, request) : undefined;
  const fresh = copy && isFresh(copy, trip);
  trip.log?.finds?.(fresh ? 'hit' : cacheable ? 'miss' : 'not-used');
  if (fresh) {
    trip.log?.say('CloudFront', `has a copy, ${trip.now - copy.storedAt} s old, and answers without asking S3.`);
    const age = String(trip.now - copy.storedAt);
    return withHeaders(copy.response, mergedHeaders(passedVary(behaviour, copy.response.headers, trip), { age }));
  }
  const response = askOrigin(place, behaviour, request, path, query);
  if (!cacheable) {
    return withHeaders(response, passedVary(behaviour, response.headers, trip));
  }
  const kept = copy && response.status < 300 && copy.response.status < 300
    ? confirmed(copy, response, trip)
    : copyToKeep(distribution, plan, response, trip.now);
  if (kept) {
    trip.caches.edge.set(key, kept);
  }
  const served = kept && response.status < 300 ? kept.response : response;
  return withHeaders(served, passedVary(behaviour, served.headers, trip));
}

// A HEAD is answered from the copy that a GET left; OPTIONS has copies of its own
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesCachedHTTPMethods
function keptCopy(trip: Trip, key: string, request: ViewerRequest): EdgeCopy | undefined {
  const asGet = request.method === 'HEAD' ? trip.caches.edge.get(key.replace(' HEAD ', ' GET ')) : undefined;
  return asGet ?? trip.caches.edge.get(key);
}

function askOrigin(place: EdgePlace, behaviour: Behaviour, request: ViewerRequest, path: string, query: string): HttpResponse {
  const response = askOneOrigin(place, behaviour, decided(behaviour.origin), request, path, query);
  const { failover } = behaviour;
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html: GET, HEAD and OPTIONS only
  if (failover && FAILOVER_METHODS.has(request.method) && decided(failover.statusCodes).includes(response.status)) {
    return askOneOrigin(place, behaviour, decided(failover.origin), request, path, query);
  }
  return response;
}

const FAILOVER_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

function askOneOrigin(place: EdgePlace, behaviour: Behaviour, origin: Origin, request: ViewerRequest, path: string, query: string): HttpResponse {
  const { target } = origin;
  if (target.kind === 'custom' || target.kind === 'unknown') {
    throw new Undecided(target.kind === 'custom' ? `the origin at ${origin.path} is no S3 bucket` : target.reason);
  }
  const bucket = decided(target.bucket);
  const asked = originRequest(place.distribution, behaviour, origin, request, path, query);
  return overTheWire(place.trip.log, 'CloudFront and S3', asked, (sent) => answerFromBucket(place.graph, bucket, sent, place.trip));
}

// Names of headers that are configured to be forwarded stay in Vary, others are dropped
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#ResponseCustomOriginVary
function passedVary(behaviour: Behaviour, headers: HeaderMap, trip: Trip): HeaderMap {
  const vary = headers.vary as string | undefined;
  if (vary === undefined) {
    return headers;
  }
  const passed = forwardingOf(behaviour).configuredIn(vary);
  if (passed === vary || trip.reading.choose('vary-of-unforwarded-header') === 'passed') {
    return headers;
  }
  const others: Record<string, string> = { ...headers, vary: passed };
  if (passed === '') {
    delete others.vary;
  }
  return others;
}

// A preflight that failed stays failed whatever headers are added to it, so that nothing is asked for it
function withPolicy(behaviour: Behaviour, request: ViewerRequest, response: HttpResponse, trip: Trip): HttpResponse {
  const policy = decided(behaviour.responseHeadersPolicy);
  if (!policy) {
    return response;
  }
  const decisive = request.method !== 'OPTIONS' || response.status < 400;
  if (response.from === 'CloudFront' && (!decisive || trip.reading.choose('policy-on-generated-responses') === 'not-applied')) {
    return response;
  }
  if (response.from === 'S3' && response.status >= 400 && decisive && trip.reading.choose('policy-on-origin-errors') === 'not-applied') {
    return response;
  }
  const headers = applyResponseHeadersPolicy(policy, request, response.headers, trip.reading);
  trip.log?.applies?.(policy, response.headers, headers);
  return withHeaders(response, headers);
}

const functionsByEvent = compileOnce((behaviour: Behaviour): ReadonlyMap<string, EdgeFunction> =>
  new Map(decided(behaviour.edgeFunctions).map((edgeFunction) => [decided(edgeFunction.event), edgeFunction])));

function refuseToGuess(behaviour: Behaviour, events: readonly string[]): void {
  const functions = functionsByEvent(behaviour);
  if (functions.size === 0) {
    return;
  }
  for (const event of events) {
    const found = functions.get(event);
    if (found) {
      throw new Undecided(`an edge function (${found.path}) runs at ${event}, and what it does cannot be read from the template`);
    }
  }
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html: viewer-response functions do not run when the origin answered 400 or above
function refuseToGuessResponseFunctions(behaviour: Behaviour, response: HttpResponse): void {
  if (response.status < 400) {
    refuseToGuess(behaviour, ['viewer-response']);
  }
}
