/** Incidents of credentials, of values that AWS refuses, and of policies by id. */
import { APP, fails, works } from '../incident';
import type { Incident } from '../incident';

const WITH_COOKIES = { credentials: 'include', signed: 'cookies' } as const;
const SIGNED = { TrustedKeyGroups: '[some-key-group]' };
const CREDENTIALS = { AccessControlAllowCredentials: 'true', AccessControlAllowHeaders: '{ Items: [X-Trace, Priority, If-None-Match] }' };
const WILDCARD_AND_CREDENTIALS = { by: 'browser', code: 'allow-origin-wildcard-with-credentials' } as const;

export const CREDENTIALS_AND_REFUSALS: readonly Incident[] = [
  {
    ids: ['I43'],
    report: 'signed cookies with withCredentials, and the bucket answers *: the browser refuses',
    broken: {
      stack: { rule: { AllowedOrigins: '[\'*\']' }, cors: null, behavior: SIGNED }, names: ['credentials-with-wildcard'],
      exchanges: [fails(WILDCARD_AND_CREDENTIALS, WITH_COOKIES)],
    },
    wrongFixes: [{
      fix: 'Access-Control-Allow-Credentials beside *', stack: { cors: { ...CREDENTIALS, AccessControlAllowOrigins: '{ Items: [\'*\'] }' }, rule: { AllowedOrigins: '[\'*\']' }, behavior: SIGNED },
      names: ['credentials-with-wildcard'],
    }],
    right: { stack: { cors: CREDENTIALS, behavior: SIGNED }, exchanges: [works(WITH_COOKIES)] },
  },
  {
    ids: ['I44'],
    report: 'the deployment fails: Access-Control-Allow-Headers cannot contain * when credentials are allowed',
    broken: { stack: { cors: { AccessControlAllowCredentials: 'true' } }, names: ['headers-policy-credentials'] },
    right: { stack: { cors: CREDENTIALS }, exchanges: [works({ credentials: 'include' }), works({ credentials: 'include', headers: { 'X-Trace': '1' } })] },
  },
  {
    ids: ['I45'],
    report: 'the deployment fails with an internal error: ALL among the origins',
    broken: { stack: { cors: { AccessControlAllowOrigins: '{ Items: [ALL] }' } }, names: ['headers-policy-origin'] },
    wrongFixes: [
      { fix: 'a method that no list of CloudFront has', stack: { cors: { AccessControlAllowMethods: '{ Items: [GET, TRACE] }' } }, names: ['headers-policy-method'] },
      {
        fix: 'a policy without any section', names: ['headers-policy-without-section'],
        stack: { cors: null, more: 'Nothing:\n  Type: AWS::CloudFront::ResponseHeadersPolicy\n  Properties: { ResponseHeadersPolicyConfig: { Name: nothing } }' },
      },
    ],
    right: { stack: { cors: { AccessControlAllowOrigins: '{ Items: [\'*\'] }', AccessControlAllowMethods: '{ Items: [ALL] }' }, rule: { AllowedOrigins: '[\'*\']' } }, exchanges: [works()] },
  },
  {
    ids: ['I46'],
    report: 'adding a response headers policy fails with "the specified origin access identity does not exist": its text was wrong all along',
    broken: {
      stack: { origin: { OriginAccessControlId: undefined, S3OriginConfig: '{ OriginAccessIdentity: E2QWRUHEXAMPLE }' } }, names: ['access-identity-format'],
    },
    right: {
      stack: {
        origin: { OriginAccessControlId: undefined, S3OriginConfig: '{ OriginAccessIdentity: !Sub \'origin-access-identity/cloudfront/${Identity}\' }' },
        statement: { Principal: '{ CanonicalUser: !GetAtt Identity.S3CanonicalUserId }', Condition: undefined },
        more: 'Identity:\n  Type: AWS::CloudFront::CloudFrontOriginAccessIdentity\n  Properties: { CloudFrontOriginAccessIdentityConfig: { Comment: assets } }',
      },
      exchanges: [works()],
    },
  },
  {
    ids: ['I47'],
    report: 'the id of an origin request policy stands where a cache policy is meant',
    broken: { stack: { behavior: { CachePolicyId: '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf' } }, names: ['policy-id'] },
    wrongFixes: [
      { fix: 'an invented id (CORS-S3Origin, from memory)', stack: { behavior: { OriginRequestPolicyId: '88a5eaf4-2fd4-4709-b370-b4c6509b9c5d' } }, names: ['policy-id'] },
      { fix: 'an invented id (SimpleCORS, from memory)', stack: { cors: null, behavior: { ResponseHeadersPolicyId: '60669652-455b-4ae9-85a7-c6e8f8b8e8d5' } }, names: ['policy-id'] },
      {
        fix: 'SimpleCORS for what a comment calls CORS-with-preflight: headers named by the bucket work, and the rest is its word', names: [],
        stack: { cors: null, rule: { AllowedOrigins: '[\'*\']' }, behavior: { ResponseHeadersPolicyId: '60669652-455b-4ae9-85a4-c4c02393f86c # CORS-with-preflight' } },
        exchanges: [works(), works({ origin: APP, headers: { 'X-Trace': '1' } })],
      },
    ],
    right: { stack: {}, exchanges: [works()] },
  },
];
