import { isObject, member, textOf } from '../types/json';
import { referencesIn } from './references';
import { scalarText, unresolved } from './resolved';
import { parameterSymbol } from './stacks';
import type { Stack } from './stacks';
import type { System } from './system';

/**
 * Settles, for this world, whether the parameters that `expression` refers to have their defaults: somebody may deploy with other values,
 * so a condition that a default makes false is looked at from both sides.
 */
export function settleDefaults(expression: unknown, stack: Stack, system: System): void {
  for (const { target } of referencesIn([expression])) {
    const declared = member(stack.parameters, target);
    const fallback = scalarText(defaultOf(declared, typeOf(declared)));
    if (fallback !== undefined && mayBeChosen(stack, target)) {
      system.decide(parameterSymbol(stack, target), fallback, allowedValues(declared), true);
    }
  }
}

/** Nobody chooses the parameters of a nested stack at deployment, nor those whose values are given. */
function mayBeChosen(stack: Stack, name: string): boolean {
  return stack.parent === undefined && member(stack.input.parameters, name) === undefined;
}

/** What `Ref` of a parameter yields: what is given or passed by the parent stack, else the default, else a symbol. */
export function parameterValue(stack: Stack, name: string, system: System): unknown {
  return system.once(`parameter ${name} of stack ${stack.name}`, () => {
    const declared = member(stack.parameters, name);
    const type = typeOf(declared);
    const given = member(stack.input.parameters, name) ?? passedByParent(stack, name, system) ?? defaultHere(stack, name, declared, system);
    if (isListType(type)) {
      return typeof given === 'string' ? given.split(',').map((part) => part.trim()) : (given ?? unsetList(stack, name, declared));
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

function typeOf(declared: unknown): string {
  return textOf(member(declared, 'Type')) ?? 'String';
}

/** The default; in a world where somebody chose another value, the only other one that is allowed, or nothing. */
function defaultHere(stack: Stack, name: string, declared: unknown, system: System): unknown {
  const value = defaultOf(declared, typeOf(declared));
  const fallback = scalarText(value);
  if (fallback === undefined || !mayBeChosen(stack, name) || !system.decide.excludes(parameterSymbol(stack, name), fallback)) {
    return value;
  }
  const others = allowedValues(declared)?.filter((each) => each !== fallback);
  return others?.length === 1 ? others[0] : undefined;
}

function allowedValues(declared: unknown): readonly string[] | undefined {
  const allowed = member(declared, 'AllowedValues');
  return Array.isArray(allowed) ? allowed.map(String) : undefined;
}

/** The default of an SSM parameter type is the name of the parameter in SSM, not its value. */
function defaultOf(declared: unknown, type: string): unknown {
  const value = type.startsWith('AWS::SSM::') ? undefined : member(declared, 'Default');
  return isObject(value) || value === null ? undefined : value;
}

function isListType(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<') || type.includes('Value<List<') || type.includes('Value<CommaDelimitedList');
}

function unsetList(stack: Stack, name: string, declared: unknown): unknown {
  return unresolved(`parameter ${name} of stack ${stack.name} has ${defaultOf(declared, typeOf(declared)) === undefined ? 'no default' : 'another value than its default'}`);
}

function unsetScalar(stack: Stack, name: string, declared: unknown, system: System): string {
  const text = parameterSymbol(stack, name);
  const allowed = allowedValues(declared);
  if (allowed) {
    system.allowedValues.set(text, allowed);
  }
  return text;
}
