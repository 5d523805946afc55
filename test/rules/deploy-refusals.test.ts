/** What CloudFront and S3 refuse when the stack is deployed, and nothing before notices. */
import { spareBucket } from '../../lib/rules/engine/example-spare-bucket';
import { exampleStack, type ExampleParts } from '../../lib/rules/engine/example-stack';
import { judges } from './judging';

const BEHAVIOR = 'Distribution DefaultCacheBehavior';
const ORIGIN = 'Distribution Origins.0';
const POLICY = 'CorsPolicy ResponseHeadersPolicyConfig';

function stack(parts: ExampleParts = {}): string {
  return `Parameters: { Value: { Type: String } }\nResources:${exampleStack(parts).replaceAll('\n', '\n  ')}`;
}

const group = (codes?: string, parts: ExampleParts = {}) => stack({ ...spareBucket(codes), ...parts, behavior: { TargetOriginId: 'both', ...parts.behavior } });
const customHeaders = (...headers: readonly string[]) => stack({ policy: { CustomHeadersConfig: `{ Items: [${headers.map((header) => `{ Header: ${header}, Value: on, Override: true }`).join(', ')}] }` } });

judges('no-origins', [
  ['none', stack().replace(/ {8}Origins:\n(?: {10}.*\n)+/, '        Origins: []\n'), ['fail Distribution Origins: there is no origin in this list']],
  ['one level too deep', stack().replace('Origins:\n', 'Origins: { Items: [] }\n        Others:\n'), [expect.stringMatching(/^unknown Distribution Origins: .* is not a list/) as string]],
  ['left out', stack().replace('Origins:\n', 'Others:\n'), ['fail Distribution Origins: there is no origin in this list']],
  ['one', stack(), ['pass Distribution Origins']],
]);

judges('target-names-no-origin', [
  ['a name with a typing error', stack({ behavior: { TargetOriginId: 'asset' } }), [`fail ${BEHAVIOR}.TargetOriginId: names "asset", and the distribution has "assets"`]],
  ['a name in another case', stack({ behavior: { TargetOriginId: 'Assets' } }), [`fail ${BEHAVIOR}.TargetOriginId: names "Assets", and the distribution has "assets"`]],
  ['a member of a group', group().replace('{ OriginId: spare }', '{ OriginId: spares }'), [
    `pass ${BEHAVIOR}.TargetOriginId`, 'pass Distribution OriginGroups.Items.0.Members', 'fail Distribution OriginGroups.Items.0.Members: names "spares", and the distribution has "assets", "spare"',
  ]],
  ['a group', group(), [`pass ${BEHAVIOR}.TargetOriginId`, 'pass Distribution OriginGroups.Items.0.Members', 'pass Distribution OriginGroups.Items.0.Members']],
  ['a group in a group', group().replace('{ OriginId: spare }', '{ OriginId: both }'), [
    `pass ${BEHAVIOR}.TargetOriginId`, 'pass Distribution OriginGroups.Items.0.Members', 'fail Distribution OriginGroups.Items.0.Members: names "both", and the distribution has "assets", "spare"',
  ]],
  ['a name that deployment decides', stack({ behavior: { TargetOriginId: '!Ref Value' } }), [`unknown ${BEHAVIOR}.TargetOriginId: whether ⟨Web.Value⟩ is the id of an origin is decided at deployment`]],
  ['an id that deployment decides, and its name', stack({ origin: { Id: '!Ref Value' }, behavior: { TargetOriginId: '!Ref Value' } }), [`pass ${BEHAVIOR}.TargetOriginId`]],
  ['no origins have a finding of their own', stack().replace('Origins:\n', 'Others:\n'), [`pass ${BEHAVIOR}.TargetOriginId`]],
]);

const host = (name: string) => stack({ origin: { DomainName: name } });
judges('origin-host-name', [
  ['a scheme', host('https://files.example.com'), [`fail ${ORIGIN}.DomainName: "https://files.example.com" has a colon in it`]],
  ['a port', host('files.example.com:8080'), [`fail ${ORIGIN}.DomainName: "files.example.com:8080" has a colon in it`]],
  ['a path', host('files.example.com/fonts'), [`fail ${ORIGIN}.DomainName: "files.example.com/fonts" has a slash in it`]],
  ['a website\'s URL', host('!GetAtt Assets.WebsiteURL'), [expect.stringMatching(/^fail .*has a colon in it$/) as string]],
  ['a function\'s URL', host('!Sub \'https://${Value}\''), [`fail ${ORIGIN}.DomainName: "https://⟨Web.Value⟩" has a colon in it`]],
  ['a host', host('files.example.com'), [`pass ${ORIGIN}.DomainName`]],
  ['a host that deployment decides', host('!Ref Value'), [`pass ${ORIGIN}.DomainName`]],
]);

const controlled = (type: string, origin: ExampleParts['origin'] = {}) => stack({ accessControl: { OriginAccessControlOriginType: type }, origin });
const CUSTOM = { S3OriginConfig: undefined, CustomOriginConfig: '{ OriginProtocolPolicy: https-only }' };
judges('access-control-type', [
  ['for functions, on a bucket', controlled('lambda'), [expect.stringMatching(`^fail ${ORIGIN}.OriginAccessControlId: the origin access control AccessControl is of type lambda, and .* is of type s3$`) as string]],
  ['for buckets, on a server', controlled('s3', { ...CUSTOM, DomainName: 'api.example.com' }), [`fail ${ORIGIN}.OriginAccessControlId: the origin access control AccessControl is of type s3, and api.example.com takes none`]],
  ['for buckets, on a function URL', controlled('s3', { ...CUSTOM, DomainName: 'abc.lambda-url.eu-west-1.on.aws' }), [expect.stringMatching(/is of type lambda$/) as string]],
  ['for functions, on a function URL', controlled('lambda', { ...CUSTOM, DomainName: 'abc.lambda-url.eu-west-1.on.aws' }), [`pass ${ORIGIN}.OriginAccessControlId`]],
  ['for buckets, on a Multi-Region Access Point', controlled('s3', { ...CUSTOM, DomainName: 'abc.mrap.accesspoint.s3-global.amazonaws.com' }), [`pass ${ORIGIN}.OriginAccessControlId`]],
  ['for buckets, on a bucket', controlled('s3'), [`pass ${ORIGIN}.OriginAccessControlId`]],
  ['a host that deployment decides', controlled('lambda', { DomainName: '!Ref Value' }), []],
  ['none', stack({ origin: { OriginAccessControlId: undefined } }), []],
]);

judges('origin-group-methods', [
  ['all methods', group(undefined, { behavior: { AllowedMethods: '[GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]' } }), [`fail ${BEHAVIOR}.AllowedMethods: allows PUT, POST, PATCH, DELETE on an origin group`]],
  ['reading', group(), [`pass ${BEHAVIOR}.AllowedMethods`]],
  ['one origin', stack({ behavior: { AllowedMethods: '[GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]' } }), []],
]);

judges('failover-status-codes', [
  ['too many requests', group('429'), ['fail Distribution OriginGroups.Items.0.FailoverCriteria.StatusCodes: CloudFront refuses 429']],
  ['one that is taken and one that is not', group('503, 501'), ['fail Distribution OriginGroups.Items.0.FailoverCriteria.StatusCodes: CloudFront refuses 501']],
  ['none', group(''), ['fail Distribution OriginGroups.Items.0.FailoverCriteria.StatusCodes: there is no status code']],
  ['all eight', group('400, 403, 404, 416, 500, 502, 503, 504'), ['pass Distribution OriginGroups.Items.0.FailoverCriteria.StatusCodes']],
]);

const ARN = 'arn:aws:cloudfront::111122223333:function/f';
const LAMBDA = 'arn:aws:lambda:us-east-1:111122223333:function:f:1';
const edge = (own: readonly string[], lambdas: readonly string[] = []) => stack({ behavior: {
  FunctionAssociations: `[${own.map((event) => `{ EventType: ${event}, FunctionARN: '${ARN}' }`).join(', ')}]`,
  LambdaFunctionAssociations: `[${lambdas.map((event) => `{ EventType: ${event}, LambdaFunctionARN: '${LAMBDA}' }`).join(', ')}]`,
} });
judges('one-function-per-event', [
  ['two functions at one event', edge(['viewer-request', 'viewer-request']), [`fail ${BEHAVIOR}: there are two functions for viewer-request`]],
  ['two of Lambda@Edge at one event', edge([], ['origin-request', 'origin-request']), [`fail ${BEHAVIOR}: there are two functions for origin-request`]],
  ['both kinds at one event', edge(['viewer-request'], ['viewer-request']), [`fail ${BEHAVIOR}: there are two functions for viewer-request`]],
  ['both kinds at the viewer', edge(['viewer-request'], ['viewer-response']), [`fail ${BEHAVIOR}: the viewer events have a CloudFront function and a Lambda@Edge function`]],
  ['one kind at the viewer, the other at the origin', edge(['viewer-request'], ['origin-request', 'origin-response']), [`pass ${BEHAVIOR}`]],
  ['one for each viewer event', edge(['viewer-request', 'viewer-response']), [`pass ${BEHAVIOR}`]],
  ['one', edge(['viewer-request']), [`pass ${BEHAVIOR}`]],
  ['none', edge([]), []],
]);

const cached = (maxTtl: string, more: string) => stack({ behavior: { CachePolicyId: '!Ref CachePolicy' }, more: `
CachePolicy:
  Type: AWS::CloudFront::CachePolicy
  Properties:
    CachePolicyConfig:
      Name: own
      MinTTL: 0
      DefaultTTL: 0
      MaxTTL: ${maxTtl}
      ParametersInCacheKeyAndForwardedToOrigin:
        CookiesConfig: { CookieBehavior: none }
        HeadersConfig: { HeaderBehavior: none }
        QueryStringsConfig: { QueryStringBehavior: none }
        ${more}` });
const PARAMETERS = 'CachePolicy CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin';
judges('compression-without-caching', [
  ['gzip', cached('0', 'EnableAcceptEncodingGzip: true'), [`fail ${PARAMETERS}: asks for compression, and MaxTTL is 0`]],
  ['brotli', cached('0', 'EnableAcceptEncodingBrotli: true'), [`fail ${PARAMETERS}: asks for compression, and MaxTTL is 0`]],
  ['neither', cached('0', 'EnableAcceptEncodingGzip: false'), [`pass ${PARAMETERS}`]],
  ['a second', cached('1', 'EnableAcceptEncodingGzip: true'), [`pass ${PARAMETERS}`]],
]);

judges('custom-header-for-cors', [
  ['the permission', customHeaders('Access-Control-Allow-Origin', 'X-Own'), [`fail ${POLICY}.CustomHeadersConfig: sets "Access-Control-Allow-Origin", which CloudFront refuses as a custom header`]],
  ['in lower case, and another', customHeaders('access-control-max-age', 'Access-Control-Allow-Private-Network'), [
    `fail ${POLICY}.CustomHeadersConfig: sets "access-control-max-age", "Access-Control-Allow-Private-Network", which CloudFront refuses as a custom header`,
  ]],
  ['others', customHeaders('Cross-Origin-Resource-Policy', 'Timing-Allow-Origin', 'Vary'), [`pass ${POLICY}.CustomHeadersConfig`]],
]);

judges('custom-header-for-security', [
  ['a content security policy', customHeaders('Content-Security-Policy'), [`fail ${POLICY}.CustomHeadersConfig: sets "Content-Security-Policy", which CloudFront refuses as a custom header`]],
  ['two in lower case', customHeaders('x-frame-options', 'strict-transport-security'), [expect.stringMatching(/sets "x-frame-options", "strict-transport-security"/) as string]],
  ['one that only reports', customHeaders('Content-Security-Policy-Report-Only', 'Permissions-Policy'), [`pass ${POLICY}.CustomHeadersConfig`]],
]);

const removes = (...names: readonly string[]) => stack({ policy: { RemoveHeadersConfig: `{ Items: [${names.map((name) => `{ Header: ${name} }`).join(', ')}] }` } });
judges('removed-header-is-required', [
  ['Via', removes('Server', 'Via'), [`fail ${POLICY}.RemoveHeadersConfig: removes "Via", which CloudFront does not allow`]],
  ['X-Cache in lower case', removes('x-cache'), [`fail ${POLICY}.RemoveHeadersConfig: removes "x-cache", which CloudFront does not allow`]],
  ['the id of the request at the edge', removes('X-Amz-Cf-Id', 'X-Edge-Location'), [expect.stringMatching(/removes "X-Amz-Cf-Id", "X-Edge-Location"/) as string]],
  ['what S3 adds, and what decides CORS', removes('Server', 'x-amz-version-id', 'ETag', 'Vary', 'Access-Control-Allow-Origin'), [`pass ${POLICY}.RemoveHeadersConfig`]],
]);

judges('custom-headers-too-many', [
  ['eleven', customHeaders(...Array.from({ length: 11 }, (_, index) => `X-${index}`)), [`fail ${POLICY}.CustomHeadersConfig: sets 11 custom headers`]],
  ['ten', customHeaders(...Array.from({ length: 10 }, (_, index) => `X-${index}`)), [`pass ${POLICY}.CustomHeadersConfig`]],
  ['a value of 1,784 characters', customHeaders('X-Own').replace('Value: on', `Value: ${'a'.repeat(1_784)}`), [`fail ${POLICY}.CustomHeadersConfig: sets X-Own to 1784 characters`]],
]);

const paths = (...patterns: readonly string[]) => stack({ distribution: { CacheBehaviors: `[${patterns.map((pattern) => `{ PathPattern: ${pattern}, TargetOriginId: assets }`).join(', ')}]` } });
const PATH = (index: number) => `Distribution CacheBehaviors.${index}.PathPattern`;
judges('path-pattern-twice', [
  ['with a slash and without', paths('fonts/*', 'a', '/fonts/*'), [`pass ${PATH(0)}`, `pass ${PATH(1)}`, `fail ${PATH(2)}: "/fonts/*" has a behavior already`]],
  ['one inside the other', paths('fonts/*', 'fonts/old/*'), [`pass ${PATH(0)}`, `pass ${PATH(1)}`]],
  ['in another case, which is another path', paths('fonts/*', 'Fonts/*'), [`pass ${PATH(0)}`, `pass ${PATH(1)}`]],
  ['a pattern that deployment decides', paths('!Ref Value', 'a'), [expect.stringMatching(/^unknown /) as string, `pass ${PATH(1)}`]],
  ['none', stack(), []],
]);

const many = (count: number) => paths(...Array.from({ length: count }, (_, index) => `p${index}`));
judges('cache-behaviors-too-many', [
  ['one too many', many(76), ['fail Distribution CacheBehaviors: there are 76 next to the default behavior']],
  ['as many as there may be', many(75), ['pass Distribution CacheBehaviors']],
]);

const http = (HttpVersion: string | undefined, more: ExampleParts['distribution'] = { ContinuousDeploymentPolicyId: 'id' }) => stack({ distribution: { HttpVersion, ...more } });
const HTTP = 'Distribution HttpVersion';
judges('staging-with-http3', [
  ['the primary distribution', http('http2and3'), [`fail ${HTTP}: is http2and3`]],
  ['the staging distribution', http('http3', { Staging: 'true' }), [`fail ${HTTP}: is http3`]],
  ['a policy that deployment decides', http('http3', { ContinuousDeploymentPolicyId: '!Ref Value' }), [`fail ${HTTP}: is http3`]],
  ['HTTP/2', http('http2'), [`pass ${HTTP}`]],
  ['what CloudFront takes when nothing is said', http(undefined), [`pass ${HTTP}`]],
  ['HTTP/3 without continuous deployment', http('http2and3', { Staging: 'false', ContinuousDeploymentPolicyId: '\'\'' }), []],
]);

const resource = (value: string) => stack({ statement: { Resource: value } });
const STATEMENT = 'AssetsPolicy PolicyDocument.Statement.0';
judges('policy-resource-format', [
  ['the bucket\'s name', resource("!Sub '${Assets}/*'"), [`fail ${STATEMENT}: names "⟨Web.Assets⟩/*", which is not an ARN`]],
  ['Ref of the bucket beside an ARN', resource("[!Sub '${Assets.Arn}/*', !Ref Assets]"), [`fail ${STATEMENT}: names "⟨Web.Assets⟩", which is not an ARN`]],
  ['a literal name', resource('files/*'), [`fail ${STATEMENT}: names "files/*", which is not an ARN`]],
  ['the ARN', resource("!Sub '${Assets.Arn}/*'"), [`pass ${STATEMENT}`]],
  ['everything', resource("'*'"), [`pass ${STATEMENT}`]],
  ['a parameter that may be an ARN', resource("!Sub '${Value}/*'"), [`pass ${STATEMENT}`]],
]);
