import { App, BootstraplessSynthesizer, Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { SecurityPolicyProtocol } from 'aws-cdk-lib/aws-cloudfront';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AccessLogsDestination, AssetAccessLogs, CorsAssetDistribution, CorsConfigurationError, CorsContract, CorsPolicy, MissingFileStatus, StrictTransportSecurity } from 'cdk-cors-asset-distribution';
import type { CorsAssetDistributionProps } from 'cdk-cors-asset-distribution';
import { PROBLEMS } from '../../lib/contract/problem';
import { REFUSALS_OF_BEHAVIORS } from './refusals-of-behaviors';
import type { Refusal } from './refusals-of-behaviors';
import { REFUSALS_OF_EDGE_CODE } from './refusals-of-edge-code';
import { REFUSALS_OF_OPTIONS } from './refusals-of-options';
import { APP_ORIGIN, assetsIn, certificateIn, newStack, OTHER_ACCOUNT, refusalOf } from './support';

const GET = { AllowedOrigins: [APP_ORIGIN], AllowedMethods: ['GET'] };
const CONTRACT = CorsContract.of({ allowedOrigins: [APP_ORIGIN] });
const zone = (stack: Stack): route53.IHostedZone =>
  route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });
const json = (...rules: object[]) => (): unknown => CorsContract.fromS3Json(JSON.stringify(rules));
const props = (wrong: Partial<CorsAssetDistributionProps> | ((stack: Stack) => Partial<CorsAssetDistributionProps>), region = 'us-east-1') => (): unknown => {
  const stack = newStack(region);
  return assetsIn(stack, typeof wrong === 'function' ? wrong(stack) : wrong);
};
const origins = (...allowedOrigins: string[]) => props({ allowedOrigins });
const manyRules = Array.from({ length: 100 }, (_, index) => ({ pathPattern: `${index}/*`, allowedOrigins: [`https://${index}.example.com`] }));

// code, where, what the message quotes of the value ('' for nothing), what it says to write, how to make the mistake
const REFUSALS: readonly Refusal[] = [
  ...REFUSALS_OF_BEHAVIORS,
  ...REFUSALS_OF_OPTIONS,
  ...REFUSALS_OF_EDGE_CODE,
  ['contract-missing', 'allowedOrigins', '', 'allowedOrigins: ["https://app.example.com"]', () => new CorsAssetDistribution(new Stack(), 'A', {})],
  ['contract-missing', 'additionalPaths[0].allowedOrigins', '', 'allowedOrigins:', props({ additionalPaths: [{ pathPattern: 'a' }] })],
  ['contract-twice', 'allowedHeaders', '["Range"]', 'contract alone, with allowedHeaders in it', props({ contract: CONTRACT, allowedHeaders: ['Range'] })],
  ['contract-twice', 'allowCredentials', 'false', 'contract alone', props({ contract: CONTRACT, allowCredentials: false })],
  ['contract-twice', 'maxAge', '', 'contract alone', props({ contract: CONTRACT, maxAge: Duration.hours(1) })],
  ['contract-twice', 'uploads', '', 'uploads in the contract only', props({ contract: CorsContract.of({ allowedOrigins: ['*'], uploads: {} }), uploads: { maxAge: Duration.hours(1) } })],
  ['contract-twice', 'corsPolicy', '', 'corsPolicy alone', props((stack) => ({ contract: CONTRACT, corsPolicy: new CorsPolicy(stack, 'P', { contract: CONTRACT }) }))],
  ['contract-twice', 'additionalPaths[0].exposedHeaders', '[]', 'corsPolicy alone, with exposedHeaders in it',
    props((stack) => ({ additionalPaths: [{ pathPattern: 'a', exposedHeaders: [], corsPolicy: new CorsPolicy(stack, 'P', { contract: CONTRACT }) }] }))],
  ['list-expected', 'allowedOrigins', '"https://a"', '["https://a"]', props({ allowedOrigins: 'https://a' as unknown as string[] })],
  ['list-expected', 'uploads.allowedHeaders', '"*"', '["*"]', props({ uploads: { allowedHeaders: '*' as unknown as string[] } })],
  // As process.env.APP_ORIGIN! is where nothing sets it
  ['string-expected', 'allowedOrigins[1]', '', '"https://app.example.com"', origins(APP_ORIGIN, undefined as unknown as string)],
  ['string-expected', 'uploads.allowedOrigins[0]', 'null', '"https://app.example.com"', props({ uploads: { allowedOrigins: [null as unknown as string] } })],
  ['string-expected', 'allowedHeaders[0]', '', '"X-Requested-With"', props({ allowedHeaders: [undefined as unknown as string] })],
  ['string-expected', 'exposedHeaders[0]', '42', '"ETag"', props({ exposedHeaders: [42 as unknown as string] })],
  ['string-expected', 'timingAllowOrigins[0]', '', '"https://app.example.com"', props({ timingAllowOrigins: [undefined as unknown as string] })],
  ['origins-empty', 'allowedOrigins', '[]', '["https://app.example.com"]', origins()],
  ['origins-empty', 'uploads.allowedOrigins', '[]', '["https://app.example.com"]', props({ uploads: { allowedOrigins: [] } })],
  ['timing-origins-empty', 'timingAllowOrigins', '[]', 'leave it out', props({ timingAllowOrigins: [] })],
  ['origin-null', 'allowedOrigins[1]', '"null"', '"https://app.example.com"', origins(APP_ORIGIN, 'null')],
  ['origin-scheme-missing', 'allowedOrigins[0]', '"app.example.com"', '"https://app.example.com"', origins('app.example.com')],
  ['origin-scheme-unsupported', 'allowedOrigins[0]', '"ftp://a"', '"https://app.example.com"', origins('ftp://a')],
  ['origin-trailing-slash', 'allowedOrigins[0]', '"https://a/"', '"https://a"', origins('https://a/')],
  ['origin-trailing-slash', 'timingAllowOrigins[0]', '"https://a/"', '"https://a"', props({ timingAllowOrigins: ['https://a/'] })],
  ['origin-path', 'allowedOrigins[0]', '"https://a/b"', '"https://a"', origins('https://a/b')],
  ['origin-user-info', 'allowedOrigins[0]', '"https://b@a"', '"https://a"', origins('https://b@a')],
  ['origin-host', 'allowedOrigins[0]', '"https://a b"', '"https://app.example.com"', origins('https://a b')],
  ['origin-port', 'allowedOrigins[0]', '"https://a:x"', '"https://a"', origins('https://a:x')],
  ['origin-two-wildcards', 'allowedOrigins[0]', '"https://*.*.a"', '"https://*.example.com"', origins('https://*.*.a')],
  ['origin-wildcard-place', 'allowedOrigins[0]', '"https://a.*"', '"https://*.example.com"', origins('https://a.*')],
  ['origin-any-mixed', 'allowedOrigins', '["*","https://a"]', '["*"], or the list without "*"', origins('*', 'https://a')],
  ['credentials-any-origin', 'allowedOrigins', '"*"', 'leave allowCredentials out', props({ allowedOrigins: ['*'], allowCredentials: true })],
  ['credentials-header-wildcard', 'allowedHeaders', '"*"', 'the names of the headers', props({ allowedHeaders: ['*'], allowCredentials: true })],
  ['headers-empty', 'allowedHeaders', '[]', '["*"]', props({ allowedHeaders: [] })],
  ['headers-empty', 'uploads.allowedHeaders', '[]', '["*"]', props({ uploads: { allowedHeaders: [] } })],
  ['header-name', 'allowedHeaders[0]', '"a b"', '"X-Requested-With"', props({ allowedHeaders: ['a b'] })],
  ['header-name', 'additionalPaths[1].exposedHeaders[0]', '""', '"ETag"',
    props({ additionalPaths: [{ pathPattern: 'a', allowedOrigins: ['*'] }, { pathPattern: 'b', allowedOrigins: ['*'], exposedHeaders: [''] }] })],
  ['header-two-wildcards', 'uploads.allowedHeaders[0]', '"x-*-*"', '"X-Requested-With"', props({ uploads: { allowedHeaders: ['x-*-*'] } })],
  ['header-partial-wildcard', 'allowedHeaders[0]', '"x-amz-*"', '"X-Requested-With"', props({ allowedHeaders: ['x-amz-*'] })],
  ['exposed-header-wildcard', 'exposedHeaders[0]', '"*"', '"ETag"', props({ exposedHeaders: ['*'] })],
  ['max-age', 'maxAge', '0.5', 'Duration.hours(2)', props({ maxAge: Duration.millis(500) })],
  ['max-age', 'uploads.maxAge', '3153600000', 'Duration.hours(2)', props({ uploads: { maxAge: Duration.days(36500) } })],
  ['max-age', 'uploads.maxAge', '"a deploy-time value in minutes"', 'Duration.seconds(…)', props({ uploads: { maxAge: Duration.minutes(Token.asNumber({ Ref: 'N' })) } })],
  ['transport-security-age', 'strictTransportSecurity', '1.5', 'Duration.days(365)', props({ strictTransportSecurity: StrictTransportSecurity.maxAge(Duration.millis(1500)) })],
  ['transport-security-age', 'strictTransportSecurity', '"a deploy-time value in days"', 'Duration.seconds(…)', props({ strictTransportSecurity: StrictTransportSecurity.maxAge(Duration.days(Token.asNumber({ Ref: 'N' }))) })],
  ['timing-origin', 'timingAllowOrigins[0]', '"https://*.a"', '["https://app.example.com"] or ["*"]', props({ timingAllowOrigins: ['https://*.a'] })],
  ['timing-origin', 'timingAllowOrigins[1]', '"*"', '["*"]', props({ timingAllowOrigins: ['https://a', '*'] })],
  ['s3-json-syntax', 'json', '"[{"', '[{"AllowedOrigins": ', () => CorsContract.fromS3Json('[{')],
  ['s3-json-file', 'path', '"no such file"', 'ENOENT', () => CorsContract.fromS3JsonFile('no such file')],
  ['s3-json-shape', 'json[0].MaxAge', '1', 'MaxAgeSeconds', json({ ...GET, MaxAge: 1 })],
  ['s3-refuses', 'json', '"MalformedXML: ', 'rules that S3 takes', json()],
  ['s3-json-no-read', 'json', '', '[{"AllowedOrigins": ', json({ ...GET, AllowedMethods: ['PUT'] })],
  ['s3-json-several', 'json', '[{"AllowedOrigins":', 'one CorsContract for each', json(GET, { ...GET, MaxAgeSeconds: 1 })],
  ['too-many-rules', 'additionalPaths', '101', 'a second bucket', props({ additionalPaths: manyRules })],
  ['too-many-rules', 'bucket', '101', 'a second bucket', props((stack) => ({ additionalPaths: manyRules.slice(1), bucket: new s3.Bucket(stack, 'B', { cors: [{ allowedMethods: [s3.HttpMethods.GET], allowedOrigins: ['*'] }] }) }))],
  ['domain-without-certificate', 'certificate', '', 'domainNames: ["assets.example.com"], certificate', props({ domainNames: ['a.example.com'] })],
  ['certificate-without-domain', 'domainNames', '', 'domainNames: ["assets.example.com"], certificate', props((stack) => ({ certificate: certificateIn(stack) }))],
  ['certificate-without-domain', 'domainNames', '[]', 'domainNames: ["assets.example.com"], certificate', props((stack) => ({ domainNames: [], hostedZone: zone(stack) }))],
  ['certificate-region', 'certificate', '"eu-central-1"', 'a certificate made in a us-east-1 stack',
    props((stack) => ({ domainNames: ['a.example.com'], certificate: acm.Certificate.fromCertificateArn(stack, 'C', 'arn:aws:acm:eu-central-1:1:certificate/a') }))],
  ['certificate-region', 'certificate', '"eu-central-1"', 'a certificate made in a us-east-1 stack',
    props((stack) => ({ domainNames: ['a.example.com'], certificate: new acm.Certificate(stack, 'C', { domainName: 'a.example.com' }) }), 'eu-central-1')],
  ['domain-outside-zone', 'domainNames[0]', '"a.badexample.com"', 'a name in example.com',
    props((stack) => ({ domainNames: ['a.badexample.com'], certificate: certificateIn(stack), hostedZone: zone(stack) }))],
  ['tls-without-domain', 'minimumProtocolVersion', '"TLSv1.2_2021"', 'or leave it out', props({ minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021 })],
  ['bucket-option', 'removalPolicy', '', 'removalPolicy where the bucket is made', props((stack) => ({ bucket: new s3.Bucket(stack, 'B'), removalPolicy: RemovalPolicy.DESTROY }))],
  ['bucket-option', 'encryptionKey', '', 'encryptionKey where the bucket is made', props((stack) => ({ bucket: new s3.Bucket(stack, 'B'), encryptionKey: new kms.Key(stack, 'K') }))],
  ['policy-option', 'strictTransportSecurity', '', 'new CorsPolicy(..., { strictTransportSecurity })',
    props((stack) => ({ corsPolicy: new CorsPolicy(stack, 'P', { contract: CONTRACT }), strictTransportSecurity: StrictTransportSecurity.NONE }))],
  ['missing-file-needs-root-object', 'missingFileStatus', '"404"', 'defaultRootObject: "index.html" next to it', props({ missingFileStatus: MissingFileStatus.NOT_FOUND })],
  ['default-root-object', 'defaultRootObject', '"/index.html"', '"index.html"', props({ defaultRootObject: '/index.html' })],
  ['default-root-object', 'defaultRootObject', '""', '"index.html"', props({ defaultRootObject: '' })],
  ['path-pattern', 'additionalPaths[0].pathPattern', '""', '"fonts/*"', props({ additionalPaths: [{ pathPattern: '', allowedOrigins: ['*'] }] })],
  ['path-pattern', 'additionalPaths[0].pathPattern', '"/*"', '"fonts/*"', props({ additionalPaths: [{ pathPattern: '/*', allowedOrigins: ['*'] }] })],
  ['path-pattern-twice', 'additionalPaths[1].pathPattern', '"/a/*"', 'one path with this pattern',
    props({ additionalPaths: [{ pathPattern: 'a/*', allowedOrigins: ['*'] }, { pathPattern: '/a/*', allowedOrigins: ['*'] }] })],
  ['upload-key-prefix', 'uploadKeyPrefix', '"/uploads/"', '"uploads/"', props({ uploads: {}, uploadKeyPrefix: '/uploads/' })],
  ['upload-key-prefix', 'uploadKeyPrefix', '""', '"uploads/"', props({ uploads: {}, uploadKeyPrefix: '' })],
  ['upload-key-prefix', 'uploadKeyPrefix', '"a?/"', '"uploads/"', props({ uploads: {}, uploadKeyPrefix: 'a?/' })],
  ['upload-prefix-without-uploads', 'uploadKeyPrefix', '"in/"', 'or leave it out', props({ uploadKeyPrefix: 'in/' })],
  ['upload-prefix-without-uploads', 'uploadKeyPrefix', '"in/"', 'or leave it out', props({ contract: CONTRACT, allowedOrigins: undefined, uploadKeyPrefix: 'in/' })],
  ['upload-without-contract', 'uploads', '', 'uploads: {}', () => assetsIn(newStack()).grantUpload(new iam.AnyPrincipal())],
  ['web-acl-scope', 'webAclArn', '"arn:aws:wafv2:us-east-1:1:regional/webacl/a/b"', 'scope CLOUDFRONT', props({ webAclArn: 'arn:aws:wafv2:us-east-1:1:regional/webacl/a/b' })],
  ['access-logs-region', 'accessLogs', '"eu-central-1"', 'new AssetAccessLogs(usEast1Stack',
    props((stack) => ({ accessLogs: AccessLogsDestination.logGroup(new logs.LogGroup(stack, 'L')) }), 'eu-central-1')],
  ['access-logs-region', 'accessLogs', '"eu-west-1"', 'new AssetAccessLogs(usEast1Stack', () => {
    const stack = newStack('eu-west-1');
    return new AssetAccessLogs(stack, 'Logs', { distribution: assetsIn(stack).distribution, destination: AccessLogsDestination.logGroup(new logs.LogGroup(stack, 'L')) });
  }],
  ['records-of-unknown-names', 'domainNames', '', 'domainNames: ["assets.example.com"]',
    props((stack) => ({ domainNames: Token.asList({ Ref: 'Names' }), certificate: certificateIn(stack), hostedZone: zone(stack) }))],
  ['sources-empty', 'sources', '[]', 'sources: [Source.asset("dist")]', () => assetsIn(newStack()).deployFiles('Files', { sources: [] })],
  ['settings-of-own-bucket', 'bucket', '', 'the construct without applyBucketSettings()', () => assetsIn(newStack()).applyBucketSettings()],
  ['settings-of-own-bucket', 'bucket', '', 'the construct without applyBucketSettings()', () => {
    const stack = newStack();
    return assetsIn(stack, { bucket: new s3.Bucket(stack, 'Mine') }).applyBucketSettings();
  }],
  ['settings-applied-twice', 'applyBucketSettings', '', 'one call', () => {
    const assets = withImportedBucket(newStack());
    assets.applyBucketSettings();
    return assets.applyBucketSettings();
  }],
  ['settings-of-other-account', 'bucket', '"210987654321"', 'a stack in the account 210987654321, or outputBucketSettings()',
    () => withImportedBucket(newStack('us-east-1')).applyBucketSettings()],
  ['settings-without-assets', 'synthesizer', '"BootstraplessSynthesizer"', 'outputBucketSettings()',
    () => withImportedBucket(new Stack(new App(), 'Stack', { synthesizer: new BootstraplessSynthesizer() })).applyBucketSettings()],
];

function withImportedBucket(stack: Stack): CorsAssetDistribution {
  return assetsIn(stack, { bucket: s3.Bucket.fromBucketAttributes(stack, 'Files', { bucketName: 'files', account: OTHER_ACCOUNT }) });
}

describe('every mistake has its error', () => {
  test.each(REFUSALS)('%s at %s (got %s): write %s', (code, path, got, write, mistake) => {
    const error = refusalOf(mistake);

    expect(error.problems.map((problem) => [problem.code, problem.path])).toContainEqual([code, path]);
    const { says, allowed } = PROBLEMS[code];
    const line = error.message.split('\n  ').find((each) => each.startsWith(`[${code}] ${path}`));
    expect(line).toContain(got === '' ? `] ${path}: ${says}` : `] ${path} (got ${got}`);
    expect(line).toContain(`: ${says}. Allowed: ${allowed}. Write instead: `);
    expect(line?.split('. Write instead: ')[1]).toContain(write);
  });

  test('the table above has every code, so that a code which nothing produces cannot stay', () => {
    expect([...new Set(REFUSALS.map(([code]) => code))].sort()).toEqual(Object.keys(PROBLEMS).sort());
  });

  test('codes are public: users match on them, so none may be renamed or vanish', () => {
    expect(Object.keys(PROBLEMS).sort().join(' ')).toMatchInlineSnapshot(`"access-logs-bucket access-logs-region asset-key behavior-bucket behavior-contract-twice behavior-headers-policy behavior-option behavior-origin behavior-unknown behavior-writes bucket-option cache-query-string cache-query-string-of-s3 cache-query-strings-quota cache-ttl cache-ttl-order cache-ttl-zero certificate-region certificate-without-domain contract-missing contract-twice credentials-any-origin credentials-header-wildcard custom-header-of-cloudfront custom-header-reserved custom-header-twice custom-headers-quota default-root-object distribution-imported domain-outside-zone domain-without-certificate edge-code-deploy-time edge-code-effect edge-code-function edge-code-path edge-code-size edge-code-status edge-lambda-body exposed-header-wildcard failover-same-bucket failover-status failover-without-bucket files-key-prefix files-max-age files-overlap function-event-twice function-kinds-mixed header-name header-partial-wildcard header-two-wildcards header-value headers-empty invalidation-path list-expected max-age missing-file-needs-root-object origin-any-mixed origin-host origin-null origin-path origin-port origin-scheme-missing origin-scheme-unsupported origin-trailing-slash origin-two-wildcards origin-user-info origin-wildcard-place origins-empty path-pattern path-pattern-twice policy-option records-of-unknown-names routing-index routing-page s3-json-file s3-json-no-read s3-json-several s3-json-shape s3-json-syntax s3-refuses settings-applied-twice settings-of-other-account settings-of-own-bucket settings-without-assets sources-empty string-expected timing-origin timing-origins-empty tls-without-domain too-many-rules transport-security-age upload-key-pattern upload-key-prefix upload-prefix-without-uploads upload-without-contract vary-header web-acl-scope"`);
  });
});

describe('an error', () => {
  test('tells every mistake at once, names the construct and carries the first code', () => {
    const error = refusalOf(props({ allowedOrigins: ['null', 'a'], exposedHeaders: ['*'], defaultRootObject: '/' }));
    expect(error).toBeInstanceOf(CorsConfigurationError);
    expect([error.name, error.code]).toEqual(['CorsConfigurationError', 'origin-null']);
    expect(error.message.split('\n')[0]).toBe('CorsAssetDistribution \'Stack/Assets\' cannot be built:');
    expect(error.problems.map(({ code }) => code)).toEqual(['origin-null', 'origin-scheme-missing', 'exposed-header-wildcard', 'default-root-object']);
  });

  test('is told once when uploads inherit the origin that is wrong', () => {
    expect(refusalOf(props({ allowedOrigins: ['null'], uploads: {} })).problems).toHaveLength(1);
  });

  test('of a shared policy names that policy', () => {
    expect(refusalOf(() => new CorsPolicy(newStack(), 'Shared', { allowedOrigins: [] })).message).toMatch(/^CorsPolicy 'Stack\/Shared' cannot be built:\n {2}\[origins-empty] /);
  });

  test('of a Duration that cannot be converted at deployment names its place', () => {
    const minutes = Duration.minutes(Token.asNumber({ Ref: 'Minutes' }));
    expect(refusalOf(props({ maxAge: minutes })).message).toContain('[max-age] maxAge (got "a deploy-time value in minutes")');
  });
});
