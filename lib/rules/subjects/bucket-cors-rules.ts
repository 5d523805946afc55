import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import type { Bucket, DeliveryGraph } from '../../graph/types';
import { unknownAt } from '../engine/judge';
import type { Judgement, Place } from '../engine/rule';

const PATH = 'Properties.CorsConfiguration.CorsRules';

/** Judges the rule list of every bucket that has one. */
export function eachBucketRules(
  graph: DeliveryGraph,
  judge: (rules: readonly BucketCorsRule[], place: Place, bucket: Bucket) => readonly Judgement[],
): readonly Judgement[] {
  return graph.buckets.flatMap((bucket) => {
    const place = { address: bucket.address, path: PATH };
    if (!bucket.cors.known) {
      return [unknownAt(place, bucket.cors.reason)];
    }
    return bucket.cors.value === undefined ? [] : judge(bucket.cors.value, place, bucket);
  });
}

/** Judges every CORS rule of every bucket; `at` gives the place of one of the rule's properties. */
export function eachBucketRule(
  graph: DeliveryGraph,
  judge: (rule: BucketCorsRule, at: (property: string) => Place, bucket: Bucket) => readonly Judgement[],
): readonly Judgement[] {
  return eachBucketRules(graph, (rules, { address }, bucket) =>
    rules.flatMap((rule, index) => judge(rule, (property) => ({ address, path: `${PATH}.${String(index)}.${property}` }), bucket)));
}
