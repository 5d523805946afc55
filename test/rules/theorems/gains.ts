/** Who gets what nobody meant them to have: policies asked with principals of other accounts, of no account, and with every viewer behind CloudFront. */
import { valueOr } from '../../../lib/graph/types/known';
import type { Behavior, Bucket, DeliveryGraph, Distribution, Origin, PolicyStatement } from '../../../lib/graph/types';
import { evaluateStatements } from '../../../lib/model/s3/iam-policy';
import type { S3Caller } from '../../../lib/model/s3/iam-policy';
import { Undecided } from '../../../lib/model/undecided';

const FOREIGNER: S3Caller = { kind: 'distribution', arn: 'arn:aws:cloudfront::999999999999:distribution/EFOREIGNER' };
const NOBODY: S3Caller = { kind: 'anonymous' };

/** What somebody gains, by the id of the rule that is to report it. */
export function gainsIn(graph: DeliveryGraph): ReadonlySet<string> {
  return new Set(graph.buckets.flatMap((bucket) => gainsOf(graph, bucket)));
}

function gainsOf(graph: DeliveryGraph, bucket: Bucket): readonly string[] {
  const deliveries = deliveriesOf(graph, bucket);
  const object = `${bucket.arn}/site/x`;
  const open = valueOr(bucket.publicAccessBlock, undefined);
  const isOpen = open !== undefined && !valueOr(open.restrictPublicBuckets, true) && !valueOr(open.blockPublicPolicy, true);
  return [
    ...(ACTIONS.some((action) => isForeign(bucket, action, action === 's3:ListBucket' ? bucket.arn : object)) ? ['grant-without-source'] : []),
    ...(deliveries.some((each) => signs(each) && viewersWrite(bucket, each)) ? ['grant-beyond-reading'] : []),
    ...(deliveries.some((each) => lists(bucket, each)) ? ['list-without-root-object'] : []),
    ...(deliveries.some(signs) && isOpen && gets(bucket, NOBODY, 's3:GetObject', object) ? ['public-beside-access-control'] : []),
  ];
}

const ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'];

interface Delivery {
  readonly distribution: Distribution;
  readonly behavior: Behavior;
  readonly origin: Origin;
}

function deliveriesOf({ distributions }: DeliveryGraph, bucket: Bucket): readonly Delivery[] {
  return distributions.flatMap((distribution) => valueOr(distribution.behaviors, []).flatMap((behavior) => {
    const origin = valueOr(behavior.origin, undefined);
    const isHere = origin?.target.kind === 's3' && origin.target.bucket.known && origin.target.bucket.value === bucket;
    return origin && isHere ? [{ distribution, behavior, origin }] : [];
  }));
}

function signs({ origin }: Delivery): boolean {
  return (valueOr(origin.accessControlId, '') ?? '') !== '' || !origin.accessIdentity.known || origin.accessIdentity.value !== undefined;
}

/** Nothing to be signed, and no code that could refuse. */
function isOpenToAll({ behavior: { trustedKeyGroups, trustedSigners, edgeFunctions } }: Delivery): boolean {
  return [trustedKeyGroups, trustedSigners, edgeFunctions].every((list) => list.known && list.value.length === 0);
}

function viewersWrite(bucket: Bucket, each: Delivery): boolean {
  const methods = valueOr<readonly string[], readonly string[]>(each.behavior.allowedMethods, []);
  return isOpenToAll(each) && ([['PUT', 's3:PutObject'], ['DELETE', 's3:DeleteObject']] as const)
    .some(([method, action]) => methods.includes(method) && gets(bucket, callerOf(each), action, `${bucket.arn}/x`));
}

function lists(bucket: Bucket, each: Delivery): boolean {
  const hasRoot = (valueOr(each.distribution.defaultRootObject, '?') ?? '') !== '';
  const isRoot = each.behavior.isDefault && valueOr(each.origin.originPath, '?') === '';
  return isRoot && !hasRoot && isOpenToAll(each) && gets(bucket, callerOf(each), 's3:ListBucket', bucket.arn);
}

function callerOf({ distribution, origin }: Delivery): S3Caller {
  const control = valueOr(origin.accessControl, undefined);
  const identity = valueOr(origin.accessIdentity, undefined);
  if (identity && (valueOr(origin.accessControlId, '') ?? '') === '') {
    return { kind: 'origin-access-identity', canonicalUserId: identity.canonicalUserId, iamArn: identity.iamArn };
  }
  const isOff = control !== undefined && valueOr(control.signingBehavior, '') === 'never';
  return isOff || !signs({ distribution, origin } as Delivery) ? NOBODY : { kind: 'distribution', arn: distribution.arn };
}

function statementsOf(bucket: Bucket): readonly PolicyStatement[] {
  return bucket.policies.flatMap(({ statements }) => valueOr(statements, []));
}

/** Another account's distribution gets it, and not because everybody does. */
function isForeign(bucket: Bucket, action: string, resource: string): boolean {
  return gets(bucket, FOREIGNER, action, resource) && !gets(bucket, NOBODY, action, resource);
}

/** What is decided at deployment is nobody's gain. */
function gets(bucket: Bucket, caller: S3Caller, action: string, resource: string): boolean {
  try {
    return evaluateStatements(statementsOf(bucket), { caller, action, resource, secure: true, otherArns: { has: (arn) => arn.includes(':cloudfront:') && !(caller.kind === 'distribution' && caller.arn === arn) } }) === 'allow';
  } catch (error) {
    if (error instanceof Undecided) {
      return false;
    }
    throw error;
  }
}
