import { exampleStack } from '../../engine/example-stack';
import { pass, unknownAt } from '../../engine/judge';
import type { Rule } from '../../engine/rule';
import { eachPromise } from '../../promise/promised-paths';
import { behaviorPlace, codeAtTheEdge } from '../../subjects/asset-path';

export const functionAndPreflights: Rule = {
  id: 'function-and-preflights',
  severity: 'warning',
  family: 'unreachable',
  title: 'A function at the edge sees preflights before S3 does',
  why: 'A function that asks for a login, or rewrites paths, may answer or redirect the preflight, which carries no cookies and no Authorization.',
  fix: 'Let OPTIONS requests through unchanged: if (request.method === "OPTIONS") return request;',
  see: ['https://github.com/Widen/cloudfront-auth/issues/37', 'https://fetch.spec.whatwg.org/#cors-preflight-fetch'],
  unless: 'The function is known to let OPTIONS through, or to answer it: its code is not part of the template, so this rule never fails.',
  example: {
    wrong: exampleStack({ behavior: { FunctionAssociations: '[{ EventType: viewer-request, FunctionARN: !GetAtt Login.FunctionARN }]' } }),
    right: exampleStack(),
  },
  check: (graph) => eachPromise(graph, (path) => behaviorPlace(path, 'FunctionAssociations'), ({ preflight }, { behavior }, place) => {
    if (preflight.kind !== 'promised') {
      return undefined;
    }
    const reason = codeAtTheEdge(behavior, ['viewer-request', 'origin-request']);
    return reason === undefined ? pass(place) : unknownAt(place, `preflights are promised, but ${reason}`);
  }),
};
