import { unkeyedCopies } from './order-dependence';
import { exampleStack } from '../engine/example-stack';
import { fail, pass } from '../engine/judge';
import type { Rule } from '../engine/rule';
import { UNREADABLE_COPY } from '../evidence/witness-shape';
import { eachPromise } from '../promise/promised-paths';
import { behaviorPlace } from '../subjects/asset-path';

export const legacyOriginNotListed: Rule = {
  id: 'legacy-origin-not-listed',
  severity: 'error',
  family: 'cache',
  title: 'ForwardedValues does not list Origin, which reaches S3 all the same',
  why: 'In this mode S3 answers by Origin, and CloudFront keeps one copy for everybody: a Miss carries CORS headers, and the next Hit may not: the first request decides.',
  fix: 'List Origin, Access-Control-Request-Method and Access-Control-Request-Headers in ForwardedValues.Headers. Better: use a cache policy and a response headers policy.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/header-caching.html',
    'https://github.com/awslabs/speke-reference-server/issues/37',
  ],
  unless: 'A function at the edge sets the CORS headers on every response.',
  witness: [UNREADABLE_COPY],
  example: () => ({
    wrong: exampleStack({ cors: null, behavior: { CachePolicyId: undefined, OriginRequestPolicyId: undefined, ForwardedValues: '{ QueryString: false }' } }),
    right: exampleStack({ cors: null, behavior: { CachePolicyId: undefined, OriginRequestPolicyId: undefined, ForwardedValues: '{ QueryString: false, Headers: [Origin, Access-Control-Request-Method, Access-Control-Request-Headers] }' } }),
  }),
  check: eachPromise((path) => behaviorPlace(path, 'ForwardedValues.Headers'), (_promise, path, place) => {
    switch (path.behavior.cache.mode === 'legacy' ? unkeyedCopies(path) : undefined) {
      case undefined:
        return undefined;
      case 'never':
        return pass(place);
      case 'if-asked':
        return fail(place, 'does not list Origin, so the first request decides what all others are told', { severity: 'warning' });
      case 'always':
        return fail(place, 'does not list Origin, so the first request decides what all others are told');
    }
  }),
};
