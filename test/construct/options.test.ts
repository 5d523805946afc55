import { BROWSER_HEADERS } from '../../lib/contract/response-headers';
import { App, CfnParameter, CfnResource, Duration, Fn, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { GeoRestriction, HeadersFrameOption, HeadersReferrerPolicy, KeyGroup, PriceClass, PublicKey, SecurityPolicyProtocol } from 'aws-cdk-lib/aws-cloudfront';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { CorsContract, CorsPolicy, CrossOriginResourcePolicy, MissingFileStatus, StrictTransportSecurity } from 'cdk-cors-asset-distribution';
import type { CorsAssetDistributionProps } from 'cdk-cors-asset-distribution';
import { APP_ORIGIN, assetsIn, certificateIn, newStack, propertiesOf, templateOf } from './support';

const POLICY = 'AWS::CloudFront::ResponseHeadersPolicy';
const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const zone = (stack: Stack, zoneName = 'example.com'): route53.IHostedZone =>
  route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName });
const records = (template: Template): unknown[][] =>
  propertiesOf(template, 'AWS::Route53::RecordSet').map(({ Name: name, Type: type }) => [name, type]);
const corsOf = (template: Template): Record<string, unknown> =>
  (propertiesOf(template, POLICY)[0].ResponseHeadersPolicyConfig as { CorsConfig: Record<string, unknown> }).CorsConfig;

describe('the distribution', () => {
  test.each<[string, Partial<CorsAssetDistributionProps>, object]>([
    ['answers / with the root object', { defaultRootObject: 'index.html' }, { DefaultRootObject: 'index.html' }],
    ['reads below the origin path', { originPath: '/site' }, { Origins: [Match.objectLike({ OriginPath: '/site' })] }],
    ['has one more cache in front of the bucket', { originShieldRegion: 'eu-west-1' }, { Origins: [Match.objectLike({ OriginShield: { Enabled: true, OriginShieldRegion: 'eu-west-1' } })] }],
    ['carries a note', { comment: 'fonts' }, { Comment: 'fonts' }],
    ['stands behind a firewall', { webAclArn: 'arn:aws:wafv2:us-east-1:1:global/webacl/a/b' }, { WebACLId: 'arn:aws:wafv2:us-east-1:1:global/webacl/a/b' }],
    ['knows countries', { geoRestriction: GeoRestriction.allowlist('CH') }, { Restrictions: { GeoRestriction: { RestrictionType: 'whitelist', Locations: ['CH'] } } }],
    ['is cheaper with fewer locations', { priceClass: PriceClass.PRICE_CLASS_100 }, { PriceClass: 'PriceClass_100' }],
  ])('%s', (_, props, config) => {
    templateOf(props).hasResourceProperties(DISTRIBUTION, { DistributionConfig: config });
  });

  test('serves signed requests only, when key groups are trusted', () => {
    const stack = newStack();
    const key = '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----';
    const group = new KeyGroup(stack, 'Group', { items: [new PublicKey(stack, 'Key', { encodedKey: key })] });
    templateOf({ trustedKeyGroups: [group] }, stack).hasResourceProperties(DISTRIBUTION, {
      DistributionConfig: { DefaultCacheBehavior: { TrustedKeyGroups: [{ Ref: Match.stringLikeRegexp('Group') }] } },
    });
  });

  test('answers 404 for a missing file when it may list the bucket, which a root object keeps from strangers', () => {
    const template = templateOf({ missingFileStatus: MissingFileStatus.NOT_FOUND, defaultRootObject: 'index.html' });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({
          Action: 's3:ListBucket', Resource: { 'Fn::GetAtt': [Match.anyValue(), 'Arn'] }, Condition: { StringEquals: { 'AWS:SourceArn': Match.anyValue() } },
        })]),
      },
    });
  });
});

test('a list of headers that is known only at deployment gets those that browsers add by themselves too', () => {
  const stack = newStack();
  const names = new CfnParameter(stack, 'Names', { type: 'CommaDelimitedList' }).valueAsList;
  expect((corsOf(templateOf({ allowedHeaders: names }, stack)).AccessControlAllowHeaders as { Items: unknown }).Items)
    .toEqual({ 'Fn::Split': [',', { 'Fn::Join': [',', [{ 'Fn::Join': [',', { Ref: 'Names' }] }, expect.stringMatching(/^Priority,Cache-Control,/)]] }] });
});

describe('credentials', () => {
  const template = templateOf({ allowCredentials: true });

  test('name the headers, because CloudFront refuses "*" then', () => {
    expect((corsOf(template).AccessControlAllowHeaders as { Items: string[] }).Items).toEqual(expect.arrayContaining(['Range', 'If-None-Match', 'Content-Type']));
    expect(corsOf(template)).toMatchObject({ AccessControlAllowCredentials: true });
  });

  test('let only the same site embed, because every site could with cookies', () => {
    template.hasResourceProperties(POLICY, {
      ResponseHeadersPolicyConfig: { CustomHeadersConfig: { Items: Match.arrayWith([{ Header: 'Cross-Origin-Resource-Policy', Value: 'same-site', Override: true }]) } },
    });
  });
});

describe('response headers', () => {
  const security = (template: Template): unknown => (propertiesOf(template, POLICY)[0].ResponseHeadersPolicyConfig as { SecurityHeadersConfig: unknown }).SecurityHeadersConfig;
  const timing = (template: Template, value: unknown): void => {
    template.hasResourceProperties(POLICY, {
      ResponseHeadersPolicyConfig: { CustomHeadersConfig: { Items: Match.arrayWith([{ Header: 'Timing-Allow-Origin', Value: value, Override: true }]) } },
    });
  };

  test('pages that are served from here get what protects them, next to what is always sent', () => {
    const headers = {
      contentSecurityPolicy: 'default-src \'self\'', referrerPolicy: HeadersReferrerPolicy.SAME_ORIGIN, frameOptions: HeadersFrameOption.DENY,
      crossOriginResourcePolicy: CrossOriginResourcePolicy.SAME_SITE, customHeaders: { 'X-Robots-Tag': 'noindex', 'Cross-Origin-Opener-Policy': Token.asString({ Ref: 'Coop' }) },
    };
    const stack = newStack();
    new CorsPolicy(stack, 'Policy', { allowedOrigins: [APP_ORIGIN], ...headers });
    for (const template of [templateOf(headers), Template.fromStack(stack)]) {
      expect(propertiesOf(template, POLICY)[0].ResponseHeadersPolicyConfig).toMatchObject({
        SecurityHeadersConfig: {
          ContentSecurityPolicy: { ContentSecurityPolicy: 'default-src \'self\'', Override: true }, ContentTypeOptions: { Override: true }, FrameOptions: { FrameOption: 'DENY', Override: true },
          ReferrerPolicy: { ReferrerPolicy: 'same-origin', Override: true }, StrictTransportSecurity: { AccessControlMaxAgeSec: 31536000 },
        },
        CustomHeadersConfig: {
          Items: [
            { Header: 'Vary', Value: 'Origin, Accept-Encoding', Override: true }, { Header: 'Cross-Origin-Resource-Policy', Value: 'same-site', Override: true },
            { Header: 'X-Robots-Tag', Value: 'noindex', Override: true }, { Header: 'Cross-Origin-Opener-Policy', Value: { Ref: 'Coop' }, Override: true },
          ],
        },
      });
    }
  });

  test('HSTS can be shorter, and never speaks for other hosts', () => {
    expect(security(templateOf({ strictTransportSecurity: StrictTransportSecurity.maxAge(Duration.days(1)) }))).toEqual({
      ContentTypeOptions: { Override: true }, StrictTransportSecurity: { AccessControlMaxAgeSec: 86400, Override: true },
    });
  });

  test('HSTS can be left out for a host that also serves plain http', () => {
    expect(security(templateOf({ strictTransportSecurity: StrictTransportSecurity.NONE }))).toEqual({ ContentTypeOptions: { Override: true } });
  });

  test('Timing-Allow-Origin lists origins as browsers send them', () => {
    timing(templateOf({ timingAllowOrigins: ['HTTPS://A.example.com:443', 'https://b.example.com'] }), 'https://a.example.com, https://b.example.com');
  });

  test('Timing-Allow-Origin skips the checks when it is a token, of one origin or of all', () => {
    timing(templateOf({ timingAllowOrigins: [Token.asString({ Ref: 'One' })] }), { Ref: 'One' });
    timing(templateOf({ timingAllowOrigins: Token.asList({ Ref: 'All' }) }), { 'Fn::Join': [', ', { Ref: 'All' }] });
  });
});

describe('further paths', () => {
  const stack = newStack();
  const shared = new CorsPolicy(stack, 'Shared', { allowedOrigins: ['*'] });
  assetsIn(stack, {
    additionalPaths: [
      { pathPattern: 'fonts/*', corsPolicy: shared },
      { pathPattern: '*.js', allowedOrigins: ['https://b.example.com'], allowCredentials: true },
      { pathPattern: 'x/*', allowedOrigins: [APP_ORIGIN] },
      { pathPattern: 'a/b', allowedOrigins: ['https://c.example.com'] },
      { pathPattern: 'a--b', allowedOrigins: ['https://d.example.com'] },
      { pathPattern: 'c/b', allowedOrigins: ['https://c.example.com'] },
    ],
  });
  const template = Template.fromStack(stack);
  const { CacheBehaviors: behaviors, DefaultCacheBehavior: first } = propertiesOf(template, DISTRIBUTION)[0].DistributionConfig as {
    CacheBehaviors: Record<string, unknown>[]; DefaultCacheBehavior: Record<string, unknown>;
  };

  test('are tried in the order in which they are written', () => {
    expect(behaviors.map(({ PathPattern: pattern }) => pattern)).toEqual(['fonts/*', '*.js', 'x/*', 'a/b', 'a--b', 'c/b']);
  });

  test('differ from the default behavior in pattern and policy only, because behaviors inherit nothing, and equal contracts share a policy', () => {
    for (const behavior of behaviors) {
      expect({ ...behavior, ResponseHeadersPolicyId: undefined }).toEqual({ ...first, PathPattern: behavior.PathPattern, ResponseHeadersPolicyId: undefined });
    }
    const [fonts, scripts, x, ab, dashes, cb] = behaviors.map(({ ResponseHeadersPolicyId: policy }) => JSON.stringify(policy));
    expect([new Set([fonts, scripts, x, ab, dashes]).size, x, cb]).toEqual([5, JSON.stringify(first.ResponseHeadersPolicyId), ab]);
    expect(behaviors[0].ResponseHeadersPolicyId).toEqual(stack.resolve(shared.responseHeadersPolicy.responseHeadersPolicyId));
  });

  test('give the bucket the union of their rules, equal ones once', () => {
    const [{ CorsConfiguration: cors }] = propertiesOf(template, 'AWS::S3::Bucket') as { CorsConfiguration: { CorsRules: { AllowedOrigins: string[] }[] } }[];
    expect(cors.CorsRules.map(({ AllowedOrigins: origins }) => origins)).toEqual([[APP_ORIGIN], ['*'], ['https://b.example.com'], ['https://c.example.com'], ['https://d.example.com']]);
  });
});

describe('a shared policy', () => {
  test('serves two distributions with one of the account\'s 20 policies', () => {
    const stack = newStack();
    const corsPolicy = new CorsPolicy(stack, 'Shared', { allowedOrigins: ['https://b.example.com'] });
    assetsIn(stack, { corsPolicy }, 'One');
    const two = assetsIn(stack, { corsPolicy }, 'Two');
    const template = Template.fromStack(stack);
    template.resourceCountIs(POLICY, 1);
    template.allResourcesProperties('AWS::S3::Bucket', { CorsConfiguration: { CorsRules: [Match.objectLike({ AllowedOrigins: ['https://b.example.com'] })] } });
    expect(two.corsPolicy.contract.allowedOrigins).toEqual(['https://b.example.com']);
  });

  test('that exists already is taken at its word', () => {
    const stack = newStack();
    const corsPolicy = CorsPolicy.fromAttributes(stack, 'Shared', { responseHeadersPolicyId: 'id-1', contract: CorsContract.of({ allowedOrigins: ['*'] }) });
    const template = templateOf({ corsPolicy, uploads: { allowedOrigins: [APP_ORIGIN] } }, stack);
    template.resourceCountIs(POLICY, 0);
    template.hasResourceProperties(DISTRIBUTION, { DistributionConfig: { DefaultCacheBehavior: { ResponseHeadersPolicyId: 'id-1' } } });
    template.hasResourceProperties('AWS::S3::Bucket', { CorsConfiguration: { CorsRules: [Match.objectLike({ AllowedOrigins: ['*'] }), Match.objectLike({ AllowedOrigins: [APP_ORIGIN] })] } });
  });

  test('shows its contract to other code', () => {
    const contract = CorsContract.of({ allowedOrigins: ['HTTPS://A'], allowedHeaders: ['Range'], exposedHeaders: [], allowCredentials: true });
    expect([contract.allowedOrigins, contract.allowedHeaders, contract.exposedHeaders, contract.allowCredentials]).toEqual([['https://a'], ['Range'], [], true]);
  });
});

describe('a custom domain', () => {
  test('is served with TLS 1.2 and SNI, because older TLS leaks and own addresses cost', () => {
    const stack = newStack();
    const assets = assetsIn(stack, { domainNames: ['Assets.example.com', 'assets.example.com'], certificate: certificateIn(stack) });
    Template.fromStack(stack).hasResourceProperties(DISTRIBUTION, {
      DistributionConfig: { Aliases: ['assets.example.com'], ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' } },
    });
    expect(assets.assetUrl('a.js')).toBe('https://assets.example.com/a.js');
  });

  test('speaks a newer TLS only when asked', () => {
    const stack = newStack();
    templateOf({ domainNames: ['a.example.com'], certificate: certificateIn(stack), minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_3_2025 }, stack)
      .hasResourceProperties(DISTRIBUTION, { DistributionConfig: { ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.3_2025' } } });
  });

  test('gets IPv4, IPv6 and HTTPS records for each of its names', () => {
    const stack = newStack();
    const template = templateOf({ domainNames: ['example.com', 'a.example.com'], certificate: certificateIn(stack), hostedZone: zone(stack) }, stack);
    expect(records(template)).toEqual(['example.com.', 'a.example.com.'].flatMap((name) => ['A', 'AAAA', 'HTTPS'].map((type) => [name, type])));
  });

  test.each<[string, (stack: Stack) => route53.IHostedZone]>([
    ['by its id alone', (stack) => route53.HostedZone.fromHostedZoneId(stack, 'Zone', 'Z1')],
    ['whose name is a token', (stack) => zone(stack, Token.asString({ Ref: 'ZoneName' }))],
  ])('gets records of its full name in a zone %s', (_, make) => {
    const stack = newStack();
    expect(records(templateOf({ domainNames: ['a.example.com'], certificate: certificateIn(stack), hostedZone: make(stack) }, stack))[0]).toEqual(['a.example.com.', 'A']);
  });

  test('gets a record for a name that is a token', () => {
    const stack = newStack();
    const template = templateOf({ domainNames: [Token.asString({ Ref: 'Name' })], certificate: certificateIn(stack), hostedZone: zone(stack) }, stack);
    expect(records(template)[0]).toEqual([{ 'Fn::Join': ['', [{ Ref: 'Name' }, '.']] }, 'A']);
  });

  test('that is a wildcard is no host of a URL', () => {
    const stack = newStack();
    const props = { certificate: certificateIn(stack) };
    expect(assetsIn(stack, { ...props, domainNames: ['*.example.com', 'a.example.com'] }, 'Both').domainName).toBe('a.example.com');
    const wild = assetsIn(stack, { ...props, domainNames: ['*.example.com'] }, 'Wild');
    expect(wild.domainName).toBe(wild.distribution.distributionDomainName);
  });

  test.each<[string, (stack: Stack, app: App) => acm.ICertificate]>([
    ['a token', (stack) => acm.Certificate.fromCertificateArn(stack, 'Certificate', new CfnParameter(stack, 'Arn').valueAsString)],
    ['an import', (stack) => acm.Certificate.fromCertificateArn(stack, 'Certificate', Fn.importValue('Arn'))],
    ['made by a custom resource that works in another region',
      (stack) => acm.Certificate.fromCertificateArn(stack, 'Certificate', new CfnResource(stack, 'Custom', { type: 'Custom::Certificate' }).getAtt('Arn').toString())],
    ['made in a us-east-1 stack', (_, app) => new acm.Certificate(new Stack(app, 'Certs', { env: { account: '1', region: 'us-east-1' }, crossRegionReferences: true }), 'C', { domainName: 'a' })],
  ])('skips the check of the certificate\'s region when it is %s, whatever region the stack has', (_, make) => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { account: '1', region: 'eu-central-1' }, crossRegionReferences: true });
    expect(() => templateOf({ domainNames: ['a.example.com'], certificate: make(stack, app) }, stack)).not.toThrow();
  });

  test('of a list that is a token is served, and its first name stands in URLs', () => {
    const stack = newStack();
    const assets = assetsIn(stack, { domainNames: Token.asList({ Ref: 'Names' }), certificate: certificateIn(stack) });
    expect(stack.resolve(assets.domainName)).toEqual({ 'Fn::Select': [0, { Ref: 'Names' }] });
  });
});

describe('deploy-time values', () => {
  test('skips the checks of origins, headers and max age when they are tokens', () => {
    const stack = newStack();
    const list = new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList;
    const one = new CfnParameter(stack, 'One').valueAsString;
    const seconds = Duration.seconds(new CfnParameter(stack, 'Seconds', { type: 'Number' }).valueAsNumber);
    const template = templateOf({
      allowedOrigins: list, allowedHeaders: [one, 'Range'], exposedHeaders: list, maxAge: seconds, uploads: { allowedHeaders: list },
      strictTransportSecurity: StrictTransportSecurity.maxAge(seconds), uploadKeyPrefix: one, defaultRootObject: one, webAclArn: one,
      additionalPaths: [{ pathPattern: one, allowedOrigins: [one, APP_ORIGIN] }],
    }, stack);
    expect(corsOf(template)).toMatchObject({
      AccessControlAllowOrigins: { Items: { Ref: 'List' } }, AccessControlAllowHeaders: { Items: [{ Ref: 'One' }, 'Range', ...BROWSER_HEADERS.filter((name) => name !== 'Range')] },
      AccessControlExposeHeaders: { Items: { Ref: 'List' } }, AccessControlMaxAgeSec: { Ref: 'Seconds' },
    });
    template.hasResourceProperties('AWS::S3::Bucket', {
      CorsConfiguration: { CorsRules: Match.arrayWith([Match.objectLike({ AllowedOrigins: { Ref: 'List' }, MaxAge: { Ref: 'Seconds' } }), Match.objectLike({ AllowedOrigins: [{ Ref: 'One' }, APP_ORIGIN] })]) },
    });
  });

  test('stand in the bucket\'s JSON as what they become', () => {
    const stack = newStack();
    const assets = assetsIn(stack, { allowedOrigins: [`https://${Token.asString({ Ref: 'Host' })}`], maxAge: Duration.seconds(Token.asNumber({ Ref: 'Seconds' })) });
    expect(JSON.stringify(stack.resolve(assets.bucketCorsJson))).toContain('{"Ref":"Seconds"}');
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });
});
