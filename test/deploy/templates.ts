import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, listOf, objectOf } from './json';
import type { Json, JsonObject } from './json';

const GOLDEN = join(__dirname, '../golden');
const SUFFIX = '.template.json';

const UNKNOWN_TYPE = 'the emulator does not know this type';
const ASSET = 'its code is an asset, and the golden templates hold no asset hashes';

/** What cannot be deployed to the emulator, and why. Anything else that it refuses is a failure. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'AWS::CloudFront::KeyGroup': 'the emulator\'s CloudFormation does not know this type: made with the SDK instead',
  'AWS::CloudFront::MonitoringSubscription': UNKNOWN_TYPE,
  'AWS::CloudFront::PublicKey': 'the emulator\'s CloudFormation does not know this type: made with the SDK instead',
  'AWS::Lambda::Function': ASSET,
  'AWS::Lambda::LayerVersion': ASSET,
  'AWS::Logs::Delivery': UNKNOWN_TYPE,
  'AWS::Logs::DeliveryDestination': UNKNOWN_TYPE,
  'AWS::Logs::DeliverySource': UNKNOWN_TYPE,
  'Custom::CDKBucketDeployment': 'it copies files by a Lambda function, which is left out',
};

/** The five kinds of resource that the proof is about. */
const MUST_STAY: readonly string[] = [
  'AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'AWS::CloudFront::Distribution', 'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::ResponseHeadersPolicy',
];

/** What is left out, and why. */
type Gone = readonly [what: string, reason: string];

/** One template as the examples give it. */
export interface GoldenStack {
  readonly example: string;
  readonly name: string;
  readonly template: JsonObject;
}

/** What remains of a template, and what does not: resource types with the reason, outputs. */
export interface Deployable {
  readonly template: JsonObject;
  readonly leftOut: ReadonlyMap<string, string>;
}

/** All golden templates; a file holds one template, or several under the names of their stacks. */
export function goldenStacks(): GoldenStack[] {
  const files = readdirSync(GOLDEN).filter((file) => file.endsWith(SUFFIX)).sort();
  return files.flatMap((file) => {
    const example = file.slice(0, -SUFFIX.length);
    const content = JSON.parse(readFileSync(join(GOLDEN, file), 'utf8')) as JsonObject;
    const templates = 'Resources' in content ? { [example]: content } : content;
    return Object.entries(templates).map(([name, template]) => ({ example, name, template: objectOf(template) }));
  });
}

export function resourcesOf(template: JsonObject, type?: string): [string, JsonObject][] {
  const resources = Object.entries(objectOf(template.Resources)).map(([id, resource]): [string, JsonObject] => [id, objectOf(resource)]);
  return resources.filter(([, resource]) => type === undefined || resource.Type === type);
}

/** The template without what the emulator lacks. `madeElsewhere` has ids for resources that were made with the SDK. */
export function deployable(template: JsonObject, madeElsewhere: ReadonlyMap<string, string>): Deployable {
  const gone = leftOut(template, madeElsewhere);
  const kept = resourcesOf(template).filter(([id]) => !gone.has(id)).map(([id, resource]) => {
    const dependsOn = [resource.DependsOn ?? []].flat().filter((other) => !gone.has(String(other)));
    return [id, { ...resource, ...('DependsOn' in resource ? { DependsOn: dependsOn } : {}) }] as const;
  });
  const outputs = Object.entries(objectOf(template.Outputs));
  const lostOutputs = outputs.filter(([, output]) => mentions(output, gone, madeElsewhere));
  return {
    template: objectOf(replaceRefs({
      ...template,
      Resources: Object.fromEntries(kept),
      Outputs: Object.fromEntries(outputs.filter((output) => !lostOutputs.includes(output))),
    }, madeElsewhere)),
    leftOut: new Map([...gone.values(), ...lostOutputs.map(([id]): Gone => [`output ${id}`, 'it names something that is left out'])]),
  };
}

/** What goes, by logical id: the types that the emulator lacks, and whatever points at them. */
function leftOut(template: JsonObject, madeElsewhere: ReadonlyMap<string, string>): Map<string, Gone> {
  const gone = new Map<string, Gone>();
  const waiting = new Map(resourcesOf(template));
  let before = -1;
  while (gone.size > before) {
    before = gone.size;
    for (const [id, { Type, Properties }] of waiting) {
      const pointer = mentions(Properties ?? {}, gone, madeElsewhere);
      const reason = LEFT_OUT[String(Type)] ?? (pointer ? 'it points at something that is left out' : undefined);
      if (pointer && MUST_STAY.includes(String(Type))) {
        throw new Error(`${String(Type)} ${id} points at a resource that is left out`);
      }
      if (reason !== undefined) {
        gone.set(id, [String(Type), reason]);
        waiting.delete(id);
      }
    }
  }
  return gone;
}

/** The names that the template imports from other stacks. */
export function importsOf(value: Json | undefined): string[] {
  if (isObject(value) && typeof value['Fn::ImportValue'] === 'string') {
    return [value['Fn::ImportValue']];
  }
  return isObject(value) || Array.isArray(value) ? Object.values(value).flatMap(importsOf) : [];
}

export function exportsOf(template: JsonObject): string[] {
  return Object.values(objectOf(template.Outputs)).map((output) => objectOf(objectOf(output).Export).Name).filter((name) => typeof name === 'string');
}

function mentions(value: Json, gone: ReadonlyMap<string, Gone>, madeElsewhere: ReadonlyMap<string, string>): boolean {
  if (isObject(value)) {
    const target = value.Ref ?? listOf(value['Fn::GetAtt'])[0];
    const named = typeof target === 'string' && gone.has(target) && !(madeElsewhere.has(target) && 'Ref' in value);
    return named || Object.values(value).some((member) => mentions(member, gone, madeElsewhere));
  }
  return Array.isArray(value) && value.some((member) => mentions(member, gone, madeElsewhere));
}

function replaceRefs(value: Json, ids: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) {
    return value.map((member) => replaceRefs(member, ids));
  }
  if (!isObject(value)) {
    return value;
  }
  const id = typeof value.Ref === 'string' ? ids.get(value.Ref) : undefined;
  return id ?? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replaceRefs(member, ids)]));
}
