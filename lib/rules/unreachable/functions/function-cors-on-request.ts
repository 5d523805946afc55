import { CORS_RESPONSE_HEADERS } from '../../../model/http/message';
import { exampleFunction } from '../../engine/example-stack';
import { failIf } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachFunction } from '../../subjects/seen-functions';

export const functionCorsOnRequest: Rule = {
  id: 'function-cors-on-request',
  severity: 'warning',
  family: 'unreachable',
  title: 'A function sets CORS response headers on the request',
  why: 'They go to S3, which ignores them, and never to the browser: the page gets no permission.',
  fix: 'Attach a response headers policy with the CORS headers, or set them on event.response in a viewer-response function.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html',
  ],
  unless: 'Never: on a request these headers do nothing.',
  noEdit: 'Only the author of the function knows which origins should be able to read, and where to say so.',
  example: () => ({
    wrong: exampleFunction('viewer-request', ['event.request.headers["access-control-allow-origin"] = { value: "*" };', 'return event.request;']),
    right: exampleFunction('viewer-response', ['event.response.headers["access-control-allow-origin"] = { value: "*" };', 'return event.response;']),
  }),
  check: eachFunction(({ effects, place }) => {
    const set = effects.flatMap(({ result }) => (result.kind === 'request' ? (CORS_RESPONSE_HEADERS as readonly string[]).filter((name) => name in result.headers) : []));
    return failIf(place, set.length === 0 ? undefined : `sets ${[...new Set(set)].join(', ')} on the request, where it does nothing`);
  }),
};
