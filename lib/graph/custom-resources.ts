import { isObject, member, textOf } from './json';
import { referencesIn } from './references';
import type { Stack } from './stacks';

const given = new WeakMap<Stack, ReadonlyMap<string, string>>();

/** The custom resource of the stack that is given a resource, and may change it in ways that no template shows. */
export function customResourceGiven(stack: Stack, logicalId: string): string | undefined {
  let found = given.get(stack);
  if (!found) {
    found = new Map(Object.entries(stack.resources).flatMap(([id, resource]) =>
      (isCustom(resource) ? referencesIn(member(resource, 'Properties')).map(({ target }) => [target, id] as const) : [])));
    given.set(stack, found);
  }
  return found.get(logicalId);
}

function isCustom(resource: unknown): boolean {
  const type = isObject(resource) ? textOf(resource.Type) : undefined;
  return type !== undefined && (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource');
}
