/** Who refers to whom in templates, as far as the theorems' own reading of a promise needs it. */
import { isList, isObject, look, objectsIn, textsIn } from './templates';
import type { Json, JsonObject, System } from './templates';

/** A resource and where it stands. */
export interface Located {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
}

export function resourcesOf({ stacks }: System, type?: string): readonly Located[] {
  return Object.entries(stacks).flatMap(([stack, template]) => {
    const resources = look(template, 'Resources');
    return Object.entries(isObject(resources) ? resources : {}).flatMap(([id, resource]) => {
      const found = look(resource, 'Type');
      const properties = look(resource, 'Properties');
      return typeof found === 'string' && (type === undefined || found === type) ? [{ stack, id, type: found, properties: isObject(properties) ? properties : {} }] : [];
    });
  });
}

export function distributionsOf(system: System): readonly Located[] {
  return resourcesOf(system, 'AWS::CloudFront::Distribution');
}

/** The resource that a reference of this stack names, also through an export. */
function referred(system: System, stack: string, value: Json | undefined): { readonly resource: Located; readonly attribute: string } | undefined {
  const imported = look(value, 'Fn::ImportValue');
  if (typeof imported === 'string') {
    return exported(system, imported);
  }
  const ref = look(value, 'Ref');
  const attribute = look(value, 'Fn::GetAtt');
  const [id, name] = typeof ref === 'string' ? [ref, ''] : isList(attribute) ? textsIn(attribute) : typeof attribute === 'string' ? attribute.split('.') : [];
  const resource = resourcesOf(system).find((each) => each.stack === stack && each.id === id);
  return resource && { resource, attribute: name ?? '' };
}

function exported(system: System, name: string) {
  for (const [stack, template] of Object.entries(system.stacks)) {
    const outputs = look(template, 'Outputs');
    for (const output of isObject(outputs) ? Object.values(outputs) : []) {
      if (look(output, 'Export', 'Name') === name) {
        return referred(system, stack, look(output, 'Value'));
      }
    }
  }
  return undefined;
}

/** The bucket that a behavior serves; nothing for one outside the templates. */
export function bucketBehind(system: System, { stack, properties }: Located, behavior: JsonObject): Located | 'not-s3' | undefined {
  const target = look(behavior, 'TargetOriginId');
  const origin = objectsIn(look(properties, 'DistributionConfig', 'Origins')).find((each) => look(each, 'Id') === target);
  if (!origin) {
    return 'not-s3';
  }
  const domain = look(origin, 'DomainName');
  if (typeof domain === 'string') {
    return /\.s3[.-].*amazonaws\.com$/.test(domain) ? undefined : 'not-s3';
  }
  const found = referred(system, stack, domain);
  return found?.resource.type === 'AWS::S3::Bucket' ? found.resource : undefined;
}

/** The properties of the response headers policy; `unknown` for one that is no resource of the templates. */
export function policyOf(system: System, { stack }: Located, behavior: JsonObject): JsonObject | 'unknown' | undefined {
  const id = look(behavior, 'ResponseHeadersPolicyId');
  if (id === undefined || id === '') {
    return undefined;
  }
  // SecurityHeadersPolicy has no CORS
  return id === '67f7725c-6f97-4210-82d7-5512b31e9d03' ? {} : referred(system, stack, id)?.resource.properties ?? 'unknown';
}

// Managed policies that name Origin, or send every viewer header: CORS-S3Origin, CORS-CustomOrigin, AllViewer and its kin
const FORWARD_ORIGIN: readonly string[] = [
  '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf', '59781a5b-3903-41f3-afcb-af62929ccde1', '216adef6-5c7f-47e4-b989-5492eafa07d3', 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
  '33f36d7e-f396-46d9-90e0-52428a34d9dc',
];

/** Whether somebody configured Origin to reach S3. */
export function originRequestForwardsOrigin(system: System, { stack, properties }: Located, behavior: JsonObject): boolean {
  const names = (value: Json | undefined) => textsIn(value).some((name) => name === '*' || name.toLowerCase() === 'origin');
  const request = look(behavior, 'OriginRequestPolicyId');
  const cache = look(behavior, 'CachePolicyId');
  if (cache === undefined) {
    return names(look(behavior, 'ForwardedValues', 'Headers'));
  }
  const ofRequest = look(referred(system, stack, request)?.resource.properties, 'OriginRequestPolicyConfig', 'HeadersConfig');
  const ofCache = look(referred(system, stack, cache)?.resource.properties, 'CachePolicyConfig', 'ParametersInCacheKeyAndForwardedToOrigin', 'HeadersConfig');
  const pinned = objectsIn(look(properties, 'DistributionConfig', 'Origins')).some((origin) =>
    objectsIn(look(origin, 'OriginCustomHeaders')).some((header) => String(look(header, 'HeaderName')).toLowerCase() === 'origin'));
  return FORWARD_ORIGIN.includes(String(request)) || pinned || look(ofRequest, 'HeaderBehavior') === 'allViewer' || names(look(ofRequest, 'Headers')) || names(look(ofCache, 'Headers'));
}
