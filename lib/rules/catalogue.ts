/** The only file that imports every rule. One line each, in the order of the ids. */
import { bucketCorsDuplicates } from './deploy/bucket-cors-duplicates';
import { bucketCorsEmpty } from './deploy/bucket-cors-empty';
import { bucketCorsExposedHeader } from './deploy/bucket-cors-exposed-header';
import { bucketCorsLimits } from './deploy/bucket-cors-limits';
import { bucketCorsMethod } from './deploy/bucket-cors-method';
import { bucketCorsWildcards } from './deploy/bucket-cors-wildcards';
import type { Rule } from './rule';

export const RULES: readonly Rule[] = [
  bucketCorsDuplicates,
  bucketCorsEmpty,
  bucketCorsExposedHeader,
  bucketCorsLimits,
  bucketCorsMethod,
  bucketCorsWildcards,
];
