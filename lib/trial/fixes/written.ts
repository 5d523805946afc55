/** A proven fix as its reader writes it: an RFC 6902 patch for JSON, the property and its value for YAML, a line of code for the CDK. */
import { isObject } from '../../graph/types/json';
import type { Change } from './edit';
import type { JsonPath } from './json';

/** One operation of a JSON patch. https://www.rfc-editor.org/rfc/rfc6902 */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: string;
  readonly value?: unknown;
}

/** The operations that make changes to a template. */
export function patchOf(changes: readonly Change[]): readonly PatchOperation[] {
  return changes.map(({ logicalId, path, before, after }) => {
    const pointer = ['Resources', logicalId, ...path].map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
    return after === undefined ? { op: 'remove', path: pointer } : { op: before === undefined ? 'add' : 'replace', path: pointer, value: after };
  });
}

/** `Distribution Properties.…AllowedMethods: [GET, HEAD, OPTIONS]`. */
export function yamlOf({ logicalId, path, after, ...change }: Change): string {
  // Where a resource had no properties, each of the new ones is a place of its own
  if (path.length === 1 && isObject(after)) {
    return Object.entries(after).map(([name, value]) => yamlOf({ ...change, logicalId, path: [...path, name], after: value })).join('; ');
  }
  const place = path.length === 0 ? `the new resource ${logicalId}` : `${logicalId} ${path.join('.')}`;
  return after === undefined ? `${place}: take it out` : `${place}: ${flow(after)}`;
}

/** Flow style, with the short forms of intrinsic functions. */
function flow(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(flow).join(', ')}]`;
  }
  if (!isObject(value)) {
    return typeof value === 'string' ? scalar(value) : JSON.stringify(value);
  }
  const [key = '', ...others] = Object.keys(value);
  const short = others.length === 0 ? SHORT[key]?.(value[key]) : undefined;
  return short ?? `{ ${Object.entries(value).map(([name, inner]) => `${scalar(name)}: ${flow(inner)}`).join(', ')} }`;
}

const SHORT: Readonly<Record<string, ((value: unknown) => string | undefined) | undefined>> = {
  Ref: (value) => `!Ref ${String(value)}`,
  'Fn::GetAtt': (value) => (Array.isArray(value) ? `!GetAtt ${value.join('.')}` : undefined),
  'Fn::Sub': (value) => (typeof value === 'string' ? `!Sub ${scalar(value)}` : undefined),
};

function scalar(text: string): string {
  const isPlain = /^[A-Za-z/][\w./-]*$/.test(text) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(text);
  return isPlain ? text : `'${text.replaceAll('\'', '\'\'')}'`;
}

/** What to write in a CDK app: the property of the L2 where one is known, and the override that was proven. */
export function codeOf(change: Change): readonly string[] {
  const { logicalId, path: [first, ...rest], constructPath, after } = change;
  if (first === undefined && after === undefined) {
    return [`without ${constructPath ?? logicalId}`];
  }
  if (first === undefined) {
    const { Type: type, Properties: properties } = after as { Type: unknown; Properties: unknown };
    return [`new CfnResource(stack, ${literal(logicalId)}, { type: ${literal(type)}, properties: ${literal(properties)} });`];
  }
  const property = l2Property(change.path);
  const target = constructPath === undefined ? `stack.node.findChild(${literal(logicalId)})` : `${constructPath}`;
  const call = first !== 'Properties' ? `addOverride(${literal([first, ...rest].join('.'))}, ${literal(after)})`
    : after === undefined ? `addPropertyDeletionOverride(${literal(rest.join('.'))})`
      : rest.length === 0 ? Object.entries(after as object).map(([name, value]) => `addPropertyOverride(${literal(name)}, ${literal(value)})`).join('; .')
        : `addPropertyOverride(${literal(rest.join('.'))}, ${literal(after)})`;
  return [`on ${target}: .${call}${property === undefined ? '' : ` (or ${property})`}`];
}

function literal(value: unknown): string {
  return JSON.stringify(value).replaceAll('\'', '\\\'').replace(/^"(.*)"$/, '\'$1\'');
}

const L2: readonly (readonly [suffix: RegExp, property: string])[] = [
  [/\.AllowedMethods$/, 'allowedMethods of the behavior'],
  [/\.CachedMethods$/, 'cachedMethods of the behavior'],
  [/\.OriginRequestPolicyId$/, 'originRequestPolicy of the behavior'],
  [/\.CachePolicyId$/, 'cachePolicy of the behavior'],
  [/\.ResponseHeadersPolicyId$/, 'responseHeadersPolicy of the behavior'],
  [/\.CorsConfiguration(\.|$)/, 'cors of the Bucket'],
  [/\.CorsConfig(\.|$)/, 'corsBehavior of the ResponseHeadersPolicy'],
  [/\.CustomHeadersConfig(\.|$)/, 'customHeadersBehavior of the ResponseHeadersPolicy'],
  [/\.RemoveHeadersConfig(\.|$)/, 'removeHeaders of the ResponseHeadersPolicy'],
  [/\.PolicyDocument(\.|$)/, 'addToResourcePolicy of the Bucket'],
  [/\.KeyPolicy(\.|$)/, 'addToResourcePolicy of the Key'],
  [/\.SigningBehavior$/, 'signing of the S3OriginAccessControl'],
];

/** The property of the CDK's own construct, where a table knows it. */
function l2Property(path: JsonPath): string | undefined {
  const text = path.join('.');
  return L2.find(([suffix]) => suffix.test(text))?.[1];
}
