import { known } from '../../graph/types/known';
import type { DeliveryGraph, ResponseHeadersCors, ResponseHeadersPolicy } from '../../graph/types';
import { compileOnce, decided } from '../../model/undecided';
import { eachOf, subject, type Check, type Judge, type Subject } from '../engine/subject';

const corsBlocks = compileOnce(({ responseHeadersPolicies }: DeliveryGraph) => responseHeadersPolicies.flatMap(blockOf));

function blockOf(policy: ResponseHeadersPolicy): readonly Subject<ResponseHeadersCors, ResponseHeadersPolicy>[] {
  const { address, cors } = policy;
  if (!cors.known) {
    return [subject(address, 'Properties.ResponseHeadersPolicyConfig.CorsConfig', cors, policy)];
  }
  return cors.value === undefined ? [] : [subject(address, cors.value.path, known(cors.value), policy)];
}

/** Judges the CORS block of every response headers policy of the templates. */
export function eachPolicyCors(judge: Judge<ResponseHeadersCors, ResponseHeadersPolicy>): Check {
  return eachOf(corsBlocks, '', judge);
}

/** Judges one property of the CORS block of every response headers policy of the templates. */
export function eachPolicyCorsProperty(property: string, judge: Judge<ResponseHeadersCors, ResponseHeadersPolicy>): Check {
  return eachOf(corsBlocks, property, judge);
}

/** The value that a policy's custom headers give a response header: of several with one name the last that overrides, or the first. */
export function customHeader({ customHeaders }: ResponseHeadersPolicy, name: string): string | undefined {
  const found = decided(customHeaders).filter(({ header }) => decided(header).toLowerCase() === name);
  const last = found.map(({ override }) => decided(override)).lastIndexOf(true);
  const winner = found.at(last === -1 ? 0 : last);
  return winner && decided(winner.value);
}
