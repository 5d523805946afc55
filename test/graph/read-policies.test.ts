import { CachePolicy, OriginRequestPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { MANAGED_POLICIES, managedPolicy } from '../../lib/graph/readers/managed-policies';
import { distribution, only, readOne, reasonOf, resource, valueOf } from './reading';

const ORIGIN = { Id: 'assets', DomainName: 'assets.s3.amazonaws.com', S3OriginConfig: {} };

function behaviorWith(ids: Record<string, unknown>, others: Record<string, unknown> = {}) {
  const { distributions } = readOne({
    Resources: { D: distribution({ Origins: [ORIGIN], DefaultCacheBehavior: { TargetOriginId: 'assets', ...ids } }), ...others },
  });
  return only(valueOf(only(distributions).behaviors));
}

describe('what reaches S3 and what splits the cache is decided by policies that a template only names by id', () => {
  test('a cache policy', () => {
    const { cachePolicies } = readOne({
      Resources: {
        P: resource('AWS::CloudFront::CachePolicy', {
          CachePolicyConfig: {
            Name: 'n',
            MinTTL: 0,
            MaxTTL: '10',
            DefaultTTL: 5,
            ParametersInCacheKeyAndForwardedToOrigin: {
              EnableAcceptEncodingGzip: true,
              HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Origin'] },
              CookiesConfig: { CookieBehavior: 'allExcept', Cookies: ['a'] },
              QueryStringsConfig: { QueryStringBehavior: 'all' },
            },
          },
        }),
      },
    });
    expect(only(cachePolicies)).toMatchObject({
      id: '⟨Web.P⟩',
      minTtl: { value: 0 },
      maxTtl: { value: 10 },
      defaultTtl: { value: 5 },
      headers: { value: { behavior: 'whitelist', names: ['Origin'] } },
      cookies: { value: { behavior: 'allExcept', names: ['a'] } },
      queryStrings: { value: { behavior: 'all', names: [] } },
      gzip: { value: true },
      brotli: { value: false },
    });
  });

  test('an origin request policy is linked by Ref and by GetAtt Id alike', () => {
    const policy = resource('AWS::CloudFront::OriginRequestPolicy', {
      OriginRequestPolicyConfig: { Name: 'n', HeadersConfig: { HeaderBehavior: 'allExcept', Headers: ['Host'] }, CookiesConfig: { CookieBehavior: 'none' }, QueryStringsConfig: { QueryStringBehavior: 'none' } },
    });
    for (const id of [{ Ref: 'P' }, { 'Fn::GetAtt': ['P', 'Id'] }]) {
      expect(valueOf(behaviorWith({ OriginRequestPolicyId: id }, { P: policy }).originRequestPolicy)?.headers).toEqual({
        known: true,
        value: { behavior: 'allExcept', names: ['Host'] },
      });
    }
  });

  test('a response headers policy: CORS, custom, security and removed headers', () => {
    const policy = resource('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        Name: 'n',
        CorsConfig: {
          AccessControlAllowOrigins: { Items: ['https://app.example.com', { Ref: 'AppOrigin' }] },
          AccessControlAllowHeaders: { Items: ['*', 'Authorization'] },
          AccessControlAllowMethods: { Items: ['GET'] },
          AccessControlAllowCredentials: 'false',
          AccessControlExposeHeaders: { Items: ['ETag'] },
          AccessControlMaxAgeSec: 600,
          OriginOverride: true,
        },
        CustomHeadersConfig: { Items: [{ Header: 'Vary', Value: 'Origin', Override: true }] },
        RemoveHeadersConfig: { Items: [{ Header: 'Server' }] },
        SecurityHeadersConfig: {
          ContentTypeOptions: { Override: true },
          StrictTransportSecurity: { AccessControlMaxAgeSec: 60, IncludeSubdomains: true, Override: false },
          XSSProtection: { Protection: true, ModeBlock: true, Override: false },
        },
      },
    });
    const { responseHeadersPolicies } = readOne({ Parameters: { AppOrigin: { Type: 'String' } }, Resources: { P: policy } });
    const read = only(responseHeadersPolicies);
    expect(valueOf(read.cors)).toEqual({
      path: 'Properties.ResponseHeadersPolicyConfig.CorsConfig',
      allowOrigins: { known: true, value: ['https://app.example.com', '⟨Web.AppOrigin⟩'] },
      allowHeaders: { known: true, value: ['*', 'Authorization'] },
      allowMethods: { known: true, value: ['GET'] },
      allowCredentials: { known: true, value: false },
      exposeHeaders: { known: true, value: ['ETag'] },
      maxAgeSeconds: { known: true, value: 600 },
      originOverride: { known: true, value: true },
      missing: [],
    });
    expect(valueOf(read.customHeaders)).toMatchObject([{ header: { value: 'Vary' }, value: { value: 'Origin' }, override: { value: true } }]);
    expect(valueOf(read.removeHeaders)).toEqual(['Server']);
    expect(valueOf(read.securityHeaders).map(({ header, value }) => `${valueOf(header)}: ${valueOf(value)}`)).toEqual([
      'X-Content-Type-Options: nosniff',
      'Strict-Transport-Security: max-age=60; includeSubDomains',
      'X-XSS-Protection: 1; mode=block',
    ]);
  });

  test('a CORS config names the required properties it leaves out', () => {
    const policy = resource('AWS::CloudFront::ResponseHeadersPolicy', { ResponseHeadersPolicyConfig: { Name: 'n', CorsConfig: { OriginOverride: true } } });
    expect(valueOf(only(readOne({ Resources: { P: policy } }).responseHeadersPolicies).cors)?.missing).toEqual([
      'AccessControlAllowOrigins',
      'AccessControlAllowHeaders',
      'AccessControlAllowMethods',
      'AccessControlAllowCredentials',
    ]);
  });

  test('a policy without CORS says so', () => {
    const policy = resource('AWS::CloudFront::ResponseHeadersPolicy', { ResponseHeadersPolicyConfig: { Name: 'n' } });
    expect(only(readOne({ Resources: { P: policy } }).responseHeadersPolicies).cors).toEqual({ known: true, value: undefined });
  });

  test('a managed id yields the policy, an id of the wrong kind the reason', () => {
    const behavior = behaviorWith({
      CachePolicyId: '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf',
      OriginRequestPolicyId: '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf',
      ResponseHeadersPolicyId: '11111111-2222-3333-4444-555555555555',
    });
    expect(valueOf(behavior.originRequestPolicy)?.managed).toBe('CORS-S3Origin');
    expect(behavior.cache.mode === 'policy' ? reasonOf(behavior.cache.policy) : '').toBe(
      '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf is the managed origin request policy CORS-S3Origin, no cache policy',
    );
    expect(reasonOf(behavior.responseHeadersPolicy)).toBe('the response headers policy 11111111-2222-3333-4444-555555555555 is not a resource of these templates');
    expect(behavior.responseHeadersPolicyId).toEqual({ known: true, value: '11111111-2222-3333-4444-555555555555' });
  });

  test('every managed policy the CDK knows is known here, by the same id and kind', () => {
    const cdk = [
      ...idsOf(CachePolicy, 'cachePolicyId').map((id) => ['cache', id]),
      ...idsOf(OriginRequestPolicy, 'originRequestPolicyId').map((id) => ['origin request', id]),
      ...idsOf(ResponseHeadersPolicy, 'responseHeadersPolicyId').map((id) => ['response headers', id]),
    ];
    expect(cdk.length).toBeGreaterThan(15);
    expect(MANAGED_POLICIES.map((each) => [each.kind, each.policy.id])).toEqual(expect.arrayContaining(cdk));
  });

  test.each([
    ['88a5eaf4-2fd4-4709-b370-b4c650ea3fcf', 'headers', { behavior: 'whitelist', names: ['Origin', 'Access-Control-Request-Headers', 'Access-Control-Request-Method'] }],
    ['59781a5b-3903-41f3-afcb-af62929ccde1', 'headers', { behavior: 'whitelist', names: ['Origin'] }],
    ['216adef6-5c7f-47e4-b989-5492eafa07d3', 'headers', { behavior: 'allViewer', names: [] }],
    ['b689b0a8-53d0-40ab-baf2-68738e2966ac', 'headers', { behavior: 'allExcept', names: ['Host'] }],
    ['658327ea-f89d-4fab-a63d-7e88639e58f6', 'headers', { behavior: 'none', names: [] }],
    ['658327ea-f89d-4fab-a63d-7e88639e58f6', 'minTtl', 1],
    ['4135ea2d-6df8-44a3-9df3-4b5a84be39ad', 'maxTtl', 0],
    ['08627262-05a9-4f76-9ded-b50ca2e3a84f', 'brotli', false],
  ])('managed policy %s: %s is %j', (id, field, value) => {
    expect(managedPolicy(id)?.policy).toMatchObject({ [field]: { known: true, value } });
  });
});

/** The CDK wraps the classes, so the constants are inherited from the class wrapped. */
function idsOf(from: object, property: string): string[] {
  const names = [from, Object.getPrototypeOf(from) as object].flatMap((each) => Object.getOwnPropertyNames(each));
  const constants = [...new Set(names)].filter((name) => /^[A-Z0-9_]+$/.test(name)).map((name) => (from as Record<string, unknown>)[name]);
  return constants.flatMap((each) => (typeof each === 'object' && each !== null && property in each ? [String((each as Record<string, unknown>)[property])] : []));
}
