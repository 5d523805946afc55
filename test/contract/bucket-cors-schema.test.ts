import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCloudFormationCorsRules } from './bucket-cors-schema';
import { readTemplates } from '../../lib/graph/readers/templates';

interface CloudFormationVector {
  id: string;
  kind: 'cloudformation';
  cfnCorsRules: Record<string, unknown>[];
  expect: { stackError?: string; schemaViolation?: string; getBucketCors?: Record<string, unknown>[] };
}

interface GetVector {
  id: string;
  kind: 'getBucketCors';
  corsRules: Record<string, unknown>[] | null;
  expect: { status: number; corsRules?: Record<string, unknown>[] };
}

const vectors = JSON.parse(readFileSync(join(__dirname, '../cases/s3-cors.json'), 'utf8')) as (CloudFormationVector | GetVector | { kind: 'request' | 'putBucketCors' })[];

/** The stored rules, as GetBucketCors would spell them, of a bucket in a template. */
function storedRules(cfnRules: Record<string, unknown>[] | null): unknown {
  const properties = cfnRules ? { CorsConfiguration: { CorsRules: cfnRules } } : {};
  const { worlds } = readTemplates([{ name: 'Web', template: { Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: properties } } } }]);
  const { cors } = worlds[0].buckets[0];
  return cors.known && cors.value?.map((rule) => JSON.parse(JSON.stringify({
    ID: rule.id, AllowedOrigins: rule.allowedOrigins, AllowedMethods: rule.allowedMethods, AllowedHeaders: rule.allowedHeaders, ExposeHeaders: rule.exposeHeaders, MaxAgeSeconds: rule.maxAgeSeconds,
  })) as unknown);
}

describe('CloudFormation refuses or stores the recorded rules as recorded', () => {
  const cases = vectors.filter((vector) => vector.kind === 'cloudformation');
  expect(cases).toHaveLength(7);

  const places: Record<string, string> = {
    'cfn-duplicate-origins': '/AllowedOrigins: array items are not unique', 'cfn-schema-method-enum': '/AllowedMethods/0', 'cfn-schema-maxage-fraction': '/MaxAge',
    'cfn-schema-id-256': '/Id', 'cfn-schema-unknown-property': ': extraneous key [ExposeHeaders]', 'cfn-schema-missing-methods': ': required key [AllowedMethods]',
  };
  test.each(cases.map((vector) => [vector.id, vector] as const))('%s', (id, { cfnCorsRules, expect: expected }) => {
    const violation = checkCloudFormationCorsRules(cfnCorsRules);
    if (expected.getBucketCors) {
      expect(violation).toBeUndefined();
      expect(storedRules(cfnCorsRules)).toEqual(expected.getBucketCors);
    } else {
      expect(violation).toContain(`#/CorsConfiguration/CorsRules/0${places[id]}`);
      expect(violation).toContain(expected.stackError ?? '');
    }
  });

  test('a second broken rule is named by its place', () => {
    const rule = { AllowedMethods: ['GET'], AllowedOrigins: ['*'] };
    expect(checkCloudFormationCorsRules([rule, { ...rule, MaxAge: -1 }])).toContain('CorsRules/1/MaxAge');
    expect(checkCloudFormationCorsRules([{ ...rule, Id: 'x'.repeat(255), MaxAge: 0 }])).toBeUndefined();
  });
});

describe('the bucket in a template has exactly the rules that GetBucketCors returns', () => {
  const cases = vectors.filter((vector) => vector.kind === 'getBucketCors');
  expect(cases).toHaveLength(2);

  test.each(cases.map((vector) => [vector.id, vector] as const))('%s', (_, { corsRules, expect: expected }) => {
    const asWritten = corsRules?.map(({ MaxAgeSeconds, ...rule }) => ({ ...rule, MaxAge: MaxAgeSeconds })) ?? null;
    expect(storedRules(asWritten)).toEqual(expected.status === 404 ? undefined : expected.corsRules);
  });
});
