import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Handle, Host } from './host';

/** This library's types, as jsii names them. */
export const LIBRARY = 'cdk-cors-asset-distribution';

const ASSETS = join(__dirname, '../../../examples/assets');
const ORIGIN = 'https://app.example.com';

/** An app, and a stack in it. */
export interface Story {
  readonly app: Handle;
  readonly stack: Handle;
}

/** examples/two-apps-two-paths.ts. */
export async function twoAppsTwoPaths(host: Host, context: object): Promise<Story> {
  const story = await emptyStack(host, 'TwoAppsTwoPaths', context);
  const assets = await host.create(`${LIBRARY}.CorsAssetDistribution`, story.stack, 'Assets', {
    allowedOrigins: ['https://shop.example.com'],
    allowedHeaders: ['X-Request-Id'],
    additionalPaths: [{
      pathPattern: 'scripts/*',
      allowedOrigins: ['https://shop.example.com', 'https://*.partners.example'],
      exposedHeaders: [],
      maxAge: await host.callStatic('aws-cdk-lib.Duration', 'minutes', 10),
    }],
  });
  await host.call(assets, 'deployFiles', 'Files', {
    sources: [await host.callStatic('aws-cdk-lib.aws_s3_deployment.Source', 'asset', ASSETS, { exclude: ['*.pem'] })],
    immutable: ['scripts/*', 'images/*'],
  });
  return story;
}

/** Every option of every construct, every method and every property; what excludes each other stands in several constructs. */
export async function everything(host: Host): Promise<Story> {
  const story = await emptyStack(host, 'Everything', {}, { env: { account: '111122223333', region: 'us-east-1' } });
  const minutes = async (amount: number): Promise<unknown> => host.callStatic('aws-cdk-lib.Duration', 'minutes', amount);
  const logs = await host.create('aws-cdk-lib.aws_s3.Bucket', story.stack, 'Logs');
  await newBucket(host, story, minutes, logs);
  await existingBucket(host, story, logs);
  await sharedPolicy(host, story, minutes);
  await existingDistribution(host, story);
  await behaviorOptions(host, story, minutes);
  await severalBuckets(host, story);
  return story;
}

type Minutes = (amount: number) => Promise<unknown>;

async function newBucket(host: Host, { stack }: Story, minutes: Minutes, logs: Handle): Promise<void> {
  const encodedKey = readFileSync(join(ASSETS, 'signing-public-key.pem'), 'utf8');
  const publicKey = await host.create('aws-cdk-lib.aws_cloudfront.PublicKey', stack, 'PublicKey', { encodedKey });
  const zone = { hostedZoneId: 'Z0123456789EXAMPLE', zoneName: 'example.com' };
  const certificate = 'arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-0000-0000-000000000000';
  const assets = await host.create(`${LIBRARY}.CorsAssetDistribution`, stack, 'Assets', {
    allowedOrigins: [ORIGIN],
    allowCredentials: true,
    allowedHeaders: ['X-Request-Id'],
    exposedHeaders: ['ETag'],
    maxAge: await minutes(10),
    trustedKeyGroups: [await host.create('aws-cdk-lib.aws_cloudfront.KeyGroup', stack, 'Signers', { items: [publicKey] })],
    uploads: { allowedOrigins: ['https://admin.example.com', 'capacitor://localhost'], allowedHeaders: ['Content-Type'], exposedHeaders: ['ETag'], maxAge: await minutes(5), multipart: true },
    uploadKeyPrefix: 'incoming/',
    additionalPaths: [{ pathPattern: 'fonts/*', contract: await host.callStatic(`${LIBRARY}.CorsContract`, 'of', { allowedOrigins: ['*'] }) }],
    encryptionKey: await host.create('aws-cdk-lib.aws_kms.Key', stack, 'Key'),
    removalPolicy: host.enumMember('aws-cdk-lib.RemovalPolicy', 'DESTROY'),
    domainNames: ['assets.example.com'],
    certificate: await host.callStatic('aws-cdk-lib.aws_certificatemanager.Certificate', 'fromCertificateArn', stack, 'Certificate', certificate),
    hostedZone: await host.callStatic('aws-cdk-lib.aws_route53.HostedZone', 'fromHostedZoneAttributes', stack, 'Zone', zone),
    minimumProtocolVersion: host.enumMember('aws-cdk-lib.aws_cloudfront.SecurityPolicyProtocol', 'TLS_V1_2_2021'),
    defaultRootObject: 'index.html',
    missingFileStatus: host.enumMember(`${LIBRARY}.MissingFileStatus`, 'NOT_FOUND'),
    originPath: '/site',
    originShieldRegion: 'eu-west-1',
    comment: 'every option',
    accessLogs: await host.callStatic(`${LIBRARY}.AccessLogsDestination`, 'bucket', logs),
    webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b',
    geoRestriction: await host.callStatic('aws-cdk-lib.aws_cloudfront.GeoRestriction', 'allowlist', 'CH', 'DE'),
    priceClass: host.enumMember('aws-cdk-lib.aws_cloudfront.PriceClass', 'PRICE_CLASS_100'),
    strictTransportSecurity: await host.callStatic(`${LIBRARY}.StrictTransportSecurity`, 'maxAge', await minutes(60)),
    timingAllowOrigins: [ORIGIN],
  });
  await host.call(assets, 'grantUpload', await host.create('aws-cdk-lib.aws_iam.User', stack, 'Uploader'), 'avatars/*');
  await host.call(assets, 'deployFiles', 'Files', {
    sources: [await host.callStatic('aws-cdk-lib.aws_s3_deployment.Source', 'data', 'robots.txt', 'User-agent: *')],
    immutable: ['*.js'],
    memoryLimit: await host.callStatic('aws-cdk-lib.Size', 'mebibytes', 512),
    keyPrefix: 'app1', maxAge: await minutes(5), invalidationPaths: ['/app1/*'],
    prune: true,
  });
  await host.call(stack, 'exportValue', await host.get(assets, 'domainName'), { name: 'DomainName' });
  await host.call(stack, 'exportValue', await host.get(assets, 'uploadEndpoint'), { name: 'UploadEndpoint' });
  await host.call(stack, 'exportValue', await host.call(assets, 'assetUrl', 'logo.svg'), { name: 'LogoUrl' });
  await host.call(stack, 'exportValue', await host.get(await host.get(assets, 'originAccessControl'), 'originAccessControlId'), { name: 'AccessControl' });
  await output(host, stack, 'BucketName', await host.get(await host.get(assets, 'bucket'), 'bucketName'));
  await output(host, stack, 'MadeBucketName', await host.get(await host.get(assets, 'madeBucket'), 'bucketName'));
  await output(host, stack, 'DistributionId', await host.get(await host.get(assets, 'distribution'), 'distributionId'));
}

/** Cache, routing and code of a behavior. */
async function behaviorOptions(host: Host, { stack }: Story, minutes: Minutes): Promise<void> {
  const code = await host.callStatic('aws-cdk-lib.aws_cloudfront.FunctionCode', 'fromInline', 'function handler(event) { return event.request; }');
  const association = { function: await host.create('aws-cdk-lib.aws_cloudfront.Function', stack, 'Function', { code }), eventType: host.enumMember('aws-cdk-lib.aws_cloudfront.FunctionEventType', 'VIEWER_REQUEST') };
  const functionVersion = await host.callStatic('aws-cdk-lib.aws_lambda.Version', 'fromVersionArn', stack, 'EdgeVersion', 'arn:aws:lambda:us-east-1:111122223333:function:edge:1');
  const lambdaEvent = host.enumMember('aws-cdk-lib.aws_cloudfront.LambdaEdgeEventType', 'ORIGIN_RESPONSE');
  await host.create(`${LIBRARY}.CorsAssetDistribution`, stack, 'Options', {
    allowedOrigins: [ORIGIN],
    cache: await host.callStatic(`${LIBRARY}.AssetCache`, 'of', { ttl: await minutes(10), minTtl: await minutes(1), maxTtl: await minutes(60), queryStrings: ['v'] }),
    routing: await host.callStatic(`${LIBRARY}.AssetRouting`, 'app', 'index.html'),
    vary: ['Origin'],
    additionalPaths: [
      { pathPattern: 'docs/*', allowedOrigins: [ORIGIN], routing: await host.callStatic(`${LIBRARY}.AssetRouting`, 'folders', 'index.html'), cache: await host.getStatic(`${LIBRARY}.AssetCache`, 'DISABLED') },
      { pathPattern: 'code/*', allowedOrigins: [ORIGIN], functions: [association], edgeLambdas: [{ functionVersion, eventType: lambdaEvent }], cache: await host.getStatic(`${LIBRARY}.AssetCache`, 'OPTIMIZED') },
    ],
  });
}

async function existingBucket(host: Host, { stack }: Story, logs: Handle): Promise<void> {
  const rules = '[{"AllowedOrigins":["https://app.example.com"],"AllowedMethods":["GET","HEAD"],"AllowedHeaders":["*"],"MaxAgeSeconds":300}]';
  const attributes = { bucketName: 'files-of-another-team', region: 'eu-central-1' };
  const assets = await host.create(`${LIBRARY}.CorsAssetDistribution`, stack, 'Existing', {
    contract: await host.callStatic(`${LIBRARY}.CorsContract`, 'fromS3Json', rules),
    bucket: await host.callStatic('aws-cdk-lib.aws_s3.Bucket', 'fromBucketAttributes', stack, 'Files', attributes),
    strictTransportSecurity: await host.getStatic(`${LIBRARY}.StrictTransportSecurity`, 'NONE'),
  });
  await host.call(assets, 'outputBucketSettings');
  await host.call(assets, 'applyBucketSettings');
  await output(host, stack, 'BucketCors', await host.get(assets, 'bucketCorsJson'));
  await output(host, stack, 'BucketPolicy', await host.get(assets, 'bucketPolicyJson'));
  const destination = await host.callStatic(`${LIBRARY}.AccessLogsDestination`, 'bucket', logs);
  await host.create(`${LIBRARY}.AssetAccessLogs`, stack, 'AccessLogs', { destination, distribution: await host.get(assets, 'distribution') });
}

async function sharedPolicy(host: Host, { stack }: Story, minutes: Minutes): Promise<void> {
  const corsPolicy = await host.create(`${LIBRARY}.CorsPolicy`, stack, 'Cors', {
    allowedOrigins: [ORIGIN],
    allowCredentials: true,
    allowedHeaders: ['X-Request-Id'],
    exposedHeaders: ['ETag'],
    maxAge: await minutes(10),
    strictTransportSecurity: await host.callStatic(`${LIBRARY}.StrictTransportSecurity`, 'maxAge', await minutes(60)),
    timingAllowOrigins: [ORIGIN],
  });
  const missingFileStatus = host.enumMember(`${LIBRARY}.MissingFileStatus`, 'FORBIDDEN');
  const shared = await host.create(`${LIBRARY}.CorsAssetDistribution`, stack, 'Shared', { corsPolicy, missingFileStatus });
  const contract = await host.get(await host.get(shared, 'corsPolicy'), 'contract');
  for (const property of ['allowedOrigins', 'allowedHeaders', 'exposedHeaders', 'allowCredentials', 'warnings']) {
    await output(host, stack, `Contract${property}`, JSON.stringify(await host.get(contract, property)));
  }
  await output(host, stack, 'ContractJson', await host.call(contract, 'toS3Json'));

  const policy = await host.get(corsPolicy, 'responseHeadersPolicy');
  const imported = await host.callStatic(`${LIBRARY}.CorsPolicy`, 'fromAttributes', stack, 'Imported', {
    contract, responseHeadersPolicyId: await host.get(policy, 'responseHeadersPolicyId'),
  });
  const logGroup = await host.create('aws-cdk-lib.aws_logs.LogGroup', stack, 'LogGroup');
  const accessLogs = await host.callStatic(`${LIBRARY}.AccessLogsDestination`, 'logGroup', logGroup);
  await host.create(`${LIBRARY}.CorsAssetDistribution`, stack, 'OfAnotherApp', { corsPolicy: imported, accessLogs });
  await host.create(`${LIBRARY}.CorsPolicy`, stack, 'FromContract', { contract });
}

/** More than one bucket. */
async function severalBuckets(host: Host, { stack }: Story): Promise<void> {
  const bucketOf = async (id: string): Promise<Handle> => host.create('aws-cdk-lib.aws_s3.Bucket', stack, id);
  const assets = await host.create(`${LIBRARY}.CorsAssetDistribution`, stack, 'Several', {
    allowedOrigins: [ORIGIN], bucket: await bucketOf('First'), failoverBucket: await bucketOf('Spare'), failoverStatusCodes: [500, 503], publishAdditionalMetrics: true,
    contentSecurityPolicy: 'default-src \'self\'', customHeaders: { 'X-Robots-Tag': 'noindex' },
    referrerPolicy: host.enumMember('aws-cdk-lib.aws_cloudfront.HeadersReferrerPolicy', 'SAME_ORIGIN'),
    frameOptions: host.enumMember('aws-cdk-lib.aws_cloudfront.HeadersFrameOption', 'DENY'),
    crossOriginResourcePolicy: host.enumMember(`${LIBRARY}.CrossOriginResourcePolicy`, 'CROSS_ORIGIN'),
    additionalPaths: [{ pathPattern: 'tiles/*', bucket: await bucketOf('Tiles'), allowedOrigins: ['*'] }],
  });
  await host.call(assets, 'addPath', 'fonts/*', { bucket: await bucketOf('Fonts'), allowedOrigins: ['*'] });
  for (const site of ['SAME_SITE', 'SAME_ORIGIN']) {
    await host.create(`${LIBRARY}.CorsPolicy`, stack, site, { allowedOrigins: [ORIGIN], crossOriginResourcePolicy: host.enumMember(`${LIBRARY}.CrossOriginResourcePolicy`, site) });
  }
}

/** A path of a distribution that somebody else's code made, and a new one. */
async function existingDistribution(host: Host, { stack }: Story): Promise<void> {
  const files = await host.create('aws-cdk-lib.aws_s3.Bucket', stack, 'WebFiles');
  const origin = await host.callStatic('aws-cdk-lib.aws_cloudfront_origins.S3BucketOrigin', 'withOriginAccessControl', files);
  const distribution = await host.create('aws-cdk-lib.aws_cloudfront.Distribution', stack, 'Web', { defaultBehavior: { origin } });
  const cache = await host.callStatic(`${LIBRARY}.AssetCache`, 'fromCachePolicy', await host.create('aws-cdk-lib.aws_cloudfront.CachePolicy', stack, 'WebCache'));
  await host.create(`${LIBRARY}.CorsAssetBehavior`, stack, 'WebCors', { distribution, allowedOrigins: [ORIGIN], cache });
  const bucket = await host.callStatic('aws-cdk-lib.aws_s3.Bucket', 'fromBucketName', stack, 'Theirs', 'files-of-another-team');
  const added = await host.create(`${LIBRARY}.CorsAssetBehavior`, stack, 'StaticCors', { distribution, pathPattern: 'static/*', bucket, allowedOrigins: [ORIGIN] });
  await host.call(added, 'applyBucketSettings');
  await output(host, stack, 'StaticCorsRules', await host.get(added, 'bucketCorsJson'));
  await output(host, stack, 'StaticPolicy', await host.get(added, 'bucketPolicyJson'));
  await output(host, stack, 'StaticContract', await host.call(await host.get(await host.get(added, 'corsPolicy'), 'contract'), 'toS3Json'));
}

async function output(host: Host, stack: Handle, id: string, value: unknown): Promise<void> {
  await host.create('aws-cdk-lib.CfnOutput', stack, id, { value });
}

/** A bucket with a rule that S3 refuses, which no construct of this library made. */
export async function mistakeByHand(host: Host): Promise<Story> {
  const story = await emptyStack(host, 'ByHand');
  const corsConfiguration = { corsRules: [{ allowedMethods: ['OPTIONS'], allowedOrigins: [ORIGIN] }] };
  await host.create('aws-cdk-lib.aws_s3.CfnBucket', story.stack, 'Bucket', { corsConfiguration });
  return story;
}

/** One construct, and nothing else. */
export async function oneConstruct(host: Host, allowedOrigins = [ORIGIN]): Promise<Story> {
  const story = await emptyStack(host, 'Web');
  await host.create(`${LIBRARY}.CorsAssetDistribution`, story.stack, 'Assets', { allowedOrigins });
  return story;
}

/** One construct with a CloudFront Function of this code. */
export async function withFunction(host: Host, text: string): Promise<Story> {
  const story = await emptyStack(host, 'Function');
  const code = await host.callStatic('aws-cdk-lib.aws_cloudfront.FunctionCode', 'fromInline', text);
  const association = { function: await host.create('aws-cdk-lib.aws_cloudfront.Function', story.stack, 'Function', { code }), eventType: host.enumMember('aws-cdk-lib.aws_cloudfront.FunctionEventType', 'VIEWER_REQUEST') };
  await host.create(`${LIBRARY}.CorsAssetDistribution`, story.stack, 'Assets', { allowedOrigins: [ORIGIN], functions: [association] });
  return story;
}

/** One construct with a Lambda@Edge function that no template shows. */
export async function withEdgeLambda(host: Host): Promise<Story> {
  const story = await emptyStack(host, 'EdgeLambda');
  const functionVersion = await host.callStatic('aws-cdk-lib.aws_lambda.Version', 'fromVersionArn', story.stack, 'Edge', 'arn:aws:lambda:us-east-1:111122223333:function:edge:1');
  const eventType = host.enumMember('aws-cdk-lib.aws_cloudfront.LambdaEdgeEventType', 'VIEWER_REQUEST');
  await host.create(`${LIBRARY}.CorsAssetDistribution`, story.stack, 'Assets', { allowedOrigins: [ORIGIN], edgeLambdas: [{ functionVersion, eventType }] });
  return story;
}

/** An app with one empty stack. */
async function emptyStack(host: Host, name: string, context: object = {}, props: object = {}): Promise<Story> {
  const app = await host.create('aws-cdk-lib.App', { context });
  return { app, stack: await host.create('aws-cdk-lib.Stack', app, name, props) };
}

/** The template of a story's stack as it is written, with the hashes of assets replaced as in the golden ones. */
export async function templateOf(host: Host, { app, stack }: Story): Promise<unknown> {
  const assembly = await host.call(app, 'synth');
  const artifact = await host.call(assembly, 'getStackByName', await host.get(stack, 'stackName'));
  const text = readFileSync(String(await host.get(artifact, 'templateFullPath')), 'utf8');
  return JSON.parse(text.replace(/\b[0-9a-f]{64}\b/g, 'ASSET_HASH'));
}
