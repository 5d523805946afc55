import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { CorsContract } from '../../lib';
import type { ProblemCode } from '../../lib/contract/problem';
import { Problems } from '../../lib/contract/problem';
import { contractOfS3Json, s3JsonOf } from '../../lib/contract/s3-json';
import type { Contract } from '../../lib/contract/contract';
import { holds } from '../drawing';

const A = 'https://a.example.com';
const B = 'https://b.example.com';
const GET = { AllowedOrigins: [A], AllowedMethods: ['GET'], AllowedHeaders: ['*'] };
const PUT = { ...GET, AllowedMethods: ['PUT'] };

function parse(json: unknown): { contract?: Contract; problems: [ProblemCode, string][] } {
  const problems = new Problems();
  const contract = contractOfS3Json(typeof json === 'string' ? json : JSON.stringify(json), 'json', problems);
  return { contract, problems: problems.all.map(({ code, path }) => [code, path]) };
}

describe('S3\'s JSON as a contract', () => {
  test('a rule for GET promises HEAD too, and no header beyond those that need no promise', () => {
    expect(parse([{ AllowedOrigins: [A], AllowedMethods: ['GET'] }])).toEqual({
      contract: {
        read: { origins: [{ value: A, kind: 'exact' }], allowedHeaders: ['Accept'], exposedHeaders: [], maxAgeSeconds: undefined, credentials: false },
        uploads: undefined,
      },
      problems: [],
    });
  });

  test('what `aws s3api get-bucket-cors` prints is read as well as what the console shows', () => {
    expect(parse({ CORSRules: [GET] })).toEqual(parse([GET]));
  });

  test('a byte order mark, which Windows writes before JSON, is no mistake', () => {
    expect(parse(`\uFEFF${JSON.stringify([GET])}`)).toEqual(parse([GET]));
  });

  test('headers, exposed headers and max age come along', () => {
    const rule = { ...GET, AllowedHeaders: ['Range', 'range'], ExposeHeaders: ['ETag'], MaxAgeSeconds: 3000, ID: 'a' };
    expect(parse([rule]).contract?.read).toMatchObject({ allowedHeaders: ['Range'], exposedHeaders: ['ETag'], maxAgeSeconds: 3000 });
  });

  test('one rule for reading and uploading is both', () => {
    const { contract } = parse([{ ...GET, AllowedMethods: ['GET', 'POST'] }]);
    expect(contract?.uploads).toMatchObject({ methods: ['POST'], origins: [{ value: A }], allowedHeaders: ['*'] });
  });

  test('uploads without headers promise none', () => {
    expect(parse([GET, { AllowedOrigins: [B], AllowedMethods: ['PUT'] }]).contract?.uploads).toMatchObject({ origins: [{ value: B }], allowedHeaders: [] });
  });

  test.each<[string, object[], string[]]>([
    ['the same for two origins', [GET, { ...GET, AllowedOrigins: [B] }], [A, B]],
    ['GET and HEAD apart', [GET, { ...GET, AllowedMethods: ['HEAD'] }], [A]],
    ['header lists in another order and case', [{ ...GET, AllowedHeaders: ['Range', 'Accept'] }, { ...GET, AllowedOrigins: [B], AllowedHeaders: ['accept', 'range'] }], [A, B]],
  ])('rules that promise one thing are one: %s', (_, rules, origins) => {
    const { contract, problems } = parse(rules);
    expect([contract?.read.origins.map(({ value }) => value), problems]).toEqual([origins, []]);
  });

  test('PUT and POST for the same origin in two rules are one promise', () => {
    expect(parse([GET, PUT, { ...PUT, AllowedMethods: ['POST'] }])).toMatchObject({ contract: { uploads: { methods: ['PUT', 'POST'] } }, problems: [] });
  });

  test.each<[string, unknown, ProblemCode, string]>([
    ['no JSON', '{', 's3-json-syntax', 'json'],
    ['empty text', '', 's3-json-syntax', 'json'],
    ['JSON null', 'null', 's3-json-shape', 'json'],
    ['a text', '"a"', 's3-json-shape', 'json'],
    ['an object without CORSRules', {}, 's3-json-shape', 'json'],
    ['a rule that is null', '[null]', 's3-json-shape', 'json[0]'],
    ['a rule that is a list', [[GET]], 's3-json-shape', 'json[0].0'],
    ['CloudFormation\'s spelling', [{ ...GET, ExposedHeaders: ['ETag'] }], 's3-json-shape', 'json[0].ExposedHeaders'],
    ['a max age in quotes', [GET, { ...GET, MaxAgeSeconds: '1' }], 's3-json-shape', 'json[1].MaxAgeSeconds'],
    ['one origin in place of a list', [{ ...GET, AllowedOrigins: A }], 's3-json-shape', 'json[0].AllowedOrigins'],
    ['a list of numbers', [{ ...GET, AllowedHeaders: [1] }], 's3-json-shape', 'json[0].AllowedHeaders'],
    ['a number as ID', [{ ...GET, ID: 1 }], 's3-json-shape', 'json[0].ID'],
    ['a member that every object has', '[{"constructor": 1}]', 's3-json-shape', 'json[0].constructor'],
    ['a prototype', '[{"__proto__": {}}]', 's3-json-shape', 'json[0].__proto__'],
    ['no rules', [], 's3-refuses', 'json'],
    ['a rule without methods', [{ AllowedOrigins: [A] }], 's3-refuses', 'json'],
    ['OPTIONS', [{ ...GET, AllowedMethods: ['GET', 'OPTIONS'] }], 's3-refuses', 'json'],
    ['two wildcards', [{ ...GET, AllowedOrigins: ['https://*.*'] }], 's3-refuses', 'json'],
    ['half a second', [{ ...GET, MaxAgeSeconds: 0.5 }], 's3-refuses', 'json'],
    ['101 rules', Array<object>(101).fill(GET), 's3-refuses', 'json'],
    ['uploads alone', [PUT], 's3-json-no-read', 'json'],
    ['other headers for another origin', [GET, { ...GET, AllowedOrigins: [B], AllowedHeaders: ['Range'] }], 's3-json-several', 'json'],
    ['another max age', [GET, { ...GET, MaxAgeSeconds: 1 }], 's3-json-several', 'json'],
    ['other exposed headers', [GET, { ...GET, ExposeHeaders: ['ETag'] }], 's3-json-several', 'json'],
    ['PUT for one origin, POST for another', [GET, PUT, { ...PUT, AllowedOrigins: [B], AllowedMethods: ['POST'] }], 's3-json-several', 'json'],
    ['HEAD for an origin that may not GET', [GET, { ...GET, AllowedOrigins: [B], AllowedMethods: ['HEAD'] }], 's3-json-several', 'json'],
    ['an origin that CloudFront refuses', [{ ...GET, AllowedOrigins: ['https://a.*.com'] }], 'origin-wildcard-place', 'json.allowedOrigins[0]'],
    ['a header that CloudFront reads in an unknown way', [{ ...GET, AllowedHeaders: ['x-*'] }], 'header-partial-wildcard', 'json.allowedHeaders[0]'],
    ['a max age below zero', [{ ...GET, MaxAgeSeconds: -1 }], 'max-age', 'json.maxAge'],
  ])('refuses %s', (_, json, code, path) => {
    expect(parse(json).problems).toEqual([[code, path]]);
  });

  test('quotes what S3 would say', () => {
    expect(() => CorsContract.fromS3Json(JSON.stringify([{ ...GET, AllowedMethods: ['OPTIONS'] }])))
      .toThrow('InvalidRequest: Found unsupported HTTP method in CORS config. Unsupported method is OPTIONS');
  });

  test('says how S3 spells what CloudFormation spells otherwise', () => {
    expect(() => CorsContract.fromS3Json(JSON.stringify([{ ...GET, MaxAge: 1 }]))).toThrow('Write instead: MaxAgeSeconds.');
  });
});

describe('a file', () => {
  test('is read like a text, and its path stands in errors', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'cors-')), 'cors.json');
    writeFileSync(path, JSON.stringify([GET]));
    expect(CorsContract.fromS3JsonFile(path).allowedOrigins).toEqual([A]);
    writeFileSync(path, '[{}]');
    expect(() => CorsContract.fromS3JsonFile(path)).toThrow(`[s3-refuses] ${path} (got "MalformedXML`);
  });
});

const origins = fc.uniqueArray(fc.constantFrom(A, B, 'HTTP://LOCALHOST:80', 'https://*.example.com', 'http://localhost:*'), { minLength: 1, maxLength: 3 });
const headers = fc.option(fc.uniqueArray(fc.constantFrom('*', 'Range', 'RANGE', 'Authorization', 'x-a'), { maxLength: 4 }), { nil: undefined });
const rule = fc.record({
  AllowedOrigins: origins, AllowedMethods: fc.subarray(['GET', 'HEAD', 'PUT', 'POST'], { minLength: 1 }), AllowedHeaders: headers,
  ExposeHeaders: fc.option(fc.subarray(['ETag', 'Content-Range', 'etag']), { nil: undefined }), MaxAgeSeconds: fc.option(fc.nat(), { nil: undefined }),
}, { requiredKeys: ['AllowedOrigins', 'AllowedMethods'] });

describe('laws', () => {
  test('writing a contract and reading it again changes nothing', () => {
    let read = 0;
    holds('s3-json-round-trip', fc.property(fc.array(rule, { minLength: 1, maxLength: 3 }), (rules) => {
      const { contract, problems } = parse(rules);
      if (contract !== undefined && problems.length === 0) {
        read += 1;
        expect(parse(s3JsonOf(contract))).toEqual({ contract, problems: [] });
      }
    }), 1000);
    expect(read).toBeGreaterThan(100);
  });

  test('nobody gets a method that no rule gave, but HEAD with GET', () => {
    holds('s3-json-methods', fc.property(fc.array(rule, { minLength: 1, maxLength: 3 }), (rules) => {
      const { contract, problems } = parse(rules.map((one) => ({ ...one, AllowedOrigins: one.AllowedOrigins.filter((origin) => !origin.startsWith('HTTP')).concat(A) })));
      if (contract !== undefined && problems.length === 0) {
        const given = (origin: string, method: string): boolean =>
          rules.some((one) => one.AllowedMethods.some((each) => each === method || (each === 'HEAD' && method === 'GET' && !rules.some((other) => other.AllowedMethods.includes('GET'))))
            && [...one.AllowedOrigins, A].includes(origin));
        expect(contract.read.origins.filter(({ value }) => !given(value, 'GET'))).toEqual([]);
        for (const method of contract.uploads?.methods ?? []) {
          expect(contract.uploads?.origins.filter(({ value }) => !given(value, method))).toEqual([]);
        }
      }
    }), 500);
  });

  test('any text is a contract or a list of problems, and never an exception', () => {
    holds('s3-json-any-text', fc.property(fc.oneof(fc.string(), fc.json(), fc.jsonValue().map((value) => JSON.stringify([value, { AllowedOrigins: value, AllowedMethods: ['GET'] }]))), (text) => {
      const { contract, problems } = parse(text);
      expect(contract === undefined ? problems.length : 1).toBeGreaterThan(0);
    }), 1000);
  });
});
