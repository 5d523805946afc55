import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BucketCorsRule } from '../../lib/contract/bucket-cors-rule';
import { evaluateBucketCors, assuming, validateBucketCors } from '../../lib/model';
import type { BucketCorsResult } from '../../lib/model';

interface RecordedRule {
  ID?: string;
  AllowedOrigins: string[];
  AllowedMethods: string[];
  AllowedHeaders?: string[];
  ExposeHeaders?: string[];
  MaxAgeSeconds?: number;
}

interface RequestVector {
  id: string;
  kind: 'request';
  bucketExists: boolean;
  corsRules: RecordedRule[] | null;
  request: { method: string; pathKind: 'bucket' | 'object' | 'service'; headers: Record<string, string> };
  expect: {
    status: number | null;
    headersPresent: Record<string, string>;
    headersAbsent: string[];
    compare?: Record<string, 'case-insensitive'>;
    errorCode?: string;
    errorMessage?: string;
    errorFields?: { Method: string; ResourceType: string };
  };
}

interface PutVector {
  id: string;
  kind: 'putBucketCors';
  corsRules: RecordedRule[];
  expect: 'ok' | { status: number; errorCode: string; errorMessage: string };
}

type Vector = RequestVector | PutVector | { id: string; kind: 'cloudformation' | 'getBucketCors' };

const vectors = JSON.parse(readFileSync(join(__dirname, '../cases/s3-cors.json'), 'utf8')) as Vector[];

function rulesOf(recorded: RecordedRule[]): BucketCorsRule[] {
  return recorded.map((rule) => ({
    id: rule.ID, allowedOrigins: rule.AllowedOrigins, allowedMethods: rule.AllowedMethods, allowedHeaders: rule.AllowedHeaders,
    exposeHeaders: rule.ExposeHeaders, maxAgeSeconds: rule.MaxAgeSeconds,
  }));
}

function evaluate({ bucketExists, corsRules, request }: RequestVector): BucketCorsResult {
  const rules = corsRules ? rulesOf(corsRules) : undefined;
  return evaluateBucketCors({ exists: bucketExists, rules }, { ...request, path: request.pathKind === 'object' ? '/key' : '/' });
}

describe('S3 answers every recorded request as recorded', () => {
  const requests = vectors.filter((vector) => vector.kind === 'request');
  expect(requests).toHaveLength(126);

  test.each(requests.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    const result = evaluate(vector);
    const { status, headersPresent, headersAbsent, compare, errorCode, errorMessage, errorFields } = vector.expect;
    for (const [name, value] of Object.entries(headersPresent)) {
      const fold = (text: string): string => (compare?.[name] ? text.toLowerCase() : text);
      expect([name, fold(result.headers[name])]).toEqual([name, fold(value)]);
    }
    expect(headersAbsent.filter((name) => name in result.headers)).toEqual([]);
    if (vector.request.method === 'OPTIONS') {
      expect(result.status).toBe(status);
    } else {
      // CORS never decides an actual request: the case's status is that of the ordinary result
      expect(result.status).toBeUndefined();
      expect(result.error).toBeUndefined();
    }
    if (vector.request.method === 'OPTIONS' && errorCode !== undefined) {
      expect(result.error).toMatchObject({ code: errorCode, message: errorMessage });
    }
    if (errorFields) {
      expect(result.error).toMatchObject({ method: errorFields.Method, resourceType: errorFields.ResourceType });
    }
  });
});

describe('PutBucketCors refuses what S3 refuses, in its words', () => {
  const puts = vectors.filter((vector) => vector.kind === 'putBucketCors');
  expect(puts).toHaveLength(17);

  test.each(puts.map((vector) => [vector.id, vector] as const))('%s', (_, { corsRules, expect: expected }) => {
    expect(validateBucketCors(rulesOf(corsRules))).toEqual(expected === 'ok'
      ? undefined
      : { status: expected.status, code: expected.errorCode, message: expected.errorMessage });
  });

  const rule: BucketCorsRule = { allowedOrigins: ['https://a.example'], allowedMethods: ['GET'] };
  test.each<[string, BucketCorsRule[], string]>([
    ['no rules at all', [], 'MalformedXML'],
    ['a rule without origins', [{ ...rule, allowedOrigins: [] }], 'MalformedXML'],
    ['a broken rule beside 101 others, as the schema comes first', [...Array.from({ length: 101 }, () => rule), { ...rule, allowedMethods: [] }], 'MalformedXML'],
    ['101 rules', Array.from({ length: 101 }, () => rule), 'InvalidRequest'],
    ['two wildcards in an allowed header', [{ ...rule, allowedHeaders: ['*-amz-*'] }], 'InvalidRequest'],
  ])('%s', (_, rules, code) => {
    expect(validateBucketCors(rules)).toMatchObject({ status: 400, code });
  });

  test('100 rules and an empty origin are accepted', () => {
    expect(validateBucketCors(Array.from({ length: 100 }, () => ({ ...rule, allowedOrigins: [''] })))).toBeUndefined();
  });
});

describe('what is not recorded about S3 is an assumption', () => {
  const ask = (rules: BucketCorsRule[], headers: Record<string, string>, choices: Parameters<typeof assuming>[0]): BucketCorsResult =>
    evaluateBucketCors({ rules }, { method: 'OPTIONS', path: '/key', headers: { 'Access-Control-Request-Method': 'GET', ...headers } }, assuming(choices));

  test('a preflight for PATCH is refused as a mismatch or as a bad request', () => {
    const rules = [{ allowedOrigins: ['*'], allowedMethods: ['GET'] }];
    const headers = { Origin: 'https://a.example', 'Access-Control-Request-Method': 'PATCH' };
    expect(ask(rules, headers, {}).status).toBe(403);
    expect(ask(rules, headers, { 's3-preflight-method-invalid': 'bad-request' }).status).toBe(400);
  });

  test('an origin listed before `*` gets the wildcard or an echo with credentials', () => {
    const rules = [{ allowedOrigins: ['https://a.example', '*'], allowedMethods: ['GET'] }];
    expect(ask(rules, { Origin: 'https://a.example' }, {}).headers['Access-Control-Allow-Origin']).toBe('*');
    expect(ask(rules, { Origin: 'https://a.example' }, { 's3-wildcard-among-origins': 'first-matching-entry' }).headers)
      .toMatchObject({ 'Access-Control-Allow-Origin': 'https://a.example', 'Access-Control-Allow-Credentials': 'true' });
  });

  test('the wildcard stands for nothing, or needs a character', () => {
    const rules = [{ allowedOrigins: ['https://app*.example'], allowedMethods: ['GET'] }];
    expect(ask(rules, { Origin: 'https://app.example' }, {}).status).toBe(200);
    expect(ask(rules, { Origin: 'https://app.example' }, { 's3-wildcard-matches-nothing': 'needs-a-character' }).status).toBe(403);
  });

  test('a max age of 0 is sent, or left out', () => {
    const rules = [{ allowedOrigins: ['*'], allowedMethods: ['GET'], maxAgeSeconds: 0 }];
    expect(ask(rules, { Origin: 'https://a.example' }, {}).headers['Access-Control-Max-Age']).toBe('0');
    expect(ask(rules, { Origin: 'https://a.example' }, { 's3-max-age-zero': 'absent' }).headers).not.toHaveProperty('Access-Control-Max-Age');
  });
});

test('an origin that is decided at deployment leaves the answer open', () => {
  const rules = [{ allowedOrigins: ['\u27e8Web.AppOrigin\u27e9'], allowedMethods: ['GET'] }];
  const request = (origin: string): (() => BucketCorsResult) => () => evaluateBucketCors({ rules }, { method: 'GET', path: '/key', headers: { Origin: origin } });
  expect(request('https://a.example')).toThrow('decided at deployment');
  expect(request('\u27e8Web.AppOrigin\u27e9')().matchedRule).toBe(rules[0]);
});
