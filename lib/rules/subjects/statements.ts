import { known, mapKnown, type Known } from '../../graph/types/known';
import type { Bucket, DeliveryGraph, PolicyStatement } from '../../graph/types';
import { best, decide, decideForForeigner, sampleObjects } from './bucket-access';
import { unknownAt } from '../engine/judge';
import type { Judgement, Place } from '../engine/rule';
import type { S3Caller } from '../../model/s3/iam-policy';

/** Judges every statement of every policy of a bucket. */
export function eachStatement({ policies }: Bucket, judge: (statement: PolicyStatement, place: Place) => readonly Judgement[]): readonly Judgement[] {
  return policies.flatMap(({ address, statements }) =>
    statements.known
      ? statements.value.flatMap((statement) => judge(statement, { address, path: statement.path }))
      : [unknownAt({ address, path: 'Properties.PolicyDocument' }, statements.reason)]);
}

/** Whether a statement by itself lets the caller do this with some object of the bucket, or with the bucket. */
export function grants(graph: DeliveryGraph, statement: PolicyStatement, bucket: Bucket, caller: S3Caller | 'foreigner', action: string): Known<boolean> {
  const resources = action === 's3:ListBucket' ? [bucket.arn] : sampleObjects([statement], bucket);
  const decision = best(resources.map((resource) =>
    (caller === 'foreigner' ? decideForForeigner(graph, statement, action, resource) : decide(graph, [statement], { caller, action, resource }))));
  return mapKnown(decision, (effect) => effect === 'allow');
}

/** Those of the actions that a statement by itself grants; unknown when none is granted and one is undecided. */
export function grantedActions<A extends string>(
  graph: DeliveryGraph, statement: PolicyStatement, bucket: Bucket, caller: S3Caller | 'foreigner', actions: readonly A[],
): Known<readonly A[]> {
  const decisions = actions.map((action) => ({ action, granted: grants(graph, statement, bucket, caller, action) }));
  const granted = decisions.filter((each) => each.granted.known && each.granted.value).map(({ action }) => action);
  const open = decisions.map((each) => each.granted).find((each) => !each.known);
  return open && !open.known && granted.length === 0 ? open : known(granted);
}
