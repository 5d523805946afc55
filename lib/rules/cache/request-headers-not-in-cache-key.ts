import { allKnown, chainKnown, known, mapKnown } from '../../graph/known';
import type { Known } from '../../graph/known';
import { cachePlan } from '../../model/cloudfront/cache-key';
import { behaviourPlace, isForwarded } from '../asset-path';
import { policyCorsOf } from '../cors-wish';
import { exampleStack } from '../example-stack';
import { failIf, judgeKnown } from '../judge';
import { modelled } from '../modelled';
import type { PromisedPath } from '../promise';
import { eachPromise } from '../promised';
import type { Rule } from '../rule';
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
    wrong: exampleStack({ cors: null, behaviour: { CachePolicyId: '!Ref Keyed' }, more: KEYED }),
    right: exampleStack({ behaviour: { CachePolicyId: '!Ref Keyed' }, more: KEYED }),
  },
  check: (graph) => eachPromise(graph, (path) => behaviourPlace(path, path.behaviour.cache.mode === 'legacy' ? 'ForwardedValues.Headers' : 'CachePolicyId'), (_promise, path, place) =>
    judgeKnown(place, unkeyed(path), (names) =>
      names && failIf(place, names.length === 0 ? undefined : `${names.join(' and ')} reach${names.length === 1 ? 'es' : ''} S3 but ${names.length === 1 ? 'is' : 'are'} not in the key`))),
};

/** The headers that let one client decide for others. Nothing where another rule has the word: a policy that yields, or Origin itself unkeyed. */
function unkeyed({ behaviour }: PromisedPath): Known<readonly string[] | undefined> {
  return chainKnown(policyCorsOf(behaviour), (cors) => {
    if (cors) {
      return mapKnown(cors.originOverride, (override) => (override ? [] : undefined));
    }
    return chainKnown(modelled(() => cachePlan(behaviour)), (plan) => {
      if (keepsCopies(plan) === 'never' || !plan.headers.includes('origin')) {
        return known(undefined);
      }
      const forwarded = allKnown(HEADERS.map((name) => isForwarded(behaviour, name.toLowerCase())));
      return mapKnown(forwarded, (reach) => HEADERS.filter((name, index) => reach[index] && !plan.headers.includes(name.toLowerCase())));
    });
  });
}
