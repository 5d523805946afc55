import { exampleFunction } from '../engine/example-stack';
import { failIf, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { corsOf } from '../promise/cors-wish';
import { bucketRules } from '../subjects/asset-path';
import { eachFunction, isAt } from '../subjects/seen-functions';

const PERMITS: readonly string[] = ['event.response.headers["access-control-allow-origin"] = { value: "*" };', 'return event.response;'];

export const functionCorsNotOnErrors: Rule = {
  id: 'function-cors-not-on-errors',
  severity: 'info',
  family: 'browser',
  title: 'CORS headers of a function are missing on every error',
  why: 'A viewer-response function does not run when the origin answers 400 or more, nor on error pages: the page cannot read a 403 or 404, and the console blames CORS.',
  fix: 'Attach a response headers policy with the CORS headers: it is applied to errors as well.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html',
    'https://github.com/aws-samples/amazon-cloudfront-functions/issues/8',
  ],
  unless: 'No page looks at errors.',
  noEdit: 'The code does not say for certain which origins the policy should list.',
  example: () => ({
    wrong: exampleFunction('viewer-response', PERMITS, { cors: null, rule: null }),
    right: exampleFunction('viewer-response', ['event.response.headers["x-content-type-options"] = { value: "nosniff" };', 'return event.response;']),
  }),
  check: eachFunction(({ effects, found, path, place }) => {
    const permits = isAt(found, 'viewer-response') && effects.some(({ event, result }) =>
      result.kind === 'response' && 'access-control-allow-origin' in result.headers && !('access-control-allow-origin' in (event.response?.headers ?? {})));
    if (!permits) {
      return isAt(found, 'viewer-response') ? pass(place) : undefined;
    }
    const othersSpeak = corsOf(path.behavior) !== undefined || bucketRules(path).length > 0;
    return failIf(place, othersSpeak ? undefined : 'is the only one to set Access-Control-Allow-Origin, and does not run for answers of 400 and more');
  }),
};
