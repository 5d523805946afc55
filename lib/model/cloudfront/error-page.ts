import type { Behavior, CustomErrorResponse, Distribution } from '../../graph/types';
import type { EdgePlace } from './edge-place';
import type { HttpResponse } from '../http/message';
import { decided } from '../undecided';
import { chooseBehavior } from './behavior';
import type { ViewerRequest } from './viewer-refusal';

type LookUp = (place: EdgePlace, behavior: Behavior, passed: { readonly request: ViewerRequest }) => HttpResponse;

/** The page that replaces an error, and the behavior it was fetched through. */
export interface ErrorPage {
  readonly response: HttpResponse;
  readonly behavior: Behavior;
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/GeneratingCustomErrorResponses.html: by status, for errors CloudFront made itself as well
// (aws-samples/cloudfront-authorization-at-edge#25 shows a refused method turned into the page)
// Same page: when the page itself cannot be had, the viewer gets the status of the page's origin instead of the error's own
/** Replaces an error by the configured page, or by what was answered when the page was asked for; undefined when none is configured. */
export function customErrorPage(place: EdgePlace, request: ViewerRequest, error: HttpResponse, lookUp: LookUp): ErrorPage | undefined {
  const rule = pageRule(place.distribution, error.status);
  const path = rule ? decided(rule.responsePagePath) : undefined;
  if (!rule || path === undefined) {
    return undefined;
  }
  if (request.method === 'OPTIONS' && place.simulation.assumptions.choose('error-page-for-preflight') === 'not-replaced') {
    return undefined;
  }
  const behavior = chooseBehavior(place.distribution, path);
  const page = lookUp(place, behavior, { request: { ...request, method: 'GET', path, query: '' } });
  if (page.status >= 400) {
    place.simulation.log?.say?.('CloudFront', `would replace the ${error.status} by the page ${path}, gets ${page.status} for it, and passes that on.`);
    return { behavior, response: page };
  }
  const status = decided(rule.responseCode) ?? error.status;
  place.simulation.log?.say?.('CloudFront', `replaces the ${error.status} by the page ${path} with status ${status}.`);
  return { behavior, response: { ...page, status, body: 'error-page', headers: { 'content-type': 'text/html', ...page.headers } } };
}

function pageRule(distribution: Distribution, status: number): CustomErrorResponse | undefined {
  return decided(distribution.customErrorResponses).find((rule) => decided(rule.errorCode) === status);
}
