import { Lazy, Reference, Stack, Tokenization } from 'aws-cdk-lib/core';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { BucketCorsRule } from '../../../contract/bucket-cors-rule';
import { readRule, uploadRule } from '../../../contract/bucket-rules';
import type { Problems } from '../../../contract/problem';
import type { Contract } from '../../../contract/contract';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html
const RULE_LIMIT = 100;

/** A bucket has one rule list for all its readers: a rule for each promise, equal ones once. */
export function rulesOf(contracts: readonly Contract[]): BucketCorsRule[] {
  const rules = contracts.flatMap(({ read, uploads }) => [readRule(read), ...(uploads ? [uploadRule(uploads)] : [])]);
  return uniqueBy(rules, (rule) => JSON.stringify(rule));
}

/** The rule as the CDK spells it. */
export function cdkRule(rule: BucketCorsRule): s3.CorsRule {
  return {
    allowedOrigins: [...rule.allowedOrigins],
    allowedMethods: rule.allowedMethods as s3.HttpMethods[],
    allowedHeaders: rule.allowedHeaders && [...rule.allowedHeaders],
    exposedHeaders: rule.exposeHeaders && [...rule.exposeHeaders],
    maxAge: rule.maxAgeSeconds,
  };
}

/** The bucket's resource when this app made it, whatever kind of reference the user holds; undefined when it is imported. */
export function resourceOf(bucket: s3.IBucket): s3.CfnBucket | undefined {
  const token = Tokenization.reverseString(bucket.bucketName).firstToken;
  return token !== undefined && Reference.isReference(token) && s3.CfnBucket.isCfnBucket(token.target) ? token.target : undefined;
}

/** Whether one bucket can hold so many rules; `path` is what brings them. */
export function checkRuleCount(count: number, path: string, problems: Problems): void {
  if (count > RULE_LIMIT) {
    problems.add('too-many-rules', path, count, 'fewer contracts on this bucket, or a second bucket');
  }
}

/**
 * Adds rules to a bucket that may have some already, or get some later. CloudFormation refuses equal rules; which are equal is
 * known only when everybody has added theirs.
 */
export function addRules(bucket: s3.CfnBucket, rules: readonly BucketCorsRule[], problems: Problems): void {
  const others = bucket.corsConfiguration;
  const union = (resolve: Resolve): object[] =>
    uniqueBy([...rulesIn(resolve(others)), ...resolve(rules.map(cdkRule)) as object[]], canonical);
  checkRuleCount(union((value) => Stack.of(bucket).resolve(value) as unknown).length, 'bucket', problems);
  bucket.corsConfiguration = { corsRules: Lazy.uncachedAny({ produce: (context) => union((value) => context.resolve(value) as unknown) }) };
}

type Resolve = (value: unknown) => unknown;

function rulesIn(configuration: unknown): readonly object[] {
  return (configuration as { readonly corsRules?: readonly object[] } | undefined)?.corsRules ?? [];
}

function canonical(rule: object): string {
  return JSON.stringify(Object.entries(rule).filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
