/** Who may do what in a bucket, by its policies. */
import { allKnown, chainKnown, known, mapKnown, type Known } from '../../graph/types/known';
import { isSymbolic } from '../../graph/types/symbolic-text';
import type { Bucket, DeliveryGraph, Distribution, Origin, PolicyStatement } from '../../graph/types';
import { evaluateStatements, type PolicyDecision, type S3Caller } from '../../model/s3/iam-policy';
import { compileOnce } from '../../model/undecided';
import { modelled } from '../engine/modelled';

/** A distribution of an account that nobody named. */
export const FOREIGN_DISTRIBUTION = { kind: 'distribution', arn: 'arn:aws:cloudfront::999999999999:distribution/EFOREIGN00000' } as const;

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
export const statementsOf = compileOnce((bucket: Bucket): Known<readonly PolicyStatement[]> =>
  mapKnown(allKnown(bucket.policies.map(({ statements }) => statements)), (lists) => lists.flat()));

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
  return evaluated(statements, question, (arn) => isAnother(graph, arn, question));
}

/** What a statement gives a distribution of somebody else: whatever account its conditions name, it is not theirs. */
export function decideForForeigner(graph: DeliveryGraph, statement: PolicyStatement, action: string, resource: string): Known<PolicyDecision> {
  const question = { caller: FOREIGN_DISTRIBUTION, action, resource };
  const anywhere = evaluated([{ ...statement, resources: known({ negated: false, values: ['*'] }) }], question, () => true);
  return chainKnown(anywhere, (decision) =>
    (decision === 'allow' ? decide(graph, [{ ...statement, conditions: known([]) }], question) : known(decision)));
}

function evaluated(statements: readonly PolicyStatement[], question: Question, isOther: (arn: string) => boolean): Known<PolicyDecision> {
  return modelled(() => evaluateStatements(statements, { ...question, secure: true, otherArns: { has: isOther } }));
}

function isAnother(graph: DeliveryGraph, arn: string, { caller, resource }: Question): boolean {
  const own = caller.kind === 'distribution' ? caller.arn : caller.kind === 'origin-access-identity' ? caller.iamArn : undefined;
  return arn !== own && !resource.startsWith(arn) && arnsOf(graph).has(arn);
}

const arnsOf = compileOnce((graph: DeliveryGraph): ReadonlySet<string> => new Set([
  ...graph.buckets.map(({ arn }) => arn),
  ...graph.distributions.map(({ arn }) => arn),
  ...graph.originAccessIdentities.map(({ iamArn }) => iamArn),
]));

/** Objects to ask about: one that each statement names, and any. */
export function sampleObjects(statements: readonly PolicyStatement[], { arn }: Bucket, prefix = '/'): readonly string[] {
  const named = statements.flatMap(({ effect, resources }) =>
    (effect.known && effect.value === 'Allow' && resources.known && !resources.value.negated ? resources.value.values : []));
  return [...new Set([`${arn}${prefix}x`, ...named.map((resource) => resource.replace(/[*?]/g, 'x'))])]
    .filter((resource) => resource.startsWith(`${arn}${prefix}`));
}

/** The best of several decisions: allowed if any is, undecided if any is and none is allowed. */
export function best(decisions: readonly Known<PolicyDecision>[]): Known<PolicyDecision> {
  return decisions.find((each) => each.known && each.value === 'allow')
    ?? decisions.find((each) => !each.known)
    ?? decisions[0]
    ?? known('none');
}

/** Whether the caller may do this with some object under this prefix. */
export function mayAccess(
  graph: DeliveryGraph, statements: readonly PolicyStatement[], bucket: Bucket, caller: S3Caller, prefix: string, action: string,
): Known<PolicyDecision> {
  const decisions = decisionsOf(graph)(statements);
  const key = `${action} ${bucket.arn}${prefix} ${JSON.stringify(caller)}`;
  const decision = decisions.get(key) ?? best(sampleObjects(statements, bucket, prefix).map((resource) => decide(graph, statements, { caller, action, resource })));
  decisions.set(key, decision);
  return decision;
}

/** Several rules ask the same about the same statements. */
const decisionsOf = compileOnce<DeliveryGraph, ReturnType<typeof decisionsByStatements>>(() => decisionsByStatements());

function decisionsByStatements() {
  return compileOnce<readonly PolicyStatement[], Map<string, Known<PolicyDecision>>>(() => new Map());
}

/** Whether the caller may read some object under this prefix. */
export function mayRead(graph: DeliveryGraph, statements: readonly PolicyStatement[], bucket: Bucket, caller: S3Caller, prefix: string): Known<PolicyDecision> {
  return mayAccess(graph, statements, bucket, caller, prefix, 's3:GetObject');
}
