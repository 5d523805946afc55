import { isObject, member } from '../types/json';
import { settleDefaults } from './parameters';
import { canonicalText } from './resolved';
import type { Stack } from './stacks';
import { isSymbolic } from '../types/symbolic-text';
import type { System } from './system';

/** Whether the condition `name` of `stack` holds; nothing when the template declares no such condition. */
export function conditionHolds(name: string, stack: Stack, system: System): boolean | undefined {
  const declared = member(stack.conditions, name);
  if (declared === undefined) {
    return undefined;
  }
  const label = `condition ${name} of stack ${stack.name}`;
  const holds = system.once(label, () => evaluate(declared, label, stack, system));
  return typeof holds === 'boolean' ? holds : system.decide(label, 'true');
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html */
function evaluate(expression: unknown, label: string, stack: Stack, system: System): boolean {
  const operands = (argument: unknown) => (Array.isArray(argument) ? (argument as unknown[]) : [argument]);
  const [key, ...others] = isObject(expression) ? Object.keys(expression) : [];
  const argument = member(expression, key ?? '');
  switch (others.length === 0 ? (key ?? '') : '') {
    case 'Fn::Equals': {
      const [left, right] = operands(argument);
      settleDefaults([left, right], stack, system);
      return equal(system.resolve(left, stack), system.resolve(right, stack), system);
    }
    case 'Fn::And':
      return operands(argument).every((operand) => evaluate(operand, label, stack, system));
    case 'Fn::Or':
      return operands(argument).some((operand) => evaluate(operand, label, stack, system));
    case 'Fn::Not':
      return !evaluate(operands(argument)[0], label, stack, system);
    case 'Condition': {
      const holds = typeof argument === 'string' ? conditionHolds(argument, stack, system) : undefined;
      return holds ?? system.decide(label, 'true');
    }
    default:
      return system.decide(label, 'true');
  }
}

function equal(left: unknown, right: unknown, system: System): boolean {
  const [a, b] = [canonicalText(left), canonicalText(right)];
  if (a === b) {
    return true;
  }
  if (!isSymbolic(a) && !isSymbolic(b)) {
    return false;
  }
  if (isSymbolic(a) && isSymbolic(b)) {
    return system.decide(`${a} equals ${b}`, 'true');
  }
  const [subject, value] = isSymbolic(a) ? [a, b] : [b, a];
  return system.decide(subject, value, system.allowedValues.get(subject));
}
