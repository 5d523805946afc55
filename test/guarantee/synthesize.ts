/** Builds what users would build: a setup becomes an app and its synthesized templates. */
import { App, Aws, Duration, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Distribution, HeadersFrameOption, HeadersReferrerPolicy, KeyGroup, PublicKey, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, HttpMethods } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { AssetCache, AssetRouting, CorsAssetBehavior, CorsAssetDistribution, CorsContract, CorsPolicy } from '../../lib';
import type { AssetBehaviorOptions, CorsAssetDistributionProps } from '../../lib';
import type { Setup, Words } from './words';

/** A synthesized template by the name of its stack; mutations change it before it is read. */
export type Templates = Record<string, { readonly Resources: Record<string, Resource> }>;

export interface Resource {
  readonly Type: string;
  Properties: Record<string, unknown>;
}

const synthesized = new Map<string, Templates>();

/** Each distinct setup is synthesized once. */
export function templatesOf(setup: Setup): Templates {
  const key = JSON.stringify({ ...setup, name: '' });
  const templates = synthesized.get(key) ?? synthesize(setup);
  synthesized.set(key, templates);
  return templates;
}

function synthesize(setup: Setup): Templates {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Web');
  if (setup.byHand === true) {
    madeRight(setup, stack);
  } else {
    fromConstructs(setup, app, stack);
  }
  return Object.fromEntries(app.synth().stacks.map((artifact) => [artifact.stackName, artifact.template as Templates[string]]));
}

function fromConstructs(setup: Setup, app: App, stack: Stack): void {
  const bucket = bucketOf(setup, app, stack);
  const shared = setup.shared === true ? new CorsPolicy(stack, 'Shared', contractOptions(setup.words)) : undefined;
  const behavior: AssetBehaviorOptions = shared ? { corsPolicy: shared } : behaviorOf(setup.words, stack, 'Signer', setup.fromJson);
  const first = new CorsAssetDistribution(stack, 'Assets', {
    ...behavior,
    ...(setup.words.ofPages === true ? HEADERS_OF_PAGES : {}),
    uploads: setup.words.uploads && uploadsOf(setup.words),
    bucket,
    failoverBucket: setup.failover === undefined ? undefined : new Bucket(stack, 'Spare'),
    failoverStatusCodes: setup.failover === 'of refusals too' ? [403, 404, 500, 502, 503, 504] : undefined,
    encryptionKey: setup.key === true && bucket === undefined ? new Key(stack, 'Key') : undefined,
    domainNames: setup.domainName === undefined ? undefined : [setup.domainName],
    certificate: setup.domainName === undefined
      ? undefined
      : Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-0000-0000-000000000000'),
    additionalPaths: Object.entries(setup.paths ?? {}).map(([pathPattern, words], index) => ({
      pathPattern, ...behaviorOf(words, stack, `PathSigner${index}`), bucket: setup.bucketOfEachPath === true ? new Bucket(stack, `Path${index}`) : undefined,
    })),
  });
  if (setup.bucket === 'imported') {
    first.applyBucketSettings();
  }
  otherConstructs(setup, stack, first);
  if (shared) {
    new CorsAssetDistribution(stack, 'Sharing', { corsPolicy: shared });
  }
}

/** A distribution that an app has, with the mistake of most: its default behavior and new paths of the same bucket get their contracts. */
function madeRight(setup: Setup, stack: Stack): void {
  const bucket = new Bucket(stack, 'Existing');
  const distribution = new Distribution(stack, 'AssetsDistribution', {
    defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(bucket), responseHeadersPolicy: ResponseHeadersPolicy.CORS_ALLOW_ALL_ORIGINS },
  });
  new CorsAssetBehavior(stack, 'Assets', { distribution, ...behaviorOf(setup.words, stack, 'Signer') });
  Object.entries(setup.paths ?? {}).forEach(([pathPattern, words], index) => {
    new CorsAssetBehavior(stack, `Path${index}`, { distribution, pathPattern, bucket, ...behaviorOf(words, stack, `PathSigner${index}`) });
  });
}

/** What protects pages, next to CORS. */
const HEADERS_OF_PAGES: Pick<CorsAssetDistributionProps, 'contentSecurityPolicy' | 'referrerPolicy' | 'frameOptions' | 'customHeaders' | 'timingAllowOrigins'> = {
  contentSecurityPolicy: 'default-src \'self\'', referrerPolicy: HeadersReferrerPolicy.SAME_ORIGIN, frameOptions: HeadersFrameOption.DENY,
  customHeaders: { 'X-Robots-Tag': 'noindex', 'Cross-Origin-Opener-Policy': 'same-origin' }, timingAllowOrigins: ['*'],
};

function bucketOf(setup: Setup, app: App, stack: Stack): IBucket | undefined {
  const encryptionKey = setup.key === true ? { encryptionKey: new Key(stack, 'BucketKey') } : {};
  switch (setup.bucket) {
    case undefined:
      return undefined;
    case 'existing':
      return new Bucket(stack, 'Existing', encryptionKey);
    case 'existing-with-wider-rules':
      return new Bucket(stack, 'Existing', { ...encryptionKey, cors: [{ allowedOrigins: ['*'], allowedMethods: [HttpMethods.GET, HttpMethods.HEAD], allowedHeaders: ['*'] }] });
    case 'in-another-stack':
      return new Bucket(new Stack(app, 'Storage'), 'Existing');
    case 'imported':
      return Bucket.fromBucketName(stack, 'Existing', 'files-of-everybody');
  }
}

function otherConstructs(setup: Setup, stack: Stack, first: CorsAssetDistribution): void {
  setup.others?.forEach((words, index) => {
    new CorsAssetDistribution(stack, `Other${index}`, { ...behaviorOf(words, stack, `OtherSigner${index}`), uploads: words.uploads && uploadsOf(words), bucket: first.bucket });
  });
}

function behaviorOf(words: Words, stack: Stack, signer: string, fromJson = false): AssetBehaviorOptions {
  const contract = fromJson ? { contract: CorsContract.fromS3Json(s3Json(words)) } : contractOptions(words);
  const { vary, routing, cache } = words;
  return {
    ...contract,
    trustedKeyGroups: words.signed === true ? [keyGroup(stack, signer)] : undefined,
    vary: vary && [...vary],
    routing: routing && (routing === 'app' ? AssetRouting.app('index.html') : AssetRouting.folders()),
    cache: cache && (cache === 'disabled' ? AssetCache.DISABLED : AssetCache.of({ queryStrings: ['v'] })),
  };
}

function contractOptions(words: Words): AssetBehaviorOptions & { allowedOrigins: string[] } {
  return {
    allowedOrigins: [...words.origins],
    allowedHeaders: words.headers && [...words.headers],
    exposedHeaders: words.exposed && [...words.exposed],
    maxAge: words.maxAgeSeconds === undefined ? undefined : Duration.seconds(words.maxAgeSeconds),
    allowCredentials: words.credentials,
  };
}

function uploadsOf({ uploads = {} }: Words): { allowedOrigins?: string[]; allowedHeaders?: string[]; exposedHeaders?: string[] } {
  return {
    allowedOrigins: uploads.origins && [...uploads.origins],
    allowedHeaders: uploads.headers && [...uploads.headers],
    exposedHeaders: uploads.exposed && [...uploads.exposed],
  };
}

function s3Json(words: Words): string {
  return JSON.stringify([{ AllowedOrigins: words.origins, AllowedMethods: ['GET', 'HEAD'], AllowedHeaders: words.headers, ExposeHeaders: words.exposed }]);
}

const PUBLIC_KEY = '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----';

function keyGroup(stack: Stack, id: string): KeyGroup {
  return new KeyGroup(stack, `${id}Group`, { items: [new PublicKey(stack, id, { encodedKey: PUBLIC_KEY, publicKeyName: `${id}-${Aws.REGION}` })] });
}
