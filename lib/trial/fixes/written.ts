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
  const place = path.length > 0 ? `${logicalId} ${path.join('.')}` : after === undefined ? `the resource ${logicalId}` : `the new ${kindOf(after)} ${logicalId}`;
  return after === undefined ? `${place}: take it out` : `${place}: ${flow(after)}`;
}

/** What a resource is called in the words of its service: `AWS::CloudFront::OriginAccessControl` is an origin access control. */
function kindOf(resource: unknown): string {
  const type = isObject(resource) && typeof resource.Type === 'string' ? resource.Type : 'resource';
  return (type.split('::').at(-1) ?? type).replace(/\B[A-Z]/g, ' $&').toLowerCase();
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
  'Fn::GetAtt': (value) => (Array.isArray(value) ? `!GetAtt ${value.join('.')}` : typeof value === 'string' ? `!GetAtt ${value}` : undefined),
  'Fn::Select': (value) => `!Select ${flow(value)}`,
  'Fn::Split': (value) => `!Split ${flow(value)}`,
  'Fn::Join': (value) => `!Join ${flow(value)}`,
  'Fn::If': (value) => `!If ${flow(value)}`,
  'Fn::Sub': (value) => (typeof value === 'string' ? `!Sub ${scalar(value)}` : undefined),
};

function scalar(text: string): string {
  // Single quotes fold lines
  if (/[\n\t]/.test(text)) {
    return JSON.stringify(text);
  }
  const isPlain = /^[A-Za-z/][\w./-]*$/.test(text) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(text);
  return isPlain ? text : `'${text.replaceAll('\'', '\'\'')}'`;
}

/** What to paste at the end of the stack's constructor: the call that was proven, and the property of the L2 where one is known. */
export function codeOf(change: Change): readonly string[] {
  return codeIn(TYPESCRIPT, change);
}

/** The same in Python. */
export function pythonOf(change: Change): readonly string[] {
  return codeIn(PYTHON, change);
}

/** How a language writes what a fix needs. */
interface Language {
  readonly self: string;
  readonly literal: (value: unknown) => string;
  readonly name: (method: string) => string;
  readonly resource: (logicalId: string, type: string, properties: string) => string;
  /** A call on a resource that was found by its path. */
  readonly call: (target: string, call: string) => string;
  readonly statement: (code: string, comment?: string) => string;
}

const TYPESCRIPT: Language = {
  self: 'this',
  literal: (value) => JSON.stringify(value).replaceAll('\'', '\\\'').replace(/^"(.*)"$/, '\'$1\''),
  name: (method) => method,
  resource: (logicalId, type, properties) => `new CfnResource(this, ${logicalId}, { type: ${type}, properties: ${properties} })`,
  call: (target, call) => `(${target} as CfnResource).${call}`,
  statement: (code, comment) => `${code};${comment === undefined ? '' : ` // ${comment}`}`,
};

const PYTHON: Language = {
  self: 'self',
  literal: pythonLiteral,
  name: (method) => method.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  resource: (logicalId, type, properties) => `CfnResource(self, ${logicalId}, type=${type}, properties=${properties})`,
  call: (target, call) => `${target}.${call}`,
  statement: (code, comment) => `${code}${comment === undefined ? '' : `  # ${comment}`}`,
};

function pythonLiteral(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(pythonLiteral).join(', ')}]`;
  }
  if (isObject(value)) {
    return `{${Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${pythonLiteral(inner)}`).join(', ')}}`;
  }
  return value === true ? 'True' : value === false ? 'False' : value === null ? 'None' : JSON.stringify(value);
}

function codeIn(language: Language, change: Change): readonly string[] {
  const { logicalId, path: [first, ...rest], after } = change;
  const { literal, statement } = language;
  if (first === undefined && after !== undefined) {
    const { Type: type, Properties: properties } = after as { Type: unknown; Properties: unknown };
    return [statement(language.resource(literal(logicalId), literal(type), literal(properties)))];
  }
  const { from, ids } = idsOf(language, change);
  const found = (path: readonly string[]) => `${from}${path.map((id) => `.node.${language.name('findChild')}(${literal(id)})`).join('')}`;
  if (first === undefined) {
    return [statement(`${found(ids.slice(0, -1))}.node.${language.name('tryRemoveChild')}(${literal(ids.at(-1))})`)];
  }
  const property = l2Property(change.path);
  return callsFor(change, first, rest).map(([method, ...values]) =>
    statement(language.call(found(ids), `${language.name(method)}(${values.map(literal).join(', ')})`), property === undefined ? undefined : `or ${property.replace(/^\w+/, language.name)}`));
}

function callsFor(
  { after }: Change,
  first: JsonPath[number],
  rest: JsonPath,
): readonly (readonly [method: string, ...values: unknown[]])[] {
  if (first !== 'Properties') {
    return [after === undefined ? ['addDeletionOverride', dotted([first, ...rest])] : ['addOverride', dotted([first, ...rest]), after]];
  }
  if (rest.length === 0) {
    return Object.entries(after as object).map(([name, value]) => ['addPropertyOverride', name, value as unknown]);
  }
  return [after === undefined ? ['addPropertyDeletionOverride', dotted(rest)] : ['addPropertyOverride', dotted(rest), after]];
}

/** The way to a construct from its stack, or from the top of the app where the path does not begin with the stack's. */
function idsOf(
  { self, name }: Language,
  { stack, logicalId, constructPath }: Change,
): { readonly from: string; readonly ids: readonly string[] } {
  const isBelow = constructPath?.startsWith(`${stack}/`) === true;
  return {
    from: isBelow || constructPath === undefined ? self : `${self}.node.${name('root')}`,
    ids: (isBelow ? constructPath.slice(stack.length + 1) : (constructPath ?? logicalId)).split('/'),
  };
}

/** A path as the CDK takes it: a dot in a name is escaped. */
function dotted(path: JsonPath): string {
  return path.map((key) => String(key).replaceAll('.', '\\.')).join('.');
}

const L2: readonly (readonly [suffix: RegExp, property: string])[] = [
  [/\.CachedMethods$/, 'cachedMethods of the behavior'],
  [/\.OriginRequestPolicyId$/, 'originRequestPolicy of the behavior'],
  [/\.CachePolicyId$/, 'cachePolicy of the behavior'],
  [/\.ResponseHeadersPolicyId$/, 'responseHeadersPolicy of the behavior'],
  [/\.CorsConfiguration(\.|$)/, 'cors of the Bucket'],
  [/\.AllowedMethods$/, 'allowedMethods of the behavior'],
  [/\.CorsConfig(\.|$)/, 'corsBehavior of the ResponseHeadersPolicy'],
  [/\.ViewerProtocolPolicy$/, 'viewerProtocolPolicy of the behavior'],
  [/\.SecurityHeadersConfig(\.|$)/, 'securityHeadersBehavior of the ResponseHeadersPolicy'],
  [/\.FunctionCode$/, 'code of the Function'],
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
