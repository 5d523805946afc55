import { allKnown, known, mapKnown, unknown, type Known } from '../types/known';
import { at, isPresent, itemsOf, keysOf, memberAt, oneOf, textAt, textsAt, type TemplatePlace } from '../intrinsics/template-place';
import { reasonOf, scalarText } from '../intrinsics/resolved';
import type { ElementList, PolicyCondition, PolicyStatement, PrincipalElement } from '../types';

/**
 * The statements of an IAM policy document, which may be one object in place of a list.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readStatements(document: TemplatePlace): Known<readonly PolicyStatement[]> {
  const statement = at(document, 'Statement');
  if (!isPresent(statement)) {
    return unknown(reasonOf(document.value) ?? `${document.path} has no Statement`);
  }
  const items = keysOf(statement).length > 0 ? known([statement]) : itemsOf(statement);
  return mapKnown(items, (places) => places.map(readStatement));
}

/** Statements without a document around them. */
export function readStatementList(list: TemplatePlace): Known<readonly PolicyStatement[]> {
  return mapKnown(itemsOf(list), (places) => places.map(readStatement));
}

function readStatement(place: TemplatePlace): PolicyStatement {
  return {
    path: place.path,
    sid: scalarText(at(place, 'Sid').value),
    effect: oneOf(at(place, 'Effect'), ['Allow', 'Deny']),
    principals: readPrincipals(place),
    actions: readElement(place, 'Action'),
    resources: readElement(place, 'Resource'),
    conditions: readConditions(at(place, 'Condition')),
  };
}

function readElement(place: TemplatePlace, name: string): Known<ElementList> {
  const positive = at(place, name);
  const negated = !isPresent(positive) && isPresent(at(place, `Not${name}`));
  return mapKnown(oneOrMore(negated ? at(place, `Not${name}`) : positive), (values) => ({ negated, values }));
}

function readPrincipals(place: TemplatePlace): Known<PrincipalElement> {
  const positive = at(place, 'Principal');
  const negated = !isPresent(positive) && isPresent(at(place, 'NotPrincipal'));
  const principal = negated ? at(place, 'NotPrincipal') : positive;
  const everyone = textAt(principal);
  if (everyone.known && everyone.value !== undefined) {
    return known({ negated, aws: [everyone.value], services: [], canonicalUsers: [], federated: [] });
  }
  const reason = reasonOf(principal.value);
  if (reason !== undefined) {
    return unknown(reason);
  }
  const kinds = allKnown([
    oneOrMore(at(principal, 'AWS')),
    oneOrMore(at(principal, 'Service')),
    oneOrMore(at(principal, 'CanonicalUser')),
    oneOrMore(at(principal, 'Federated')),
  ]);
  return mapKnown(kinds, ([aws = [], services = [], canonicalUsers = [], federated = []]) => (
    { negated, aws, services, canonicalUsers, federated }));
}

function readConditions(place: TemplatePlace): Known<readonly PolicyCondition[]> {
  const reason = reasonOf(place.value);
  if (reason !== undefined) {
    return unknown(reason);
  }
  const conditions: Known<PolicyCondition>[] = [];
  for (const operator of keysOf(place)) {
    const keys = memberAt(place, operator);
    const open = reasonOf(keys.value);
    conditions.push(...(open === undefined
      ? keysOf(keys).map((key) => mapKnown(oneOrMore(memberAt(keys, key)), (values) => ({ operator, key, values })))
      : [unknown(open)]));
  }
  return allKnown(conditions);
}

/** IAM takes one value where a list of one is meant. */
function oneOrMore(place: TemplatePlace): Known<readonly string[]> {
  const single = textAt(place);
  return single.known && single.value !== undefined ? known([single.value]) : textsAt(place);
}
