import type { Behavior, DeliveryGraph, Distribution, Origin } from '../../graph/types';
import { chooseBehavior, withDefaultRootObject } from './behavior';
import { cacheKey, cachePlan } from './cache-key';
import { confirmed, copyToKeep, isFresh } from './edge-cache';
import type { EdgeCopy } from './edge-cache';
import type { EdgePlace } from './edge-place';
import { customErrorPage } from './error-page';
import { forwardingOf, originRequest } from './origin-request';
import { applyResponseHeadersPolicy } from './response-headers-policy';
import { viewerRefusal } from './viewer-refusal';
import type { ViewerRequest } from './viewer-refusal';
import { compressed } from './compression';
import { atOrigin } from '../edge-code/at-origin';
import { atViewerRequest, atViewerResponse, functionAt, isFunctionError, isMadeByFunction } from '../edge-code/at-viewer';
import type { Passed } from '../edge-code/at-viewer';
import { withPolicyOnFunction } from '../edge-code/policy-on-function';
import { asRequested } from '../http/conditional';
import { mergedHeaders, withHeaders, without } from '../http/message';
import type { HeaderMap, HttpResponse } from '../http/message';
import { answerFromBucket } from '../s3/answer';
import { overTheWire } from '../simulation';
import type { Simulation } from '../simulation';
import { decided, Undecided } from '../undecided';

export { EdgeCache } from './edge-cache';
export type { ViewerRequest } from './viewer-refusal';

/** A distribution's answer to a viewer, from the choice of the behavior to the response headers policy. */
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HowCloudFrontWorks.html
export function answerViewer(
  graph: DeliveryGraph,
  distribution: Distribution,
  request: ViewerRequest,
  simulation: Simulation,
): HttpResponse {
  const place: EdgePlace = { graph, distribution, simulation };
  const path = withDefaultRootObject(distribution, request.path);
  const behavior = chooseBehavior(distribution, path);
  simulation.log?.say?.(
    'CloudFront',
    `${behavior.isDefault ? 'the default behavior' : `the behavior for ${decided(behavior.pathPattern)}`} answers for ${path}.`,
  );
  const refusal = viewerRefusal(behavior, request);
  const passed = refusal ?? passedRequest(place, behavior, { request: withPath(request, path) }, request.path);
  const lookedUp = 'status' in passed ? passed : lookUp(place, behavior, passed);
  const page = lookedUp.status >= 400 && mayBeReplaced(place, lookedUp) ? customErrorPage(place, request, lookedUp, lookUp) : undefined;
  const policySource = page ? errorPagePolicySource(behavior, page.behavior, simulation) : behavior;
  const response = compressed(page?.behavior ?? behavior, request, page?.response ?? lookedUp);
  if ('status' in passed) {
    return asRequested(request, withPolicy(policySource, request, response, simulation));
  }
  const answered = withPolicy(policySource, seenByPolicy(policySource, request, passed.request, simulation), response, simulation);
  return page || lookedUp.status >= 400 ? asRequested(request, answered) : withResponseFunction(place, behavior, request, passed, answered);
}

/** The request after the viewer-request function, or its answer. */
function passedRequest(place: EdgePlace, behavior: Behavior, passed: Passed, named: string): HttpResponse | Passed {
  if (passed.request.path === named || functionAt(behavior, 'viewer-request') === undefined) {
    return atViewerRequest(place, behavior, passed);
  }
  const order = place.simulation.assumptions.choose('function-and-root-object');
  const after = atViewerRequest(place, behavior, order === 'object-first' ? passed : { ...passed, request: withPath(passed.request, named) });
  return 'status' in after || order !== 'function-first' ? after
    : { ...after, request: withPath(after.request, withDefaultRootObject(place.distribution, after.request.path)) };
}

function withPath(request: ViewerRequest, path: string): ViewerRequest {
  return request.path === path ? request : { ...request, path };
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html: no error page for an error that a function makes
function mayBeReplaced({ distribution, simulation }: EdgePlace, response: HttpResponse): boolean {
  if (!isMadeByFunction(response)) {
    return true;
  }
  return (
    isFunctionError(response.error?.code) &&
    decided(distribution.customErrorResponses).some(({ errorCode }) => decided(errorCode) === response.status) &&
    simulation.assumptions.choose('error-page-for-function-errors') === 'replaced'
  );
}

function seenByPolicy(behavior: Behavior, viewer: ViewerRequest, passed: ViewerRequest, simulation: Simulation): ViewerRequest {
  if (passed.headers.origin === viewer.headers.origin || decided(behavior.responseHeadersPolicy) === undefined) {
    return viewer;
  }
  return simulation.assumptions.choose('policy-origin-after-function') === 'the-viewers' ? viewer : passed;
}

function withResponseFunction(
  place: EdgePlace,
  behavior: Behavior,
  request: ViewerRequest,
  passed: Passed,
  answered: HttpResponse,
): HttpResponse {
  const sent = asRequested(request, answered);
  if (
    functionAt(behavior, 'viewer-response') === undefined ||
    (sent.status === 304 && place.simulation.assumptions.choose('function-on-304') === 'does-not-run')
  ) {
    return sent;
  }
  const changed = atViewerResponse(place, behavior, request, passed, answered);
  return isFunctionError(changed.error?.code) ? withPolicy(behavior, request, changed, place.simulation) : asRequested(request, changed);
}

function errorPagePolicySource(requested: Behavior, page: Behavior, simulation: Simulation): Behavior {
  if (decided(requested.responseHeadersPolicy) === decided(page.responseHeadersPolicy)) {
    return requested;
  }
  return simulation.assumptions.choose('error-page-policy') === 'requested-path' ? requested : page;
}

/** The answer of the cache or, failing that, of the origin: before custom errors and policies. */
function lookUp(place: EdgePlace, behavior: Behavior, passed: Passed): HttpResponse {
  const { request } = passed;
  const { simulation, distribution } = place;
  const plan = cachePlan(behavior);
  const cacheable = plan.methods.has(request.method) && plan.maxTtl > 0;
  const key = cacheable ? cacheKey(plan, distribution.id, request) : '';
  const copy = cacheable ? keptCopy(simulation, key, request) : undefined;
  const fresh = copy && isFresh(copy, simulation);
  simulation.log?.finds?.(fresh ? 'hit' : cacheable ? 'miss' : 'not-used');
  if (fresh) {
    simulation.log?.say?.('CloudFront', `has a copy, ${simulation.now - copy.storedAt} s old, and answers without asking S3.`);
    const age = String(simulation.now - copy.storedAt);
    return withHeaders(copy.response, mergedHeaders(passedVary(behavior, copy.response.headers), { age }));
  }
  const response = atOrigin(place, behavior, passed, (asked) => askOrigin(place, behavior, asked));
  if (!cacheable) {
    return withHeaders(response, passedVary(behavior, response.headers));
  }
  const confirms = copy && response.status < 300 && copy.response.status < 300 && copy.response.headers.etag === response.headers.etag;
  if (confirms) {
    simulation.log?.finds?.('revalidated');
  }
  const kept = confirms
    ? confirmed(copy, response, simulation)
    : copyToKeep(distribution, plan, response, simulation.now);
  if (kept) {
    simulation.caches.edge.set(key, kept);
  }
  const served = kept && response.status < 300 ? kept.response : response;
  return withHeaders(served, passedVary(behavior, served.headers));
}

// A HEAD is answered from the copy that a GET left; OPTIONS has copies of its own
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesCachedHTTPMethods
function keptCopy(simulation: Simulation, key: string, request: ViewerRequest): EdgeCopy | undefined {
  const asGet = request.method === 'HEAD' ? simulation.caches.edge.get(key.replace(' HEAD ', ' GET ')) : undefined;
  return asGet ?? simulation.caches.edge.get(key);
}

function askOrigin(place: EdgePlace, behavior: Behavior, { request, origin }: Passed): HttpResponse {
  const response = askOneOrigin(place, behavior, origin ?? decided(behavior.origin), request);
  const { failover } = behavior;
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html: GET, HEAD and OPTIONS only
  if (failover && !origin && FAILOVER_METHODS.has(request.method) && decided(failover.statusCodes).includes(response.status)) {
    return askOneOrigin(place, behavior, decided(failover.origin), request);
  }
  return response;
}

const FAILOVER_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

function askOneOrigin(place: EdgePlace, behavior: Behavior, origin: Origin, request: ViewerRequest): HttpResponse {
  const { target } = origin;
  if (target.kind === 'custom' || target.kind === 'unknown') {
    throw new Undecided(target.kind === 'custom' ? `the origin at ${origin.path} is not an S3 bucket` : target.reason);
  }
  const bucket = decided(target.bucket);
  const asked = originRequest(place.distribution, behavior, origin, request);
  return overTheWire(place.simulation.log, 'CloudFront and S3', asked, (sent) => answerFromBucket(place.graph, bucket, sent, place.simulation));
}

// Names of headers that are configured to be forwarded stay in Vary, others are dropped; recorded for S3 too
// (awslabs/speke-reference-server#37, mozilla/addons-frontend#9925)
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#ResponseCustomOriginVary
function passedVary(behavior: Behavior, headers: HeaderMap): HeaderMap {
  const vary = headers.vary as string | undefined;
  const passed = vary === undefined ? undefined : forwardingOf(behavior).configuredIn(vary);
  if (passed === vary) {
    return headers;
  }
  return passed === undefined || passed === '' ? without(headers, VARY) : mergedHeaders(headers, { vary: passed });
}

const VARY: ReadonlySet<string> = new Set(['vary']);

// A preflight that failed stays failed whatever headers are added to it, so that nothing is asked for it. Redirects and what edge functions
// answer carry the policy (recorded: carpentries-301, mediatailor-302, function-200-with-policy)
function withPolicy(behavior: Behavior, request: ViewerRequest, response: HttpResponse, simulation: Simulation): HttpResponse {
  const { assumptions, log } = simulation;
  const policy = decided(behavior.responseHeadersPolicy);
  if (!policy) {
    return response;
  }
  if (isMadeByFunction(response)) {
    return withPolicyOnFunction(policy, request, response, simulation);
  }
  const failedPreflight = request.method === 'OPTIONS' && response.status >= 400;
  if (isRefusal(response) && (failedPreflight || assumptions.choose('policy-on-cloudfront-refusals') === 'not-applied')) {
    return response;
  }
  if (response.from === 'S3' && response.status >= 400 && !failedPreflight && assumptions.choose('policy-on-origin-errors') === 'not-applied') {
    return response;
  }
  // A function that runs after the policy may look at what it says
  const isLast = functionAt(behavior, 'viewer-response') === undefined;
  const headers = applyResponseHeadersPolicy(policy, request, response.headers, isLast ? simulation : { assumptions, log });
  log?.applies?.(policy, response.headers, headers);
  return withHeaders(response, headers);
}

function isRefusal({ from, error }: HttpResponse): boolean {
  return from === 'CloudFront' && error !== undefined;
}
