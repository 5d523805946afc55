import { isDeepStrictEqual } from 'node:util';
import {
  CreateBucketCommand, GetBucketCorsCommand, GetBucketPolicyCommand, PutBucketCorsCommand, PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import type { CORSRule, S3Client } from '@aws-sdk/client-s3';

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition?: object;
}

/** Buckets, and whose rules and statements they hold. */
export class OwnedBuckets {
  private readonly theirs = new Map<string, { readonly rules: CORSRule[]; readonly statements: Statement[] }>();

  constructor(private readonly s3: S3Client) {}

  async make(buckets: readonly string[]): Promise<void> {
    for (const bucket of buckets) {
      await this.s3.send(new CreateBucketCommand({ Bucket: bucket }));
      this.theirs.set(bucket, { rules: [], statements: [] });
    }
  }

  /** Adds a rule and a statement of somebody else at the end, as a careful person does by hand. */
  async putTheirs(bucket: string, owner: string): Promise<void> {
    const rule: CORSRule = { ...(owner === 'between' ? {} : { ID: owner }), AllowedOrigins: [originOf(owner)], AllowedMethods: ['PUT'], MaxAgeSeconds: 5 };
    const statement: Statement = { Sid: owner, Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: `arn:aws:s3:::${bucket}/${owner}/*` };
    const { rules, statements } = await this.read(bucket);
    await this.s3.send(new PutBucketCorsCommand({ Bucket: bucket, CORSConfiguration: { CORSRules: [...rules, rule] } }));
    await this.s3.send(new PutBucketPolicyCommand({
      Bucket: bucket, Policy: JSON.stringify({ Version: '2012-10-17', Id: 'theirs', Statement: [...statements, statement] }),
    }));
    this.theirs.get(bucket)?.rules.push(rule);
    this.theirs.get(bucket)?.statements.push(statement);
  }

  /** What is not as wanted: owners in order, those of one construct joined by `+`; who comes at once comes in any order. */
  async differences(bucket: string, owners: readonly string[]): Promise<string[]> {
    const found = await this.read(bucket);
    const theirs = this.theirs.get(bucket) ?? { rules: [], statements: [] };
    const isTheirs = (owner: string): boolean => theirs.statements.some(({ Sid }) => Sid === owner);
    const rules = found.rules.map((rule) => (rule.AllowedOrigins ?? []).map((origin) => origin.slice('https://'.length).replace('.example', '')).join('+'));
    const statements = found.statements.map(({ Sid = '' }) => (isTheirs(Sid) ? Sid : 'ours'));
    return [
      ...different('rules', sortedRuns(rules, isTheirs), sortedRuns(owners, isTheirs)),
      ...different('statements', statements, owners.map((owner) => (isTheirs(owner) ? owner : 'ours'))),
      ...different('rules of others', found.rules.filter((_, index) => isTheirs(rules[index] ?? '')), theirs.rules),
      ...different('statements of others', found.statements.filter(({ Sid = '' }) => isTheirs(Sid)), theirs.statements),
    ].map((line) => `${bucket}, ${line}`);
  }

  private async read(bucket: string): Promise<{ readonly rules: readonly CORSRule[]; readonly statements: readonly Statement[] }> {
    const { CORSRules: rules = [] } = await this.s3.send(new GetBucketCorsCommand({ Bucket: bucket })).catch(orNothing('NoSuchCORSConfiguration'));
    const { Policy: policy = '{"Statement":[]}' } = await this.s3.send(new GetBucketPolicyCommand({ Bucket: bucket })).catch(orNothing('NoSuchBucketPolicy'));
    return { rules, statements: (JSON.parse(policy) as { readonly Statement: Statement[] }).Statement };
  }
}

/** The origin by which a rule of an owner is known. */
export function originOf(owner: string): string {
  return `https://${owner}.example`;
}

function sortedRuns(owners: readonly string[], isTheirs: (owner: string) => boolean): string[] {
  const [first, ...others] = owners;
  if (first === undefined) {
    return [];
  }
  if (isTheirs(first)) {
    return [first, ...sortedRuns(others, isTheirs)];
  }
  const end = owners.findIndex(isTheirs);
  const run = owners.slice(0, end < 0 ? undefined : end);
  return [...[...run].sort(), ...sortedRuns(owners.slice(run.length), isTheirs)];
}

function different(what: string, found: unknown, wanted: unknown): string[] {
  return isDeepStrictEqual(found, wanted) ? [] : [`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`];
}

function orNothing(name: string): (error: Error) => { readonly CORSRules?: undefined; readonly Policy?: undefined } {
  return (error) => {
    if (error.name !== name) {
      throw error;
    }
    return {};
  };
}
