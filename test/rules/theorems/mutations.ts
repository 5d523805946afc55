/** Everything that may be mistyped, forgotten or added in the properties that decide delivery: found by walking a template. */
import { ADDITIONS, VALUES } from './alternatives';
import { changed, isList, isObject, look } from './templates';
import type { Json, Path, Stacks, System } from './templates';

export interface Mutation {
  /** `drop Web.Assets….Origins.0.OriginAccessControlId`. */
  readonly name: string;
  readonly path: Path;
  /** Left out: the place is taken away. */
  readonly value?: Json;
}

/** Types whose properties are walked. */
const TYPES: ReadonlySet<string> = new Set([
  'AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::KMS::Key', 'AWS::CloudFront::Distribution', 'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::CloudFrontOriginAccessIdentity', 'AWS::CloudFront::ResponseHeadersPolicy', 'AWS::CloudFront::CachePolicy', 'AWS::CloudFront::OriginRequestPolicy',
]);

/** Properties that decide nothing about a request. */
const IDLE: ReadonlySet<string> = new Set(['Tags', 'Comment', 'HttpVersion', 'IPV6Enabled', 'ViewerCertificate', 'PriceClass', 'Version', 'Sid', 'Id']);

/** Every single mutation of a system. */
export function mutationsOf({ stacks }: System): readonly Mutation[] {
  return Object.entries(stacks).flatMap(([stack, template]) => {
    const resources = look(template, 'Resources');
    return Object.entries(isObject(resources) ? resources : {}).flatMap(([id, resource]) => {
      const type = look(resource, 'Type');
      if (typeof type !== 'string' || !TYPES.has(type)) {
        return [];
      }
      const properties = look(resource, 'Properties') ?? null;
      const root: Path = [stack, 'Resources', id];
      const gone = type === 'AWS::S3::BucketPolicy' ? [drop(root)] : [];
      return [...gone, ...inside(properties, [...root, 'Properties'], `${type}.Properties`, properties)];
    });
  });
}

/** The system with mutations in place; nothing when one leads nowhere, or nothing changes. */
export function mutated({ name, stacks }: System, ...mutations: readonly Mutation[]): System | undefined {
  let result: Json | undefined = stacks;
  for (const { path, value } of mutations) {
    const before: Json = result;
    result = changed(before, path, value);
    if (result === undefined || JSON.stringify(look(result, ...path)) === JSON.stringify(look(before, ...path))) {
      return undefined;
    }
  }
  return { name: `${name}: ${mutations.map((each) => each.name).join(' AND ')}`, stacks: result as Stacks };
}

/** `kind` is the path without indices, which says what may stand there; `all` are the properties of the resource. */
function inside(value: Json, path: Path, kind: string, all: Json): readonly Mutation[] {
  if (isIntrinsic(value)) {
    return [];
  }
  if (isList(value)) {
    return [
      ...VALUES.lists(kind).map((list) => change(path, list)),
      change(path, []),
      ...VALUES.of(kind, all).flatMap((each) => [change([...path, value.length], each), change(path, [each])]),
      ...value.flatMap((each, index) => [drop([...path, index]), ...replacements(each, [...path, index], kind, all)]),
    ];
  }
  if (!isObject(value)) {
    return [];
  }
  const additions = ADDITIONS.filter(({ to }) => to === kind).flatMap(({ key, values }) => (key in value ? [] : values.map((each) => change([...path, key], each))));
  return [
    ...additions,
    ...Object.entries(value).filter(([key]) => !IDLE.has(key)).flatMap(([key, inner]) =>
      [drop([...path, key]), ...replacements(inner, [...path, key], kindOf(kind, key), all)]),
  ];
}

function replacements(value: Json, path: Path, kind: string, all: Json): readonly Mutation[] {
  if (isList(value) || (isObject(value) && !isIntrinsic(value))) {
    return inside(value, path, kind, all);
  }
  const opposite = typeof value === 'boolean' ? [!value] : [];
  return [...opposite, ...VALUES.of(kind, all)].map((each) => change(path, each));
}

// `Items` is only CloudFront's wrapping of a list
function kindOf(kind: string, key: string): string {
  return key === 'Items' ? kind : `${kind}.${key}`;
}

function isIntrinsic(value: Json): boolean {
  const keys = isObject(value) ? Object.keys(value) : [];
  return keys.length === 1 && /^(Ref|Fn::.+)$/.test(keys[0] ?? '');
}

function drop(path: Path): Mutation {
  return { name: `drop ${path.join('.')}`, path };
}

function change(path: Path, value: Json): Mutation {
  return { name: `${path.join('.')} = ${JSON.stringify(value)}`, path, value };
}

/** Settings that say what is promised, to whom, and where. */
const WISHES = /\.(CorsConfiguration|CorsConfig|AllowedMethods|ResponseHeadersPolicyId|TargetOriginId|DomainName|PathPattern|TrustedKeyGroups|Aliases)(\.|$)/;

/** Whether somebody may have changed their mind; any other mutation leaves the promise as it was, and may only break it. */
export function changesTheWish({ path }: Mutation): boolean {
  return WISHES.test(`.${path.join('.')}`) || /\.CacheBehaviors(\.\d+)?$/.test(`.${path.join('.')}`) || path.at(-1) === 'Origins' || path.at(-1) === 'ResponseHeadersPolicyConfig';
}
