/**
 * Where a wish to be read by pages on other origins shows: in a response headers policy that allows origins, and in a
 * bucket's CORS rules for reading. Rules for uploads alone are about the bucket's own endpoint, and no such wish.
 */
import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { chainKnown, known, mapKnown, unknown, type Known } from '../../graph/types/known';
import type { Behavior, Distribution, Origin, ResponseHeadersCors } from '../../graph/types';
import { customHeader } from '../subjects/custom-header';

/** Whether a distribution is meant to be read by pages on other origins. */
export function wishesCors({ behaviors }: Distribution): Known<boolean> {
  return chainKnown(behaviors, (all) => anyOf(all.flatMap((behavior) => [policyWishes(behavior), chainKnown(behavior.origin, bucketWishes)])));
}

/** The CORS block of the behavior's response headers policy, when it has one. */
export function policyCorsOf({ responseHeadersPolicy }: Behavior): Known<ResponseHeadersCors | undefined> {
  return chainKnown(responseHeadersPolicy, (policy) => (policy ? policy.cors : known(undefined)));
}

/** The rules that let pages read; one that names no origin lets none. */
export function readRules(rules: readonly BucketCorsRule[]): readonly BucketCorsRule[] {
  return rules.filter(({ allowedMethods, allowedOrigins }) =>
    (allowedMethods.includes('GET') || allowedMethods.includes('HEAD')) && allowedOrigins.some((entry) => entry !== ''));
}

/** By a CORS block, or by the header as one of the policy's own. */
function policyWishes(behavior: Behavior): Known<boolean> {
  const byHeader = chainKnown(behavior.responseHeadersPolicy, (policy) => (policy ? customHeader(policy, 'access-control-allow-origin') : known(undefined)));
  return anyOf([policyCorsOf(behavior), byHeader].map((fact: Known<unknown>) => mapKnown(fact, (value) => value !== undefined)));
}

function bucketWishes({ target }: Origin): Known<boolean> {
  switch (target.kind) {
    case 'custom':
      return known(false);
    case 'unknown':
      return unknown(target.reason);
    case 's3':
    case 's3-website':
      return chainKnown(target.bucket, ({ cors }) => mapKnown(cors, (rules = []) => readRules(rules).length > 0));
  }
}

function anyOf(facts: readonly Known<boolean>[]): Known<boolean> {
  return facts.find((fact) => fact.known && fact.value) ?? facts.find((fact) => !fact.known) ?? known(false);
}
