import { known } from '../../graph/types/known';
import type { Bucket, BucketPolicy, DeliveryGraph, PolicyStatement } from '../../graph/types';
import type { S3Caller } from '../../model/s3/iam-policy';
import { answerTo, compileOnce, decided } from '../../model/undecided';
import { judgedEach, subject, type Subject, type Verdicts } from '../engine/judge';
import type { Judgement, Place } from '../engine/rule';
import { best, decide, decideForForeigner, sampleObjects } from './bucket-access';

const statementsIn = compileOnce(({ policies }: Bucket) => policies.flatMap(statementsOf));

function statementsOf({ address, statements }: BucketPolicy): readonly Subject<PolicyStatement>[] {
  return statements.known
    ? statements.value.map((statement) => subject(address, statement.path, known(statement)))
    : [subject(address, 'Properties.PolicyDocument', statements)];
}

/** Judges every statement of every policy of a bucket. */
export function eachStatement(bucket: Bucket, judge: (statement: PolicyStatement, place: Place) => Verdicts): readonly Judgement[] {
  return judgedEach(statementsIn(bucket), '', judge);
}

/** Whether a statement is, or may be, one that allows. */
export function mayAllow({ effect }: PolicyStatement): boolean {
  return !(effect.known && effect.value === 'Deny');
}

/** Whether a statement by itself lets the caller do this with some object of the bucket, or with the bucket. */
export function grants(graph: DeliveryGraph, statement: PolicyStatement, bucket: Bucket, caller: S3Caller | 'foreigner', action: string): boolean {
  const resources = action === 's3:ListBucket' ? [bucket.arn] : sampleObjects([statement], bucket);
  return best(resources.map((resource) => () =>
    (caller === 'foreigner' ? decideForForeigner(graph, statement, action, resource) : decide(graph, [statement], { caller, action, resource })))) === 'allow';
}

/** Those of the actions that a statement by itself grants; undecided when none is granted and one is undecided. */
export function grantedActions<A extends string>(
  graph: DeliveryGraph, statement: PolicyStatement, bucket: Bucket, caller: S3Caller | 'foreigner', actions: readonly A[],
): readonly A[] {
  const decisions = actions.map((action) => ({ action, granted: answerTo(() => grants(graph, statement, bucket, caller, action)) }));
  const granted = decisions.filter((each) => each.granted.known && each.granted.value);
  return (granted.length > 0 ? granted : decisions.filter((each) => decided(each.granted))).map(({ action }) => action);
}
