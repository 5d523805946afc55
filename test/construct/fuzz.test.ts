import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RemovalPolicy, Size, Stack, Token } from 'aws-cdk-lib';
import type { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { GeoRestriction, PriceClass, SecurityPolicyProtocol } from 'aws-cdk-lib/aws-cloudfront';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import fc from 'fast-check';
import { AccessLogsDestination, CorsAssetDistribution, CorsContract, CorsPolicy, MissingFileStatus, StrictTransportSecurity } from 'cdk-cors-asset-distribution';
import type { AssetPath, CorsAssetDistributionProps } from 'cdk-cors-asset-distribution';
import { holds, longEnough, many } from '../drawing';
import { refusalsOfCloudFront } from './cloudfront-refusals';
import { judgeError, judgePromise, judgeTemplate, refusalsOfS3 } from './drawn-judges';
import { dropLargeAssets } from '../large-assets';
import {
  behaviorPlan, contract, duration, fineOrigin, headers, isPlainPattern, listOf, maybe, oddOrigin, oddText, optionsOf, pathPattern, seconds, terms, text, uploads, UNMATCHED,
} from './drawn-values';
import type { BehaviorPlan } from './drawn-values';
import { certificateIn } from './support';

const RUNS = 150;

interface PathPlan {
  readonly path: AssetPath;
  readonly behavior?: BehaviorPlan;
  readonly bucket: boolean;
}

const path: fc.Arbitrary<PathPlan> = fc.record({
  path: fc.record({ ...terms, pathPattern, allowedOrigins: listOf(fineOrigin, oddOrigin), allowCredentials: maybe(fc.boolean(), 1) }),
  behavior: maybe(behaviorPlan, 2), bucket: fc.boolean(),
});

/** What needs a stack is made when the stack is there. */
interface Plan {
  readonly plain: Omit<CorsAssetDistributionProps, 'additionalPaths'>;
  readonly paths?: PathPlan[];
  /** Where the contract is written: in the properties, as a value, or as a policy that others share. */
  readonly written: 'here' | 'contract' | 'corsPolicy';
  readonly bucket?: 'own rules' | 'imported' | 'L1';
  readonly key: boolean;
  readonly behavior?: BehaviorPlan;
  readonly failover: boolean;
  readonly accessLogs: boolean;
  readonly laterPath?: PathPlan;
  readonly files?: { readonly keyPrefix?: string; readonly prune: boolean; readonly immutable?: string[]; readonly maxAge?: Duration; readonly invalidationPaths?: string[]; readonly memoryLimit?: Size }[];
  readonly domain?: { readonly names: string[]; readonly certificate: boolean; readonly zone: boolean };
}
const plan: fc.Arbitrary<Plan> = fc.record({
  plain: fc.record({
    ...terms, allowedOrigins: listOf(fineOrigin, oddOrigin), allowCredentials: maybe(fc.boolean(), 2), uploads: maybe(uploads, 2), uploadKeyPrefix: maybe(text('in/'), 1),
    ...headers, failoverStatusCodes: maybe(fc.array(fc.constantFrom(500, 503, 403, 404, 429), { maxLength: 2 }), 1), publishAdditionalMetrics: maybe(fc.boolean(), 1),
    timingAllowOrigins: maybe(listOf(fineOrigin, oddOrigin), 1), strictTransportSecurity: maybe(fc.oneof(duration.map((age) => StrictTransportSecurity.maxAge(age)), fc.constant(StrictTransportSecurity.NONE)), 1),
    removalPolicy: maybe(fc.constantFrom(RemovalPolicy.DESTROY, RemovalPolicy.RETAIN), 1), defaultRootObject: maybe(text('index.html'), 1),
    missingFileStatus: maybe(fc.constantFrom(MissingFileStatus.NOT_FOUND, MissingFileStatus.FORBIDDEN), 1), originPath: maybe(text('/site'), 1), originShieldRegion: maybe(fc.constant('eu-west-1'), 1),
    comment: maybe(oddText, 1), webAclArn: maybe(text('arn:aws:wafv2:us-east-1:1:global/webacl/a/b'), 1), geoRestriction: maybe(fc.constant(GeoRestriction.denylist('XX')), 1),
    priceClass: maybe(fc.constantFrom(...Object.values(PriceClass)), 1), minimumProtocolVersion: maybe(fc.constantFrom(...Object.values(SecurityPolicyProtocol)), 1),
  }, { requiredKeys: [] }),
  paths: maybe(fc.oneof({ weight: 9, arbitrary: fc.array(path, { maxLength: 3 }) }, {
    weight: 1, arbitrary: fc.integer({ min: 90, max: 110 }).map((count) => Array.from({ length: count }, (_, index) => ({ path: { pathPattern: `p${index}`, allowedOrigins: [`https://h${index}.example.com`] }, bucket: false }))),
  }), 2),
  written: fc.constantFrom('here' as const, 'here' as const, 'contract' as const, 'corsPolicy' as const),
  bucket: maybe(fc.constantFrom('own rules' as const, 'imported' as const, 'L1' as const), 2),
  key: fc.boolean(),
  behavior: maybe(behaviorPlan, 2),
  failover: fc.boolean(),
  accessLogs: fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
  laterPath: maybe(path, 1),
  files: maybe(fc.array(fc.record({ keyPrefix: maybe(text('app'), 1), prune: fc.boolean(), immutable: maybe(fc.constant(['*.js']), 1), maxAge: seconds, invalidationPaths: maybe(fc.array(text('/a'), { maxLength: 2 }), 1), memoryLimit: maybe(fc.constant(Size.mebibytes(512)), 1) }), { maxLength: 2 }), 1),
  domain: maybe(fc.record({ names: listOf(fc.constantFrom('a.example.com', 'A.example.com', '*.example.com', 'example.com'), fc.constantFrom('', 'a.other.com')), certificate: fc.constantFrom(true, true, true, false), zone: fc.boolean() }), 1),
});

const OWN_RULE = { allowedMethods: ['GET', 'HEAD'], allowedOrigins: ['https://app.example.com'], allowedHeaders: ['*'], exposedHeaders: ['ETag', 'Content-Range', 'Accept-Ranges'], maxAge: 7200 };

function build(stack: Stack, { plain, paths, written, bucket, key, domain, ...options }: Plan): CorsAssetDistribution {
  const { allowedOrigins, allowedHeaders, exposedHeaders, maxAge, allowCredentials, ...others } = plain;
  const contractOptions = { allowedOrigins, allowedHeaders, exposedHeaders, maxAge, allowCredentials };
  const buckets: Record<string, () => s3.IBucket> = {
    'own rules': () => new s3.Bucket(stack, 'B', { cors: [OWN_RULE as s3.CorsRule] }),
    'imported': () => s3.Bucket.fromBucketName(stack, 'B', 'elsewhere'),
    'L1': () => s3.Bucket.fromCfnBucket(new s3.CfnBucket(stack, 'B', { corsConfiguration: { corsRules: [OWN_RULE] } })),
  };
  const pathOf = ({ path: each, behavior, bucket: own }: PathPlan, id: string): AssetPath =>
    ({ ...each, ...(behavior && optionsOf(stack, id, behavior)), bucket: own ? new s3.Bucket(stack, `${id}Files`) : undefined });
  const assets = new CorsAssetDistribution(stack, 'A', {
    ...others,
    ...(options.behavior && optionsOf(stack, 'Default', options.behavior)),
    failoverBucket: options.failover ? new s3.Bucket(stack, 'Spare') : undefined,
    ...(written === 'contract' && allowedOrigins !== undefined ? { contract: CorsContract.of({ ...contractOptions, allowedOrigins }) }
      : written === 'corsPolicy' ? { corsPolicy: new CorsPolicy(stack, 'Shared', contractOptions) } : contractOptions),
    accessLogs: options.accessLogs ? AccessLogsDestination.bucket(new s3.Bucket(stack, 'Logs')) : undefined,
    additionalPaths: paths?.map((each, index) => pathOf(each, `Path${index}`)),
    bucket: bucket && buckets[bucket](),
    encryptionKey: key ? new kms.Key(stack, 'K') : undefined,
    domainNames: domain?.names,
    certificate: domain?.certificate ? certificateIn(stack) : undefined,
    hostedZone: domain?.zone ? route53.HostedZone.fromHostedZoneAttributes(stack, 'Z', { hostedZoneId: 'Z1', zoneName: 'example.com' }) : undefined,
  });
  if (options.laterPath !== undefined) {
    assets.addPath(options.laterPath.path.pathPattern, pathOf(options.laterPath, 'Later'));
  }
  options.files?.forEach((each, index) => { assets.deployFiles(`Files${index}`, { sources: [Source.data('a.txt', 'a')], ...each }); });
  return assets;
}

/** An origin that was promised for `UNMATCHED`, when no path might answer for it and no signature is needed. */
function promisedOrigin({ corsPolicy: { contract: { allowedOrigins } } }: CorsAssetDistribution, { paths = [], laterPath, behavior }: Plan): string | undefined {
  const others = [...paths, ...(laterPath ? [laterPath] : [])].map(({ path: each }) => each);
  const [origin] = Token.isUnresolved(allowedOrigins) ? [] : allowedOrigins.filter((each) => !Token.isUnresolved(each));
  return behavior?.signed === true || !others.every((each) => isPlainPattern(each.pathPattern)) ? undefined
    : origin?.replace(/^\*$/, 'https://anyone.example.org').replace('*.', 'pr-7.').replace('*', '3');
}

describe('any properties', () => {
  test('give an error of ours or a template that S3, CloudFront and CloudFormation take', () => {
    let [templates, proven] = [0, 0];
    holds('any-properties', fc.property(plan, (each) => {
      const stack = new Stack();
      let origin: string | undefined;
      let template: Template;
      try {
        origin = promisedOrigin(build(stack, each), each);
        template = Template.fromStack(stack);
      } catch (error) {
        judgeError(error);
        return;
      } finally {
        dropLargeAssets();
      }
      templates += 1;
      judgeTemplate(template);
      proven += origin !== undefined && judgePromise(stack, { origin, path: UNMATCHED }, origin === 'https://anyone.example.org') ? 1 : 0;
    }), RUNS, { endOnFailure: true });
    expect(templates / many(RUNS)).toBeGreaterThan(0.1);
    expect(proven).toBeGreaterThan(0);
    console.log(`${templates} of ${many(RUNS)} synthesized, ${proven} were proven`);
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

test('every property of the constructs is drawn', () => {
  const construct = join(__dirname, '..', '..', 'lib', 'construct');
  const properties = readdirSync(construct, { recursive: true, encoding: 'utf8' }).filter((file) => /(-options|-terms|-props)\.ts$/.test(file) && !file.startsWith('private'))
    .flatMap((file) => [...readFileSync(join(construct, file), 'utf8').matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = '']) => name));
  const drawn = readdirSync(__dirname).filter((file) => /^(drawn|fuzz)/.test(file)).map((file) => readFileSync(join(__dirname, file), 'utf8')).join('\n');
  expect(properties.length).toBeGreaterThan(50);
  expect(properties.filter((name) => !new RegExp(`\\b${name}\\b`).test(drawn))).toEqual([]);
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
