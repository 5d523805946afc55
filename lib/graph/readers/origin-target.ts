import type { TemplatePlace } from '../intrinsics/template-place';
import { parameterSymbol, resourceType, type Stack } from '../intrinsics/stacks';
import type { System } from '../intrinsics/system';
import type { OriginTarget } from '../types';
import { member } from '../types/json';
import type { Known } from '../types/known';
import { symbolsIn } from '../types/symbolic-text';
import { bucketNamed, type ResourceIndex } from './resource-index';
import { mayBeS3Endpoint, parseS3Endpoint } from './s3-endpoint';

/** What the host of an origin stands for: a bucket, another server, or what only deployment decides. */
export function readTarget(domainName: Known<string>, place: TemplatePlace, index: ResourceIndex): OriginTarget {
  if (!domainName.known) {
    return { kind: 'unknown', reason: domainName.reason };
  }
  const endpoint = parseS3Endpoint(domainName.value);
  if (endpoint) {
    return { ...endpoint, bucket: bucketNamed(nameInItsStack(endpoint.bucketName, place, index), index.buckets, place.stack.name) };
  }
  return mayBeS3Endpoint(domainName.value) && !endsAtAnotherService(domainName.value, place.system)
    ? { kind: 'unknown', reason: `the host ${symbolsIn(domainName.value).join(', ')} is only decided at deployment` }
    : { kind: 'custom' };
}

/**
 * The name under which a bucket of another template is known here. Two stacks that ask for a parameter of one name are usually given one
 * value: they are read as if they were, in a world of its own.
 */
function nameInItsStack(name: string, { stack, system }: TemplatePlace, { buckets }: ResourceIndex): string {
  const [symbol, ...others] = symbolsIn(name);
  const parameter = symbol?.startsWith(`${stack.name}.`) ? symbol.slice(stack.name.length + 1) : undefined;
  if (
    symbol === undefined ||
    parameter === undefined ||
    others.length > 0 ||
    buckets.has(name) ||
    !isChosenAtDeployment(stack, parameter)
  ) {
    return name;
  }
  for (const other of system.stacks.filter((each) => each !== stack && isChosenAtDeployment(each, parameter))) {
    const shared = name.replace(parameterSymbol(stack, parameter), parameterSymbol(other, parameter));
    if (buckets.has(shared) && system.decide(parameterSymbol(stack, parameter), parameterSymbol(other, parameter), undefined, true)) {
      return shared;
    }
  }
  return name;
}

/** Whether a parameter has neither a default nor a value. */
function isChosenAtDeployment({ input, parameters, parent }: Stack, name: string): boolean {
  const declared = member(parameters, name);
  return parent === undefined && declared !== undefined && member(declared, 'Default') === undefined && member(input.parameters, name) === undefined;
}

/** Resources whose attributes can be a bucket's host: buckets and their access points, and what hands on somebody else's value. */
const MAY_NAME_A_BUCKET = /^AWS::(S3\w*|CloudFormation|SSM|SecretsManager|Serverless)::|^Custom::|^$/;

/** Whether the host ends in an attribute of a resource that is not S3's: the DNS name of a load balancer, say. */
function endsAtAnotherService(host: string, { stacks }: System): boolean {
  const name = host.endsWith('\u27e9') ? symbolsIn(host).at(-1) : undefined;
  return name !== undefined && stacks.some((stack) => {
    const [logicalId = ''] = name.startsWith(`${stack.name}.`) ? name.slice(stack.name.length + 1).split('.') : [];
    return logicalId !== '' && Object.hasOwn(stack.resources, logicalId) && !MAY_NAME_A_BUCKET.test(resourceType(stack, logicalId));
  });
}
