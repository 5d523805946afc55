import { ContractParser, DEFAULT_EXPOSED_HEADERS, DEFAULT_HEADERS_WITH_CREDENTIALS } from '../../lib/contract/contract-parser';
import type { ReadContract, UploadContract } from '../../lib/contract/contract';
import type { ContractInput } from '../../lib/contract/contract-parser';
import { headerNameProblem, uniqueHeaderNames } from '../../lib/contract/header-name';
import type { HeaderListKind } from '../../lib/contract/header-name';
import { describeProblem, Problems, PROBLEMS } from '../../lib/contract/problem';
import type { ProblemCode } from '../../lib/contract/problem';
import { fixedHeaders, responseHeadersCors } from '../../lib/contract/response-headers';
import { readRule, uploadRule } from '../../lib/contract/bucket-rules';

const APP = 'https://app.example.com';

describe('a header name', () => {
  // [name, for reading, for uploads, exposed]
  test.each<[string, ProblemCode | 'fine', ProblemCode | 'fine', ProblemCode | 'fine']>([
    ['ETag', 'fine', 'fine', 'fine'],
    ['authorization', 'fine', 'fine', 'fine'],
    ['X_1.2-a', 'fine', 'fine', 'fine'],
    ['!#$%&\'+-.^_`|~', 'fine', 'fine', 'fine'],
    ['*', 'fine', 'fine', 'exposed-header-wildcard'],
    ['x-amz-*', 'header-partial-wildcard', 'fine', 'exposed-header-wildcard'],
    ['x-*-meta', 'header-partial-wildcard', 'fine', 'exposed-header-wildcard'],
    ['**', 'header-two-wildcards', 'header-two-wildcards', 'exposed-header-wildcard'],
    ['x-*-*', 'header-two-wildcards', 'header-two-wildcards', 'exposed-header-wildcard'],
    ['', 'header-name', 'header-name', 'header-name'],
    [' ETag', 'header-name', 'header-name', 'header-name'],
    ['ETag:', 'header-name', 'header-name', 'header-name'],
    ['ETag, Range', 'header-name', 'header-name', 'header-name'],
    ['x-\u0000', 'header-name', 'header-name', 'header-name'],
    ['x-a\n', 'header-name', 'header-name', 'header-name'],
    ['x-é', 'header-name', 'header-name', 'header-name'],
    ['x-\u212a', 'header-name', 'header-name', 'header-name'], // the Kelvin sign, which case folding makes a k
    ['x-\ud800', 'header-name', 'header-name', 'header-name'],
    ['x y*', 'header-name', 'header-name', 'header-name'],
  ])('%j: reading %s, upload %s, exposed %s', (name, ...expected) => {
    const kinds: HeaderListKind[] = ['read', 'upload', 'exposed'];
    expect(kinds.map((kind) => headerNameProblem(name, kind) ?? 'fine')).toEqual(expected);
  });

  test('is listed once whatever its case, in the spelling that came first', () => {
    expect(uniqueHeaderNames(['ETag', 'etag', 'Range', 'ETAG', 'range'])).toEqual(['ETag', 'Range']);
  });
});

function read(input: Partial<ContractInput>, credentials = false): { contract: ReadContract; problems: [ProblemCode, string, unknown][] } {
  const problems = new Problems();
  const contract = new ContractParser(problems).read({ allowedOrigins: [APP], ...input }, credentials);
  return { contract, problems: problems.all.map(({ code, path, got }) => [code, path, got]) };
}

describe('a contract for reading', () => {
  test('exposes what validation, ranges and media need, and names headers only with credentials', () => {
    expect(read({}).contract).toEqual({
      origins: [{ value: APP, kind: 'exact' }], allowedHeaders: ['*'], exposedHeaders: ['ETag', 'Content-Range', 'Accept-Ranges'],
      maxAgeSeconds: undefined, credentials: false,
    });
    expect(read({}, true).contract.allowedHeaders).toEqual(DEFAULT_HEADERS_WITH_CREDENTIALS);
    expect(DEFAULT_HEADERS_WITH_CREDENTIALS.join()).not.toContain('*');
    expect(DEFAULT_EXPOSED_HEADERS).toContain('ETag');
  });

  test('merges origins that are one after normalization', () => {
    const { contract } = read({ allowedOrigins: [APP, 'https://APP.example.com:443', ` ${APP}`, 'https://b.example.com'] });
    expect(contract.origins.map(({ value }) => value)).toEqual([APP, 'https://b.example.com']);
  });

  test('promises Authorization by name beside the wildcard that does not cover it', () => {
    expect(read({ allowedHeaders: ['*', 'Authorization'] })).toMatchObject({ contract: { allowedHeaders: ['*', 'Authorization'] }, problems: [] });
  });

  test('takes patterns of origins with credentials', () => {
    expect(read({ allowedOrigins: ['https://*.example.com'] }, true).problems).toEqual([]);
  });

  test.each<[string, Partial<ContractInput>, boolean, [ProblemCode, string, unknown][]]>([
    ['no origin', { allowedOrigins: [] }, false, [['origins-empty', 'allowedOrigins', []]]],
    ['any origin beside another', { allowedOrigins: ['*', APP] }, false, [['origin-any-mixed', 'allowedOrigins', ['*', APP]]]],
    ['any origin with credentials', { allowedOrigins: ['*'] }, true, [['credentials-any-origin', 'allowedOrigins', '*']]],
    ['any header with credentials', { allowedHeaders: ['*', 'Range'] }, true, [['credentials-header-wildcard', 'allowedHeaders', '*']]],
    ['partial wildcard with credentials', { allowedHeaders: ['x-*'] }, true, [['header-partial-wildcard', 'allowedHeaders[0]', 'x-*']]],
    ['exposed wildcard with credentials', { exposedHeaders: ['*'] }, true, [['exposed-header-wildcard', 'exposedHeaders[0]', '*']]],
    ['no header', { allowedHeaders: [] }, false, [['headers-empty', 'allowedHeaders', []]]],
    ['max age below zero', { maxAgeSeconds: -1 }, false, [['max-age', 'maxAge', -1]]],
    ['half a second', { maxAgeSeconds: 0.5 }, false, [['max-age', 'maxAge', 0.5]]],
    ['more than 32 bits', { maxAgeSeconds: 2 ** 31 }, false, [['max-age', 'maxAge', 2 ** 31]]],
    ['no number', { maxAgeSeconds: NaN }, false, [['max-age', 'maxAge', NaN]]],
    ['endless', { maxAgeSeconds: Infinity }, false, [['max-age', 'maxAge', Infinity]]],
    ['the second of several', { allowedOrigins: [APP, 'null', 'https://x/'] }, false,
      [['origin-null', 'allowedOrigins[1]', 'null'], ['origin-trailing-slash', 'allowedOrigins[2]', 'https://x/']]],
  ])('names what is wrong: %s', (_, input, credentials, expected) => {
    expect(read(input, credentials).problems).toEqual(expected);
  });

  test.each([0, 1, 7200, 2 ** 31 - 1])('takes a max age of %d seconds', (maxAgeSeconds) => {
    expect(read({ maxAgeSeconds })).toMatchObject({ contract: { maxAgeSeconds }, problems: [] });
  });

  test('exposes nothing when asked to', () => {
    const { contract, problems } = read({ exposedHeaders: [] });
    expect([problems, responseHeadersCors(contract).exposeHeaders, readRule(contract).exposeHeaders]).toEqual([[], undefined, undefined]);
  });
});

describe('deploy-time values', () => {
  const isToken = (value: unknown): boolean => (Array.isArray(value) ? value[0] === '#{TOKENS}' : value === 'TOKEN' || value === -1);
  const parse = (input: ContractInput): [ReadContract, UploadContract, Problems] => {
    const problems = new Problems();
    const parser = new ContractParser(problems, isToken);
    const contract = parser.read(input, true);
    return [contract, parser.upload(input, contract.origins), problems];
  };

  test('skips the checks of an element when it is a token', () => {
    const list = ['TOKEN'];
    const [contract, upload, problems] = parse({ allowedOrigins: ['TOKEN', APP], allowedHeaders: list, exposedHeaders: list, maxAgeSeconds: -1 });
    expect(problems.all).toEqual([]);
    expect(contract.origins[0]).toEqual({ value: 'TOKEN', kind: 'unresolved' });
    expect(upload).toMatchObject({ allowedHeaders: list, exposedHeaders: list, maxAgeSeconds: -1 });
  });

  test('skips the checks of a list when it is a token', () => {
    const list = ['#{TOKENS}'];
    const [contract, , problems] = parse({ allowedOrigins: list, allowedHeaders: list, exposedHeaders: list });
    expect([problems.all, contract.origins, contract.allowedHeaders]).toEqual([[], [{ value: '#{TOKENS}', kind: 'unresolved' }], list]);
  });

  test('still checks the literals beside a token', () => {
    const [, , problems] = parse({ allowedOrigins: ['TOKEN', 'https://x/'], allowedHeaders: ['TOKEN', 'a b'] });
    expect(problems.all.map(({ path }) => path)).toEqual(['allowedOrigins[1]', 'allowedHeaders[1]', 'allowedHeaders[1]']);
  });
});

describe('renderings', () => {
  const { contract } = read({ maxAgeSeconds: 60 });

  test('the bucket reads with GET and HEAD, because a browser may probe before it loads', () => {
    expect(readRule(contract)).toEqual({
      allowedOrigins: [APP], allowedMethods: ['GET', 'HEAD'], allowedHeaders: ['*'],
      exposeHeaders: ['ETag', 'Content-Range', 'Accept-Ranges'], maxAgeSeconds: 60,
    });
  });

  test('uploads are PUT and POST with their own headers', () => {
    const upload = new ContractParser(new Problems()).upload({ allowedHeaders: ['x-amz-meta-*'] }, contract.origins);
    expect(uploadRule(upload)).toEqual({
      allowedOrigins: [APP], allowedMethods: ['PUT', 'POST'], allowedHeaders: ['x-amz-meta-*'], exposeHeaders: ['ETag'], maxAgeSeconds: undefined,
    });
  });

  test('the edge says the same and overrides S3, whose rules may be wider', () => {
    expect(responseHeadersCors(contract)).toEqual({
      allowOrigins: [APP], allowMethods: ['GET', 'HEAD'], allowHeaders: ['*'], exposeHeaders: ['ETag', 'Content-Range', 'Accept-Ranges'],
      maxAgeSeconds: 60, allowCredentials: false, originOverride: true,
    });
  });

  test('with credentials only the same site may embed', () => {
    expect(fixedHeaders(read({}, true).contract)).toContainEqual({ header: 'Cross-Origin-Resource-Policy', value: 'same-site' });
  });
});

describe('the text of a problem', () => {
  test('has code, path, value, what is allowed and what to write', () => {
    expect(describeProblem({ code: 'headers-empty', path: 'allowedHeaders', got: [], write: '["*"]' })).toBe(
      '[headers-empty] allowedHeaders (got []): the list of headers is empty, and CloudFront refuses an empty list. '
      + 'Allowed: header names or "*". Write instead: ["*"].');
  });

  test.each([[NaN, 'NaN'], [-Infinity, '-Infinity'], [0.5, '0.5'], ['a\u0000"', '"a\\u0000\\""'], [null, 'null']])('shows %p as %s', (got, shown) => {
    expect(describeProblem({ code: 'max-age', path: 'maxAge', got, write: 'x' })).toContain(`maxAge (got ${shown}): `);
  });

  test('cuts what would hide the rest', () => {
    expect(describeProblem({ code: 'max-age', path: 'maxAge', got: 'x'.repeat(10_000), write: 'y' }).length).toBeLessThan(1000);
  });

  test('says nothing of a value that is missing', () => {
    expect(describeProblem({ code: 'contract-missing', path: 'allowedOrigins', got: undefined, write: 'x' })).toContain('allowedOrigins: no contract');
  });

  test.each(Object.entries(PROBLEMS))('%s: starts in lower case and ends without a full stop, as the CDK writes errors', (code, { says, allowed }) => {
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
    expect([says, allowed].filter((text) => /\.$/.test(text))).toEqual([]);
    expect(says).toMatch(/^(S3|CloudFront|["*`]*( ?[a-z]))/);
  });
});
