import { exampleStack, type ExampleParts } from '../../lib/rules/engine/example-stack';
import { judges } from './judging';

/** The example stack with parameters beside it. */
function stack(parts: ExampleParts = {}): string {
  return `Parameters: { Value: { Type: String } }\nResources:${exampleStack(parts).replaceAll('\n', '\n  ')}`;
}

const RESPONSE = 'Distribution CustomErrorResponses.0';
const maps = (response: string, parts: ExampleParts = {}) => stack({ ...parts, distribution: { CustomErrorResponses: `[{ ${response} }]`, ...parts.distribution } });
const TO_APP = 'ErrorCode: 403, ResponseCode: 200, ResponsePagePath: /index.html';
const NO_WISH: ExampleParts = { cors: null, rule: null };

const OPEN = `Open:
  Type: AWS::CloudFront::ResponseHeadersPolicy
  Properties:
    ResponseHeadersPolicyConfig:
      Name: open
      CustomHeadersConfig: { Items: [{ Header: Access-Control-Allow-Origin, Value: '*', Override: true }] }`;

judges('error-page-masks', [
  ['403 to 200', maps(TO_APP), [`fail ${RESPONSE}: 403 becomes 200`]],
  ['404 to 200', maps(TO_APP.replace('403', '404')), [`fail ${RESPONSE}: 404 becomes 200`]],
  ['another status', maps(TO_APP.replace('200', '404')), [`pass ${RESPONSE}`]],
  ['only how long an error is cached', maps('ErrorCode: 403, ErrorCachingMinTTL: 0'), [`pass ${RESPONSE}`]],
  ['a server error', maps(TO_APP.replace('403', '503')), [`pass ${RESPONSE}`]],
  ['undecided', maps('ErrorCode: 403, ResponseCode: !Ref Value, ResponsePagePath: /index.html'), [expect.stringMatching(`^unknown ${RESPONSE}`) as string]],
  ['rules of the bucket alone are a wish too', maps(TO_APP, { cors: null }), [`fail ${RESPONSE}: 403 becomes 200`]],
  ['so is the header, as one of the policy\'s own', maps(TO_APP, { ...NO_WISH, behavior: { ResponseHeadersPolicyId: '!Ref Open' }, more: OPEN }), [`fail ${RESPONSE}: 403 becomes 200`]],
  ['a policy of the account may be one', maps(TO_APP, { ...NO_WISH, behavior: { ResponseHeadersPolicyId: '!Ref Value' } }), [`unknown ${RESPONSE}: the response headers policy ⟨Web.Value⟩ is not a resource of these templates`]],
  ['a single-page app that no other origin reads is not judged', maps(TO_APP, NO_WISH), []],
  ['the same, whose bucket takes uploads from pages', maps(TO_APP, { cors: null, rule: { AllowedMethods: '[PUT]' } }), []],
  ['a rule that names no origin is no wish', maps(TO_APP, { cors: null, rule: { AllowedOrigins: "['']" } }), []],
  ['no error pages', stack(), []],
]);

const PAGE = 'PathPattern: errors/*, TargetOriginId: assets, ViewerProtocolPolicy: https-only, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6';
const served = (page: string, behavior: string, parts: ExampleParts = {}) =>
  maps(`ErrorCode: 403, ResponseCode: 404, ResponsePagePath: ${page}`, { ...parts, distribution: { CacheBehaviors: `[{ ${behavior} }]` } });
judges('error-page-behavior', [
  ['by a path without the policy', served('/errors/missing.html', PAGE), [`fail ${RESPONSE}: /errors/missing.html is served by the behavior of errors/*, which has no CORS policy`]],
  ['by a path with the policy', served('/errors/missing.html', `${PAGE}, ResponseHeadersPolicyId: !Ref CorsPolicy`), [`pass ${RESPONSE}`]],
  ['by the default behavior', served('/missing.html', PAGE), [`pass ${RESPONSE}`]],
  ['by a path that is decided at deployment', served('/errors/missing.html', PAGE.replace('errors/*', '!Ref Value')), [expect.stringMatching(`^unknown ${RESPONSE}`) as string]],
  ['without a CORS policy it is not judged', served('/errors/missing.html', PAGE, NO_WISH), []],
]);

const POLICY = 'Distribution DefaultCacheBehavior.ResponseHeadersPolicyId';
const REMOVED = { RemoveHeadersConfig: '{ Items: [{ Header: access-control-allow-credentials }] }' };
judges('credentials-from-bucket', [
  ['with signed cookies', stack({ behavior: { TrustedKeyGroups: '[!Ref Value]' } }), [`fail ${POLICY}: S3 allows credentials and the policy does not`]],
  ['without', stack(), [`fail(info) ${POLICY}: S3 allows credentials and the policy does not`]],
  ['removed', stack({ policy: REMOVED }), [`pass ${POLICY}`]],
  ['allowed by the policy too', stack({ cors: { AccessControlAllowCredentials: 'true', AccessControlAllowHeaders: '{ Items: [X-A, Priority, If-None-Match] }' } }), [`pass ${POLICY}`]],
  ['undecided', stack({ cors: { AccessControlAllowCredentials: '!Ref Value' } }), [expect.stringMatching(`^unknown ${POLICY}`) as string]],
  ['a bucket that names no origin sends none', stack({ rule: { AllowedOrigins: "['*']" } }), []],
  ['nor does one without rules', stack({ rule: null }), []],
]);
