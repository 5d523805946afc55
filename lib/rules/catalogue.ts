/** The only file that imports every rule. One line each, in the order of the ids. */
import { bucketCorsMethod } from './deploy/bucket-cors-method';
import type { Rule } from './rule';

export const RULES: readonly Rule[] = [
  bucketCorsMethod,
];
