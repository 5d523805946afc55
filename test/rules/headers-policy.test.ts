import { judgements, judges, ruleOf } from './judging';

const AT = 'Cors ResponseHeadersPolicyConfig.CorsConfig';

/** A policy whose CORS block differs in these properties. */
function policy(changed: Readonly<Record<string, string | undefined>> = {}): string {
  const cors: Readonly<Record<string, string | undefined>> = {
    AccessControlAllowOrigins: '{ Items: [https://app.example.com] }',
    AccessControlAllowHeaders: '{ Items: [Content-Type] }',
    AccessControlAllowMethods: '{ Items: [GET, HEAD] }',
    AccessControlAllowCredentials: 'false',
    OriginOverride: 'true',
    ...changed,
  };
  return `
Parameters: { Value: { Type: String } }
Resources:
  Cors:
    Type: AWS::CloudFront::ResponseHeadersPolicy
    Properties:
      ResponseHeadersPolicyConfig:
        Name: assets
        CorsConfig:
${Object.entries(cors).flatMap(([name, value]) => (value === undefined ? [] : [`          ${name}: ${value}`])).join('\n')}
`;
}

const NO_CORS = `
Cors:
  Type: AWS::CloudFront::ResponseHeadersPolicy
  Properties: { ResponseHeadersPolicyConfig: { Name: assets } }
`;

const origins = (origin: string) => policy({ AccessControlAllowOrigins: `{ Items: [${origin.startsWith('!') ? origin : JSON.stringify(origin)}] }` });
const verdictOn = (id: string, template: string) => judgements(ruleOf(id), template).map((line) => line.replace(`${AT}.AccessControlAllowOrigins`, 'at'));

describe('headers-policy-origin', () => {
  test.each([
    ['https://app.example.com/', 'has a path'], ['https://app.example.com/a', 'has a path'], ['app.example.com/', 'has a path'],
    ['ALL', 'is not an origin; every origin is "*"'], ['', 'is empty'],
    ['https://example.*', 'has its * where CloudFront takes none'], ['https://test.*.example.org', 'has its * where CloudFront takes none'],
    ['https://exa*mple.org', 'has its * where CloudFront takes none'], ['*test.example.org', 'has its * where CloudFront takes none'],
  ])('CloudFront refuses %p', (origin, why) => {
    expect(verdictOn('headers-policy-origin', origins(origin))).toEqual([`fail at: ${JSON.stringify(origin)} ${why}`]);
  });

  test.each(['*', 'https://app.example.com', 'app.example.com', 'https://*.example.com', '*.example.com', 'http://localhost:*', 'http://example.org:1*3', 'https://app.example.com:8443', 'capacitor://localhost'])(
    'CloudFront takes %p', (origin) => {
      expect(verdictOn('headers-policy-origin', origins(origin))).toEqual(['pass at']);
    });

  test.each(['https://*', 'https://*:8443', 'https://*.example.com:*', '!Ref Value'])('%p: unknown', (origin) => {
    expect(verdictOn('headers-policy-origin', origins(origin))).toEqual([expect.stringMatching(/^unknown at: whether CloudFront takes/)]);
  });

  test('a slash behind a parameter', () => {
    expect(verdictOn('headers-policy-origin', origins('!Sub "https://${Value}/"'))).toEqual(['fail at: "https://⟨Web.Value⟩/" has a path']);
  });
});

judges('headers-policy-origin-never-sent', [
  ['upper case', origins('https://App.example.com'), [`fail ${AT}.AccessControlAllowOrigins: browsers send "https://app.example.com", not "https://App.example.com"`]],
  ['default port', origins('https://app.example.com:443'), [`fail ${AT}.AccessControlAllowOrigins: browsers send "https://app.example.com", not "https://app.example.com:443"`]],
  ['no scheme, which CloudFront takes for both', origins('app.example.com'), [`pass ${AT}.AccessControlAllowOrigins`]],
  ['a slash is another rule\'s', origins('https://app.example.com/'), [`pass ${AT}.AccessControlAllowOrigins`]],
  ['a pattern', origins('https://*.example.com'), [`pass ${AT}.AccessControlAllowOrigins`]],
  ['an app in a web view', origins('capacitor://localhost'), [`pass ${AT}.AccessControlAllowOrigins`]],
  ['a parameter', origins('!Ref Value'), [`unknown ${AT}.AccessControlAllowOrigins: how ⟨Web.Value⟩ is spelled is decided at deployment`]],
]);

const CREDENTIALS = { AccessControlAllowCredentials: 'true' };
judges('headers-policy-credentials', [
  ['with *', policy({ ...CREDENTIALS, AccessControlAllowHeaders: '{ Items: ["*"] }' }), [`fail ${AT}.AccessControlAllowHeaders: "*" together with credentials`]],
  ['with a pattern', policy({ ...CREDENTIALS, AccessControlAllowHeaders: '{ Items: [X-A, "x-amz-*"] }' }), [`fail ${AT}.AccessControlAllowHeaders: "x-amz-*" together with credentials`]],
  ['with names', policy(CREDENTIALS), [`pass ${AT}.AccessControlAllowHeaders`]],
  ['credentials undecided, with *', policy({ AccessControlAllowCredentials: '!Ref Value', AccessControlAllowHeaders: '{ Items: ["*"] }' }), [expect.stringMatching(/^unknown .*AllowHeaders: .*Web\.Value/) as string]],
  ['credentials undecided, with names', policy({ AccessControlAllowCredentials: '!Ref Value' }), [`pass ${AT}.AccessControlAllowHeaders`]],
  ['without credentials it is not judged', policy({ AccessControlAllowHeaders: '{ Items: ["*"] }' }), []],
]);

judges('headers-policy-empty-list', [
  ['no header', policy({ AccessControlAllowHeaders: '{ Items: [] }' }), [`pass ${AT}.AccessControlAllowOrigins`, `fail ${AT}.AccessControlAllowHeaders: the list is empty`, `pass ${AT}.AccessControlAllowMethods`]],
  ['a list left out is another rule\'s', policy({ AccessControlAllowHeaders: undefined }), [`pass ${AT}.AccessControlAllowOrigins`, `pass ${AT}.AccessControlAllowMethods`]],
  ['a policy without CORS is not judged', NO_CORS, []],
]);

judges('headers-policy-header-name', [
  ['two names in one', policy({ AccessControlAllowHeaders: '{ Items: ["X-A, X-B"] }' }), [`fail ${AT}.AccessControlAllowHeaders: CloudFront refuses "X-A, X-B"`, `pass ${AT}.AccessControlExposeHeaders`]],
  ['two wildcards', policy({ AccessControlAllowHeaders: '{ Items: ["x-*-*"] }' }), [`fail ${AT}.AccessControlAllowHeaders: CloudFront refuses "x-*-*"`, `pass ${AT}.AccessControlExposeHeaders`]],
  ['a colon in an exposed one', policy({ AccessControlExposeHeaders: '{ Items: ["ETag:"] }' }), [`pass ${AT}.AccessControlAllowHeaders`, `fail ${AT}.AccessControlExposeHeaders: CloudFront refuses "ETag:"`]],
  ['* and Authorization beside it, the only way to promise it', policy({ AccessControlAllowHeaders: '{ Items: ["*", Authorization] }', AccessControlExposeHeaders: '{ Items: ["*"] }' }), [`pass ${AT}.AccessControlAllowHeaders`, `pass ${AT}.AccessControlExposeHeaders`]],
  ['a policy without CORS is not judged', NO_CORS, []],
]);

judges('headers-policy-method', [
  ['unknown', policy({ AccessControlAllowMethods: '{ Items: [GET, PROPFIND] }' }), [`fail ${AT}.AccessControlAllowMethods: CloudFront does not know the method "PROPFIND"`]],
  ['lower case', policy({ AccessControlAllowMethods: '{ Items: [get] }' }), [`fail ${AT}.AccessControlAllowMethods: CloudFront does not know the method "get"`]],
  ['ALL among others', policy({ AccessControlAllowMethods: '{ Items: [ALL, GET] }' }), [`fail ${AT}.AccessControlAllowMethods: "ALL" is listed together with other methods`]],
  ['ALL alone', policy({ AccessControlAllowMethods: '{ Items: [ALL] }' }), [`pass ${AT}.AccessControlAllowMethods`]],
  ['all seven', policy({ AccessControlAllowMethods: '{ Items: [GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE] }' }), [`pass ${AT}.AccessControlAllowMethods`]],
  ['undecided', policy({ AccessControlAllowMethods: '{ Items: [!Ref Value] }' }), [expect.stringMatching(/^unknown .*AllowMethods/) as string]],
]);

judges('headers-policy-missing-field', [
  ['one', policy({ OriginOverride: undefined }), [`fail ${AT}: OriginOverride is missing`]],
  ['two', policy({ OriginOverride: undefined, AccessControlAllowCredentials: undefined }), [`fail ${AT}: AccessControlAllowCredentials, OriginOverride are missing`]],
  ['none', policy(), [`pass ${AT}`]],
  ['a policy without CORS is not judged', NO_CORS, []],
]);

judges('credentials-for-weak-origin', [
  ['localhost', policy({ ...CREDENTIALS, AccessControlAllowOrigins: '{ Items: [https://a.com, http://localhost:3000] }' }), [`fail ${AT}.AccessControlAllowOrigins: credentials for "http://localhost:3000"`]],
  ['https only', policy(CREDENTIALS), [`pass ${AT}.AccessControlAllowOrigins`]],
  ['localhost without credentials is not judged', origins('http://localhost:3000'), []],
]);

judges('null-origin', [
  ['in a policy', policy({ AccessControlAllowOrigins: '{ Items: ["null"] }' }), [`fail ${AT}.AccessControlAllowOrigins: "null" is among the origins`]],
  ['not in a policy', policy(), [`pass ${AT}.AccessControlAllowOrigins`]],
]);
