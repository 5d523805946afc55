/** Ways in which hand-written stacks go wrong, made in the template of the construct: the proof must refute each of them. */
import type { Mutation } from './family';
import type { Resource, Templates } from './synthesize';

type Json = Record<string, unknown>;

function each(templates: Templates, type: string, change: (properties: Json) => void): void {
  const found = Object.values(templates).flatMap(({ Resources }) => Object.values(Resources)).filter((resource: Resource) => resource.Type === type);
  if (found.length === 0) {
    throw new Error(`the template has no ${type} to break`);
  }
  found.forEach(({ Properties }) => { change(Properties); });
}

function behaviors(change: (behavior: Json) => void): Mutation {
  return (templates) => {
    each(templates, 'AWS::CloudFront::Distribution', ({ DistributionConfig }) => {
      const config = DistributionConfig as { DefaultCacheBehavior: Json; CacheBehaviors?: Json[] };
      [config.DefaultCacheBehavior, ...(config.CacheBehaviors ?? [])].forEach(change);
    });
  };
}

interface PolicyConfig {
  CorsConfig: Json & { AccessControlAllowOrigins: { Items: string[] } };
  RemoveHeadersConfig?: unknown;
  CustomHeadersConfig: { Items: { Header: string; Value: string }[] };
}

function policies(change: (config: PolicyConfig) => void): Mutation {
  return (templates) => {
    each(templates, 'AWS::CloudFront::ResponseHeadersPolicy', ({ ResponseHeadersPolicyConfig }) => { change(ResponseHeadersPolicyConfig as PolicyConfig); });
  };
}

interface Rule {
  AllowedOrigins: string[];
  AllowedMethods: string[];
  AllowedHeaders?: string[];
}

function rules(change: (rules: Rule[]) => Rule[] | undefined): Mutation {
  return (templates) => {
    each(templates, 'AWS::S3::Bucket', (properties) => {
      const changed = change((properties.CorsConfiguration as { CorsRules: Rule[] }).CorsRules);
      properties.CorsConfiguration = changed && { CorsRules: changed };
    });
  };
}

function both(...mutations: readonly Mutation[]): Mutation {
  return (templates) => { mutations.forEach((mutate) => { mutate(templates); }); };
}

const nothingRemoved = policies((config) => { delete config.RemoveHeadersConfig; });
const noOverride = policies(({ CorsConfig }) => { CorsConfig.OriginOverride = false; });
const noPolicy = behaviors((behavior) => { delete behavior.ResponseHeadersPolicyId; });
const allowedHeaders = (keeps: (name: string) => boolean): Mutation => policies(({ CorsConfig }) => {
  const { Items } = CorsConfig.AccessControlAllowHeaders as { Items: string[] };
  CorsConfig.AccessControlAllowHeaders = { Items: Items.filter((name) => keeps(name.toLowerCase())) };
});
const noCustomHeader = (name: string): Mutation => policies((config) => {
  config.CustomHeadersConfig.Items = config.CustomHeadersConfig.Items.filter(({ Header }) => Header !== name);
});
const customHeader = (name: string, value: string): Mutation => policies((config) => {
  config.CustomHeadersConfig.Items.filter(({ Header }) => Header === name).forEach((item) => { item.Value = value; });
});
const defaultPolicyEverywhere: Mutation = (templates) => {
  each(templates, 'AWS::CloudFront::Distribution', ({ DistributionConfig }) => {
    const config = DistributionConfig as { DefaultCacheBehavior: Json; CacheBehaviors: Json[] };
    config.CacheBehaviors.forEach((behavior) => { behavior.ResponseHeadersPolicyId = config.DefaultCacheBehavior.ResponseHeadersPolicyId; });
  });
};
const withoutStatements = (type: string, document: string): Mutation => (templates) => {
  each(templates, type, (properties) => { (properties[document] as { Statement: unknown[] }).Statement = []; });
};
/** Of the buckets whose logical ids begin so, alone. */
const of = (beginning: string, type: string, change: (properties: Json) => void): Mutation => (templates) => {
  Object.values(templates).flatMap(({ Resources }) => Object.entries(Resources)).filter(([id, { Type }]) => Type === type && id.startsWith(beginning))
    .forEach(([, { Properties }]) => { change(Properties); });
};
const noRules = (bucket: string): Mutation => of(bucket, 'AWS::S3::Bucket', (properties) => { delete properties.CorsConfiguration; });
const functionCode = (code: string): Mutation => (templates) => { each(templates, 'AWS::CloudFront::Function', (properties) => { properties.FunctionCode = code; }); };
// The managed policies CORS-CustomOrigin, AllViewer and SimpleCORS
const CORS_CUSTOM_ORIGIN = '59781a5b-3903-41f3-afcb-af62929ccde1';
const ALL_VIEWER = '216adef6-5c7f-47e4-b989-5492eafa07d3';
const SIMPLE_CORS = '60669652-455b-4ae9-85a4-c4c02393f86c';

/** One mistake, and the setup in which it is made. */
export interface Mistake {
  readonly name: string;
  readonly setup: string;
  readonly mutate: Mutation;
  /** Why the guarantee holds nevertheless. */
  readonly harmless?: string;
}

export const MISTAKES: readonly Mistake[] = [
  { name: 'no response headers policy', setup: 'one origin', mutate: noPolicy },
  { name: 'no response headers policy, two contracts on one bucket', setup: 'two constructs, one bucket', mutate: noPolicy },
  { name: 'no OriginOverride, nothing removed', setup: 'one origin', mutate: both(noOverride, nothingRemoved) },
  { name: 'nothing removed', setup: 'one origin', mutate: nothingRemoved },
  { name: 'nothing removed, a wider contract on the same bucket', setup: 'two constructs, one bucket', mutate: nothingRemoved },
  { name: 'nothing removed, a wider path', setup: 'paths', mutate: nothingRemoved },
  { name: 'nothing removed, wider rules of the bucket\'s owner', setup: 'bucket with wider rules of its owner', mutate: nothingRemoved },
  { name: 'nothing for browsers in the policy\'s list', setup: 'named headers', mutate: allowedHeaders((name) => !['priority', 'cache-control'].includes(name)) },
  { name: 'no Priority in the policy\'s list', setup: 'credentials', mutate: allowedHeaders((name) => name !== 'priority') },
  { name: 'nothing for revalidation in the policy\'s list', setup: 'named headers', mutate: allowedHeaders((name) => name !== 'if-none-match') },
  { name: 'nothing for a reload in the policy\'s list', setup: 'one header, many exposed', mutate: allowedHeaders((name) => name !== 'pragma') },
  { name: 'no HEAD in the policy\'s methods', setup: 'one origin', mutate: policies(({ CorsConfig }) => { CorsConfig.AccessControlAllowMethods = { Items: ['GET'] }; }) },
  { name: 'no Vary', setup: 'one origin', mutate: noCustomHeader('Vary'), harmless: 'beside a CORS block CloudFront says Vary: Origin itself wherever it adds no CORS header' },
  { name: 'Vary without Origin', setup: 'many origins, ports, http', mutate: customHeader('Vary', 'Accept-Encoding'), harmless: 'the same, and these origins share no browser cache' },
  { name: 'Origin not forwarded', setup: 'one origin', mutate: behaviors((behavior) => { delete behavior.OriginRequestPolicyId; }) },
  { name: 'only Origin forwarded', setup: 'one origin', mutate: behaviors((behavior) => { behavior.OriginRequestPolicyId = CORS_CUSTOM_ORIGIN; }) },
  { name: 'everything forwarded, Host too', setup: 'one origin', mutate: behaviors((behavior) => { behavior.OriginRequestPolicyId = ALL_VIEWER; }) },
  { name: 'OPTIONS cached under a key without its headers', setup: 'one origin', mutate: behaviors((behavior) => { behavior.CachedMethods = ['GET', 'HEAD', 'OPTIONS']; }) },
  { name: 'OPTIONS not allowed', setup: 'one origin', mutate: behaviors((behavior) => { behavior.AllowedMethods = ['GET', 'HEAD']; }) },
  { name: 'no rule in the bucket', setup: 'one origin', mutate: rules(() => undefined) },
  { name: 'rule without allowed headers', setup: 'one origin', mutate: rules((all) => all.map((rule) => ({ ...rule, AllowedHeaders: undefined }))) },
  { name: 'rule without HEAD', setup: 'one origin', mutate: rules((all) => all.map((rule) => ({ ...rule, AllowedMethods: ['GET'] }))) },
  { name: 'rule with a trailing slash', setup: 'one origin', mutate: rules((all) => all.map((rule) => ({ ...rule, AllowedOrigins: rule.AllowedOrigins.map((origin) => `${origin}/`) }))) },
  { name: 'upload rule without allowed headers', setup: 'uploads by others', mutate: rules((all) => all.map((rule) => (rule.AllowedMethods.includes('PUT') ? { ...rule, AllowedHeaders: undefined } : rule))) },
  { name: 'upload rule for everybody', setup: 'uploads by others', mutate: rules((all) => all.map((rule) => (rule.AllowedMethods.includes('PUT') ? { ...rule, AllowedOrigins: ['*'] } : rule))) },
  { name: 'policy for everybody', setup: 'one origin', mutate: policies(({ CorsConfig }) => { CorsConfig.AccessControlAllowOrigins = { Items: ['*'] }; }) },
  { name: 'policy with credentials', setup: 'one origin', mutate: policies(({ CorsConfig }) => { CorsConfig.AccessControlAllowCredentials = true; }) },
  { name: 'policy without Authorization', setup: 'Authorization', mutate: policies(({ CorsConfig }) => { CorsConfig.AccessControlAllowHeaders = { Items: ['*'] }; }) },
  { name: 'policy that exposes nothing', setup: 'one origin', mutate: policies(({ CorsConfig }) => { delete CorsConfig.AccessControlExposeHeaders; }) },
  { name: 'files for the same origin only', setup: 'one origin', mutate: customHeader('Cross-Origin-Resource-Policy', 'same-origin') },
  { name: 'the default policy on every path', setup: 'paths', mutate: defaultPolicyEverywhere },
  { name: 'no statement for CloudFront', setup: 'one origin', mutate: withoutStatements('AWS::S3::BucketPolicy', 'PolicyDocument') },
  { name: 'no statement in the key policy', setup: 'KMS', mutate: withoutStatements('AWS::KMS::Key', 'KeyPolicy') },
  { name: 'no OriginOverride, but S3\'s headers removed', setup: 'one origin', mutate: noOverride, harmless: 'headers are removed before the policy adds its own, so that there is nothing to override' },
  { name: 'no rule in both buckets of a failover', setup: 'failover of refusals too', mutate: both(noRules('Assets'), noRules('Spare')) },
  { name: 'no rule in the second bucket of a failover', setup: 'failover of refusals too', mutate: noRules('Spare') },
  { name: 'no rule in the bucket of a path', setup: 'a bucket for each path', mutate: noRules('Path0') },
  { name: 'no statement for CloudFront on the bucket of a path', setup: 'a bucket for each path', mutate: of('Path0', 'AWS::S3::BucketPolicy', (properties) => { properties.PolicyDocument = { Statement: [] }; }) },
  { name: 'SimpleCORS, as it was before', setup: 'a distribution made by hand', mutate: behaviors((behavior) => { behavior.ResponseHeadersPolicyId = SIMPLE_CORS; }) },
  { name: 'no function that writes Vary', setup: 'vary', mutate: behaviors((behavior) => { delete behavior.FunctionAssociations; }) },
  { name: 'a function that takes the permission away', setup: 'vary', mutate: functionCode('function handler(event) { delete event.response.headers["access-control-allow-origin"]; return event.response; }') },
  { name: 'routing that asks preflights for a login', setup: 'an app of one page', mutate: functionCode('function handler(event) { return event.request.method === "OPTIONS" ? { statusCode: 401 } : event.request; }') },
];
