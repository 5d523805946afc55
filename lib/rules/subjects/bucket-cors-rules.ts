import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { known, mapKnown } from '../../graph/types/known';
import type { Bucket, BucketSettings, DeliveryGraph } from '../../graph/types';
import { answerTo, compileOnce, decided } from '../../model/undecided';
import { eachOf, subject, type Check, type Judge, type Subject } from '../engine/subject';

const OF_BUCKET = 'Properties.CorsConfiguration.CorsRules';
const OF_SETTINGS = 'Properties.CorsRules';

/** What S3 calls the members that CloudFormation calls otherwise. */
const S3_NAMES: Readonly<Record<string, string>> = { ExposedHeaders: 'ExposeHeaders', Id: 'ID', MaxAge: 'MaxAgeSeconds' };

/** Where the rules of a bucket are written: in the bucket, or in the first resource that puts them into an imported one. */
export function pathOfRules({ imported }: Bucket): string {
  return imported ? OF_SETTINGS : OF_BUCKET;
}

const listsIn = compileOnce(({ buckets }: DeliveryGraph) => buckets.flatMap(listsOf));

/** The lists of rules that a bucket gets: its own, and those of custom resources. */
function listsOf(bucket: Bucket): readonly Subject<readonly BucketCorsRule[], Bucket>[] {
  const { address, cors, settings = [], imported } = bucket;
  const added = settings.map((each) => subject(each.address, OF_SETTINGS, each.cors, bucket));
  const own = answerTo(() => ownRules(decided(cors), settings));
  if (imported || (own.known && own.value === undefined)) {
    return added;
  }
  return [subject(address, OF_BUCKET, mapKnown(own, (rules = []) => rules), bucket), ...added];
}

/** Judges every list of rules that a bucket gets. */
export function eachBucketRules(judge: Judge<readonly BucketCorsRule[], Bucket>): Check {
  return eachOf(listsIn, '', judge);
}

function ownRules(all: readonly BucketCorsRule[] | undefined, settings: readonly BucketSettings[]): readonly BucketCorsRule[] | undefined {
  const added = new Set(settings.flatMap(({ cors }) => decided(cors)));
  const own = all?.filter((rule) => !added.has(rule));
  return settings.length > 0 && own?.length === 0 ? undefined : own;
}

const rulesIn = compileOnce((graph: DeliveryGraph) => listsIn(graph).flatMap(rulesOf));

function rulesOf({ place, what, within }: Subject<readonly BucketCorsRule[], Bucket>): readonly Subject<BucketCorsRule, Bucket>[] {
  const { address, path } = place;
  return what.known
    ? what.value.map((rule, index) => subject(address, `${path}.${String(index)}`, known(rule), within))
    : [subject(address, path, what, within)];
}

/** Judges one property, in CloudFormation's spelling, of every CORS rule of every bucket. */
export function eachBucketRule(property: string, judge: Judge<BucketCorsRule, Bucket>): Check {
  const nameIn = (path: string): string => (path.startsWith(OF_SETTINGS) ? S3_NAMES[property] ?? property : property);
  return eachOf(rulesIn, (_, { address, path }) => ({ address, path: `${path}.${nameIn(path)}` }), judge);
}
