import type { Behavior, CorsConfig, CorsRule, DistributionConfig, Template, Value } from './assembly';

/** One thing that the pages of one origin may do. */
export interface Promised {
  readonly origin: string;
  readonly may: string;
  readonly send: string;
  readonly see: string;
  /** Whether they may load with cookies. */
  readonly credentials: string;
}

/** What a template lets the pages of other origins do: read what CloudFront says, upload what the bucket's rules say. */
export function promisesOf(template: Template): Promised[] {
  const resources = Object.values(template.Resources).map(({ Properties }) => Properties ?? {});
  const reading = resources.flatMap(({ DistributionConfig: config }) => config ? readersOf(config, template) : []);
  const uploading = resources.flatMap(({ CorsConfiguration: config }) => (config?.CorsRules ?? []).flatMap(uploadersOf));
  return [...reading, ...uploading].sort((a, b) => a.origin.localeCompare(b.origin));
}

function readersOf({ DefaultCacheBehavior: rest, CacheBehaviors: paths = [] }: DistributionConfig, template: Template): Promised[] {
  return [
    ...paths.flatMap((path) => readersOfBehavior(text(path.PathPattern ?? '*'), path, template)),
    ...readersOfBehavior(paths.length === 0 ? 'everything' : 'everything else', rest, template),
  ];
}

function readersOfBehavior(what: string, behavior: Behavior, template: Template): Promised[] {
  const policy = corsConfigOf(behavior.ResponseHeadersPolicyId, template);
  return (policy?.AccessControlAllowOrigins.Items ?? []).map((origin) => ({
    origin: text(origin),
    may: `read ${what}${behavior.TrustedKeyGroups ? ', if signed' : ''}`,
    // Browsers never take `*` for Authorization (https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name).
    send: names(policy?.AccessControlAllowHeaders.Items.filter((name) => !ADDED_BY_BROWSERS.has(name)), 'any but Authorization'),
    see: names(policy?.AccessControlExposeHeaders?.Items, 'any'),
    credentials: policy?.AccessControlAllowCredentials ? 'yes' : 'no',
  }));
}

/** What the construct lists for browsers' sake, which no page sets. */
const ADDED_BY_BROWSERS: ReadonlySet<Value> = new Set(['Priority', 'Cache-Control', 'Pragma', 'If-None-Match', 'If-Modified-Since', 'If-Range', 'Range', 'DNT', 'Sec-GPC', 'Sec-Purpose', 'Save-Data', 'Upgrade-Insecure-Requests']);

function uploadersOf(rule: CorsRule): Promised[] {
  const methods = rule.AllowedMethods.map(text).filter((method) => method === 'PUT' || method === 'POST');
  return methods.length === 0 ? [] : rule.AllowedOrigins.map((origin) => ({
    origin: text(origin),
    may: `upload by ${methods.join(', ')}${rule.AllowedMethods.includes('DELETE') ? ', and abort' : ''}`,
    send: names(rule.AllowedHeaders, 'any'),
    see: names(rule.ExposedHeaders, 'any'),
    credentials: 'not needed',
  }));
}

function corsConfigOf(policyId: Value | undefined, template: Template): CorsConfig | undefined {
  const id = typeof policyId === 'object' && typeof policyId.Ref === 'string' ? policyId.Ref : undefined;
  return id === undefined ? undefined : template.Resources[id]?.Properties?.ResponseHeadersPolicyConfig?.CorsConfig;
}

function names(values: readonly Value[] = [], any: string): string {
  const [first = '-', second, third, ...others] = values.map((value) => value === '*' ? any : text(value));
  const shown = [first, second, third].filter((name) => name !== undefined).join(', ');
  return others.length === 0 ? shown : `${shown} and ${others.length} more`;
}

function text(value: Value): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
