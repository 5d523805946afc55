/** Who may do what in a bucket, by its policies. */
import { allKnown, known, mapKnown, unknown, type Known } from '../graph/known';
import { isSymbolic } from '../graph/symbolic-text';
import type { Bucket, DeliveryGraph, Distribution, Origin, PolicyStatement } from '../graph/types';
import { evaluateStatements, type PolicyDecision, type S3Caller } from '../model/iam-policy';
import { Undecided } from '../model/undecided';

/** A distribution of somebody else's account. */
export const FOREIGN_DISTRIBUTION: S3Caller = { kind: 'distribution', arn: 'arn:aws:cloudfront::999999999999:distribution/EFOREIGN00000' };

/** Who CloudFront is for S3 when it fetches from this origin. An access control by literal id is taken to sign. */
export function callerAt({ arn }: Distribution, { accessControlId, accessControl, accessIdentity }: Origin): Known<S3Caller> {
  if (!accessControlId.known) {
    return accessControlId;
  }
  if ((accessControlId.value ?? '') !== '') {
    const signing = accessControl.known ? accessControl.value?.signingBehavior : undefined;
    return known(signing?.known && signing.value === 'never' ? { kind: 'anonymous' } : { kind: 'distribution', arn });
  }
  if (!accessIdentity.known) {
    return accessIdentity;
  }
  const identity = accessIdentity.value;
  return known(identity ? { kind: 'origin-access-identity', canonicalUserId: identity.canonicalUserId, iamArn: identity.iamArn } : { kind: 'anonymous' });
}

/** The statements of the bucket's policies. */
export function statementsOf(bucket: Bucket): Known<readonly PolicyStatement[]> {
  return mapKnown(allKnown(bucket.policies.map(({ statements }) => statements)), (lists) => lists.flat());
}

/** Why the bucket may have statements that are not seen here; nothing when every policy's bucket is known. */
export function unseenPolicy(graph: DeliveryGraph): string | undefined {
  const stray = graph.strayBucketPolicies.find(({ bucketName }) => !bucketName.known || isSymbolic(bucketName.value));
  return stray && `${stray.address.logicalId} may be a policy of this bucket, which is decided at deployment`;
}

export interface Question {
  readonly caller: S3Caller;
  readonly action: string;
  readonly resource: string;
}

/** What statements say to a question, when that is decided before deployment. */
export function decide(graph: DeliveryGraph, statements: readonly PolicyStatement[], question: Question): Known<PolicyDecision> {
  try {
    return known(evaluateStatements(statements, { ...question, secure: true, otherArns: { has: (arn) => isAnother(graph, arn, question) } }));
  } catch (error) {
    if (error instanceof Undecided) {
      return unknown(error.reason);
    }
    throw error;
  }
}

function isAnother(graph: DeliveryGraph, arn: string, { caller, resource }: Question): boolean {
  const own = caller.kind === 'distribution' ? caller.arn : caller.kind === 'origin-access-identity' ? caller.iamArn : undefined;
  return arn !== own && !resource.startsWith(arn) && [
    ...graph.buckets.map((bucket) => bucket.arn),
    ...graph.distributions.map((distribution) => distribution.arn),
    ...graph.originAccessIdentities.map((identity) => identity.iamArn),
  ].includes(arn);
}

/** Objects to ask about: one that each statement names, and any. */
export function sampleObjects(statements: readonly PolicyStatement[], { arn }: Bucket, prefix = '/'): readonly string[] {
  const named = statements.flatMap(({ effect, resources }) =>
    (effect.known && effect.value === 'Allow' && resources.known && !resources.value.negated ? resources.value.values : []));
  return [...new Set([`${arn}${prefix}x`, ...named.map((resource) => resource.replace(/[*?]/g, 'x'))])]
    .filter((resource) => resource.startsWith(`${arn}${prefix}`));
}

/** The best that the caller gets for one of several objects: allowed if any is, undecided if any is and none is allowed. */
export function decideAny(graph: DeliveryGraph, statements: readonly PolicyStatement[], caller: S3Caller, action: string, resources: readonly string[]): Known<PolicyDecision> {
  const decisions = resources.map((resource) => decide(graph, statements, { caller, action, resource }));
  return decisions.find((each) => each.known && each.value === 'allow')
    ?? decisions.find((each) => !each.known)
    ?? decisions[0]
    ?? known('none');
}
