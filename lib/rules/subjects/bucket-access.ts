/** Who may do what in a bucket, by its policies. */
import { known, type Known } from '../../graph/types/known';
import { isSymbolic } from '../../graph/types/symbolic-text';
import type { Bucket, DeliveryGraph, Distribution, Origin, PolicyStatement } from '../../graph/types';
import { evaluateStatements, type PolicyDecision, type S3Caller } from '../../model/s3/iam-policy';
import { answerTo, compileOnce, decided } from '../../model/undecided';

/** A distribution of an account that nobody named. */
export const FOREIGN_DISTRIBUTION = { kind: 'distribution', arn: 'arn:aws:cloudfront::999999999999:distribution/EFOREIGN00000' } as const;

/** Who CloudFront is for S3 when it fetches from this origin. An access control by literal id is taken to sign. */
export function callerAt({ arn }: Distribution, { accessControlId, accessControl, accessIdentity }: Origin): S3Caller {
  if ((decided(accessControlId) ?? '') !== '') {
    const signing = accessControl.known ? accessControl.value?.signingBehavior : undefined;
    return signing?.known && signing.value === 'never' ? { kind: 'anonymous' } : { kind: 'distribution', arn };
  }
  const identity = decided(accessIdentity);
  return identity ? { kind: 'origin-access-identity', canonicalUserId: identity.canonicalUserId, iamArn: identity.iamArn } : { kind: 'anonymous' };
}

/** Whether it is certain that CloudFront asks without a signature. */
export function asksUnsigned(distribution: Distribution, origin: Origin): boolean {
  const caller = answerTo(() => callerAt(distribution, origin));
  return caller.known && caller.value.kind === 'anonymous';
}

const statementLists = compileOnce((bucket: Bucket): Known<readonly PolicyStatement[]> =>
  answerTo(() => bucket.policies.flatMap(({ statements }) => decided(statements))));

/** The statements of the bucket's policies. */
export function statementsOf(bucket: Bucket): readonly PolicyStatement[] {
  return decided(statementLists(bucket));
}

/** Why the bucket may have statements that are not seen here; nothing when every policy's bucket is known. */
export function unseenPolicy(graph: DeliveryGraph, { name }: Bucket): string | undefined {
  const stray = graph.strayBucketPolicies.find(
    ({ bucketName }) => !bucketName.known || (bucketName.value !== name && isSymbolic(bucketName.value)),
  );
  return stray && `${stray.address.logicalId} may be a policy of this bucket, which is decided at deployment`;
}

export interface Question {
  readonly caller: S3Caller;
  readonly action: string;
  readonly resource: string;
}

/** What statements say to a question. */
export function decide(graph: DeliveryGraph, statements: readonly PolicyStatement[], question: Question): PolicyDecision {
  return evaluated(statements, question, (arn) => isAnother(graph, arn, question));
}

/** What a statement gives a distribution of somebody else: whatever account its conditions name, it is not theirs. */
export function decideForForeigner(graph: DeliveryGraph, statement: PolicyStatement, action: string, resource: string): PolicyDecision {
  const question = { caller: FOREIGN_DISTRIBUTION, action, resource };
  const { anywhere, unconditionally } = partsOf(statement);
  const decision = evaluated(anywhere, question, () => true);
  return decision === 'allow' ? decide(graph, unconditionally, question) : decision;
}

const partsOf = compileOnce((statement: PolicyStatement) => ({
  anywhere: [{ ...statement, resources: known({ negated: false, values: ['*'] }) }],
  unconditionally: [{ ...statement, conditions: known([]) }],
}));

function evaluated(statements: readonly PolicyStatement[], question: Question, isOther: (arn: string) => boolean): PolicyDecision {
  return evaluateStatements(statements, { ...question, secure: true, otherArns: { has: isOther } });
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
  const start = `${arn}${prefix}`;
  const named = statements.flatMap(namedObjects).filter((object) => object.startsWith(start));
  return [...new Set([`${start}x`, ...named])];
}

const namedObjects = compileOnce(({ effect, resources }: PolicyStatement): readonly string[] => (
  effect.known && effect.value === 'Allow' && resources.known && !resources.value.negated
    ? resources.value.values.map((resource) => resource.replace(/[*?]/g, 'x'))
    : []));

/** The best of several decisions: allowed if any is, undecided if none is allowed and one is undecided. */
export function best(decisions: readonly Known<PolicyDecision>[]): Known<PolicyDecision> {
  const allowed = decisions.find((each) => each.known && each.value === 'allow');
  return allowed ?? decisions.find((each) => !each.known) ?? decisions[0] ?? known('none');
}

/** Whether the caller may do this with some object under this prefix. */
export function mayAccess(graph: DeliveryGraph, bucket: Bucket, caller: S3Caller, prefix: string, action: string): PolicyDecision {
  const statements = statementsOf(bucket);
  const decisions = decisionsOf(graph)(statements);
  const key = `${action} ${bucket.arn}${prefix} ${JSON.stringify(caller)}`;
  let decision = decisions.get(key);
  if (decision === undefined) {
    const objects = sampleObjects(statements, bucket, prefix);
    decision = best(objects.map((resource) => answerTo(() => decide(graph, statements, { caller, action, resource }))));
    decisions.set(key, decision);
  }
  return decided(decision);
}

/** Several rules ask the same about the same statements. */
const decisionsOf = compileOnce<DeliveryGraph, ReturnType<typeof decisionsByStatements>>(() => decisionsByStatements());

function decisionsByStatements() {
  return compileOnce<readonly PolicyStatement[], Map<string, Known<PolicyDecision>>>(() => new Map());
}

/** Whether the caller may read some object under this prefix. */
export function mayRead(graph: DeliveryGraph, bucket: Bucket, caller: S3Caller, prefix: string): PolicyDecision {
  return mayAccess(graph, bucket, caller, prefix, 's3:GetObject');
}
