import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Function as CloudFrontFunction, FunctionCode, FunctionEventType, GeoRestriction, HeadersFrameOption, PriceClass, SecurityPolicyProtocol } from 'aws-cdk-lib/aws-cloudfront';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import fc from 'fast-check';
import { AssetCache, AssetRouting, CorsAssetDistribution, CorsConfigurationError, CorsContract, CrossOriginResourcePolicy, MissingFileStatus, StrictTransportSecurity } from 'cdk-cors-asset-distribution';
import type { AssetCacheOptions, AssetPath, CorsAssetDistributionProps, UploadOptions } from 'cdk-cors-asset-distribution';
import { validateBucketCors } from '../../lib/contract/bucket-cors-validation';
import { PROBLEMS } from '../../lib/contract/problem';
import { holds, longEnough, many } from '../drawing';
import { findResourceCycles } from '../graph/cycles';
import { refusalsOfCloudFront } from './cloudfront-refusals';
import { certificateIn, propertiesOf } from './support';

const RUNS = 150;

// --- values: fine ones, and those that a careless or hostile hand writes -------------------------------------------------

const fineOrigin = fc.oneof(
  fc.constantFrom('https://app.example.com', 'HTTPS://APP.example.com:443', 'https://*.example.com', 'http://localhost:*', 'http://[::1]:3000', 'https://bücher.example', '*'),
  fc.record({ host: fc.domain(), port: fc.option(fc.integer({ min: 1, max: 65535 })) }).map(({ host, port }) => `https://${host}${port === null ? '' : `:${port}`}`),
  fc.constant(`https://${Token.asString({ Ref: 'Host' })}`),
);
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.constantFrom('', ' ', '*', '**', '.', '/', 'null', '\u0000', '\ud800', '__proto__', 'constructor', '${AWS::Region}', 'é', '\u202e', 'x'.repeat(5000)),
);
const oddOrigin = fc.oneof(
  oddText,
  fc.array(fc.constantFrom('https', 'http', 'constructor', '://', ':', '*', '*.', 'a', '.', 'b.com', '[::1]', '@', '/', '80', '99999', ' ', '"', ',', '\n'), { maxLength: 8 }).map((parts) => parts.join('')),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
);
const fineHeader = fc.constantFrom('*', 'Range', 'RANGE', 'Authorization', 'x-a', 'X-A', 'ETag', 'etag', '!#$');
const oddHeader = fc.oneof(oddText, fc.constantFrom('x-*', 'x-*-*', 'a b', 'a:', 'constructor'));

/** Lists that mostly are fine, so that templates come out as often as errors. */
function listOf(fine: fc.Arbitrary<string>, odd: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.array(fine, { minLength: 1, maxLength: 5 }) },
    { weight: 1, arbitrary: fc.array(fc.oneof(fine, odd), { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.constant(Token.asList({ Ref: 'List' })) },
    { weight: 1, arbitrary: fine.map((one) => Array<string>(300).fill(one).map((text, index) => (index % 2 ? text : `${text}${index}`))) },
  );
}
/** Present with odds of `weight` to 4. */
function maybe<T>(arbitrary: fc.Arbitrary<T>, weight: number): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight, arbitrary });
}
const duration = fc.oneof(
  { weight: 5, arbitrary: fc.nat(1_000_000).map((seconds) => Duration.seconds(seconds)) },
  { weight: 1, arbitrary: fc.oneof(fc.double({ min: 0, noNaN: false, max: 1e15 }), fc.integer({ min: 0 })).map((millis) => Duration.millis(Math.abs(millis))) },
  { weight: 1, arbitrary: fc.constantFrom(Duration.minutes(Token.asNumber({ Ref: 'N' })), Duration.seconds(Token.asNumber({ Ref: 'N' }))) },
);
const text = (fine: string): fc.Arbitrary<string> => fc.oneof({ weight: 4, arbitrary: fc.constant(fine) }, { weight: 1, arbitrary: oddText }, { weight: 1, arbitrary: fc.constant(Token.asString({ Ref: 'Text' })) });

const terms = { allowedHeaders: maybe(listOf(fineHeader, oddHeader), 2), exposedHeaders: maybe(listOf(fc.constantFrom('ETag', 'etag', 'X-B'), oddHeader), 2), maxAge: maybe(duration, 2) };
const uploads: fc.Arbitrary<UploadOptions> = fc.record({ ...terms, multipart: fc.boolean(), allowedOrigins: maybe(listOf(fineOrigin, oddOrigin), 2) });
const contract = fc.record({ ...terms, allowedOrigins: listOf(fineOrigin, oddOrigin), allowCredentials: maybe(fc.boolean(), 2), uploads: maybe(uploads, 2) });
const path: fc.Arbitrary<AssetPath> = fc.record({
  ...terms, pathPattern: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('fonts/*', '/fonts/*', 'a/b', 'a--b', 'a?', 'a*', '0', '*.js') }, { weight: 1, arbitrary: oddText }, { weight: 1, arbitrary: fc.constant(Token.asString({ Ref: 'Path' })) }),
  allowedOrigins: listOf(fineOrigin, oddOrigin), allowCredentials: maybe(fc.boolean(), 1),
});

const seconds = fc.constantFrom(undefined, 0, 1, 60, 86_400, 0.5).map((count) => count === undefined ? undefined : Duration.millis(count * 1000));
const cache: fc.Arbitrary<AssetCacheOptions> = fc.record({ ttl: seconds, minTtl: seconds, maxTtl: seconds, queryStrings: maybe(fc.array(fc.oneof(fc.constantFrom('v', 'lang', 'v'), fc.constantFrom('versionId', 'a=b', '')), { maxLength: 4 }), 1) });
const headers = {
  contentSecurityPolicy: maybe(text('default-src'), 1), frameOptions: maybe(fc.constantFrom(...Object.values(HeadersFrameOption)), 1),
  crossOriginResourcePolicy: maybe(fc.constantFrom(...Object.values(CrossOriginResourcePolicy)), 1), publishAdditionalMetrics: maybe(fc.boolean(), 1),
  customHeaders: maybe(fc.dictionary(fc.oneof({ weight: 9, arbitrary: fc.constantFrom('X-A', 'x-a', 'X-Robots-Tag') }, { weight: 1, arbitrary: fc.oneof(oddHeader, fc.constantFrom('Vary', 'Via')) }), text('none'), { maxKeys: 4 }), 1),
};

/** What needs a stack is made when the stack is there. */
interface Plan {
  readonly plain: Omit<CorsAssetDistributionProps, 'additionalPaths'>;
  readonly paths?: AssetPath[];
  readonly contractInstead: boolean;
  readonly bucket?: 'own rules' | 'imported' | 'L1';
  readonly key: boolean;
  readonly cache?: AssetCacheOptions;
  readonly page?: string;
  readonly functions: readonly FunctionEventType[];
  readonly failover: boolean;
  readonly bucketOfPath: boolean;
  readonly laterPath?: AssetPath;
  readonly files?: { readonly keyPrefix?: string; readonly prune: boolean; readonly immutable?: string[]; readonly maxAge?: Duration; readonly invalidationPaths?: string[] }[];
  readonly domain?: { readonly names: string[]; readonly certificate: boolean; readonly zone: boolean };
}
const plan: fc.Arbitrary<Plan> = fc.record({
  plain: fc.record({
    ...terms, allowedOrigins: listOf(fineOrigin, oddOrigin), allowCredentials: maybe(fc.boolean(), 2), uploads: maybe(uploads, 2), uploadKeyPrefix: maybe(text('in/'), 1),
    ...headers, vary: maybe(listOf(fc.constantFrom('Origin', 'Accept'), oddHeader), 1), failoverStatusCodes: maybe(fc.array(fc.constantFrom(500, 503, 403), { minLength: 1, maxLength: 2 }), 0),
    timingAllowOrigins: maybe(listOf(fineOrigin, oddOrigin), 1), strictTransportSecurity: maybe(fc.oneof(duration.map((age) => StrictTransportSecurity.maxAge(age)), fc.constant(StrictTransportSecurity.NONE)), 1),
    removalPolicy: maybe(fc.constantFrom(RemovalPolicy.DESTROY, RemovalPolicy.RETAIN), 1), defaultRootObject: maybe(text('index.html'), 1),
    missingFileStatus: maybe(fc.constantFrom(MissingFileStatus.NOT_FOUND, MissingFileStatus.FORBIDDEN), 1), originPath: maybe(text('/site'), 1), originShieldRegion: maybe(fc.constant('eu-west-1'), 1),
    comment: maybe(oddText, 1), webAclArn: maybe(text('arn:aws:wafv2:us-east-1:1:global/webacl/a/b'), 1), geoRestriction: maybe(fc.constant(GeoRestriction.denylist('XX')), 1),
    priceClass: maybe(fc.constantFrom(...Object.values(PriceClass)), 1), minimumProtocolVersion: maybe(fc.constantFrom(...Object.values(SecurityPolicyProtocol)), 1),
  }, { requiredKeys: [] }),
  paths: maybe(fc.oneof({ weight: 9, arbitrary: fc.array(path, { maxLength: 3 }) }, {
    weight: 1, arbitrary: fc.integer({ min: 90, max: 110 }).map((count) => Array.from({ length: count }, (_, index) => ({ pathPattern: `p${index}`, allowedOrigins: [`https://h${index}.example.com`] }))),
  }), 2),
  contractInstead: fc.boolean(),
  bucket: maybe(fc.constantFrom('own rules' as const, 'imported' as const, 'L1' as const), 2),
  key: fc.boolean(),
  cache: maybe(cache, 1),
  page: maybe(text('index.html'), 1),
  functions: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(fc.constantFrom(...Object.values(FunctionEventType)), { maxLength: 2 }) }),
  failover: fc.boolean(),
  bucketOfPath: fc.boolean(),
  laterPath: maybe(path, 1),
  files: maybe(fc.array(fc.record({ keyPrefix: maybe(text('app'), 1), prune: fc.boolean(), immutable: maybe(fc.constant(['*.js']), 1), maxAge: seconds, invalidationPaths: maybe(fc.array(text('/a'), { maxLength: 2 }), 0) }), { maxLength: 2 }), 0),
  domain: maybe(fc.record({ names: listOf(fc.constantFrom('a.example.com', 'A.example.com', '*.example.com', 'example.com'), fc.constantFrom('', 'a.other.com')), certificate: fc.constantFrom(true, true, true, false), zone: fc.boolean() }), 1),
});

const OWN_RULE = { allowedMethods: ['GET', 'HEAD'], allowedOrigins: ['https://app.example.com'], allowedHeaders: ['*'], exposedHeaders: ['ETag', 'Content-Range', 'Accept-Ranges'], maxAge: 7200 };

function build(stack: Stack, { plain, paths, contractInstead, bucket, key, domain, ...options }: Plan): void {
  const { allowedOrigins, allowedHeaders, exposedHeaders, maxAge, allowCredentials, ...others } = plain;
  const written = { allowedOrigins, allowedHeaders, exposedHeaders, maxAge, allowCredentials };
  const buckets: Record<string, () => s3.IBucket> = {
    'own rules': () => new s3.Bucket(stack, 'B', { cors: [OWN_RULE as s3.CorsRule] }),
    'imported': () => s3.Bucket.fromBucketName(stack, 'B', 'elsewhere'),
    'L1': () => s3.Bucket.fromCfnBucket(new s3.CfnBucket(stack, 'B', { corsConfiguration: { corsRules: [OWN_RULE] } })),
  };
  const fn = new CloudFrontFunction(stack, 'F', { code: FunctionCode.fromInline('function handler(event) { return event.request; }') });
  const assets = new CorsAssetDistribution(stack, 'A', {
    ...others,
    cache: options.cache && AssetCache.of(options.cache),
    routing: options.page === undefined ? undefined : AssetRouting.app(options.page),
    functions: options.functions.map((eventType) => ({ function: fn, eventType })),
    failoverBucket: options.failover ? new s3.Bucket(stack, 'Spare') : undefined,
    ...(contractInstead && allowedOrigins !== undefined ? { contract: CorsContract.of({ ...written, allowedOrigins }) } : written),
    additionalPaths: paths?.map((each, index) => options.bucketOfPath && index === 0 ? { ...each, bucket: new s3.Bucket(stack, 'PathFiles') } : each),
    bucket: bucket && buckets[bucket](),
    encryptionKey: key ? new kms.Key(stack, 'K') : undefined,
    domainNames: domain?.names,
    certificate: domain?.certificate ? certificateIn(stack) : undefined,
    hostedZone: domain?.zone ? route53.HostedZone.fromHostedZoneAttributes(stack, 'Z', { hostedZoneId: 'Z1', zoneName: 'example.com' }) : undefined,
  });
  if (options.laterPath !== undefined) {
    assets.addPath(options.laterPath.pathPattern, options.laterPath);
  }
  options.files?.forEach((each, index) => { assets.deployFiles(`Files${index}`, { sources: [Source.data('a.txt', 'a')], ...each }); });
}

// --- judges ---------------------------------------------------------------------------------------------------------------

interface CfnRule { AllowedOrigins: string[]; AllowedMethods: string[]; AllowedHeaders?: string[]; ExposedHeaders?: string[]; MaxAge?: unknown }

/** What CloudFormation's schema of AWS::S3::Bucket and then S3 itself refuse. */
function refusalsOfS3(rules: readonly CfnRule[]): unknown[] {
  const unique = (items: readonly unknown[] | undefined): boolean => !Array.isArray(items) || new Set(items.map((item) => JSON.stringify(item))).size === items.length;
  const lists = ({ AllowedOrigins, AllowedMethods, AllowedHeaders, ExposedHeaders }: CfnRule): (string[] | undefined)[] => [AllowedOrigins, AllowedMethods, AllowedHeaders, ExposedHeaders];
  // A list from a parameter is an object here; S3 sees its items.
  const literal = (items: string[]): string[] => (Array.isArray(items) ? items.filter((item) => typeof item === 'string') : ['deploy-time']);
  const refusal = validateBucketCors(rules.map((rule) => ({
    allowedOrigins: [...literal(rule.AllowedOrigins), 'deploy-time'], allowedMethods: rule.AllowedMethods, allowedHeaders: rule.AllowedHeaders && literal(rule.AllowedHeaders),
    exposeHeaders: rule.ExposedHeaders && literal(rule.ExposedHeaders), maxAgeSeconds: typeof rule.MaxAge === 'number' ? rule.MaxAge : undefined,
  })));
  return [
    ...(refusal === undefined ? [] : [refusal]),
    ...(unique(rules) ? [] : ['equal rules']),
    ...rules.flatMap(lists).filter((items) => !unique(items)),
    ...rules.filter((rule) => Object.keys(rule).some((key) => !['AllowedOrigins', 'AllowedMethods', 'AllowedHeaders', 'ExposedHeaders', 'MaxAge'].includes(key))),
    ...rules.filter(({ MaxAge: age }) => typeof age === 'number' && !(Number.isInteger(age) && age >= 0)),
    ...rules.filter((rule) => rule.AllowedOrigins.length === 0),
  ];
}

function judgeTemplate(template: Template): void {
  const buckets = propertiesOf(template, 'AWS::S3::Bucket') as { CorsConfiguration: { CorsRules: CfnRule[] } }[];
  buckets.forEach((bucket) => { expect(refusalsOfS3(bucket.CorsConfiguration.CorsRules)).toEqual([]); });
  const policies = propertiesOf(template, 'AWS::CloudFront::ResponseHeadersPolicy') as { ResponseHeadersPolicyConfig: Parameters<typeof refusalsOfCloudFront>[0] }[];
  policies.forEach(({ ResponseHeadersPolicyConfig: config }) => { expect(refusalsOfCloudFront(config)).toEqual([]); });
  expect(findResourceCycles(template.toJSON())).toEqual([]);
}

function judgeError(error: unknown): void {
  if (!(error instanceof CorsConfigurationError)) {
    throw error;
  }
  expect(error.problems.length).toBeGreaterThan(0);
  for (const { code, path: where, write } of error.problems) {
    expect(Object.hasOwn(PROBLEMS, code)).toBe(true);
    expect(error.message).toContain(`[${code}] ${where}`);
    expect(write).not.toBe('');
    expect(error.message).toContain(`Write instead: ${write}.`);
  }
}

describe('any properties', () => {
  test('give an error of ours or a template that S3, CloudFront and CloudFormation take', () => {
    let templates = 0;
    holds('any-properties', fc.property(plan, (each) => {
      const stack = new Stack();
      try {
        build(stack, each);
      } catch (error) {
        judgeError(error);
        return;
      }
      templates += 1;
      judgeTemplate(Template.fromStack(stack));
    }), RUNS, { endOnFailure: true });
    expect(templates / many(RUNS)).toBeGreaterThan(0.1);
  }, longEnough(120_000));

  test('of a contract give an error of ours or S3 JSON that says the same when it is read', () => {
    let read = 0;
    holds('any-contract', fc.property(contract, (each) => {
      let made: CorsContract;
      try {
        made = CorsContract.of(each);
      } catch (error) {
        judgeError(error);
        return;
      }
      if (!Token.isUnresolved(JSON.stringify(made._contract)) && each.uploads?.multipart !== true && !made.allowCredentials && !/#\{Token|\$\{Token|e\+28/.test(made.toS3Json())) {
        read += 1;
        expect(CorsContract.fromS3Json(made.toS3Json())._contract).toEqual(made._contract);
      }
    }), 2 * RUNS);
    expect(read).toBeGreaterThan(RUNS / 20);
  });
});

describe('the judge itself refuses', () => {
  const cors = {
    AccessControlAllowOrigins: { Items: ['https://a'] }, AccessControlAllowHeaders: { Items: ['*'] }, AccessControlAllowMethods: { Items: ['GET'] },
    AccessControlAllowCredentials: false, OriginOverride: true,
  };
  test('nothing of a policy that is fine', () => {
    expect(refusalsOfCloudFront({ Name: 'a', CorsConfig: cors })).toEqual([]);
  });

  test.each<[string, object]>([
    ['a trailing slash', { AccessControlAllowOrigins: { Items: ['https://a/'] } }],
    ['no origin', { AccessControlAllowOrigins: { Items: [] } }],
    ['no header', { AccessControlAllowHeaders: { Items: [] } }],
    ['an unknown verb', { AccessControlAllowMethods: { Items: ['PROPFIND'] } }],
    ['credentials with any header', { AccessControlAllowCredentials: true }],
    ['a broken header', { AccessControlExposeHeaders: { Items: ['a b'] } }],
    ['half a second', { AccessControlMaxAgeSec: 0.5 }],
    ['no override', { OriginOverride: undefined }],
  ])('%s', (_, wrong) => {
    expect(refusalsOfCloudFront({ Name: 'a', CorsConfig: { ...cors, ...wrong } })).not.toEqual([]);
  });

  test('equal rules, repeated origins and a third method on a bucket', () => {
    const rule = { AllowedOrigins: ['https://a'], AllowedMethods: ['GET'] };
    expect([[rule, rule], [{ ...rule, AllowedOrigins: ['https://a', 'https://a'] }], [{ ...rule, AllowedMethods: ['OPTIONS'] }]].map((rules) => refusalsOfS3(rules).length > 0)).toEqual([true, true, true]);
  });
});
