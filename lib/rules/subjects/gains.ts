/** Who gets what they should not, by the policies of a bucket: what shows a finding about exposure to be true. */
import { valueOr } from '../../graph/types/known';
import type { Address, Bucket, DeliveryGraph } from '../../graph/types';
import type { S3Caller } from '../../model/s3/iam-policy';
import { answerOr, answerTo } from '../../model/undecided';
import { callerAt, decide, sampleObjects, statementsOf } from './bucket-access';

/** What the first item that has something to tell tells. */
export function firstTold<T>(items: readonly T[], tell: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const text = tell(item);
    if (text !== undefined) {
      return text;
    }
  }
  return undefined;
}

/** Who CloudFront is when it fetches from the bucket. */
export function deliverersOf(
  { distributions }: DeliveryGraph,
  bucket: Bucket,
): readonly { readonly caller: S3Caller; readonly address: Address }[] {
  return distributions.flatMap((distribution) =>
    valueOr(distribution.origins, []).flatMap((origin) => {
      const isHere = origin.target.kind === 's3' && valueOr(origin.target.bucket, undefined) === bucket;
      const caller = answerTo(() => callerAt(distribution, origin));
      return isHere && caller.known ? [{ caller: caller.value, address: distribution.address }] : [];
    }),
  );
}

/** Paths of objects that the caller gets by all that the bucket's policies say. */
export function grantedObjects(graph: DeliveryGraph, bucket: Bucket, caller: S3Caller, action: string): readonly string[] {
  return answerOr([], () => sampleObjects(statementsOf(bucket), bucket))
    .filter((resource) => isGranted(graph, bucket, caller, action, resource)).map((resource) => resource.slice(bucket.arn.length));
}

/** Whether the caller certainly gets this by all that the bucket's policies say. */
export function isGranted(graph: DeliveryGraph, bucket: Bucket, caller: S3Caller, action: string, resource: string): boolean {
  return answerOr('none', () => decide(graph, statementsOf(bucket), { caller, action, resource })) === 'allow';
}
