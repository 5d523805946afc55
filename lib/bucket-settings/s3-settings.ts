import {
  DeleteBucketCorsCommand,
  DeleteBucketPolicyCommand,
  GetBucketCorsCommand,
  GetBucketPolicyCommand,
  PutBucketCorsCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { CORSRule } from '@aws-sdk/client-s3';
import { isNamed } from './failure';
import { digest } from './request';
import type { Request } from './request';
import type { Statement } from './statement';

/** No request takes longer, so `converge` knows when one of somebody else has arrived. */
export const REQUEST_MS = 3_000;

/** One attempt each: before a change is repeated, the bucket must be read again. */
export function newClient(): S3Client {
  return new S3Client({ maxAttempts: 1, followRegionRedirects: true });
}

/** One list of a bucket, of which some items are ours. */
export interface Setting<Item> {
  /** Ours as they shall be, with names that tell owner and content. */
  readonly wanted: readonly Item[];
  readonly isOurs: (item: Item) => boolean;
  readonly nameOf: (item: Item) => string | undefined;
  readonly read: () => Promise<Reading<Item>>;
}

/** What S3 said. Only what was read can be replaced. */
export interface Reading<Item> {
  readonly items: readonly Item[];
  /** Puts these in place of all that is there; S3 knows no smaller change. */
  readonly replace: (items: readonly Item[]) => Promise<unknown>;
}

type Target = { readonly s3: Pick<S3Client, 'send'> } & Pick<Request, 'bucket' | 'account' | 'owner'>;

export function corsRules({ s3, bucket, account, owner }: Target, rules: readonly CORSRule[]): Setting<CORSRule> {
  const target = { Bucket: bucket, ExpectedBucketOwner: account };
  const prefix = `cdk-cors-assets-${owner}-`;
  return {
    wanted: rules.map((rule) => ({ ID: prefix + digest(rule), ...rule })),
    isOurs: ({ ID }) => ID?.startsWith(prefix) ?? false,
    nameOf: ({ ID }) => ID,
    read: async () => ({
      items: (await orNone(s3.send(new GetBucketCorsCommand(target), inTime()), 'NoSuchCORSConfiguration'))?.CORSRules ?? [],
      replace: (items) => (items.length === 0
        ? s3.send(new DeleteBucketCorsCommand(target), inTime())
        : s3.send(new PutBucketCorsCommand({ ...target, CORSConfiguration: { CORSRules: [...items] } }), inTime())),
    }),
  };
}

interface Policy {
  /** S3 gives back what was put: a single statement may stand without a list. */
  readonly Statement?: Statement | readonly Statement[];
  readonly [member: string]: unknown;
}

export function policyStatements({ s3, bucket, account, owner }: Target, statements: readonly Statement[]): Setting<Statement> {
  const target = { Bucket: bucket, ExpectedBucketOwner: account };
  // A Sid has letters and digits only: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
  const prefix = `CdkCorsAssets${owner}`;
  return {
    wanted: statements.map((statement) => ({ Sid: prefix + digest(statement), ...statement })),
    isOurs: ({ Sid }) => Sid?.startsWith(prefix) ?? false,
    nameOf: ({ Sid }) => Sid,
    read: async () => {
      const answer = await orNone(s3.send(new GetBucketPolicyCommand(target), inTime()), 'NoSuchBucketPolicy');
      const policy = JSON.parse(answer?.Policy ?? '{"Version":"2012-10-17"}') as Policy;
      return {
        items: [policy.Statement ?? []].flat(),
        replace: (items) => (items.length === 0
          ? s3.send(new DeleteBucketPolicyCommand(target), inTime())
          : s3.send(new PutBucketPolicyCommand({ ...target, Policy: JSON.stringify({ ...policy, Statement: items }) }), inTime())),
      };
    },
  };
}

/** `requestTimeout` of the SDK only warns in some of the versions that runtimes have. */
function inTime(): { readonly abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.timeout(REQUEST_MS) };
}

async function orNone<T>(asked: Promise<T>, none: string): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isNamed(error, none)) {
      return undefined;
    }
    throw error;
  }
}
