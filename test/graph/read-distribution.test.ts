import { bucketBehind, distribution, only, readOne, reasonOf, resource, valueOf } from './reading';

const S3_ORIGIN = { Id: 'assets', DomainName: { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] }, S3OriginConfig: { OriginAccessIdentity: '' } };
const DEFAULT = { TargetOriginId: 'assets', ViewerProtocolPolicy: 'redirect-to-https', CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6' };
const bucket = resource('AWS::S3::Bucket', {});

const behaviorOf = (behavior: Record<string, unknown>, others: Record<string, unknown> = {}) =>
  only(
    valueOf(
      only(
        readOne({
          Resources: { D: distribution({ Origins: [S3_ORIGIN], DefaultCacheBehavior: { ...DEFAULT, ...behavior } }), Bucket: bucket, ...others },
        }).distributions,
      ).behaviors,
    ),
  );

describe('a preflight dies at whichever setting the reader gets wrong, so each stands in the graph as AWS defines it', () => {
  test('what the template leaves out has the default AWS documents', () => {
    const behavior = behaviorOf({});
    expect(behavior).toMatchObject({
      path: 'Properties.DistributionConfig.DefaultCacheBehavior',
      isDefault: true,
      pathPattern: { value: '*' },
      allowedMethods: { value: ['GET', 'HEAD'] },
      cachedMethods: { value: ['GET', 'HEAD'] },
      compress: { value: false },
      trustedKeyGroups: { value: [] },
      edgeFunctions: { value: [] },
      originRequestPolicyId: { known: true, value: undefined },
      originRequestPolicy: { known: true, value: undefined },
      responseHeadersPolicy: { known: true, value: undefined },
    });
  });

  test('path behaviors come first, in the order CloudFront tries them', () => {
    const { distributions } = readOne({
      Resources: {
        D: distribution({
          Origins: [S3_ORIGIN],
          CacheBehaviors: [
            { ...DEFAULT, PathPattern: '/b/*', AllowedMethods: ['GET', 'HEAD', 'OPTIONS'] },
            { ...DEFAULT, PathPattern: '/a/*' },
          ],
          DefaultCacheBehavior: DEFAULT,
          CustomErrorResponses: [{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: '/index.html' }],
          Aliases: ['cdn.example.com'],
          DefaultRootObject: 'index.html',
          WebACLId: 'acl',
        }),
        Bucket: bucket,
      },
    });
    const d = only(distributions);
    expect(valueOf(d.behaviors).map((each) => valueOf(each.pathPattern))).toEqual(['/b/*', '/a/*', '*']);
    expect(valueOf(d.behaviors)[0]?.path).toBe('Properties.DistributionConfig.CacheBehaviors.0');
    expect(d).toMatchObject({
      aliases: { value: ['cdn.example.com'] },
      defaultRootObject: { value: 'index.html' },
      webAclId: { value: 'acl' },
      customErrorResponses: {
        value: [{ path: 'Properties.DistributionConfig.CustomErrorResponses.0', errorCode: { value: 403 }, responseCode: { value: 200 }, errorCachingMinTtl: { value: undefined } }],
      },
    });
  });

  test('host names under their older property name', () => {
    const { distributions } = readOne({ Resources: { D: distribution({ CNAMEs: ['old.example.com'] }) } });
    expect(only(distributions).aliases).toEqual({ known: true, value: ['old.example.com'] });
  });

  test('legacy ForwardedValues is a mode of its own, with its TTLs', () => {
    const forwarded = { Headers: ['Origin'], QueryString: 'true', QueryStringCacheKeys: ['v'], Cookies: { Forward: 'whitelist', WhitelistedNames: ['s'] } };
    expect(behaviorOf({ CachePolicyId: { Ref: 'AWS::NoValue' }, ForwardedValues: forwarded, MinTTL: 5 }).cache).toEqual({
      mode: 'legacy',
      headers: { known: true, value: ['Origin'] },
      cookies: { known: true, value: { behavior: 'whitelist', names: ['s'] } },
      queryString: { known: true, value: true },
      queryStringCacheKeys: { known: true, value: ['v'] },
      minTtl: { known: true, value: 5 },
      maxTtl: { known: true, value: 31_536_000 },
      defaultTtl: { known: true, value: 86_400 },
    });
  });

  test('both modes at once, and neither, are told apart: CloudFront refuses both', () => {
    expect(behaviorOf({ ForwardedValues: { QueryString: false } }).cache).toMatchObject({ mode: 'policy', besideForwardedValues: true });
    expect(behaviorOf({}).cache).toMatchObject({ mode: 'policy', besideForwardedValues: false });
    expect(behaviorOf({ CachePolicyId: { Ref: 'AWS::NoValue' } }).cache).toEqual({ mode: 'none' });
  });

  test('code at the edge is listed with its event, since no model can see through it', () => {
    const behavior = behaviorOf({
      FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: 'arn:f' }],
      LambdaFunctionAssociations: [{ EventType: 'origin-response', LambdaFunctionARN: { Ref: 'Version' } }],
      TrustedKeyGroups: [{ Ref: 'Group' }],
    }, { Group: resource('AWS::CloudFront::KeyGroup', {}), Version: resource('AWS::Lambda::Version', {}) });
    expect(valueOf(behavior.edgeFunctions)).toMatchObject([
      { kind: 'cloudfront-function', event: { value: 'viewer-request' }, arn: { value: 'arn:f' } },
      { kind: 'lambda-at-edge', event: { value: 'origin-response' }, arn: { value: '⟨Web.Version⟩' } },
    ]);
    expect(behavior.trustedKeyGroups).toMatchObject({ value: ['⟨Web.Group⟩'] });
  });

  test('an origin group stands for its primary origin, with the failover beside it', () => {
    const { distributions } = readOne({
      Resources: {
        D: distribution({
          Origins: [S3_ORIGIN, { Id: 'other', DomainName: 'other.example.com', CustomOriginConfig: { OriginProtocolPolicy: 'https-only' } }],
          OriginGroups: { Items: [{ Id: 'group', FailoverCriteria: { StatusCodes: { Items: [500] } }, Members: { Items: [{ OriginId: 'assets' }, { OriginId: 'other' }] } }] },
          DefaultCacheBehavior: { ...DEFAULT, TargetOriginId: 'group' },
        }),
        Bucket: bucket,
      },
    });
    const behavior = only(valueOf(only(distributions).behaviors));
    expect(valueOf(behavior.origin).path).toBe('Properties.DistributionConfig.Origins.0');
    expect(valueOf(behavior.failover?.statusCodes ?? { known: false, reason: 'no failover' })).toEqual([500]);
    expect(valueOf(behavior.failover?.origin ?? { known: false, reason: 'no failover' }).target).toEqual({ kind: 'custom' });
  });

  test('a target that no origin has is unknown, with its name', () => {
    expect(reasonOf(behaviorOf({ TargetOriginId: 'nowhere' }).origin)).toBe('the distribution has no origin nowhere');
  });

  test('an enumeration is compared exactly', () => {
    expect(reasonOf(behaviorOf({ ViewerProtocolPolicy: 'HTTPS-only' }).viewerProtocolPolicy)).toContain('HTTPS-only, not one of allow-all');
  });
});

describe('whether OAC can sign at all depends on what the origin host is, so every spelling of an S3 host is recognised', () => {
  const named = { BucketName: 'assets.example.com' };
  test.each<[unknown, string, string]>([
    [{ 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] }, 's3', 'regional'],
    [{ 'Fn::GetAtt': 'Bucket.DomainName' }, 's3', 'global'],
    [{ 'Fn::GetAtt': ['Bucket', 'DualStackDomainName'] }, 's3', 'regional'],
    [{ 'Fn::Sub': '${Bucket}.s3.amazonaws.com' }, 's3', 'global'],
    [{ 'Fn::Sub': '${Bucket}.s3.${AWS::Region}.amazonaws.com' }, 's3', 'regional'],
    [{ 'Fn::Sub': '${Bucket}.s3.${AWS::Region}.${AWS::URLSuffix}' }, 's3', 'regional'],
    [{ 'Fn::Join': ['.', [{ Ref: 'Bucket' }, 's3-eu-west-1', 'amazonaws.com']] }, 's3', 'regional'],
    ['assets.example.com.s3.eu-central-1.amazonaws.com', 's3', 'regional'],
    ['assets.example.com.s3.us-gov-west-1.amazonaws.com', 's3', 'regional'],
    ['assets.example.com.s3.amazonaws.com', 's3', 'global'],
    ['assets.example.com.s3-website-us-east-1.amazonaws.com', 's3-website', 'regional'],
    ['assets.example.com.s3-website.eu-central-1.amazonaws.com', 's3-website', 'regional'],
    [{ 'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Bucket', 'WebsiteURL'] }] }] }, 's3-website', 'regional'],
  ])('%j is %s, %s', (host, kind, endpoint) => {
    const { distributions } = readOne({
      Resources: { D: distribution({ Origins: [{ ...S3_ORIGIN, DomainName: host }], DefaultCacheBehavior: DEFAULT }), Bucket: resource('AWS::S3::Bucket', named) },
    });
    const origin = only(valueOf(only(distributions).origins));
    expect(origin.target).toMatchObject({ kind, endpoint, bucketName: 'assets.example.com' });
    expect(bucketBehind(only(distributions)).address.logicalId).toBe('Bucket');
  });

  test.each<[unknown, string, string]>([
    ['api.example.com', 'custom', ''],
    ['s3.eu-central-1.amazonaws.com', 'custom', ''],
    [{ Ref: 'Host' }, 'unknown', 'the host Web.Host is only decided at deployment'],
    [{ 'Fn::Transform': { Name: 'Host' } }, 'unknown', 'Fn::Transform'],
  ])('%j is no S3 host: %s', (host, kind, reason) => {
    const { distributions } = readOne({
      Parameters: { Host: { Type: 'String' } },
      Resources: { D: distribution({ Origins: [{ ...S3_ORIGIN, DomainName: host }], DefaultCacheBehavior: DEFAULT }) },
    });
    const { target } = only(valueOf(only(distributions).origins));
    expect(target.kind).toBe(kind);
    expect(target.kind === 'unknown' ? target.reason : '').toContain(reason);
  });

  test('a bucket that no template declares is unknown, not wrong', () => {
    const { distributions } = readOne({
      Resources: { D: distribution({ Origins: [{ ...S3_ORIGIN, DomainName: 'elsewhere.s3.amazonaws.com' }], DefaultCacheBehavior: DEFAULT }) },
    });
    const { target } = only(valueOf(only(distributions).origins));
    expect(target.kind === 's3' ? reasonOf(target.bucket) : '').toBe('the bucket elsewhere is not a resource of these templates');
  });

  test('OAC, legacy OAI, shield, path and headers of an origin', () => {
    const origin = {
      ...S3_ORIGIN,
      OriginAccessControlId: { 'Fn::GetAtt': ['Oac', 'Id'] },
      S3OriginConfig: { OriginAccessIdentity: { 'Fn::Sub': 'origin-access-identity/cloudfront/${Oai}' } },
      OriginPath: '/site',
      OriginShield: { Enabled: true },
      OriginCustomHeaders: [{ HeaderName: 'Origin', HeaderValue: 'https://x' }],
    };
    const { distributions } = readOne({
      Resources: {
        D: distribution({ Origins: [origin], DefaultCacheBehavior: DEFAULT }),
        Bucket: bucket,
        Oac: resource('AWS::CloudFront::OriginAccessControl', {
          OriginAccessControlConfig: { Name: 'n', OriginAccessControlOriginType: 's3', SigningBehavior: 'no-override', SigningProtocol: 'sigv4' },
        }),
        Oai: resource('AWS::CloudFront::CloudFrontOriginAccessIdentity', {}),
      },
    });
    const read = only(valueOf(only(distributions).origins));
    expect(read).toMatchObject({ config: 's3', originPath: { value: '/site' }, originShield: { value: true }, customHeaders: { value: [{ name: 'Origin', value: 'https://x' }] } });
    expect(valueOf(read.accessControl)).toMatchObject({ signingBehavior: { value: 'no-override' }, signingProtocol: { value: 'sigv4' }, originType: { value: 's3' } });
    expect(valueOf(read.accessIdentity)?.iamArn).toBe('arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ⟨Web.Oai⟩');
  });

  test('an empty id, as the CDK and the console write it, attaches nothing', () => {
    const origin = { ...S3_ORIGIN, OriginAccessControlId: '' };
    const { distributions } = readOne({ Resources: { D: distribution({ Origins: [origin] }), Bucket: bucket } });
    expect(only(valueOf(only(distributions).origins))).toMatchObject({ accessControl: { known: true, value: undefined }, accessIdentity: { known: true, value: undefined } });
  });

  test('an origin that a macro writes is unknown in every part', () => {
    const { distributions } = readOne({ Resources: { D: distribution({ Origins: [{ 'Fn::Transform': { Name: 'Origin' } }] }) } });
    const origin = only(valueOf(only(distributions).origins));
    expect([origin.config, origin.target.kind, origin.accessControl.known]).toEqual(['none', 'unknown', false]);
  });

  test.each([
    [{ S3OriginConfig: {} }, 's3'],
    [{ CustomOriginConfig: {} }, 'custom'],
    [{ S3OriginConfig: {}, CustomOriginConfig: {} }, 'both'],
    [{ VpcOriginConfig: {} }, 'vpc'],
    [{}, 'none'],
  ])('an origin with %j is configured as %s', (config, kind) => {
    const { distributions } = readOne({ Resources: { D: distribution({ Origins: [{ Id: 'assets', DomainName: 'x.example.com', ...config }] }) } });
    expect(only(valueOf(only(distributions).origins)).config).toBe(kind);
  });
});
