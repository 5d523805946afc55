/** The only file that imports every rule. One line each, in the order of the ids. */
import { bucketCorsDuplicates } from './deploy/bucket-cors-duplicates';
import { bucketCorsEmpty } from './deploy/bucket-cors-empty';
import { bucketCorsExposedHeader } from './deploy/bucket-cors-exposed-header';
import { bucketCorsLimits } from './deploy/bucket-cors-limits';
import { bucketCorsMethod } from './deploy/bucket-cors-method';
import { bucketCorsWildcards } from './deploy/bucket-cors-wildcards';
import { bucketOriginNeverSent } from './unreachable/bucket-origin-never-sent';
import { headersPolicyCredentials } from './deploy/headers-policy-credentials';
import { headersPolicyEmptyList } from './deploy/headers-policy-empty-list';
import { headersPolicyHeaderName } from './deploy/headers-policy-header-name';
import { headersPolicyMethod } from './deploy/headers-policy-method';
import { headersPolicyMissingField } from './deploy/headers-policy-missing-field';
import { headersPolicyOrigin } from './deploy/headers-policy-origin';
import type { Rule } from './rule';

export const RULES: readonly Rule[] = [
  bucketCorsDuplicates,
  bucketCorsEmpty,
  bucketCorsExposedHeader,
  bucketCorsLimits,
  bucketCorsMethod,
  bucketCorsWildcards,
  bucketOriginNeverSent,
  headersPolicyCredentials,
  headersPolicyEmptyList,
  headersPolicyHeaderName,
  headersPolicyMethod,
  headersPolicyMissingField,
  headersPolicyOrigin,
];
