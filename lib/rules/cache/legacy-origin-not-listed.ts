import { behaviorPlace } from '../subjects/asset-path';
import { exampleStack } from '../engine/example-stack';
import { failIf, judgeKnown } from '../engine/judge';
import { eachPromise } from '../promise/promised-paths';
import type { Rule } from '../engine/rule';
import { unkeyedCopies } from './order-dependence';

export const legacyOriginNotListed: Rule = {
  id: 'legacy-origin-not-listed',
  severity: 'error',
  family: 'cache',
  title: 'ForwardedValues does not list Origin, which reaches S3 all the same',
  why: 'In this mode S3 answers by Origin, and CloudFront keeps one copy for everybody: a Miss carries CORS headers, the next Hit may not, as the first request decides.',
  fix: 'List Origin, Access-Control-Request-Method and Access-Control-Request-Headers in ForwardedValues.Headers. Better: use a cache policy and a response headers policy.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/header-caching.html',
    'https://github.com/awslabs/speke-reference-server/issues/37',
  ],
  unless: 'A function at the edge sets the CORS headers on every response.',
  example: {
    wrong: exampleStack({ cors: null, behavior: { CachePolicyId: undefined, OriginRequestPolicyId: undefined, ForwardedValues: '{ QueryString: false }' } }),
    right: exampleStack({ cors: null, behavior: { CachePolicyId: undefined, OriginRequestPolicyId: undefined, ForwardedValues: '{ QueryString: false, Headers: [Origin, Access-Control-Request-Method, Access-Control-Request-Headers] }' } }),
  },
  check: (graph) => eachPromise(graph, (path) => behaviorPlace(path, 'ForwardedValues.Headers'), (_promise, path, place) =>
    (path.behavior.cache.mode !== 'legacy' ? undefined : judgeKnown(place, unkeyedCopies(path), (keeps) =>
      (keeps === undefined ? undefined : failIf(
        place,
        keeps === 'never' ? undefined : 'does not list Origin, so the first request decides what all others are told',
        keeps === 'if-asked' ? { severity: 'warning' } : {},
      ))))),
};
