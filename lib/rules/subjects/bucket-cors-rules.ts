import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import type { Bucket, BucketSettings, DeliveryGraph } from '../../graph/types';
import { decided } from '../../model/undecided';
import { judged, type Verdicts } from '../engine/judge';
import type { Judgement, Place } from '../engine/rule';

const OF_BUCKET = 'Properties.CorsConfiguration.CorsRules';
const OF_SETTINGS = 'Properties.CorsRules';

/** What S3 calls the members that CloudFormation calls otherwise. */
const S3_NAMES: Readonly<Record<string, string>> = { ExposedHeaders: 'ExposeHeaders', Id: 'ID', MaxAge: 'MaxAgeSeconds' };

/** Where the rules of a bucket are written: in the bucket, or in the first resource that puts them into an imported one. */
export function pathOfRules({ imported }: Bucket): string {
  return imported ? OF_SETTINGS : OF_BUCKET;
}

/** Judges every list of rules that a bucket gets: its own, and those of custom resources. */
export function eachBucketRules(
  graph: DeliveryGraph, judge: (rules: readonly BucketCorsRule[], place: Place, bucket: Bucket) => Verdicts,
): readonly Judgement[] {
  return graph.buckets.flatMap((bucket) => listsOf(bucket).flatMap(({ place: at, rulesOf }) => judged(at, (place) => {
    const rules = rulesOf();
    return rules && judge(rules, place, bucket);
  })));
}

interface RuleList {
  readonly place: Place;
  readonly rulesOf: () => readonly BucketCorsRule[] | undefined;
}

function listsOf({ address, cors, settings = [], imported }: Bucket): readonly RuleList[] {
  const added = settings.map((each): RuleList => ({
    place: { address: each.address, path: OF_SETTINGS },
    rulesOf: () => decided(each.cors),
  }));
  return imported ? added : [{ place: { address, path: OF_BUCKET }, rulesOf: () => ownRules(decided(cors), settings) }, ...added];
}

function ownRules(all: readonly BucketCorsRule[] | undefined, settings: readonly BucketSettings[]): readonly BucketCorsRule[] | undefined {
  const added = new Set(settings.flatMap(({ cors }) => decided(cors)));
  const own = all?.filter((rule) => !added.has(rule));
  return settings.length > 0 && own?.length === 0 ? undefined : own;
}

/** Judges one property, in CloudFormation's spelling, of every CORS rule of every bucket. */
export function eachBucketRule(
  graph: DeliveryGraph, property: string, judge: (rule: BucketCorsRule, place: Place, bucket: Bucket, index: number) => Verdicts,
): readonly Judgement[] {
  return eachBucketRules(graph, (rules, { address, path }, bucket) => rules.flatMap((rule, index) => {
    const name = path === OF_SETTINGS ? S3_NAMES[property] ?? property : property;
    return judged({ address, path: `${path}.${String(index)}.${name}` }, (place) => judge(rule, place, bucket, index));
  }));
}
