/** Repairs of what CloudFront lets through, forwards and keeps apart. */
import { isSameResource } from '../../../graph/types/same-resource';
import { valueOr } from '../../../graph/types/known';
import type { Address, Behavior, CachePolicy } from '../../../graph/types';
import { chooseBehavior } from '../../../model/cloudfront/behavior';
import { answerOr } from '../../../model/undecided';
import { corsOf } from '../../../rules/promise/cors-wish';
import type { PromisedPath } from '../../../rules/promise/promise';
import { editAt } from '../edit';
import type { Edit } from '../edit';
import { keysOf } from '../json';
import { here, raw, rawList, resourceOnce, set, union } from './context';
import type { Repair, RepairContext } from './context';

export const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
const CORS_S3_ORIGIN = '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf';
const THREE = ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'];

/** The methods that CloudFront offers as sets. */
const METHOD_SETS = [['GET', 'HEAD'], ['GET', 'HEAD', 'OPTIONS'], ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE']];

/** The behavior at the place of a finding, with its path. */
export function pathsHere({ finding: { place }, paths }: RepairContext): readonly PromisedPath[] {
  const here = paths.filter(({ behavior }) => place.path === behavior.path || place.path.startsWith(`${behavior.path}.`));
  return here.length > 0 ? here : paths;
}

export const allowOptions: Repair = (context) => pathsHere(context).slice(0, 1).map(({ distribution, behavior }) => [set(distribution.address, `${behavior.path}.AllowedMethods`, METHOD_SETS[1])]);

export const offeredMethods: Repair = ({ finding: { place: { address, path } }, ...context }) => {
  const written = rawList({ finding: { place: { address, path } }, ...context } as RepairContext, address, path) ?? [];
  const wanted = path.endsWith('.CachedMethods') ? METHOD_SETS[0] : METHOD_SETS.find((each) => written.every((method) => each.includes(String(method))));
  return wanted ? [[set(address, path, wanted)]] : [];
};

/** OPTIONS is better not cached at all. */
export const cacheReadsOnly: Repair = (context) => pathsHere(context).slice(0, 1).map(({ distribution, behavior }) => [set(distribution.address, `${behavior.path}.CachedMethods`, ['GET', 'HEAD'])]);

/** Origin and both Access-Control-Request headers reach S3. */
export const forwardThree: Repair = (context) => pathsHere(context).slice(0, 1).flatMap((path) => {
  const forward = forwardingEdits(context, path);
  return [...forward, ...forward.flatMap((edits) => keyEdits(context, path).map((key) => [...edits, ...key])), ...keyEdits(context, path)];
});

/** What S3 answers for one origin is not given to another. */
export const keyByOrigin: Repair = (context) => pathsHere(context).slice(0, 1).flatMap((path) => keyEdits(context, path));

function forwardingEdits(context: RepairContext, { distribution: { address }, behavior }: PromisedPath): readonly (readonly Edit[])[] {
  if (behavior.cache.mode === 'legacy') {
    return legacyEdits(context, address, behavior);
  }
  const own = valueOr(behavior.originRequestPolicy, undefined);
  const managed = [set(address, `${behavior.path}.OriginRequestPolicyId`, CORS_S3_ORIGIN)];
  const base = 'Properties.OriginRequestPolicyConfig.HeadersConfig';
  const listed = own && own.managed === undefined ? rawList(context, own.address, `${base}.Headers`) ?? [] : undefined;
  return own && listed ? [[set(own.address, base, { HeaderBehavior: 'whitelist', Headers: union(listed, THREE) })], managed] : [managed];
}

function legacyEdits(context: RepairContext, address: Address, { path }: Behavior): readonly (readonly Edit[])[] {
  const listed = (rawList(context, address, `${path}.ForwardedValues.Headers`) ?? []).filter((name) => !/^(host|\*)$/i.test(String(name)));
  return [[set(address, `${path}.ForwardedValues.Headers`, union(listed, THREE))]];
}

/** Origin in the cache key, by the behavior's own policy or by one that is made from the managed one. */
export function keyEdits(context: RepairContext, { distribution: { address }, behavior }: Pick<PromisedPath, 'behavior' | 'distribution'>): readonly (readonly Edit[])[] {
  const { cache } = behavior;
  if (cache.mode === 'legacy') {
    return legacyEdits(context, address, behavior);
  }
  const policy = cache.mode === 'policy' ? valueOr(cache.policy, undefined) : undefined;
  if (policy === undefined) {
    return [];
  }
  const base = 'Properties.CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig';
  if (policy.managed === undefined) {
    return [[set(policy.address, base, { HeaderBehavior: 'whitelist', Headers: union(rawList(context, policy.address, `${base}.Headers`) ?? [], THREE) })]];
  }
  const { id, edits } = resourceOnce(context, address.stack, 'CorsCachePolicy', (name) => keyedCachePolicy(policy, name));
  return [[...edits, set(address, `${behavior.path}.CachePolicyId`, { Ref: id })]];
}

/** The managed policy with the three headers in its key; a key with headers needs a time to keep copies. */
function keyedCachePolicy({ minTtl, maxTtl, defaultTtl, gzip, brotli, cookies, queryStrings }: CachePolicy, id: string): object {
  const selection = (kind: 'Cookie' | 'QueryString', fact: CachePolicy['cookies']) => {
    const { behavior, names } = valueOr(fact, { behavior: 'none', names: [] } as const);
    return { [`${kind}Behavior`]: behavior, ...(names.length > 0 ? { [`${kind}s`]: names } : {}) };
  };
  return {
    Type: 'AWS::CloudFront::CachePolicy',
    Properties: { CachePolicyConfig: {
      Name: { 'Fn::Sub': `\${AWS::StackName}-${id}` },
      MinTTL: valueOr(minTtl, 1), DefaultTTL: valueOr(defaultTtl, 86_400), MaxTTL: Math.max(1, valueOr(maxTtl, 31_536_000)),
      ParametersInCacheKeyAndForwardedToOrigin: {
        EnableAcceptEncodingGzip: valueOr(gzip, true), EnableAcceptEncodingBrotli: valueOr(brotli, true),
        HeadersConfig: { HeaderBehavior: 'whitelist', Headers: THREE }, CookiesConfig: selection('Cookie', cookies), QueryStringsConfig: selection('QueryString', queryStrings),
      },
    } },
  };
}

const HOST = /^host$/i;

/** The viewer's Host stays at CloudFront, so that the signature fits what S3 gets. */
export const keepHost: Repair = (context) => pathsHere(context).slice(0, 1).flatMap((path): readonly (readonly Edit[])[] => {
  const { distribution: { address }, behavior } = path;
  if (behavior.cache.mode === 'legacy') {
    return legacyEdits(context, address, behavior);
  }
  const own = valueOr(behavior.originRequestPolicy, undefined);
  const managed = [set(address, `${behavior.path}.OriginRequestPolicyId`, CORS_S3_ORIGIN)];
  const cache = behavior.cache.mode === 'policy' ? valueOr(behavior.cache.policy, undefined) : undefined;
  const keyed = cache && cache.managed === undefined ? withoutHost(context, cache.address, 'Properties.CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin.HeadersConfig.Headers') : [];
  const listed = own && own.managed === undefined ? withoutHost(context, own.address, 'Properties.OriginRequestPolicyConfig.HeadersConfig.Headers') : [];
  return [...listed, ...keyed, managed, ...(keyed.length === 0 ? keyEdits(context, path) : [])];
});

function withoutHost(context: RepairContext, address: PromisedPath['distribution']['address'], path: string): readonly (readonly Edit[])[] {
  const listed = rawList(context, address, path);
  const kept = listed?.filter((name) => !HOST.test(String(name)));
  return kept && kept.length > 0 && kept.length < (listed?.length ?? 0) ? [[set(address, path, kept)]] : [];
}

/** A path of the same distribution that has a policy lends it. */
export const borrowPolicy: Repair = ({ paths, ...context }) =>
  pathsHere({ paths, ...context })
    .slice(0, 1)
    .flatMap(({ distribution, behavior }) => {
      const behaviors = valueOr(distribution.behaviors, []);
      const siblings = behaviors.filter((other) => other !== behavior && valueOr(other.responseHeadersPolicy, undefined) !== undefined);
      return siblings
        .map((sibling) => rawId({ paths, ...context }, distribution.address, `${sibling.path}.ResponseHeadersPolicyId`))
        .filter((id) => id !== undefined)
        .map((id) => [set(distribution.address, `${behavior.path}.ResponseHeadersPolicyId`, id)]);
    });

function rawId(context: RepairContext, { stack, logicalId }: Address, path: string): unknown {
  const template = context.inputs.find(({ name }) => name === stack)?.template;
  return keysOf(`Resources.${logicalId}.${path}`).reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], template);
}

/** No header Origin of the distribution's own. */
export const unpinOrigin: Repair = (context) => {
  const { finding: { place: { address, path } } } = context;
  const pinned = rawList(context, address, path) ?? [];
  const kept = pinned.filter((header) => String((header as { HeaderName?: unknown }).HeaderName).toLowerCase() !== 'origin');
  return kept.length === pinned.length ? [] : [[editAt(address, keysOf(path), kept.length === 0 ? undefined : kept)]];
};

/** One way to say what is cached: by policies, or as of old. Where neither is there, CloudFront's own policy for S3. */
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html#managed-cache-caching-optimized
export const oneCacheSetting: Repair = (context) => {
  const { finding: { place: { address, path } } } = context;
  const isThere = (name: string) => (raw(context, address, `${path}.${name}`) ?? '') !== '';
  return isThere('CachePolicyId') ? [[editAt(address, keysOf(`${path}.ForwardedValues`))]]
    : isThere('ForwardedValues') ? [[editAt(address, keysOf(`${path}.OriginRequestPolicyId`))]] : [[set(address, `${path}.CachePolicyId`, CACHING_OPTIMIZED)]];
};

/** Codes with which CloudFront can fail over. */
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_StatusCodes.html
const FAILOVER_CODES = [400, 403, 404, 416, 500, 502, 503, 504];
/** With these a missing file stays missing. The CDK writes them where an origin group names none. */
const SERVER_ERRORS = [500, 502, 503, 504];

export const failoverCodes: Repair = (context) => {
  const { finding: { place: { address, path } } } = context;
  const kept = (rawList(context, address, `${path}.Items`) ?? []).filter((code) => FAILOVER_CODES.includes(Number(code)));
  const codes = kept.length > 0 ? kept : SERVER_ERRORS;
  return [[set(address, `${path}.Items`, codes), set(address, `${path}.Quantity`, codes.length)]];
};

/** The only origin there is. */
export const onlyOrigin: Repair = (context) => {
  const { finding: { place: { address, path } } } = context;
  const origins = rawList(context, address, 'Properties.DistributionConfig.Origins') ?? [];
  const id = (origins[0] as { Id?: unknown } | undefined)?.Id;
  return origins.length === 1 && id !== undefined ? [[set(address, path, id)]] : [];
};

/** What is not kept is not compressed. */
export const withoutCompression: Repair = ({ finding: { place: { address, path } } }) => [[
  set(address, `${path}.EnableAcceptEncodingGzip`, false), set(address, `${path}.EnableAcceptEncodingBrotli`, false),
]];

/** Plain http is redirected. */
export const redirectToHttps: Repair = (context) => [[here(context, 'redirect-to-https')]];

/** The behavior of an error page gets the policy of the files that it stands in for. */
export const pageWithPolicy: Repair = (context) => {
  const { finding: { place: { address, path } }, graph } = context;
  return graph.distributions
    .filter((each) => isSameResource(each.address, address))
    .flatMap((distribution) => {
      const page = valueOr(
        valueOr(distribution.customErrorResponses, []).find((response) => path.startsWith(response.path))?.responsePagePath ?? {
          known: false,
          reason: '',
        },
        undefined,
      );
      const server = page === undefined ? undefined : chooseBehavior(distribution, page);
      const others = valueOr(distribution.behaviors, []).filter(
        (behavior) => behavior !== server && answerOr(undefined, () => corsOf(behavior)) !== undefined,
      );
      return others
        .flatMap((other) => rawId(context, address, `${other.path}.ResponseHeadersPolicyId`) ?? [])
        .map((id) => [set(address, `${server?.path ?? ''}.ResponseHeadersPolicyId`, id)]);
    });
};
