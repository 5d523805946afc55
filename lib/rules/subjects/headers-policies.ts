import { known } from '../../graph/types/known';
import type { DeliveryGraph, ResponseHeadersPolicy } from '../../graph/types';
import { compileOnce } from '../../model/undecided';
import { judgedEach, subject, type Verdicts } from '../engine/judge';
import type { Judgement, Place } from '../engine/rule';

const policiesIn = compileOnce(({ responseHeadersPolicies }: DeliveryGraph) =>
  responseHeadersPolicies.map((policy) => subject(policy.address, 'Properties.ResponseHeadersPolicyConfig', known(policy))));

/** Judges a property of every response headers policy of the templates. */
export function eachHeadersPolicy(
  graph: DeliveryGraph, property: string, judge: (policy: ResponseHeadersPolicy, place: Place) => Verdicts,
): readonly Judgement[] {
  return judgedEach(policiesIn(graph), property, judge);
}
