import { allKnown, chainKnown, known, mapKnown } from '../../graph/types/known';
import type { Known } from '../../graph/types/known';
import { cachePlan } from '../../model/cloudfront/cache-key';
import { behaviorPlace, isForwarded } from '../subjects/asset-path';
import { policyCorsOf } from '../promise/cors-wish';
import { exampleStack } from '../engine/example-stack';
import { failIf, judgeKnown } from '../engine/judge';
import { modelled } from '../engine/modelled';
import type { PromisedPath } from '../promise/promise';
import { eachPromise } from '../promise/promised-paths';
import type { Rule } from '../engine/rule';
import { keepsCopies } from './order-dependence';

const HEADERS = ['Access-Control-Request-Method', 'Access-Control-Request-Headers'];

const KEYED = `
Keyed:
  Type: AWS::CloudFront::CachePolicy
  Properties:
    CachePolicyConfig:
      Name: keyed
      MinTTL: 1
      DefaultTTL: 86400
      MaxTTL: 31536000
      ParametersInCacheKeyAndForwardedToOrigin:
        EnableAcceptEncodingGzip: true
        EnableAcceptEncodingBrotli: true
        CookiesConfig: { CookieBehavior: none }
        QueryStringsConfig: { QueryStringBehavior: none }
        HeadersConfig: { HeaderBehavior: whitelist, Headers: [Origin] }
`;

export const requestHeadersNotInCacheKey: Rule = {
  id: 'request-headers-not-in-cache-key',
  severity: 'warning',
  family: 'cache',
  title: 'S3 answers by Access-Control-Request-Method on any request, and CloudFront forwards it without having it in the key',
  why: 'No browser sends that header with a GET, but anybody can: S3 then leaves its CORS headers out, CloudFront keeps that copy, and pages cannot read the file until it expires.',
  fix: 'Attach a response headers policy with the CORS headers and OriginOverride: true. Or put all three headers into the cache policy.',
  see: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/header-caching.html',
    'https://github.com/localstack/localstack/blob/master/tests/aws/services/s3/test_s3_cors.py',
  ],
  unless: 'Only browsers can reach the distribution.',
  example: {
    wrong: exampleStack({ cors: null, behavior: { CachePolicyId: '!Ref Keyed' }, more: KEYED }),
    right: exampleStack({ behavior: { CachePolicyId: '!Ref Keyed' }, more: KEYED }),
  },
  check: (graph) => eachPromise(graph, (path) => behaviorPlace(path, path.behavior.cache.mode === 'legacy' ? 'ForwardedValues.Headers' : 'CachePolicyId'), (_promise, path, place) =>
    judgeKnown(place, unkeyed(path), (names) =>
      names && failIf(place, names.length === 0 ? undefined : `${names.join(' and ')} reach${names.length === 1 ? 'es' : ''} S3 but ${names.length === 1 ? 'is' : 'are'} not in the key`))),
};

/** The headers that let one client decide for others. Nothing where another rule has the word: a policy that yields, or Origin itself unkeyed. */
function unkeyed({ behavior }: PromisedPath): Known<readonly string[] | undefined> {
  return chainKnown(policyCorsOf(behavior), (cors) => {
    if (cors) {
      return mapKnown(cors.originOverride, (override) => (override ? [] : undefined));
    }
    return chainKnown(modelled(() => cachePlan(behavior)), (plan) => {
      if (keepsCopies(plan) === 'never' || !plan.headers.includes('origin')) {
        return known(undefined);
      }
      const forwarded = allKnown(HEADERS.map((name) => isForwarded(behavior, name.toLowerCase())));
      return mapKnown(forwarded, (reach) => HEADERS.filter((name, index) => reach[index] && !plan.headers.includes(name.toLowerCase())));
    });
  });
}
