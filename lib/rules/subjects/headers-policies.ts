import { known } from '../../graph/types/known';
import type { DeliveryGraph, ResponseHeadersPolicy } from '../../graph/types';
import { compileOnce } from '../../model/undecided';
import { eachOf, subject, type Check, type Judge } from '../engine/subject';

const policiesIn = compileOnce(({ responseHeadersPolicies }: DeliveryGraph) =>
  responseHeadersPolicies.map((policy) => subject(policy.address, 'Properties.ResponseHeadersPolicyConfig', known(policy))));

/** Judges a property of every response headers policy of the templates. */
export function eachHeadersPolicy(property: string, judge: Judge<ResponseHeadersPolicy>): Check {
  return eachOf(policiesIn, property, judge);
}
