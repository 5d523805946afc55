import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AssetRouting, CorsAssetDistribution } from '../../lib';
import { readTemplates } from '../../lib/graph/readers/templates';
import type { DeliveryGraph } from '../../lib/graph/types';

/** One way to deliver the same contract. */
export interface Design {
  readonly name: string;
  readonly graph: DeliveryGraph;
}

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

interface CloudFormation {
  readonly Resources: Record<string, Resource>;
}

interface PolicyConfig {
  CorsConfig: { OriginOverride: boolean; AccessControlMaxAgeSec: number };
  RemoveHeadersConfig?: unknown;
}

/** Origins that a contract names. */
export function originsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `https://app${index + 1}.example.com`);
}

/** The construct's own template and three that differ from it in how the edge caches, or in who has the last word. */
export function designs(origins: readonly string[]): Design[] {
  return [
    { name: 'this construct', graph: graphOf(templateFor(origins)) },
    { name: 'Origin in the cache key', graph: graphOf(keyedByOrigin(templateFor(origins))) },
    { name: 'neither key nor override', graph: graphOf(withoutOverride(templateFor(origins))) },
    { name: 'caching disabled', graph: graphOf(withoutCache(templateFor(origins))) },
  ];
}

/** The construct with another Access-Control-Max-Age. */
export function withMaxAge(origins: readonly string[], seconds: number): DeliveryGraph {
  const template = templateFor(origins);
  policyConfig(template).CorsConfig.AccessControlMaxAgeSec = seconds;
  return graphOf(template);
}

/** The construct with a function that runs for every request, and leaves those of this bench as they are. */
export function withFunction(origins: readonly string[]): DeliveryGraph {
  return graphOf(templateFor(origins, AssetRouting.app('index.html')));
}

function templateFor(origins: readonly string[], routing?: AssetRouting): CloudFormation {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Web');
  new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: [...origins], routing });
  return Template.fromStack(stack).toJSON() as CloudFormation;
}

function keyedByOrigin(template: CloudFormation): CloudFormation {
  template.Resources.KeyedByOrigin = {
    Type: 'AWS::CloudFront::CachePolicy',
    Properties: {
      CachePolicyConfig: {
        Name: 'keyed-by-origin', MinTTL: 1, DefaultTTL: 86_400, MaxTTL: 31_536_000,
        ParametersInCacheKeyAndForwardedToOrigin: {
          CookiesConfig: { CookieBehavior: 'none' }, QueryStringsConfig: { QueryStringBehavior: 'none' },
          HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Origin'] },
          EnableAcceptEncodingBrotli: true, EnableAcceptEncodingGzip: true,
        },
      },
    },
  };
  defaultBehavior(template).CachePolicyId = { Ref: 'KeyedByOrigin' };
  return template;
}

function withoutOverride(template: CloudFormation): CloudFormation {
  const config = policyConfig(template);
  config.CorsConfig.OriginOverride = false;
  delete config.RemoveHeadersConfig;
  return template;
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';

function withoutCache(template: CloudFormation): CloudFormation {
  defaultBehavior(template).CachePolicyId = CACHING_DISABLED;
  return template;
}

function defaultBehavior(template: CloudFormation): Record<string, unknown> {
  const config = only(template, 'AWS::CloudFront::Distribution').DistributionConfig as { readonly DefaultCacheBehavior: Record<string, unknown> };
  return config.DefaultCacheBehavior;
}

function policyConfig(template: CloudFormation): PolicyConfig {
  return only(template, 'AWS::CloudFront::ResponseHeadersPolicy').ResponseHeadersPolicyConfig as PolicyConfig;
}

function only(template: CloudFormation, type: string): Record<string, unknown> {
  const found = Object.values(template.Resources).filter(({ Type }) => Type === type);
  if (found.length !== 1) {
    throw new Error(`the construct has one ${type}, not ${found.length}`);
  }
  return found[0].Properties;
}

function graphOf(template: CloudFormation): DeliveryGraph {
  return readTemplates([{ name: 'Web', template }]).worlds[0];
}
