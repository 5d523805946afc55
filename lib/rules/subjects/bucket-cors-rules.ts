import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import type { Bucket, DeliveryGraph } from '../../graph/types';
import { decided } from '../../model/undecided';
import { judged, type Verdicts } from '../engine/judge';
import type { Judgement, Place } from '../engine/rule';

const PATH = 'Properties.CorsConfiguration.CorsRules';

/** Judges the rule list of every bucket that has one. */
export function eachBucketRules(
  graph: DeliveryGraph, judge: (rules: readonly BucketCorsRule[], place: Place, bucket: Bucket) => Verdicts,
): readonly Judgement[] {
  return graph.buckets.flatMap((bucket) => judged({ address: bucket.address, path: PATH }, (place) => {
    const rules = decided(bucket.cors);
    return rules && judge(rules, place, bucket);
  }));
}

/** Judges one property of every CORS rule of every bucket. */
export function eachBucketRule(
  graph: DeliveryGraph, property: string, judge: (rule: BucketCorsRule, place: Place, bucket: Bucket, index: number) => Verdicts,
): readonly Judgement[] {
  return eachBucketRules(graph, (rules, { address, path }, bucket) => rules.flatMap((rule, index) =>
    judged({ address, path: `${path}.${String(index)}.${property}` }, (place) => judge(rule, place, bucket, index))));
}
