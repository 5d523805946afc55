/** Repairs of single statements of a bucket's policy: a Deny that hits too much, a permission to list. */
import { isObject } from '../../../graph/types/json';
import { valueOr } from '../../../graph/types/known';
import type { BucketPolicy, PolicyStatement } from '../../../graph/types';
import { answerOr } from '../../../model/undecided';
import type { S3Caller } from '../../../model/s3/iam-policy';
import { callerAt, decide } from '../../../rules/subjects/bucket-access';
import { editAt } from '../edit';
import type { Edit } from '../edit';
import { keysOf } from '../json';
import { deliveriesHere, sourceOf } from './access';
import type { Delivery } from './access';
import { raw, set } from './context';
import type { Repair, RepairContext } from './context';

interface Found extends Delivery {
  readonly caller: S3Caller;
  readonly policy: BucketPolicy;
  readonly statement: PolicyStatement;
}

/** Statements of the served buckets that decide about an action alone. */
function statementsThat(context: RepairContext, effect: 'allow' | 'deny', action: string, objects: string): readonly Found[] {
  return deliveriesHere(context).flatMap((delivery) => {
    const { distribution, origin, bucket } = delivery;
    const caller = answerOr(undefined, () => callerAt(distribution, origin));
    const resource = bucket.arn + objects.replace('/', `${valueOr(origin.originPath, '')}/`);
    return caller === undefined
      ? []
      : bucket.policies
          .filter(({ address, merged }) => !merged && address.stack === distribution.address.stack)
          .flatMap((policy) =>
            valueOr<readonly PolicyStatement[], readonly PolicyStatement[]>(policy.statements, [])
              .filter((statement) => answerOr(false, () => decide(context.graph, [statement], { caller, action, resource }) === effect))
              .map((statement): Found => ({ ...delivery, caller, policy, statement })),
          );
  });
}

/** The Deny spares what it was not written for: requests over TLS where those without were meant, or the distribution. */
export const spareDistribution: Repair = (context) => {
  const [found] = statementsThat(context, 'deny', 's3:GetObject', '/x');
  if (found === undefined) {
    return [];
  }
  const { policy: { address }, statement: { path }, distribution, caller } = found;
  const condition = `${path}.Condition`;
  const secure = raw(context, address, `${condition}.Bool.aws:SecureTransport`);
  const turned = String(secure) === 'true' ? [[set(address, `${condition}.Bool.aws:SecureTransport`, 'false')]] : [];
  // Only an access control sends the distribution's ARN along
  return [...turned, ...(caller.kind === 'distribution' ? excepted(context, found, sourceOf(distribution.address)) : []), ...insecureOnly(context, found)];
};

/** What a Deny of everybody is written for as a rule: requests without TLS. */
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-HTTP-HTTPS
function insecureOnly(context: RepairContext, { policy: { address }, statement: { path } }: Found): readonly (readonly Edit[])[] {
  const written = raw(context, address, `${path}.Condition`);
  const isBare = written === undefined || (isObject(written) && Object.keys(written).length === 0);
  return isBare ? [[set(address, `${path}.Condition`, { Bool: { 'aws:SecureTransport': 'false' } })]] : [];
}

function excepted(
  context: RepairContext,
  { policy: { address }, statement: { path } }: Found,
  { StringEquals: source }: ReturnType<typeof sourceOf>,
): readonly (readonly Edit[])[] {
  const written = raw(context, address, `${path}.Condition.StringNotEquals`);
  const isFree = written === undefined || (isObject(written) && !Object.keys(written).some((key) => /^aws:sourcearn$/i.test(key)));
  return isFree ? [[set(address, `${path}.Condition.StringNotEquals`, { ...(isObject(written) ? written : {}), ...source })]] : [];
}

/** CloudFront may not list the bucket. Where an error page stands in for 404 alone, the 403 that comes in its place would show. */
export const withoutListing: Repair = (context) => {
  const [found] = statementsThat(context, 'allow', 's3:ListBucket', '');
  if (found === undefined || standsInForMissing(found)) {
    return [];
  }
  const { policy: { address }, statement: { path } } = found;
  const written = raw(context, address, `${path}.Action`);
  const actions = Array.isArray(written) ? written as unknown[] : [written];
  const kept = actions.filter((action) => !/^s3:List(Bucket)?\*?$/i.test(String(action)));
  return kept.length === actions.length ? [] : [kept.length === 0 ? withoutStatement(context, address, path) : [set(address, `${path}.Action`, kept)]];
};

function standsInForMissing({ distribution: { customErrorResponses } }: Found): boolean {
  const codes = valueOr(customErrorResponses, []).map(({ errorCode }) => valueOr(errorCode, undefined));
  return codes.includes(404) && !codes.includes(403);
}

/** A policy without statements is refused, so that the last one takes it along. */
function withoutStatement(context: RepairContext, address: BucketPolicy['address'], path: string): readonly Edit[] {
  const statements = raw(context, address, 'Properties.PolicyDocument.Statement');
  return Array.isArray(statements) && statements.length > 1 ? [editAt(address, keysOf(path))] : [editAt(address, [])];
}
