import type { Behavior, DistributionConfig, Template, Value } from './assembly';

/** How the files of one path are served. */
export interface Served {
  readonly path: string;
  /** The bucket, and the one that answers when it does not. */
  readonly from: string;
  readonly kept: string;
  readonly code: string;
}

/** The paths of a template that are not served in the plainest way: one bucket, kept as the objects say, no code. */
export function servedPaths(template: Template): Served[] {
  const configs = Object.values(template.Resources).flatMap(({ Properties }) => Properties?.DistributionConfig ?? []);
  const paths = configs.flatMap((config) => pathsOf(config, template));
  return paths.some(({ from, kept, code }) => from.includes(' else ') || kept !== AS_OBJECTS_SAY || code !== NONE) || new Set(paths.map(({ from }) => from)).size > 1 ? paths : [];
}

const NONE = '-';
const AS_OBJECTS_SAY = 'as the objects say';
/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const MANAGED: Readonly<Record<string, string>> = { '658327ea-f89d-4fab-a63d-7e88639e58f6': AS_OBJECTS_SAY, '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': 'never' };

function pathsOf(config: DistributionConfig, template: Template): Served[] {
  const { CacheBehaviors: paths = [], DefaultCacheBehavior: rest } = config;
  const served = (path: string, behavior: Behavior): Served => ({ path, from: originOf(behavior, config), kept: keptOf(behavior, template), code: codeOf(behavior) });
  return [...paths.map((path) => served(text(path.PathPattern ?? '*'), path)), served(paths.length === 0 ? 'everything' : 'everything else', rest)];
}

function originOf({ TargetOriginId: target }: Behavior, { Origins: origins = [], OriginGroups: groups }: DistributionConfig): string {
  const group = groups?.Items.find(({ Id }) => Id === target);
  const ids = group?.Members.Items.map(({ OriginId }) => OriginId) ?? [target];
  return ids.map((id) => origins.find(({ Id }) => Id === id)).map((origin) => nameOf(origin?.DomainName ?? NONE)).join(', else ');
}

/** The construct of a bucket: CDK's logical ids end in eight hexadecimal digits. */
function nameOf(domainName: Value): string {
  const attribute = typeof domainName === 'string' ? undefined : domainName['Fn::GetAtt'];
  return Array.isArray(attribute) ? String(attribute[0]).replace(/[0-9A-F]{8}$/, '') : typeof domainName === 'string' ? domainName : 'an imported bucket';
}

function keptOf({ CachePolicyId: id = '' }: Behavior, { Resources: resources }: Template): string {
  if (typeof id === 'string') {
    return MANAGED[id] ?? id;
  }
  const config = resources[String(id.Ref)]?.Properties?.CachePolicyConfig;
  const names = config?.ParametersInCacheKeyAndForwardedToOrigin?.QueryStringsConfig.QueryStrings ?? [];
  const [least, usual] = [config?.MinTTL ?? 0, config?.DefaultTTL ?? 0];
  return [least > 0 ? `at least ${duration(least)}` : duration(usual), ...(names.length === 0 ? [] : [`by ${names.join(', ')}`])].join(', ');
}

function duration(seconds: number): string {
  const [unit, length] = ([['day', 86_400], ['hour', 3_600], ['minute', 60]] as const).find(([, each]) => seconds >= each && seconds % each === 0) ?? ['second', 1];
  return `${seconds / length} ${unit}${seconds === length ? '' : 's'}`;
}

function codeOf({ FunctionAssociations: functions = [], LambdaFunctionAssociations: lambdas = [] }: Behavior): string {
  const all = [...functions.map(({ EventType }) => EventType), ...lambdas.map(({ EventType }) => `${EventType} (Lambda@Edge)`)];
  return all.length === 0 ? NONE : all.join(', ');
}

function text(value: Value): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
