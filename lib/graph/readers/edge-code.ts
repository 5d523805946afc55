import { addressOf } from '../intrinsics/stacks';
import { at, booleanOr, isPresent, itemsOf, literalAt, textAt, type TemplatePlace } from '../intrinsics/template-place';
import { resourceSymbol } from '../intrinsics/stacks';
import { isObject, member, textOf } from '../types/json';
import { chainKnown, known, unknown, type Known } from '../types/known';
import { symbolsIn } from '../types/symbolic-text';
import type { EdgeSource } from '../types';

/** The code of the functions of these templates. */
export interface FunctionIndex {
  readonly byArn: ReadonlyMap<string, Known<EdgeSource>>;
  readonly byName: ReadonlyMap<string, Known<EdgeSource>>;
}

interface ReadFunction {
  readonly arn: string;
  readonly name: Known<string | undefined>;
  readonly code: Known<EdgeSource>;
}

export function functionIndex(functions: readonly ReadFunction[]): FunctionIndex {
  return {
    byArn: new Map(functions.map(({ arn, code }) => [arn, code])),
    byName: new Map(functions.flatMap(({ name, code }) => (name.known && name.value !== undefined ? [[name.value, code] as const] : []))),
  };
}

/** The code behind the ARN of an association. */
export function codeBehind(kind: 'cloudfront-function' | 'lambda-at-edge', arn: Known<string>, { byArn, byName }: FunctionIndex): Known<EdgeSource> {
  return chainKnown(arn, (text) => {
    if (kind === 'lambda-at-edge') {
      return unknown(`what the Lambda@Edge function ${text} does cannot be read from a template`);
    }
    const name = /^arn:.*:cloudfront::.*:function\/([^/]+)$/.exec(text)?.[1];
    return byArn.get(text) ?? (name === undefined ? undefined : byName.get(name)) ?? unknown(`the function ${text} is not a resource of these templates`);
  });
}

/** `AWS::CloudFront::Function`. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-function.html */
export function readFunction(logicalId: string, properties: TemplatePlace, stores: KeyValueStores): ReadFunction {
  return { arn: resourceSymbol(properties.stack, logicalId), name: textAt(at(properties, 'Name')), code: sourceOf(logicalId, properties, stores) };
}

function sourceOf(logicalId: string, properties: TemplatePlace, stores: KeyValueStores): Known<EdgeSource> {
  const address = addressOf(properties.stack, logicalId);
  const published = booleanOr(at(properties, 'AutoPublish'), false);
  if (!published.known) {
    return published;
  }
  if (!published.value) {
    return unknown(`the function ${logicalId} has no AutoPublish: true, so that a deployment does not put this code to work`);
  }
  const text = textAt(at(properties, 'FunctionCode'));
  const runtime = literalAt(at(properties, 'FunctionConfig.Runtime'));
  return chainKnown(runtime, (name) => chainKnown(text, (code): Known<EdgeSource> => {
    const version = { 'cloudfront-js-1.0': '1.0', 'cloudfront-js-2.0': '2.0' }[name ?? ''] as '1.0' | '2.0' | undefined;
    if (version === undefined || code === undefined) {
      return unknown(version === undefined ? `the function ${logicalId} has the runtime ${name ?? 'none'}` : `the function ${logicalId} has no FunctionCode`);
    }
    return known({ runtime: version, text: code, keyValues: contentOf(at(properties, 'FunctionConfig.KeyValueStoreAssociations'), stores), address });
  }));
}

/** The content of the stores of these templates, by ARN. */
export type KeyValueStores = ReadonlyMap<string, Known<Readonly<Record<string, string>>>>;

// One store per function: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions-associate.html
function contentOf(associations: TemplatePlace, stores: KeyValueStores): EdgeSource['keyValues'] {
  return chainKnown(itemsOf(associations), ([first]: readonly (TemplatePlace | undefined)[]) => {
    if (!first) {
      return known(undefined);
    }
    return chainKnown(textAt(at(first, 'KeyValueStoreARN')), (arn): EdgeSource['keyValues'] =>
      stores.get(arn ?? '') ?? unknown(`the key value store ${arn ?? ''} is not a resource of these templates`));
  });
}

/** `AWS::CloudFront::KeyValueStore`: its ARN and its first content, which later changes through the API are not part of. */
export function readKeyValueStore(
  logicalId: string,
  properties: TemplatePlace,
): readonly [string, Known<Readonly<Record<string, string>>>] {
  const source = at(properties, 'ImportSource');
  const arn = resourceSymbol(properties.stack, logicalId, 'Arn');
  if (!isPresent(source)) {
    return [arn, unknown(`the key value store ${logicalId} gets its content after the deployment`)];
  }
  const content = chainKnown(textAt(at(source, 'SourceArn')), (location) => {
    const key = /^arn:[^:]*:s3:::[^/]+\/(.+)$/.exec(location ?? '')?.[1];
    const text = key === undefined || symbolsIn(key).length > 0 ? undefined : properties.stack.input.assetText?.(key);
    return text === undefined
      ? unknown(`the content of the key value store ${logicalId} is in ${location ?? 'no file'}, which is not here`)
      : parsedContent(text, logicalId);
  });
  return [arn, content];
}

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions-create-s3-kvp.html
function parsedContent(text: string, logicalId: string): Known<Readonly<Record<string, string>>> {
  const broken = unknown(`the content of the key value store ${logicalId} is not { "data": [{ "key": …, "value": … }] }`);
  try {
    const data = member(JSON.parse(text), 'data');
    if (!Array.isArray(data) || !data.every((item) => isObject(item) && typeof item.key === 'string' && typeof item.value === 'string')) {
      return broken;
    }
    return known(Object.fromEntries(data.map((item) => [textOf(member(item, 'key')) ?? '', textOf(member(item, 'value')) ?? ''])));
  } catch {
    return broken;
  }
}
