import { judgements, judges, ruleOf } from './judging';

const AT = 'Assets CorsConfiguration.CorsRules';
const ORIGIN = '[https://app.example.com]';

/** A bucket with these rules, each as YAML in one line. */
function bucket(...rules: readonly string[]): string {
  const list = rules.map((rule) => `        - { ${rule} }`).join('\n');
  return `
Parameters: { AppOrigin: { Type: String } }
Resources:
  Assets:
    Type: AWS::S3::Bucket
    Properties:
      CorsConfiguration:
        CorsRules: ${rules.length === 0 ? '[]' : `\n${list}`}
`;
}

const NO_CORS = 'Assets: { Type: AWS::S3::Bucket }';
const OPEN = bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: !Ref AppOrigin`);

judges('bucket-cors-method', [
  ['one that S3 has not', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [GET, OPTIONS, PATCH]`), [`fail ${AT}.0.AllowedMethods: S3 has no CORS method "OPTIONS", "PATCH"`]],
  ['lower case', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [get]`), [`fail ${AT}.0.AllowedMethods: S3 has no CORS method "get"`]],
  ['all five', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [GET, HEAD, PUT, POST, DELETE]`), [`pass ${AT}.0.AllowedMethods`]],
  ['the second rule', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [GET]`, `AllowedOrigins: ${ORIGIN}, AllowedMethods: ['*']`), [`pass ${AT}.0.AllowedMethods`, `fail ${AT}.1.AllowedMethods: S3 has no CORS method "*"`]],
  ['no CORS at all is not judged', NO_CORS, []],
]);

judges('bucket-cors-wildcards', [
  ['two in an origin', bucket('AllowedOrigins: ["https://*.a.*"], AllowedMethods: [GET]'), [`fail ${AT}.0.AllowedOrigins: more than one wildcard in "https://*.a.*"`, `pass ${AT}.0.AllowedHeaders`]],
  ['two in a header', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [GET], AllowedHeaders: ["x-*-*"]`), [`pass ${AT}.0.AllowedOrigins`, `fail ${AT}.0.AllowedHeaders: more than one wildcard in "x-*-*"`]],
  ['one in each of several', bucket('AllowedOrigins: ["https://*.a.com", "http://localhost:*"], AllowedMethods: [GET], AllowedHeaders: ["*", "x-amz-*"]'), [`pass ${AT}.0.AllowedOrigins`, `pass ${AT}.0.AllowedHeaders`]],
  ['no CORS at all is not judged', NO_CORS, []],
]);

judges('bucket-cors-exposed-header', [
  ['any wildcard', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [GET], ExposedHeaders: [ETag, "x-amz-meta-*"]`), [`fail ${AT}.0.ExposedHeaders: S3 exposes no "x-amz-meta-*"`]],
  ['a space', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [GET], ExposedHeaders: ["ETag, Content-Range"]`), [`fail ${AT}.0.ExposedHeaders: S3 exposes no "ETag, Content-Range"`]],
  ['names', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [GET], ExposedHeaders: [ETag]`), [`pass ${AT}.0.ExposedHeaders`]],
  ['exposing nothing is not judged', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [GET]`), []],
]);

judges('bucket-cors-empty', [
  ['no rule', bucket(), [`fail ${AT}: there is no rule`]],
  ['no method', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: []`), [`pass ${AT}`, `pass ${AT}.0.AllowedOrigins`, `fail ${AT}.0.AllowedMethods: the rule has no method`]],
  ['origins left out', bucket('AllowedMethods: [GET]'), [`pass ${AT}`, `fail ${AT}.0.AllowedOrigins: the rule has no origin`, `pass ${AT}.0.AllowedMethods`]],
  ['both there', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [GET]`), [`pass ${AT}`, `pass ${AT}.0.AllowedOrigins`, `pass ${AT}.0.AllowedMethods`]],
  ['no CORS at all is not judged', NO_CORS, []],
]);

const many = (count: number) => bucket(...Array.from({ length: count }, (_, index) => `AllowedOrigins: ["https://a${String(index)}.example.com"], AllowedMethods: [GET]`));

describe('bucket-cors-limits', () => {
  const limits = (template: string) => judgementsOf('bucket-cors-limits', template).filter((line) => !line.startsWith('pass'));
  test('100 rules pass, 101 do not', () => {
    expect(limits(many(100))).toEqual([]);
    expect(limits(many(101))).toEqual([`fail ${AT}: 101 rules; S3 takes 100`]);
  });
  test('an id of 255 characters passes, one of 256 does not', () => {
    expect(limits(bucket(`Id: ${'x'.repeat(255)}, AllowedOrigins: ${ORIGIN}, AllowedMethods: [GET]`))).toEqual([]);
    expect(limits(bucket(`Id: ${'x'.repeat(256)}, AllowedOrigins: ${ORIGIN}, AllowedMethods: [GET]`))).toEqual([`fail ${AT}.0.Id: the id has 256 characters; S3 takes 255`]);
  });
  test.each([[0, true], [1.5, false], [-1, false]])('a max age of %p: %p', (age, right) => {
    expect(limits(bucket(`MaxAge: ${String(age)}, AllowedOrigins: ${ORIGIN}, AllowedMethods: [GET]`)).length === 0).toBe(right);
  });
});

judges('bucket-cors-duplicates', [
  ['an origin twice', bucket('AllowedOrigins: [https://a.com, https://a.com], AllowedMethods: [GET]'), [
    `pass ${AT}`, `fail ${AT}.0.AllowedOrigins: twice in the list: "https://a.com"`, `pass ${AT}.0.AllowedMethods`, `pass ${AT}.0.AllowedHeaders`, `pass ${AT}.0.ExposedHeaders`,
  ]],
  ['a parameter twice', bucket('AllowedOrigins: [!Ref AppOrigin, !Ref AppOrigin], AllowedMethods: [GET]'), [
    `pass ${AT}`, `fail ${AT}.0.AllowedOrigins: twice in the list: "⟨Web.AppOrigin⟩"`, `pass ${AT}.0.AllowedMethods`, `pass ${AT}.0.AllowedHeaders`, `pass ${AT}.0.ExposedHeaders`,
  ]],
]);

test('bucket-cors-duplicates: a rule twice', () => {
  const rule = `AllowedOrigins: ${ORIGIN}, AllowedMethods: [GET]`;
  expect(judgementsOf('bucket-cors-duplicates', bucket(rule, rule))[0]).toBe(`fail ${AT}: one rule appears twice`);
  expect(judgementsOf('bucket-cors-duplicates', bucket(rule, `${rule}, MaxAge: 5`))[0]).toBe(`pass ${AT}`);
});

test.each(['bucket-cors-method', 'bucket-cors-wildcards', 'bucket-cors-exposed-header', 'bucket-origin-never-sent', 'null-origin', 'upload-headers', 'upload-etag'])(
  '%s: rules that are decided at deployment are unknown', (id) => {
    expect(judgementsOf(id, OPEN).every((line) => line.startsWith('unknown'))).toBe(true);
    expect(new Set(judgementsOf(id, OPEN)).size).toBe(1);
  });

const origins = (...list: readonly string[]) => bucket(`AllowedOrigins: [${list.map((origin) => (origin.startsWith('!') ? origin : JSON.stringify(origin))).join(', ')}], AllowedMethods: [GET]`);
const never = (origin: string, verdict = 'fail') => [`${verdict} ${AT}.0.AllowedOrigins: no browser sends ${JSON.stringify(origin)}`];

describe('bucket-origin-never-sent', () => {
  test.each([
    'https', 'app.example.com', 'https://app.example.com/', 'https://app.example.com/index.html', 'https://App.example.com', 'HTTPS://app.example.com',
    'https://app.example.com:443', 'http://app.example.com:80', 'https://*.example.com/', 'https://*.Example.com', 'https://app.example.com,https://b.com', '*/',
  ])('%p is sent by nobody', (origin) => {
    expect(judgementsOf('bucket-origin-never-sent', origins(origin))).toEqual(never(origin));
  });

  test.each(['https://', 'https://user@app.example.com', ''])('%p is sent by nobody, and nobody can tell which page is meant', (origin) => {
    expect(judgementsOf('bucket-origin-never-sent', origins(origin))).toEqual(never(origin, 'fail(warning)'));
  });

  test.each([
    '*', 'https://*', 'http*', '*.example.com', 'http*://app.example.com', 'https://*.example.com', 'http://localhost:*', 'https://app.example.com*', 'https://app.example.com:8443',
    'http://localhost:3000', 'http://127.0.0.1:8080', 'http://[::1]:3000', 'null', 'capacitor://localhost', 'ionic://localhost', 'chrome-extension://abcdefghijklmnop', 'file://', 'https://xn--bcher-kva.example',
  ])('%p is, or may be, sent', (origin) => {
    expect(judgementsOf('bucket-origin-never-sent', origins(origin))).toEqual([`pass ${AT}.0.AllowedOrigins`]);
  });

  test('a parameter is unknown, but a slash behind it is not', () => {
    expect(judgementsOf('bucket-origin-never-sent', origins('!Ref AppOrigin'))).toEqual([`unknown ${AT}.0.AllowedOrigins: whether browsers send ⟨Web.AppOrigin⟩ is decided at deployment`]);
    expect(judgementsOf('bucket-origin-never-sent', origins('!Sub "https://${AppOrigin}/"'))).toEqual(never('https://⟨Web.AppOrigin⟩/'));
    expect(judgementsOf('bucket-origin-never-sent', origins('!Sub "https://${AppOrigin}"'))[0]).toMatch(/^unknown/);
  });

  test('beside its right spelling a wrong one harms nobody', () => {
    expect(judgementsOf('bucket-origin-never-sent', origins('https://a.com/', 'https://a.com')))
      .toEqual([`fail(warning) ${AT}.0.AllowedOrigins: no browser sends "https://a.com/"`, `pass ${AT}.0.AllowedOrigins`]);
  });
});

judges('null-origin', [
  ['among named origins', origins('https://a.com', 'null'), [`fail ${AT}.0.AllowedOrigins: "null" is among the origins`]],
  ['where everybody may read anyway', origins('*', 'null'), [`pass ${AT}.0.AllowedOrigins`]],
]);

judges('upload-headers', [
  ['PUT without headers', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [PUT]`), [`fail ${AT}.0.AllowedHeaders: PUT is allowed, and no header with it`]],
  ['an empty list', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [PUT], AllowedHeaders: []`), [`fail ${AT}.0.AllowedHeaders: PUT is allowed, and no header with it`]],
  ['POST without headers: form posts need none', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [POST]`), [`fail(info) ${AT}.0.AllowedHeaders: POST is allowed, and no header with it`]],
  ['PUT with headers', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [PUT], AllowedHeaders: [Content-Type]`), [`pass ${AT}.0.AllowedHeaders`]],
  ['headers in another rule for the same origins', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [PUT]`, 'AllowedOrigins: ["*"], AllowedMethods: [PUT], AllowedHeaders: ["*"]'), [`pass ${AT}.0.AllowedHeaders`, `pass ${AT}.1.AllowedHeaders`]],
  ['headers in another rule for others', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [PUT]`, 'AllowedOrigins: [https://b.com], AllowedMethods: [PUT], AllowedHeaders: ["*"]'), [`fail ${AT}.0.AllowedHeaders: PUT is allowed, and no header with it`, `pass ${AT}.1.AllowedHeaders`]],
  ['a rule for reading is not judged', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [GET]`), []],
]);

judges('upload-etag', [
  ['not exposed', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [PUT]`), [`fail ${AT}.0.ExposedHeaders: PUT is allowed, and ETag is not exposed`]],
  ['exposed in any case', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [PUT], ExposedHeaders: [etag]`), [`pass ${AT}.0.ExposedHeaders`]],
  ['a rule for reading is not judged', bucket(`AllowedOrigins: ${ORIGIN}, AllowedMethods: [GET]`), []],
]);

function judgementsOf(id: string, template: string): readonly string[] {
  return judgements(ruleOf(id), template);
}

judges('bucket-echoes-every-origin', [
  ['every https site', bucket('AllowedOrigins: ["https://*"], AllowedMethods: [GET]'), [`fail ${AT}.0.AllowedOrigins: lists https://*, which every site matches`]],
  ['every site at all', bucket('AllowedOrigins: ["http*"], AllowedMethods: [PUT]'), [`fail ${AT}.0.AllowedOrigins: lists http*, which every site matches`]],
  ['every site on http', bucket('AllowedOrigins: ["http://*"], AllowedMethods: [GET]'), [`fail ${AT}.0.AllowedOrigins: lists http://*, which every site on http matches`]],
  ['`*` names nobody, so that S3 allows no credentials', bucket('AllowedOrigins: ["*"], AllowedMethods: [GET]'), [`pass ${AT}.0.AllowedOrigins`]],
  ['the subdomains of one domain', bucket('AllowedOrigins: ["https://*.example.com"], AllowedMethods: [GET]'), [`pass ${AT}.0.AllowedOrigins`]],
]);
