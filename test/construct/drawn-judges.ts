/** What must be true of every template that comes out, and of every error. */
import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import type { Template } from 'aws-cdk-lib/assertions';
import { CorsAssertions, CorsConfigurationError } from 'cdk-cors-asset-distribution';
import { validateBucketCors } from '../../lib/contract/bucket-cors-validation';
import { PROBLEMS } from '../../lib/contract/problem';
import { findResourceCycles } from '../graph/cycles';
import { refusalsOfCloudFront } from './cloudfront-refusals';
import { propertiesOf } from './support';

interface CfnRule { AllowedOrigins: string[]; AllowedMethods: string[]; AllowedHeaders?: string[]; ExposedHeaders?: string[]; MaxAge?: unknown }

/** What CloudFormation's schema of AWS::S3::Bucket and then S3 itself refuse. */
export function refusalsOfS3(rules: readonly CfnRule[]): unknown[] {
  const unique = (items: readonly unknown[] | undefined): boolean => !Array.isArray(items) || new Set(items.map((item) => JSON.stringify(item))).size === items.length;
  const lists = ({ AllowedOrigins, AllowedMethods, AllowedHeaders, ExposedHeaders }: CfnRule): (string[] | undefined)[] => [AllowedOrigins, AllowedMethods, AllowedHeaders, ExposedHeaders];
  // A list from a parameter is an object here; S3 sees its items.
  const literal = (items: string[]): string[] => (Array.isArray(items) ? items.filter((item) => typeof item === 'string') : ['deploy-time']);
  const refusal = validateBucketCors(rules.map((rule) => ({
    allowedOrigins: [...literal(rule.AllowedOrigins), 'deploy-time'], allowedMethods: rule.AllowedMethods, allowedHeaders: rule.AllowedHeaders && literal(rule.AllowedHeaders),
    exposeHeaders: rule.ExposedHeaders && literal(rule.ExposedHeaders), maxAgeSeconds: typeof rule.MaxAge === 'number' ? rule.MaxAge : undefined,
  })));
  return [
    ...(refusal === undefined ? [] : [refusal]),
    ...(unique(rules) ? [] : ['equal rules']),
    ...rules.flatMap(lists).filter((items) => !unique(items)),
    ...rules.filter((rule) => Object.keys(rule).some((key) => !['AllowedOrigins', 'AllowedMethods', 'AllowedHeaders', 'ExposedHeaders', 'MaxAge'].includes(key))),
    ...rules.filter(({ MaxAge: age }) => typeof age === 'number' && !(Number.isInteger(age) && age >= 0)),
    ...rules.filter((rule) => rule.AllowedOrigins.length === 0),
  ];
}

/** S3, CloudFront and CloudFormation would take the template. */
export function judgeTemplate(template: Template): void {
  const buckets = propertiesOf(template, 'AWS::S3::Bucket') as ({ CorsConfiguration?: { CorsRules: CfnRule[] } } | undefined)[];
  buckets.forEach(({ CorsConfiguration: cors } = {}) => { expect(cors && refusalsOfS3(cors.CorsRules)).toEqual(cors && []); });
  const policies = propertiesOf(template, 'AWS::CloudFront::ResponseHeadersPolicy') as { ResponseHeadersPolicyConfig: Parameters<typeof refusalsOfCloudFront>[0] }[];
  policies.forEach(({ ResponseHeadersPolicyConfig: config }) => { expect(refusalsOfCloudFront(config)).toEqual([]); });
  expect(findResourceCycles(template.toJSON())).toEqual([]);
}

/** One of ours, with everything that a reader needs; what only all calls together show is told when the template is written. */
export function judgeError(error: unknown): void {
  if (!(error instanceof CorsConfigurationError)) {
    const [, code = ''] = /cannot be built:\n\s+\[([a-z0-9-]+)\].*Write instead: /.exec((error as Error).message) ?? [];
    if (Object.hasOwn(PROBLEMS, code)) {
      return;
    }
    throw error;
  }
  const { message, problems } = error;
  const untold = problems.filter(({ code, path: where, write }) =>
    !Object.hasOwn(PROBLEMS, code) || write === '' || !message.includes(`[${code}] ${where}`) || !message.includes(`Write instead: ${write}.`));
  expect({ message, untold, any: problems.length > 0 }).toEqual({ message, untold: [], any: true });
}

/** What the checks say where the values are fine one by one: the error carries the id of its rule. */
const TOLD_LATER = ['resource-policy-forbids', 'cache-behaviors-too-many', 'function-does-not-load', 'custom-headers-too-many'];

/** Whether the template keeps what was promised to an origin, and keeps a stranger out; if not, then because the checks name a rule, or deployment decides. */
export function judgePromise(stack: Stack, promised: { readonly origin: string; readonly path: string }, toEverybody: boolean): boolean {
  const rules = Annotations.fromStack(stack).findError('*', Match.anyValue()).map(({ entry }) => /\[cdk-cors-asset-distribution:([a-z0-9-]+)\]$/.exec(String(entry.data))?.[1] ?? String(entry.data));
  expect(rules.filter((rule) => !TOLD_LATER.includes(rule))).toEqual([]);
  if (rules.length > 0) {
    return false;
  }
  const promise = CorsAssertions.fromStack(stack);
  const stranger = { ...promised, origin: 'https://stranger.example.net' };
  return [() => { promise.allows(promised); }, () => { promise[toEverybody ? 'allows' : 'blocks'](stranger); }].every((holds) => {
    try {
      holds();
      return true;
    } catch (error) {
      expect((error as Error).message).toContain(', and is not known (');
      return false;
    }
  });
}
