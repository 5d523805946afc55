import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A text, or a value that is known when the stack is deployed. */
export type Value = string | Readonly<Record<string, unknown>>;

/** A stack as `cdk synth` wrote it. */
export interface SynthesizedStack {
  readonly name: string;
  readonly template: Template;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** A resource with the properties that say who may do what. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: {
    readonly DistributionConfig?: DistributionConfig;
    readonly ResponseHeadersPolicyConfig?: { readonly CorsConfig?: CorsConfig };
    readonly CorsConfiguration?: { readonly CorsRules: readonly CorsRule[] };
    readonly CachePolicyConfig?: CachePolicyConfig;
  };
}

export interface CachePolicyConfig {
  readonly MinTTL: number;
  readonly DefaultTTL: number;
  readonly ParametersInCacheKeyAndForwardedToOrigin?: { readonly QueryStringsConfig: { readonly QueryStrings?: readonly string[] } };
}

export interface DistributionConfig {
  readonly DefaultCacheBehavior: Behavior;
  readonly CacheBehaviors?: readonly Behavior[];
  readonly Origins?: readonly { readonly Id: string; readonly DomainName: Value }[];
  readonly OriginGroups?: { readonly Items: readonly { readonly Id: string; readonly Members: { readonly Items: readonly { readonly OriginId: string }[] } }[] };
}

export interface Behavior {
  readonly PathPattern?: Value;
  readonly ResponseHeadersPolicyId?: Value;
  readonly TrustedKeyGroups?: readonly Value[];
  readonly TargetOriginId?: string;
  readonly CachePolicyId?: Value;
  readonly FunctionAssociations?: readonly { readonly EventType: string }[];
  readonly LambdaFunctionAssociations?: readonly { readonly EventType: string }[];
}

export interface CorsConfig {
  readonly AccessControlAllowOrigins: Items;
  readonly AccessControlAllowHeaders: Items;
  readonly AccessControlExposeHeaders?: Items;
  readonly AccessControlAllowCredentials: boolean;
}

export interface CorsRule {
  readonly AllowedOrigins: readonly Value[];
  readonly AllowedMethods: readonly Value[];
  readonly AllowedHeaders?: readonly Value[];
  readonly ExposedHeaders?: readonly Value[];
}

interface Items {
  readonly Items: readonly Value[];
}

interface Manifest {
  readonly artifacts: Readonly<Record<string, { readonly type: string; readonly properties?: { readonly templateFile: string } }>>;
}

/** The stacks in a folder that `cdk synth` wrote. */
export function stacksOf(folder: string): SynthesizedStack[] {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) {
    throw new Error(`${manifest} is missing: run \`npx cdk synth --quiet\` first, or \`npm start\`, which does both`);
  }
  const { artifacts } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  return Object.entries(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([name, { properties }]) => ({
      name, template: JSON.parse(readFileSync(join(folder, properties?.templateFile ?? `${name}.template.json`), 'utf8')) as Template,
    }));
}
