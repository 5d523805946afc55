import { cachePlan } from '../../model/cloudfront/cache-key';
import { decided } from '../../model/undecided';
import { keepsCopies } from './order-dependence';
import { exampleStack } from '../engine/example-stack';
import { failIf } from '../engine/judge';
import type { Place, Rule } from '../engine/rule';
import { corsOf } from '../promise/cors-wish';
import type { PromisedPath } from '../promise/promise';
import { eachPromise } from '../promise/promised-paths';
import { behaviorPlace, isForwarded } from '../subjects/asset-path';

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
  example: () => ({
    wrong: exampleStack({ cors: null, behavior: { CachePolicyId: '!Ref Keyed' }, more: KEYED }),
    right: exampleStack({ behavior: { CachePolicyId: '!Ref Keyed' }, more: KEYED }),
  }),
  check: eachPromise(placeOf, (_promise, path, place) => {
    const names = unkeyedHeaders(path);
    const isOne = names?.length === 1;
    return names && failIf(place, names.length === 0 ? undefined : `${names.join(' and ')} reach${isOne ? 'es' : ''} S3 but ${isOne ? 'is' : 'are'} not in the key`);
  }),
};

function placeOf(path: PromisedPath): Place {
  return behaviorPlace(path, path.behavior.cache.mode === 'legacy' ? 'ForwardedValues.Headers' : 'CachePolicyId');
}

/**
 * The headers that let one client decide for others. Nothing where another rule has the word: a policy that yields, or Origin itself
 * unkeyed.
 */
function unkeyedHeaders(path: PromisedPath): readonly string[] | undefined {
  const cors = corsOf(path.behavior);
  if (cors) {
    return decided(cors.originOverride) ? [] : undefined;
  }
  const plan = cachePlan(path.behavior);
  return keepsCopies(plan) === 'never' || !plan.headers.includes('origin') ? undefined
    : HEADERS.filter((name) => isForwarded(path, name.toLowerCase()) && !plan.headers.includes(name.toLowerCase()));
}
