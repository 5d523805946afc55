/** Who gets what they should not: the witness of a finding about exposure, by the policies and the access control list of its bucket. */
import { chainKnown, valueOr } from '../../graph/types/known';
import type { Address, Bucket, DeliveryGraph, DeliveryGraphs } from '../../graph/types';
import type { S3Caller } from '../../model/s3/iam-policy';
import { callerAt, decide, FOREIGN_DISTRIBUTION, sampleObjects, statementsOf } from '../subjects/bucket-access';
import type { Finding } from '../engine/finding';
import type { Place } from '../engine/rule';
import { holdsIn } from '../engine/when';

/** `an unsigned GET of /x at the bucket's own endpoint: …`; nothing where the finding is less than an error, or is no finding about exposure. */
export function gainOf(finding: Finding, graphs: DeliveryGraphs): string | undefined {
  const told = finding.severity === 'error' ? GAINS[finding.rule] : undefined;
  const worlds = told ? graphs.worlds.filter((each) => holdsIn(finding.when, each)) : [];
  return worlds.flatMap((graph) => bucketsAt(graph, finding).flatMap((bucket) => told?.(graph, bucket, finding.place) ?? [])).at(0);
}

/** The bucket itself, the one that the policy is about, or those that the distribution serves. */
function bucketsAt({ buckets, distributions }: DeliveryGraph, { place: { address } }: Finding): readonly Bucket[] {
  const isHere = (other: Address) => isSame(other, address);
  const origins = distributions.filter((each) => isHere(each.address)).flatMap((each) => valueOr(each.origins, []));
  return buckets.filter((bucket) => isHere(bucket.address) || bucket.policies.some((policy) => isHere(policy.address))
    || origins.some(({ target }) => target.kind === 's3' && valueOr(target.bucket, undefined) === bucket));
}

function isSame(one: Address, other: Address): boolean {
  return one.stack === other.stack && one.logicalId === other.logicalId;
}

type Gain = (graph: DeliveryGraph, bucket: Bucket, place: Place) => string | undefined;

const OBJECT_ACTIONS = { 's3:GetObject': 'GET', 's3:PutObject': 'PUT', 's3:DeleteObject': 'DELETE' } as const;
const EVERYBODY: S3Caller = { kind: 'anonymous' };

/** By rule. */
export const GAINS: Readonly<Record<string, Gain | undefined>> = {
  'grant-beyond-reading': (graph, bucket) => first(deliverersOf(graph, bucket), (each) => first(['s3:PutObject', 's3:DeleteObject'] as const, (action) =>
    first(grantedObjects(graph, bucket, each.caller, action), (path) => `${OBJECT_ACTIONS[action]} ${path} from anybody: CloudFront signs it as ${each.address.logicalId}, which has ${action}`))),
  'grant-without-source': (graph, bucket) => first(Object.keys(OBJECT_ACTIONS), (action) => first(grantedObjects(graph, bucket, FOREIGN_DISTRIBUTION, action), (path) =>
    `${FOREIGN_DISTRIBUTION.arn}, which is somebody else's, comes for ${path}: the policy gives it ${action}`))
    ?? (has(graph, bucket, FOREIGN_DISTRIBUTION, 's3:ListBucket', bucket.arn) ? `${FOREIGN_DISTRIBUTION.arn}, which is somebody else's, lists the objects: the policy gives it s3:ListBucket` : undefined),
  'list-without-root-object': (graph, bucket, place) => first(deliverersOf(graph, bucket), ({ caller, address }) => (isSame(address, place.address) && has(graph, bucket, caller, 's3:ListBucket', bucket.arn)
    ? `GET / from anybody: CloudFront asks as ${address.logicalId}, which has s3:ListBucket, and S3 answers with the names of all objects` : undefined)),
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl: AllUsers get READ, which lists the bucket
  'public-acl': (_, bucket) => (/^PublicRead/.test(valueOr(bucket.accessControl, '')) && takesPublicAcls(bucket)
    ? `an unsigned GET of the bucket ${bucket.address.logicalId} itself: S3 answers with the names of all objects` : undefined),
  'public-beside-access-control': (graph, bucket) => (takesPublicPolicies(bucket) ? first(grantedObjects(graph, bucket, EVERYBODY, 's3:GetObject'), (path) =>
    `an unsigned GET of ${path} at the bucket's own endpoint: the policy gives everybody s3:GetObject`) : undefined),
};

function first<T>(items: readonly T[], tell: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const text = tell(item);
    if (text !== undefined) {
      return text;
    }
  }
  return undefined;
}

// What S3 refuses to store gives nobody anything
function takesPublicAcls({ objectOwnership, publicAccessBlock }: Bucket): boolean {
  const block = valueOr(publicAccessBlock, undefined);
  return valueOr(objectOwnership, 'BucketOwnerEnforced') !== 'BucketOwnerEnforced' && block !== undefined && ![block.blockPublicAcls, block.ignorePublicAcls].some((each) => valueOr(each, true));
}

function takesPublicPolicies({ publicAccessBlock }: Bucket): boolean {
  const block = valueOr(publicAccessBlock, undefined);
  return block !== undefined && ![block.blockPublicPolicy, block.restrictPublicBuckets].some((each) => valueOr(each, true));
}

/** Who CloudFront is when it fetches from the bucket. */
function deliverersOf({ distributions }: DeliveryGraph, bucket: Bucket): readonly { readonly caller: S3Caller; readonly address: Address }[] {
  return distributions.flatMap((distribution) => valueOr(distribution.origins, []).flatMap((origin) => {
    const isHere = origin.target.kind === 's3' && valueOr(origin.target.bucket, undefined) === bucket;
    const caller = callerAt(distribution, origin);
    return isHere && caller.known ? [{ caller: caller.value, address: distribution.address }] : [];
  }));
}

/** Paths of objects that the caller gets by all that the bucket's policies say. */
function grantedObjects(graph: DeliveryGraph, bucket: Bucket, caller: S3Caller, action: string): readonly string[] {
  return sampleObjects(valueOr(statementsOf(bucket), []), bucket).filter((resource) => has(graph, bucket, caller, action, resource)).map((resource) => resource.slice(bucket.arn.length));
}

function has(graph: DeliveryGraph, bucket: Bucket, caller: S3Caller, action: string, resource: string): boolean {
  const decision = chainKnown(statementsOf(bucket), (statements) => decide(graph, statements, { caller, action, resource }));
  return decision.known && decision.value === 'allow';
}
