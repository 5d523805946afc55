import { Reference, Stack, Tokenization } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { readRule, uploadRule } from '../../contract/bucket-rules';
import type { Problems } from '../../contract/problem';
import type { ContractOfBucket } from '../../contract/s3-json';

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html
const RULE_LIMIT = 100;

/** A bucket has one rule list for all its readers: a rule for each promise, equal ones once. */
export function rulesOf(contracts: readonly ContractOfBucket[]): BucketCorsRule[] {
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

/** Adds rules to a bucket that may have some already: S3 refuses equal rules, and takes 100. */
export function addRules(bucket: s3.CfnBucket, rules: readonly BucketCorsRule[], problems: Problems): void {
  const stack = Stack.of(bucket);
  const configuration = stack.resolve(bucket.corsConfiguration) as { corsRules?: readonly object[] } | undefined;
  const present = configuration?.corsRules ?? [];
  const known = new Set(present.map(canonical));
  const added = rules.map(cdkRule).filter((rule) => !known.has(canonical(stack.resolve(rule) as object)));
  if (present.length + added.length > RULE_LIMIT) {
    problems.add('too-many-rules', 'bucket', present.length + added.length, 'fewer contracts on this bucket, or a second bucket');
    return;
  }
  const owner = bucket.node.scope;
  if (owner !== undefined && hasAddCorsRule(owner)) {
    added.forEach((rule) => { owner.addCorsRule(rule); });
  } else {
    bucket.corsConfiguration = { corsRules: [...present as s3.CfnBucket.CorsRuleProperty[], ...added] };
  }
}

// `instanceof s3.Bucket` fails when two copies of aws-cdk-lib are installed.
function hasAddCorsRule(construct: IConstruct): construct is s3.Bucket {
  return 'addCorsRule' in construct;
}

function canonical(rule: object): string {
  return JSON.stringify(Object.entries(rule).filter(([, value]) => value !== undefined).sort(([a], [b]) => a.localeCompare(b)));
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
