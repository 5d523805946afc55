import { isObject, member, textOf } from '../types/json';
import { undecided } from './resolved';
import { parameterSymbol } from './resource-values';
import type { Stack } from './stacks';
import type { System } from './system';

/** What `Ref` of a parameter yields: what the parent stack passes, else the default, else a symbol. */
export function parameterValue(stack: Stack, name: string, system: System): unknown {
  return system.once(`parameter ${name} of stack ${stack.name}`, () => {
    const declared = member(stack.parameters, name);
    const type = textOf(member(declared, 'Type')) ?? 'String';
    const given = passedByParent(stack, name, system) ?? defaultOf(declared, type);
    if (isListType(type)) {
      return typeof given === 'string' ? given.split(',').map((part) => part.trim()) : (given ?? unsetList(stack, name));
    }
    return given ?? unsetScalar(stack, name, declared, system);
  });
}

function passedByParent(stack: Stack, name: string, system: System): unknown {
  if (!stack.parent) {
    return undefined;
  }
  const { stack: parent, logicalId } = stack.parent;
  const properties = member(member(parent.resources, logicalId), 'Properties');
  const passed = member(member(properties, 'Parameters'), name);
  return passed === undefined ? undefined : system.resolve(passed, parent);
}

/** The default of an SSM parameter type is the name of the parameter in SSM, not its value. */
function defaultOf(declared: unknown, type: string): unknown {
  const value = type.startsWith('AWS::SSM::') ? undefined : member(declared, 'Default');
  return isObject(value) || value === null ? undefined : value;
}

function isListType(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<') || type.includes('Value<List<') || type.includes('Value<CommaDelimitedList');
}

function unsetList(stack: Stack, name: string): unknown {
  return undecided(`parameter ${name} of stack ${stack.name} has no default`);
}

function unsetScalar(stack: Stack, name: string, declared: unknown, system: System): string {
  const text = parameterSymbol(stack, name);
  const allowed = member(declared, 'AllowedValues');
  if (Array.isArray(allowed)) {
    system.allowedValues.set(text, allowed.map(String));
  }
  return text;
}
