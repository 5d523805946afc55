import { isSymbolic, mayTurnOutEqual } from '../../graph/types/symbolic-text';
import type { ElementList, PolicyStatement, PrincipalElement } from '../../graph/types';
import { compileGlob } from '../patterns';
import { compileOnce, Undecided } from '../undecided';
import { isConditionMet } from './iam-conditions';
import type { S3Caller } from './request-context';
import { and, not } from './truth';
import type { Truth } from './truth';

export type { S3Caller } from './request-context';

/** One question to a policy. */
export interface AccessQuestion {
  readonly caller: S3Caller;
  readonly action: string;
  readonly resource: string;
  readonly secure: boolean;
  /** ARNs that are known to belong to something else than the caller and the resource. */
  readonly otherArns: { has(arn: string): boolean };
}

/** What a policy says by itself. */
export type PolicyDecision = 'allow' | 'deny' | 'none';

/** Evaluates statements: an explicit deny wins over any allow. */
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
export function evaluateStatements(statements: readonly PolicyStatement[], question: AccessQuestion): PolicyDecision {
  return decideEffect(statements, 'Deny', question) ? 'deny' : decideEffect(statements, 'Allow', question) ? 'allow' : 'none';
}

function decideEffect(statements: readonly PolicyStatement[], effect: 'Allow' | 'Deny', question: AccessQuestion): boolean {
  let unsure: string | undefined;
  for (const statement of statements) {
    const applies = statement.effect.known
      ? statement.effect.value === effect && statementApplies(statement, question)
      : { unsure: statement.effect.reason };
    if (applies === true) {
      return true;
    }
    unsure ??= applies === false ? undefined : applies.unsure;
  }
  if (unsure !== undefined) {
    throw new Undecided(unsure);
  }
  return false;
}

// Parts are asked in order, and no further once one is false: a later unknown then decides nothing.
function statementApplies({ principals, actions, resources, conditions }: PolicyStatement, question: AccessQuestion): Truth {
  let truth: Truth = principals.known ? principalMatches(principals.value, question) : { unsure: principals.reason };
  if (truth !== false) {
    truth = and(truth, actions.known ? elementMatches(actions.value, question.action, question) : { unsure: actions.reason });
  }
  if (truth !== false) {
    truth = and(truth, resources.known ? elementMatches(resources.value, question.resource, question) : { unsure: resources.reason });
  }
  if (truth === false || !conditions.known) {
    return truth === false || conditions.known ? truth : { unsure: conditions.reason };
  }
  return conditions.value.reduce<Truth>((all, condition) => and(all, isConditionMet(condition, question)), truth);
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
function principalMatches(principals: PrincipalElement, { caller, otherArns }: AccessQuestion): Truth {
  const named = namesCaller(principals, caller, otherArns);
  return principals.negated ? not(named) : named;
}

function namesCaller(principals: PrincipalElement, caller: S3Caller, otherArns: AccessQuestion['otherArns']): Truth {
  if (principals.aws.includes('*')) {
    return true;
  }
  switch (caller.kind) {
    case 'distribution':
      return principals.services.includes('cloudfront.amazonaws.com');
    case 'origin-access-identity':
      return principals.canonicalUsers.includes(caller.canonicalUserId) || anyEqual(principals.aws, caller.iamArn, otherArns);
    case 'anonymous':
    case 'presigned':
      return false;
  }
}

const elementMatchers = compileOnce((element: ElementList) =>
  element.values.map((value) => ({
    value, matches: compileGlob(value), matchesAction: compileGlob(value.toLowerCase()), wildcardOnly: value === '*',
    symbolicArn: isSymbolic(value) ? value.replace(/\/\*$/, '') : undefined,
  })));

// Action names compare without case; resource ARNs compare with it.
function elementMatches(element: ElementList, text: string, question: AccessQuestion): Truth {
  let truth: Truth = false;
  for (const { value, matches, matchesAction, wildcardOnly, symbolicArn } of elementMatchers(element)) {
    if (wildcardOnly || matches(text) || (text === question.action && matchesAction(text.toLowerCase()))) {
      truth = true;
      break;
    }
    if (symbolicArn !== undefined && !question.otherArns.has(symbolicArn) && mayTurnOutEqual(value, text)) {
      truth = { unsure: `whether ${value} covers ${text} is decided at deployment` };
    }
  }
  return element.negated ? not(truth) : truth;
}

function anyEqual(values: readonly string[], text: string, otherArns: AccessQuestion['otherArns']): Truth {
  if (values.includes(text)) {
    return true;
  }
  const open = values.find((value) => !otherArns.has(value) && mayTurnOutEqual(value, text));
  return open === undefined ? false : { unsure: `whether ${open} is ${text} is decided at deployment` };
}
