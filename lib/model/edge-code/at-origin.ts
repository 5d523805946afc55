import type { Behavior } from '../../graph/types';
import type { EdgePlace } from '../cloudfront/edge-place';
import type { HttpResponse } from '../http/message';
import { atViewerRequest, atViewerResponse } from './at-viewer';
import type { Passed } from './at-viewer';

/** The origin's answer, with what Lambda@Edge makes of the request to it and of its answer: on a miss, before the cache keeps it. */
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-cloudfront-trigger-events.html: origin-response runs for every status, and
// not for an answer that origin-request makes itself
export function atOrigin(place: EdgePlace, behavior: Behavior, passed: Passed, ask: (passed: Passed) => HttpResponse): HttpResponse {
  const asked = atViewerRequest(place, behavior, passed, 'origin-request');
  return 'status' in asked ? asked : atViewerResponse(place, behavior, asked.request, asked, ask(asked), 'origin-response');
}
