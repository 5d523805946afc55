import { isSymbolic, mayTurnOutEqual } from '../../graph/types/symbolic-text';
import type { PolicyCondition } from '../../graph/types';
import { compileGlob } from '../patterns';
import { compileOnce } from '../undecided';
import { coversCloudFront, coversEverybody } from './ip-ranges';
import { contextValue } from './request-context';
import type { S3Caller } from './request-context';
import { not, or } from './truth';
import type { Truth } from './truth';

/** What a condition is asked about. */
export interface ConditionedRequest {
  readonly caller: S3Caller;
  readonly secure: boolean;
  /** ARNs that are known to belong to something else than the caller and the resource. */
  readonly otherArns: { has(arn: string): boolean };
}

/** Whether a condition of a statement holds for a request. */
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
export function isConditionMet(condition: PolicyCondition, { caller, secure, otherArns }: ConditionedRequest): Truth {
  const { key, operator, quantifier, ifExists, negated, compare } = compiledCondition(condition);
  const actual = contextValue(key, caller, secure);
  if (operator === 'Null') {
    return actual !== undefined && 'unsure' in actual ? actual : equalsAny(condition.values, String(actual === undefined), otherArns);
  }
  if (compare === undefined) {
    return { unsure: `the condition operator ${condition.operator} is not known` };
  }
  if (actual === undefined) {
    // A negated operator is true where the key is absent; ForAllValues is true of nothing, ForAnyValue false
    return quantifier === 'ForAllValues' || (quantifier !== 'ForAnyValue' && (ifExists || negated));
  }
  if ('unsure' in actual) {
    return actual;
  }
  const matches = 'network' in actual ? inRanges(condition.values, actual.network) : compare(condition.values, actual.value, otherArns);
  return negated ? not(matches) : matches;
}

type Compare = (values: readonly string[], actual: string, otherArns: ConditionedRequest['otherArns']) => Truth;

interface CompiledCondition {
  /** Lower case. */
  readonly key: string;
  readonly operator: string;
  readonly quantifier?: string;
  readonly ifExists: boolean;
  readonly negated: boolean;
  /** Left out for an operator that IAM does not have. */
  readonly compare?: Compare;
}

const compiledCondition = compileOnce((condition: PolicyCondition): CompiledCondition => {
  const [, quantifier, written = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(condition.operator) ?? [];
  const negated = written.includes('Not');
  return { key: condition.key.toLowerCase(), operator: written, quantifier, ifExists: ifExists !== undefined, negated, compare: OPERATORS[written.replace('Not', '')] };
});

/** The operators without their negation. */
const OPERATORS: Readonly<Record<string, Compare | undefined>> = {
  StringEquals: equalsAny,
  StringEqualsIgnoreCase: (values, actual, others) => equalsAny(values.map((value) => value.toLowerCase()), actual.toLowerCase(), others),
  StringLike: isLikeAny,
  // The two behave identically
  ArnEquals: isLikeAny,
  ArnLike: isLikeAny,
  Bool: (values, actual, others) => equalsAny(values.map((value) => value.toLowerCase()), actual, others),
  BinaryEquals: equalsAny,
  IpAddress: () => ({ unsure: 'the condition compares addresses with a text' }),
  ...numeric('Numeric', Number),
  ...numeric('Date', (text) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text))),
};

function numeric(kind: string, read: (text: string) => number): Record<string, Compare> {
  const compared =
    (holds: (actual: number, value: number) => boolean): Compare =>
    (values, actual) =>
      values.some((value) => holds(read(actual), read(value)));
  return {
    [`${kind}Equals`]: compared((actual, value) => actual === value),
    [`${kind}LessThan`]: compared((actual, value) => actual < value),
    [`${kind}LessThanEquals`]: compared((actual, value) => actual <= value),
    [`${kind}GreaterThan`]: compared((actual, value) => actual > value),
    [`${kind}GreaterThanEquals`]: compared((actual, value) => actual >= value),
  };
}

function equalsAny(values: readonly string[], text: string, otherArns: ConditionedRequest['otherArns']): Truth {
  if (values.includes(text)) {
    return true;
  }
  const open = values.find((value) => hasVariable(value) || (!otherArns.has(value) && mayTurnOutEqual(value, text)));
  return open === undefined ? false : { unsure: hasVariable(open) ? `what ${open} stands for is decided by each request` : `whether ${open} is ${text} is decided at deployment` };
}

function isLikeAny(values: readonly string[], text: string, otherArns: ConditionedRequest['otherArns']): Truth {
  return globs(values).some((matches) => matches(text)) ? true : equalsAny(values, text, otherArns);
}

const globs = compileOnce((values: readonly string[]) => values.map(compileGlob));

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
function hasVariable(value: string): boolean {
  return value.includes('${');
}

// aws:SourceIp is that of CloudFront, not of the viewer, and CloudFront's addresses are in nobody's own range
function inRanges(ranges: readonly string[], network: 'CloudFront' | 'viewer'): Truth {
  return ranges.reduce<Truth>((found, range) => or(found, inRange(range, network)), false);
}

function inRange(range: string, network: 'CloudFront' | 'viewer'): Truth {
  if (isSymbolic(range)) {
    return { unsure: `whether ${range} holds the address that asks is decided at deployment` };
  }
  if (network === 'viewer') {
    return coversEverybody(range) || { unsure: `whether the address that asks is in ${range} depends on the viewer` };
  }
  return coversCloudFront(range) ? { unsure: `whether the address from which CloudFront asks is in ${range} is not documented` } : false;
}
