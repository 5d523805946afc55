import { chainKnown, mapKnown, type Known } from '../types/known';
import { at, booleanOr, literalsAt, numberOr, oneOf, type TemplatePlace } from '../intrinsics/template-place';
import { addressOf, resourceSymbol } from '../intrinsics/stacks';
import type { CachePolicy, LegacyCacheSettings, OriginRequestHeaderBehavior, OriginRequestPolicy, Selection, ValueSelection } from '../types';

const HEADER_BEHAVIORS = ['none', 'whitelist'] as const;
const FORWARDED_COOKIES = ['none', 'whitelist', 'all'] as const;
const VALUE_BEHAVIORS = ['none', 'whitelist', 'allExcept', 'all'] as const;
const REQUEST_HEADER_BEHAVIORS: readonly OriginRequestHeaderBehavior[] = [
  'none',
  'whitelist',
  'allViewer',
  'allViewerAndWhitelistCloudFront',
  'allExcept',
];

/** `AWS::CloudFront::CachePolicy`. */
export function readCachePolicy(logicalId: string, properties: TemplatePlace): CachePolicy {
  const config = at(properties, 'CachePolicyConfig');
  const key = at(config, 'ParametersInCacheKeyAndForwardedToOrigin');
  return {
    address: addressOf(properties.stack, logicalId),
    id: resourceSymbol(properties.stack, logicalId),
    minTtl: numberOr(at(config, 'MinTTL'), 0),
    maxTtl: numberOr(at(config, 'MaxTTL'), 31_536_000),
    defaultTtl: numberOr(at(config, 'DefaultTTL'), 86_400),
    headers: readSelection(key, 'Headers', 'HeaderBehavior', HEADER_BEHAVIORS, 'none'),
    ...readValueSelections(key),
    gzip: booleanOr(at(key, 'EnableAcceptEncodingGzip'), false),
    brotli: booleanOr(at(key, 'EnableAcceptEncodingBrotli'), false),
  };
}

/** `AWS::CloudFront::OriginRequestPolicy`. */
export function readOriginRequestPolicy(logicalId: string, properties: TemplatePlace): OriginRequestPolicy {
  const config = at(properties, 'OriginRequestPolicyConfig');
  return {
    address: addressOf(properties.stack, logicalId),
    id: resourceSymbol(properties.stack, logicalId),
    headers: readSelection(config, 'Headers', 'HeaderBehavior', REQUEST_HEADER_BEHAVIORS, 'none'),
    ...readValueSelections(config),
  };
}

function readValueSelections(place: TemplatePlace): {
  readonly cookies: Known<ValueSelection>;
  readonly queryStrings: Known<ValueSelection>;
} {
  return {
    cookies: readSelection(place, 'Cookies', 'CookieBehavior', VALUE_BEHAVIORS, 'none'),
    queryStrings: readSelection(place, 'QueryStrings', 'QueryStringBehavior', VALUE_BEHAVIORS, 'none'),
  };
}

/** `HeadersConfig`, `CookiesConfig` and `QueryStringsConfig` are built alike. */
function readSelection<B extends string>(
  place: TemplatePlace,
  name: string,
  behaviorKey: string,
  behaviors: readonly B[],
  fallback: B,
): Known<Selection<B>> {
  const config = at(place, `${name}Config`);
  return chainKnown(oneOf(at(config, behaviorKey), behaviors, fallback), (behavior) =>
    mapKnown(literalsAt(at(config, name)), (names) => ({ behavior, names })),
  );
}

/** `ForwardedValues` and the TTLs next to it. Defaults: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-cachebehavior.html */
export function readForwardedValues(behavior: TemplatePlace): Omit<LegacyCacheSettings, 'mode'> {
  const forwarded = at(behavior, 'ForwardedValues');
  const cookies = at(forwarded, 'Cookies');
  return {
    headers: literalsAt(at(forwarded, 'Headers')),
    cookies: chainKnown(oneOf(at(cookies, 'Forward'), FORWARDED_COOKIES, 'none'), (behavior) =>
      mapKnown(literalsAt(at(cookies, 'WhitelistedNames')), (names) => ({ behavior, names })),
    ),
    queryString: booleanOr(at(forwarded, 'QueryString'), false),
    queryStringCacheKeys: literalsAt(at(forwarded, 'QueryStringCacheKeys')),
    minTtl: numberOr(at(behavior, 'MinTTL'), 0),
    maxTtl: numberOr(at(behavior, 'MaxTTL'), 31_536_000),
    defaultTtl: numberOr(at(behavior, 'DefaultTTL'), 86_400),
  };
}
