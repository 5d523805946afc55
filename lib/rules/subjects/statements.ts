import { known, type Known, type UnknownValue } from '../../graph/types/known';
import type { Bucket, BucketPolicy, DeliveryGraph, PolicyStatement } from '../../graph/types';
import type { PolicyDecision, S3Caller } from '../../model/s3/iam-policy';
import { answerTo, compileOnce, decided, Undecided } from '../../model/undecided';
import type { Judgement } from '../engine/rule';
import { eachOf, judgedEach, subject, type Check, type Judge, type Subject } from '../engine/subject';
import { best, decide, decideForForeigner, sampleObjects } from './bucket-access';

const statementsIn = compileOnce((bucket: Bucket) => bucket.policies.flatMap((policy) => statementsOf(policy, bucket)));

function statementsOf({ address, statements }: BucketPolicy, bucket: Bucket): readonly Subject<PolicyStatement, Bucket>[] {
  return statements.known
    ? statements.value.map((statement) => subject(address, statement.path, known(statement), bucket))
    : [subject(address, 'Properties.PolicyDocument', statements, bucket)];
}

/** Judges every statement of every policy of every bucket. */
export function eachStatement(judge: Judge<PolicyStatement, Bucket>): Check {
  return eachOf(allStatements, '', judge);
}

const allStatements = compileOnce(({ buckets }: DeliveryGraph) => buckets.flatMap(statementsIn));

/** Judges every statement of every policy of one bucket. */
export function eachStatementOf(bucket: Bucket, graph: DeliveryGraph, judge: Judge<PolicyStatement, Bucket>): readonly Judgement[] {
  return judgedEach(graph, statementsIn(bucket), '', judge);
}

/** Whether a statement is, or may be, one that allows. */
export function mayAllow({ effect }: PolicyStatement): boolean {
  return !(effect.known && effect.value === 'Deny');
}

/** Whether a statement by itself lets the caller do this with some object of the bucket, or with the bucket. */
export function grants(graph: DeliveryGraph, statement: PolicyStatement, bucket: Bucket, caller: Grantee, action: string): boolean {
  return decided(grantOf(graph, statement, bucket, caller, action)) === 'allow';
}

type Grantee = S3Caller | 'foreigner';

function grantOf(graph: DeliveryGraph, statement: PolicyStatement, bucket: Bucket, caller: Grantee, action: string): Known<PolicyDecision> {
  const resources = action === 's3:ListBucket' ? [bucket.arn] : sampleObjects([statement], bucket);
  return best(resources.map((resource) => answerTo(() => (
    caller === 'foreigner' ? decideForForeigner(graph, statement, action, resource) : decide(graph, [statement], { caller, action, resource })))));
}

/** Those of the actions that a statement by itself grants; undecided when none is granted and one is undecided. */
export function grantedActions<A extends string>(
  graph: DeliveryGraph, statement: PolicyStatement, bucket: Bucket, caller: Grantee, actions: readonly A[],
): readonly A[] {
  const granted: A[] = [];
  let open: UnknownValue | undefined;
  for (const action of actions) {
    const decision = grantOf(graph, statement, bucket, caller, action);
    if (!decision.known) {
      open ??= decision;
    } else if (decision.value === 'allow') {
      granted.push(action);
    }
  }
  if (granted.length === 0 && open !== undefined) {
    throw new Undecided(open.reason);
  }
  return granted;
}
