import type { AssumptionChoices } from '../../model';

/**
 * What a preview takes for granted where AWS documents nothing: of each assumption the alternative under which the fewest
 * exchanges work, so that what works here works under the others as well. "Fewest" is counted over page requests to the
 * public list of mistakes and to templates that name their readers in every way (`test/preview/strictest-assumptions.test.ts`
 * counts again and fails when a line here is wrong or missing). Assumptions that decide none of those exchanges by
 * themselves have no stricter side, and keep the model's default.
 */
export const STRICTEST_ASSUMPTIONS: AssumptionChoices = {
  's3-wildcard-matches-nothing': 'needs-a-character',
  'origin-wildcard-depth': 'one-label',
  'origin-letter-case': 'exact',
  'policy-wildcard-with-credentials': 'wildcard',
  'allow-headers-on-actual-requests': 'checked',
  'simple-headers-on-actual-requests': 'recorded-only',
  'allow-methods-on-actual-requests': 'checked',
  'override-and-headers-not-set': 'removed',
  'override-and-unlisted-origin': 'removed',
  'vary-of-echoed-origin': 'not-added',
  'custom-vary-beside-cors': 'dropped',
  'origin-vary-beside-cors': 'dropped',
  'revalidated-copy-headers': 'kept',
};
