import { isTooLong } from '../../../contract/function-code';
import { exampleFunction } from '../../engine/example-stack';
import { fail, pass } from '../../engine/judge';
import { eachFunction } from '../../subjects/seen-functions';
import type { Rule } from '../../engine/rule';

const TOO_LONG = {
  why: 'CloudFront refuses the function, so the stack does not deploy.',
  fix: 'Shorten the code to 10 KB: leave comments out, and put tables of data into a key value store.',
};

export const functionDoesNotLoad: Rule = {
  id: 'function-does-not-load',
  severity: 'error',
  family: 'unreachable',
  title: 'A function does not load on CloudFront, and the deployment does not notice',
  why: 'Every request of the behavior gets 503 FunctionExecutionError, preflights too: no page can load anything.',
  fix: 'Write the function in what its runtime takes: no for…of, destructuring or optional chaining, and let and const on runtime 2.0 only.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-503-service-unavailable.html',
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html',
    'https://github.com/cdklabs/construct-hub/issues/402',
  ],
  unless: 'Never: no request gets through.',
  noEdit: 'Only the author of the function can rewrite it in what the runtime accepts.',
  example: () => ({
    wrong: exampleFunction('viewer-request', [
      'for (const name of ["x-debug", "x-test"]) {', '  delete event.request.headers[name];', '}', 'return event.request;',
    ]),
    right: exampleFunction('viewer-request', [
      '["x-debug", "x-test"].forEach((name) => {', '  delete event.request.headers[name];', '});', 'return event.request;',
    ]),
  }),
  witness: [{ by: 'CloudFront', refusedWith: 'FunctionExecutionError' }],
  check: eachFunction(({ code, effects, place }) => {
    const result = effects.map((effect) => effect.result).find((each) => each.kind === 'failure' && each.cause === 'load');
    return result?.kind === 'failure' ? fail(place, `does not load: ${result.message}`, isTooLong(code.text) ? TOO_LONG : {}) : pass(place);
  }),
};
