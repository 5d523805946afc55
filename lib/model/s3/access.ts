/** Whether S3 lets somebody have or change an object: by the policies of the bucket and of its key. */
import type { Bucket, BucketEncryption, DeliveryGraph, PolicyStatement } from '../../graph/types';
import { remembering } from '../remembering';
import { compileOnce, decided, Undecided } from '../undecided';
import { evaluateStatements } from './iam-policy';
import type { AccessQuestion, PolicyDecision, S3Caller } from './iam-policy';

interface AccessRequest {
  readonly caller: S3Caller;
  readonly secure: boolean;
}

/** What is asked for, by whom and how. */
export function accessQuestion(
  graph: DeliveryGraph,
  bucket: Bucket,
  { caller, secure }: AccessRequest,
  action: string,
  key: string,
): AccessQuestion {
  const resource = action === 's3:ListBucket' ? bucket.arn : objectArn(bucket)(key);
  return { caller, action, resource, secure, otherArns: otherArns(graph, bucket, caller) };
}

const objectArn = compileOnce((bucket: Bucket) => remembering((key) => `${bucket.arn}/${key}`));

const knownArns = compileOnce((graph: DeliveryGraph): ReadonlySet<string> => new Set([
  ...graph.buckets.map(({ arn }) => arn),
  ...graph.distributions.map(({ arn }) => arn),
  ...graph.originAccessIdentities.map(({ iamArn }) => iamArn),
]));

function otherArns(graph: DeliveryGraph, bucket: Bucket, caller: S3Caller): AccessQuestion['otherArns'] {
  const own = caller.kind === 'distribution' ? caller.arn : caller.kind === 'origin-access-identity' ? caller.iamArn : undefined;
  return { has: (arn) => arn !== bucket.arn && arn !== own && knownArns(graph).has(arn) };
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html: a public policy then grants nothing to the public
/** Whether the bucket's policies grant it. */
export function isGranted(bucket: Bucket, question: AccessQuestion): boolean {
  const decision = bucketPolicyDecision(bucket, question);
  if (decision === 'none' && bucket.imported && question.caller.kind !== 'presigned' && question.action !== 's3:ListBucket') {
    throw new Undecided(`the bucket ${bucket.name} is imported, and statements of others in its policy are not in the templates`);
  }
  if (question.caller.kind === 'presigned') {
    return decision !== 'deny';
  }
  return decision === 'allow' && !(question.caller.kind === 'anonymous' && blocksPublicPolicies(bucket));
}

function blocksPublicPolicies(bucket: Bucket): boolean {
  const block = decided(bucket.publicAccessBlock);
  if (block.byDefault) {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
    throw new Undecided(`whether S3 blocks the public policy of ${bucket.address.logicalId} by default depends on its age: it does for buckets made since April 2023`);
  }
  return decided(block.restrictPublicBuckets) || decided(block.blockPublicPolicy);
}

function bucketPolicyDecision(bucket: Bucket, question: AccessQuestion): PolicyDecision {
  return evaluateStatements(bucketStatements(bucket), question);
}

const bucketStatements = compileOnce((bucket: Bucket): readonly PolicyStatement[] =>
  bucket.policies.flatMap((policy) => decided(policy.statements)));

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html (SSE-KMS)
export function decryptionIsGranted(bucket: Bucket, question: AccessQuestion): boolean {
  const encryption = decided(bucket.encryption);
  if (!encryption.algorithm.startsWith('aws:kms') || question.caller.kind === 'presigned') {
    return true;
  }
  // aws-solutions-constructs#831: an origin access identity cannot use a KMS key; the public cannot either
  return question.caller.kind === 'distribution' && keyPolicyGrants(encryption, question);
}

function keyPolicyGrants(encryption: BucketEncryption, question: AccessQuestion): boolean {
  const key = decided(encryption.kmsKey);
  if (!key) {
    return false;
  }
  const action = question.action === 's3:PutObject' ? 'kms:GenerateDataKey' : 'kms:Decrypt';
  const grants = evaluateStatements(decided(key.statements) ?? [], { ...question, action, resource: key.arn }) === 'allow';
  if (!grants && key.writtenBy !== undefined) {
    throw new Undecided(`the custom resource ${key.writtenBy} may write the policy of the key ${key.address.logicalId}`);
  }
  return grants;
}
