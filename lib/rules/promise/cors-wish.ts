/**
 * Where a wish to be read by pages on other origins shows: in a response headers policy that allows origins, and in a
 * bucket's CORS rules for reading. Rules for uploads alone are about the bucket's own endpoint, and no such wish.
 */
import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { chainKnown, known, type Known } from '../../graph/types/known';
import type { Behavior, Distribution, Origin, ResponseHeadersCors } from '../../graph/types';
import { answerTo, decided, Undecided } from '../../model/undecided';
import { customHeader } from '../subjects/headers-policy';

/** Whether a distribution is meant to be read by pages on other origins; undecided only where nothing shows that it is. */
export function wishesCors({ behaviors }: Distribution): boolean {
  const wishes = decided(behaviors).flatMap((behavior) => [
    () => corsOf(behavior) !== undefined, () => allowsByCustomHeader(behavior), () => bucketWishes(decided(behavior.origin)),
  ]).map(answerTo);
  return wishes.some((wish) => wish.known && wish.value) || wishes.map(decided).includes(true);
}

/** The CORS block of the behavior's response headers policy, when it has one. */
export function corsOf(behavior: Behavior): ResponseHeadersCors | undefined {
  return decided(policyCorsOf(behavior));
}

/** The same as a fact, for callers that go on without it. */
export function policyCorsOf({ responseHeadersPolicy }: Behavior): Known<ResponseHeadersCors | undefined> {
  return chainKnown(responseHeadersPolicy, (policy) => (policy ? policy.cors : known(undefined)));
}

/** The rules that let pages read; one that names no origin lets none. */
export function readRules(rules: readonly BucketCorsRule[]): readonly BucketCorsRule[] {
  return rules.filter(({ allowedMethods, allowedOrigins }) =>
    (allowedMethods.includes('GET') || allowedMethods.includes('HEAD')) && allowedOrigins.some((entry) => entry !== ''));
}

/** The header may be one of the policy's own. */
function allowsByCustomHeader({ responseHeadersPolicy }: Behavior): boolean {
  const policy = decided(responseHeadersPolicy);
  return policy !== undefined && customHeader(policy, 'access-control-allow-origin') !== undefined;
}

function bucketWishes({ target }: Origin): boolean {
  switch (target.kind) {
    case 'custom':
      return false;
    case 'unknown':
      throw new Undecided(target.reason);
    case 's3':
    case 's3-website':
      return readRules(decided(decided(target.bucket).cors) ?? []).length > 0;
  }
}
