import { exampleFunction } from '../../engine/example-stack';
import { fail, pass } from '../../engine/judge';
import { eachFunction } from '../../subjects/seen-functions';
import { requestInWords } from '../../subjects/edge-effects';
import type { Rule } from '../../engine/rule';

export const functionFails: Rule = {
  id: 'function-fails',
  severity: 'error',
  family: 'unreachable',
  title: 'A function fails on requests of pages',
  why: 'CloudFront answers 502 or 503 in place of the file, and the console blames CORS.',
  fix: 'Return the request (or the response) that came, with other headers at most. Leave read-only headers as they are, and write names in lower case.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html',
    'https://github.com/aws-samples/amazon-cloudfront-functions/issues/27',
  ],
  unless: 'No page sends such a request.',
  noEdit: 'Only the author of the function knows what it should return.',
  example: () => ({
    wrong: exampleFunction('viewer-request', ['event.request.headers.host = { value: "www.example.com" };', 'return event.request;']),
    right: exampleFunction('viewer-request', ['event.request.headers["x-forwarded-host"] = { value: "www.example.com" };', 'return event.request;']),
  }),
  witness: [{ by: 'CloudFront', refusedWith: 'FunctionExecutionError' }, { by: 'CloudFront', refusedWith: 'FunctionValidationError' }],
  check: eachFunction(({ effects, place }) => {
    const failing = effects.find(({ result }) => result.kind === 'failure' && result.cause !== 'load');
    if (failing?.result.kind !== 'failure') {
      return pass(place);
    }
    const { status, message } = failing.result;
    return fail(place, `fails on ${requestInWords(failing)} with ${status}: ${message}`);
  }),
};
