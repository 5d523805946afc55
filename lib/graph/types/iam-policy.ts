/** IAM policy statements as bucket and key policies carry them, in one normal form: every list is a list. */
import type { Known } from './known';

export interface PolicyStatement {
  /** `Properties.PolicyDocument.Statement.0`. */
  readonly path: string;
  readonly sid?: string;
  readonly effect: Known<'Allow' | 'Deny'>;
  readonly principals: Known<PrincipalElement>;
  readonly actions: Known<ElementList>;
  readonly resources: Known<ElementList>;
  readonly conditions: Known<readonly PolicyCondition[]>;
}

/** `Principal`, or `NotPrincipal` when `negated`. `*` and `{ AWS: '*' }` both read as `aws: ['*']`. */
export interface PrincipalElement {
  readonly negated: boolean;
  readonly aws: readonly string[];
  readonly services: readonly string[];
  readonly canonicalUsers: readonly string[];
  readonly federated: readonly string[];
}

/** `Action` or `Resource`, or `NotAction` and `NotResource` when `negated`. Symbolic text. */
export interface ElementList {
  readonly negated: boolean;
  readonly values: readonly string[];
}

/** `{ StringEquals: { 'AWS:SourceArn': […] } }` is one of these. All of a statement's must hold; any value of one may. */
export interface PolicyCondition {
  readonly operator: string;
  /** As written; condition keys compare without regard to case. */
  readonly key: string;
  readonly values: readonly string[];
}
