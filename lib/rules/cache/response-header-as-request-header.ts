import { CORS_RESPONSE_HEADERS } from '../../model/http/message';
import { decided } from '../../model/undecided';
import { failIf, judged, type FailureDetails } from '../engine/judge';
import type { Judgement, Place, Rule } from '../engine/rule';
import { inTurn } from '../engine/subject';
import { eachBucketRule } from '../subjects/bucket-cors-rules';
import { eachBehavior } from '../subjects/deliveries';

export const responseHeaderAsRequestHeader: Rule = {
  id: 'response-header-as-request-header',
  severity: 'warning',
  family: 'cache',
  title: 'A list of request headers names a CORS response header, such as Access-Control-Allow-Origin',
  why: 'No browser sends that header, so naming it changes nothing; what was meant (mostly Origin) is still missing.',
  fix: 'Name Origin, Access-Control-Request-Method and Access-Control-Request-Headers.',
  see: ['https://github.com/wpsharks/comet-cache/issues/427', 'https://github.com/video-dev/hls.js/issues/2620'],
  unless: 'Never: the six headers occur in responses only.',
  example: () => ({
    wrong: `
CachePolicy:
  Type: AWS::CloudFront::CachePolicy
  Properties:
    CachePolicyConfig:
      Name: assets
      MinTTL: 1
      MaxTTL: 31536000
      DefaultTTL: 86400
      ParametersInCacheKeyAndForwardedToOrigin:
        EnableAcceptEncodingGzip: true
        EnableAcceptEncodingBrotli: true
        CookiesConfig: { CookieBehavior: none }
        QueryStringsConfig: { QueryStringBehavior: none }
        HeadersConfig: { HeaderBehavior: whitelist, Headers: [Access-Control-Allow-Origin] }
`,
    right: `
CachePolicy:
  Type: AWS::CloudFront::CachePolicy
  Properties:
    CachePolicyConfig:
      Name: assets
      MinTTL: 1
      MaxTTL: 31536000
      DefaultTTL: 86400
      ParametersInCacheKeyAndForwardedToOrigin:
        EnableAcceptEncodingGzip: true
        EnableAcceptEncodingBrotli: true
        CookiesConfig: { CookieBehavior: none }
        QueryStringsConfig: { QueryStringBehavior: none }
        HeadersConfig: { HeaderBehavior: whitelist, Headers: [Origin] }
`,
  }),
  check: inTurn(
    ({ cachePolicies }) => cachePolicies.flatMap(({ address, headers }) =>
      judgeList({ address, path: 'Properties.CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig.Headers' }, () => decided(headers).names)),
    ({ originRequestPolicies }) => originRequestPolicies.flatMap(({ address, headers }) =>
      judgeList({ address, path: 'Properties.OriginRequestPolicyConfig.HeadersConfig.Headers' }, () => decided(headers).names)),
    eachBehavior('ForwardedValues.Headers', ({ cache }, place) => (cache.mode === 'legacy' ? judgeList(place, () => decided(cache.headers)) : undefined)),
    eachBucketRule('AllowedHeaders', ({ allowedHeaders = [] }, place) => judgeList(place, () => allowedHeaders, { severity: 'info' })),
  ),
};

function judgeList(place: Place, list: () => readonly string[], details?: FailureDetails): readonly Judgement[] {
  return judged(place, () => {
    const wrong = list().filter((name) => (CORS_RESPONSE_HEADERS as readonly string[]).includes(name.toLowerCase()));
    return failIf(place, wrong.length === 0 ? undefined : `names ${wrong.join(', ')}, which occurs in responses only`, details);
  });
}
