import { conditionHolds } from './conditions';
import { importedValue, stackOutput } from './exports';
import { isObject, member, type JsonObject } from '../types/json';
import { parameterValue } from './parameters';
import { pseudoParameter } from './pseudo-parameters';
import { parseGetAtt, parseReference, splitSub, STACK_SEPARATOR, type TemplateReference } from './references';
import { canonicalText, isUnresolved, scalarText, unresolved } from './resolved';
import { attributeOf, referenceTo } from './resource-values';
import type { Stack } from './stacks';
import { isSymbolic, symbol } from '../types/symbolic-text';
import { System } from './system';
import { join, select, selectOfSplit, split } from './text-functions';
import type { Decide } from './worlds';

/** The stacks with the evaluation of intrinsic functions, in the world that `decide` answers for. */
export function evaluatingSystem(stacks: readonly Stack[], decide: Decide): System {
  return new System(stacks, decide, resolveDeeply);
}

function resolveDeeply(value: unknown, stack: Stack, system: System): unknown {
  const reduced = head(value, stack, system);
  if (Array.isArray(reduced)) {
    return resolvedItems(reduced, stack, system);
  }
  if (!isObject(reduced) || isUnresolved(reduced)) {
    return reduced;
  }
  const members = Object.entries(reduced).map(([key, item]) => [key, system.resolve(item, stack)] as const);
  return Object.fromEntries(members.filter(([, item]) => item !== undefined));
}

function resolvedItems(items: readonly unknown[], stack: Stack, system: System): readonly unknown[] {
  const resolved: unknown[] = [];
  for (const item of items) {
    const value = system.resolve(item, stack);
    if (value !== undefined) {
      resolved.push(value);
    }
  }
  return resolved;
}

/** Evaluates `value` only as far as to tell what kind of value it is: the members of a list or object stay as written. */
export function head(value: unknown, stack: Stack, system: System): unknown {
  if (typeof value === 'string' && value.includes('${')) {
    return withoutPlaceholders(value);
  }
  if (!isObject(value) || isUnresolved(value)) {
    return value;
  }
  const name = onlyKey(value);
  if (name === undefined) {
    return Object.hasOwn(value, 'Fn::Transform') ? openFunction('Fn::Transform', value, stack) : value;
  }
  return name === 'Ref' || name.startsWith('Fn::') ? intrinsic(name, value[name], stack, system) : value;
}

/** What the Serverless Framework fills in before CloudFormation sees the template. IAM's own `${aws:…}` and `${s3:…}` are none. */
// https://www.serverless.com/framework/docs/guides/variables
const PLACEHOLDER = /\$\{((?:self|opt|env|sls|file|ssm|cf|param)[:(.][^{}]*)\}/g;

function withoutPlaceholders(text: string): string {
  return text.replace(PLACEHOLDER, (_, name: string) => symbol(name));
}

/** The key of an object that has one, without listing those of objects that have many: nearly every value is asked. */
function onlyKey(value: JsonObject): string | undefined {
  let only: string | undefined;
  for (const key in value) {
    if (only !== undefined) {
      return undefined;
    }
    only = key;
  }
  return only;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html */
function intrinsic(name: string, argument: unknown, stack: Stack, system: System): unknown {
  const resolved = () => system.resolve(argument, stack);
  switch (name) {
    case 'Ref':
      return typeof argument === 'string' ? dereference({ target: argument }, stack, system) : unresolved('Ref without a name');
    case 'Fn::GetAtt':
      return getAtt(argument, stack, system);
    case 'Fn::If':
      return branch(argument, stack, system);
    case 'Fn::Sub':
      return substitute(argument, stack, system);
    case 'Fn::Join':
      return join(resolved());
    case 'Fn::Select':
      return selected(argument, stack, system);
    case 'Fn::Split':
      return split(resolved(), system.plainSymbols);
    case 'Fn::FindInMap':
      return findInMap(resolved(), stack);
    case 'Fn::ImportValue':
      return importedValue(argument, stack, system);
    case 'Fn::GetStackOutput':
      return stackOutput(argument, stack, system);
    default:
      return openFunction(name, argument, stack);
  }
}

function selected(argument: unknown, stack: Stack, system: System): unknown {
  const [index, list] = Array.isArray(argument) ? (argument as unknown[]) : [];
  return isObject(list) && onlyKey(list) === 'Fn::Split'
    ? selectOfSplit(system.resolve(index, stack), system.resolve(list['Fn::Split'], stack), system.plainSymbols)
    : select(system.resolve(argument, stack));
}

/** The argument is part of the reason, so that two calls read as the same value only when they are the same call. */
function openFunction(name: string, argument: unknown, stack: Stack): unknown {
  return unresolved(`${name} of ${canonicalText(argument)} in stack ${stack.name}`);
}

function dereference(reference: TemplateReference, from: Stack, system: System): unknown {
  if (/^(self|opt|env|sls|file|ssm|cf|param)[:(]/.test(reference.target)) {
    return symbol([reference.target, ...(reference.attribute === undefined ? [] : [reference.attribute])].join('.'));
  }
  const { stack, target } = locate(reference.target, from, system);
  const { attribute } = reference;
  if (attribute !== undefined) {
    return attributeOf(stack, target, attribute, system);
  }
  if (target === 'AWS::NoValue') {
    return undefined;
  }
  if (Object.hasOwn(stack.parameters, target)) {
    return parameterValue(stack, target, system);
  }
  return pseudoParameter(target, stack) ?? referenceTo(stack, target, system);
}

function locate(target: string, from: Stack, system: System): { stack: Stack; target: string } {
  const cut = target.lastIndexOf(STACK_SEPARATOR);
  const stack = cut < 0 ? undefined : system.stacks.find((each) => each.input.id === target.slice(0, cut));
  return stack ? { stack, target: target.slice(cut + 1) } : { stack: from, target };
}

function getAtt(argument: unknown, stack: Stack, system: System): unknown {
  // The attribute name (not the resource) may itself be a Ref.
  const reference = parseGetAtt(Array.isArray(argument) ? system.resolve(argument, stack) : argument);
  return reference ? dereference({ attribute: '', ...reference }, stack, system) : unresolved('Fn::GetAtt without a resource and an attribute');
}

function branch(argument: unknown, stack: Stack, system: System): unknown {
  const [condition, whenTrue, whenFalse] = Array.isArray(argument) ? (argument as unknown[]) : [];
  const holds = typeof condition === 'string' ? conditionHolds(condition, stack, system) : undefined;
  return holds === undefined
    ? unresolved(`Fn::If on ${String(condition)}, which stack ${stack.name} does not declare`)
    : head(holds ? whenTrue : whenFalse, stack, system);
}

function substitute(argument: unknown, stack: Stack, system: System): unknown {
  const [text, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument];
  if (typeof text !== 'string') {
    return unresolved('Fn::Sub without a text');
  }
  const texts = splitSub(text).map((part) => {
    if ('text' in part) {
      return part.text;
    }
    const variable = member(variables, part.name);
    return scalarText(variable === undefined ? dereference(parseReference(part.name), stack, system) : system.resolve(variable, stack));
  });
  return texts.every((each) => each !== undefined) ? texts.join('') : unresolved(`Fn::Sub of values that are not text in stack ${stack.name}`);
}

function findInMap(argument: unknown, stack: Stack): unknown {
  const [map, first, second, options] = Array.isArray(argument) ? (argument as unknown[]) : [];
  const keys = [map, first, second].map(scalarText);
  const open = keys.find((key) => key === undefined || isSymbolic(key));
  if (keys.includes(undefined) || open !== undefined) {
    return unresolved(`Fn::FindInMap by ${open ?? 'nothing'} in stack ${stack.name}`);
  }
  const found = keys.reduce<unknown>((from, key) => member(from, key ?? ''), stack.mappings);
  return found ?? member(options, 'DefaultValue') ?? unresolved(`Mappings.${keys.join('.')} is not in stack ${stack.name}`);
}
