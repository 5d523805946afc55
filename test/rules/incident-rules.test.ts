/** Rules that incidents asked for, at their edges. */
import { accessIdentityFormat } from '../../lib/rules/deploy/distribution/access-identity-format';
import { headersPolicyWithoutSection } from '../../lib/rules/deploy/headers-policy/headers-policy-without-section';
import { allowedHeaderNeverAsked } from '../../lib/rules/browser/allowed-header-never-asked';
import { credentialsWithWildcard } from '../../lib/rules/browser/credentials-with-wildcard';
import { uploadThroughCloudfront } from '../../lib/rules/disagreement/upload-through-cloudfront';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import { judgements } from './judging';

const UPLOADS = { AllowedMethods: '[GET, HEAD, PUT]' };
const ALL = { AllowedMethods: '[GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]' };

test('a header that no page sets is a note beside headers that pages do set', () => {
  expect(judgements(allowedHeaderNeverAsked, exampleStack({ cors: null, rule: { AllowedHeaders: '[Origin, X-Trace]' } }))).toEqual([
    'fail(info) Assets CorsConfiguration.CorsRules.0.AllowedHeaders: lists Origin, which no page can set',
  ]);
  expect(judgements(allowedHeaderNeverAsked, exampleStack({ cors: null, rule: { AllowedHeaders: undefined } }))).toEqual([]);
});

test('what is no header name is nothing that a page sets: fetch throws at it', () => {
  expect(judgements(allowedHeaderNeverAsked, exampleStack({ cors: null, rule: { AllowedHeaders: '[X Trace]' } }))).toEqual([
    'fail Assets CorsConfiguration.CorsRules.0.AllowedHeaders: lists X Trace, which no page can set',
  ]);
});

test('a policy about timing alone has a section', () => {
  const timing = 'Timing:\n  Type: AWS::CloudFront::ResponseHeadersPolicy\n  Properties: { ResponseHeadersPolicyConfig: { Name: t, ServerTimingHeadersConfig: { Enabled: true } } }';
  expect(judgements(headersPolicyWithoutSection, exampleStack({ cors: null, more: timing }))).toEqual(['pass Timing ResponseHeadersPolicyConfig']);
});

test('an identity by parameter is decided at deployment, an empty one is none', () => {
  const withIdentity = (text: string) => exampleStack({ origin: { S3OriginConfig: `{ OriginAccessIdentity: ${text} }` } });
  expect(judgements(accessIdentityFormat, withIdentity('\'\''))).toEqual([]);
  expect(judgements(accessIdentityFormat, withIdentity('origin-access-identity/cloudfront/E2QWRUHEXAMPLE'))[0]).toMatch(/^pass/);
  expect(judgements(accessIdentityFormat, withIdentity('!ImportValue Identity'))[0]).toMatch(/^unknown/);
});

describe('uploads through CloudFront', () => {
  test('work where the distribution may write, and where the page presigns what CloudFront does not sign', () => {
    expect(judgements(uploadThroughCloudfront, exampleStack({ rule: UPLOADS, cors: null, behavior: ALL, statement: { Action: '[s3:GetObject, s3:PutObject]' } }))[0]).toMatch(/^pass/);
    const presigned = { ...ALL, CachePolicyId: undefined, OriginRequestPolicyId: undefined, ForwardedValues: '{ QueryString: true, Headers: [Origin] }' };
    expect(judgements(uploadThroughCloudfront, exampleStack({ rule: UPLOADS, cors: null, behavior: presigned, origin: { OriginAccessControlId: undefined } }))[0]).toMatch(/^pass/);
  });

  test('are refused otherwise, and POST always', () => {
    expect(judgements(uploadThroughCloudfront, exampleStack({ rule: { AllowedMethods: '[GET, PUT, POST]' }, cors: null, behavior: ALL })))
      .toEqual(['fail Distribution DefaultCacheBehavior.AllowedMethods: lets POST, PUT through, which S3 refuses']);
  });

  test('are nothing to a behavior that lets none through', () => {
    expect(judgements(uploadThroughCloudfront, exampleStack({ rule: UPLOADS }))[0]).toMatch(/^pass/);
  });
});

test('signed cookies need an answer by name; a policy speaks for itself', () => {
  const signed = { TrustedKeyGroups: '[some-key-group]' };
  expect(judgements(credentialsWithWildcard, exampleStack({ cors: null, rule: { AllowedOrigins: '[\'*\']' }, behavior: signed }))[0]).toMatch(/^fail\(warning\) Distribution/);
  expect(judgements(credentialsWithWildcard, exampleStack({ cors: null, behavior: signed }))[0]).toMatch(/^pass/);
  expect(judgements(credentialsWithWildcard, exampleStack({ rule: { AllowedOrigins: '[\'*\']' }, behavior: signed }))).toEqual([]);
});
