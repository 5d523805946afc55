import { createHash } from 'node:crypto';
import type { CORSRule } from '@aws-sdk/client-s3';
import type { CloudFormationEvent } from './cloudformation-event';
import { acceptStatement } from './statement';
import type { Statement } from './statement';

/** What CloudFormation asks for. */
export interface Request {
  readonly bucket: string;
  /** The account of the stack, which must own the bucket. */
  readonly account: string;
  /** Whose items these are: 16 hexadecimal digits that never change for one resource of one stack. */
  readonly owner: string;
  readonly physicalId: string;
  /** Empty when ours are to go. */
  readonly rules: readonly CORSRule[];
  readonly statements: readonly Statement[];
}

/**
 * The owner of items is in the physical id, so that a renamed logical id or a stack that was refactored still finds its own.
 * A delete needs the physical id only: it works after half a create too.
 */
export function requestOf(event: CloudFormationEvent): Request {
  const { RequestType, StackId, LogicalResourceId, PhysicalResourceId } = event;
  const properties = event.ResourceProperties as Readonly<Record<string, unknown>>;
  const [, oldBucket, oldOwner] = /^([^/]+)\/([0-9a-f]{16})$/.exec(PhysicalResourceId ?? '') ?? [];
  const owner = oldOwner ?? digest([StackId, LogicalResourceId]);
  const bucket = (RequestType === 'Delete' ? oldBucket : undefined) ?? bucketName(properties.BucketName);
  const account = StackId.split(':')[4] ?? '';
  return {
    bucket, account, owner,
    physicalId: `${bucket}/${owner}`,
    ...(RequestType === 'Delete' ? { rules: [], statements: [] } : {
      rules: listOf(properties.CorsRules, 'CorsRules').map(corsRule),
      statements: listOf(properties.PolicyStatements, 'PolicyStatements').map((statement) => acceptStatement(statement, bucket)),
    }),
  };
}

/** 16 hexadecimal digits for a value, whatever the order of its keys: CloudFormation promises none. */
export function digest(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex').slice(0, 16);
}

/** The same text for the same value. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (typeof member === 'object' && member !== null && !Array.isArray(member)
    ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
    : member));
}

const RULE_MEMBERS = ['AllowedOrigins', 'AllowedMethods', 'AllowedHeaders', 'ExposeHeaders', 'MaxAgeSeconds'];

/** A rule in the spelling of the S3 API: the SDK drops members that it does not know without a word. */
function corsRule(value: unknown): CORSRule {
  const rule = value as CORSRule;
  const strange = Object.keys(rule).find((member) => !RULE_MEMBERS.includes(member));
  if (strange !== undefined) {
    throw new Error(`CorsRules: ${strange} is not one of ${RULE_MEMBERS.join(', ')}`);
  }
  // CloudFormation turns numbers into text.
  return rule.MaxAgeSeconds === undefined ? rule : { ...rule, MaxAgeSeconds: Number(rule.MaxAgeSeconds) };
}

function bucketName(value: unknown): string {
  if (typeof value !== 'string' || !/^[\w.-]{3,255}$/.test(value)) {
    throw new Error(`BucketName: ${JSON.stringify(value)} is not the name of a bucket`);
  }
  return value;
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw new Error(`${name}: ${JSON.stringify(value)} is not a list`);
  }
  return value;
}
