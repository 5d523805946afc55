import { mapKnown } from '../../graph/types/known';
import type { Known } from '../../graph/types/known';
import type { DeliveryGraph } from '../../graph/types';
import { CORS_RESPONSE_HEADERS } from '../../model/http/message';
import { eachBucketRule } from '../subjects/bucket-cors-rules';
import { failIf, judgeKnown } from '../engine/judge';
import type { Judgement, Place, Rule } from '../engine/rule';

export const responseHeaderAsRequestHeader: Rule = {
  id: 'response-header-as-request-header',
  severity: 'warning',
  family: 'cache',
  title: 'A list of request headers names a CORS response header, such as Access-Control-Allow-Origin',
  why: 'No browser sends that header, so naming it changes nothing; what was meant (mostly Origin) is still missing.',
  fix: 'Name Origin, Access-Control-Request-Method and Access-Control-Request-Headers.',
  see: ['https://github.com/wpsharks/comet-cache/issues/427', 'https://github.com/video-dev/hls.js/issues/2620'],
  unless: 'Never: the six headers occur in responses only.',
  example: {
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
  },
  check: (graph) => [
    ...forwardingLists(graph).map(([place, names]) => judge(place, names)),
    ...eachBucketRule(graph, ({ allowedHeaders }, at) => [failIf(at('AllowedHeaders'), message(allowedHeaders ?? []), { severity: 'info' })]),
  ],
};

function forwardingLists(graph: DeliveryGraph): readonly (readonly [Place, Known<readonly string[]>])[] {
  return [
    ...graph.cachePolicies.map(({ address, headers }) => [
      { address, path: 'Properties.CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig.Headers' }, mapKnown(headers, ({ names }) => names),
    ] as const),
    ...graph.originRequestPolicies.map(({ address, headers }) => [
      { address, path: 'Properties.OriginRequestPolicyConfig.HeadersConfig.Headers' }, mapKnown(headers, ({ names }) => names),
    ] as const),
    ...graph.distributions.flatMap(({ address, behaviors }) => (behaviors.known ? behaviors.value : []).flatMap(({ path, cache }) =>
      (cache.mode === 'legacy' ? [[{ address, path: `${path}.ForwardedValues.Headers` }, cache.headers] as const] : []))),
  ];
}

function judge(place: Place, names: Known<readonly string[]>): Judgement {
  return judgeKnown(place, names, (list) => failIf(place, message(list)));
}

function message(names: readonly string[]): string | undefined {
  const wrong = names.filter((name) => (CORS_RESPONSE_HEADERS as readonly string[]).includes(name.toLowerCase()));
  return wrong.length === 0 ? undefined : `names ${wrong.join(', ')}, which occurs in responses only`;
}
