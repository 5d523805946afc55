import { Duration, Token } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { AccessLogsDestination, AssetCache, AssetRouting, CorsConfigurationError, CorsPolicy } from 'cdk-cors-asset-distribution';
import type { AssetBehaviorOptions, AssetCacheOptions, DeployFilesOptions } from 'cdk-cors-asset-distribution';
import type { Refusal } from './refusals-of-behaviors';
import { APP_ORIGIN, assetsIn, newStack } from './support';

const { VIEWER_REQUEST, VIEWER_RESPONSE } = cloudfront.FunctionEventType;
const cache = (options: AssetCacheOptions) => (): AssetCache => AssetCache.of(options);
const onPath = (make: (stack: Stack) => AssetBehaviorOptions) => (): unknown => {
  const stack = newStack('us-east-1');
  return assetsIn(stack, { additionalPaths: [{ pathPattern: 'a/*', allowedOrigins: [APP_ORIGIN], ...make(stack) }] });
};
const fn = (stack: Stack, eventType: cloudfront.FunctionEventType): cloudfront.FunctionAssociation =>
  ({ function: cloudfront.Function.fromFunctionAttributes(stack, `F${stack.node.children.length}`, { functionArn: 'arn', functionName: 'f' }), eventType });
const edge = (stack: Stack, eventType: cloudfront.LambdaEdgeEventType, includeBody?: boolean): cloudfront.EdgeLambda =>
  ({ functionVersion: lambda.Version.fromVersionArn(stack, `V${stack.node.children.length}`, 'arn:aws:lambda:us-east-1:1:function:f:1'), eventType, includeBody });
const { ORIGIN_RESPONSE, VIEWER_REQUEST: LAMBDA_REQUEST, VIEWER_RESPONSE: LAMBDA_RESPONSE } = cloudfront.LambdaEdgeEventType;

const customHeaders = (headers: Record<string, string>) => (): unknown => assetsIn(newStack(), { customHeaders: headers });
const SOURCES = [Source.data('index.html', 'hello')];
const files = (options: Partial<DeployFilesOptions>) => (): unknown => assetsIn(newStack()).deployFiles('Files', { sources: SOURCES, ...options });
const uploading = (keyPattern: string) => (): unknown => assetsIn(newStack(), { uploads: {} }).grantUpload(new iam.AnyPrincipal(), keyPattern);
const failover = (...failoverStatusCodes: number[]) => (): unknown => {
  const stack = newStack();
  return assetsIn(stack, { failoverBucket: new s3.Bucket(stack, 'Spare'), failoverStatusCodes });
};

/** The mistakes in how one behavior caches, routes and runs code. */
export const REFUSALS_OF_OPTIONS: readonly Refusal[] = [
  ['cache-ttl', 'ttl', '0.5', 'Duration.hours(1)', cache({ ttl: Duration.millis(500) })],
  ['cache-ttl', 'maxTtl', '"a deploy-time value in minutes"', 'Duration.seconds(…)', cache({ maxTtl: Duration.minutes(Token.asNumber({ Ref: 'N' })) })],
  ['cache-ttl-zero', 'maxTtl', '0', 'AssetCache.DISABLED', cache({ maxTtl: Duration.seconds(0) })],
  ['cache-ttl-order', 'minTtl', '{"minTtl":60,"ttl":30,', 'minTtl at most ttl', cache({ minTtl: Duration.minutes(1), ttl: Duration.seconds(30) })],
  ['cache-ttl-order', 'maxTtl', '{"minTtl":0,"ttl":60,"maxTtl":30}', 'ttl at most maxTtl', cache({ maxTtl: Duration.seconds(30), ttl: Duration.minutes(1) })],
  ['cache-ttl-order', 'maxTtl', '{"minTtl":60,"ttl":60,"maxTtl":30}', 'ttl at most maxTtl', cache({ maxTtl: Duration.seconds(30), minTtl: Duration.minutes(1) })],
  ['cache-query-string', 'queryStrings[1]', '"a=b"', '"v"', cache({ queryStrings: ['v', 'a=b'] })],
  ['cache-query-string', 'queryStrings[0]', '""', '"v"', cache({ queryStrings: [''] })],
  ['cache-query-string', 'queryStrings[0]', '"*"', '"v"', cache({ queryStrings: ['*'] })],
  ['cache-query-string-of-s3', 'queryStrings[0]', '"versionId"', '"v"', cache({ queryStrings: ['versionId'] })],
  ['cache-query-string-of-s3', 'queryStrings[0]', '"response-content-type"', '"v"', cache({ queryStrings: ['response-content-type'] })],
  ['cache-query-string-of-s3', 'queryStrings[0]', '"X-Amz-Expires"', '"v"', cache({ queryStrings: ['X-Amz-Expires'] })],
  ['cache-query-strings-quota', 'queryStrings', '11', 'the names that change a file', cache({ queryStrings: [...'abcdefghijk'] })],
  ['cache-query-strings-quota', 'queryStrings', '2', 'the names that change a file', cache({ queryStrings: ['a'.repeat(600), 'b'.repeat(600)] })],
  ['routing-page', 'page', '""', '"index.html"', (): unknown => AssetRouting.app('')],
  ['routing-page', 'page', '"/"', '"index.html"', (): unknown => AssetRouting.app('/')],
  ['routing-page', 'page', '"index.html?v=1"', '"index.html"', (): unknown => AssetRouting.app('index.html?v=1')],
  ['routing-page', 'page', '"ééé', '"index.html"', (): unknown => AssetRouting.app('é'.repeat(600))],
  ['routing-index', 'index', '"pages/index.html"', '"index.html"', (): unknown => AssetRouting.folders('pages/index.html')],
  ['vary-header', 'additionalPaths[0].vary[0]', '"*"', '"Origin"', onPath(() => ({ vary: ['*'] }))],
  ['vary-header', 'additionalPaths[0].vary[1]', '"a b"', '"Origin"', onPath(() => ({ vary: ['Origin', 'a b'] }))],
  ['vary-header', 'additionalPaths[0].vary', '[]', 'leave it out', onPath(() => ({ vary: [] }))],
  ['function-event-twice', 'additionalPaths[0].functions[1]', '"viewer-request"', 'one function for viewer-request',
    onPath((stack) => ({ functions: [fn(stack, VIEWER_REQUEST), fn(stack, VIEWER_REQUEST)] }))],
  ['function-event-twice', 'additionalPaths[0].functions[0]', '"viewer-request"', 'that does both',
    onPath((stack) => ({ routing: AssetRouting.folders(), functions: [fn(stack, VIEWER_REQUEST)] }))],
  ['function-event-twice', 'additionalPaths[0].functions[0]', '"viewer-response"', 'that does both', onPath((stack) => ({ vary: ['Origin'], functions: [fn(stack, VIEWER_RESPONSE)] }))],
  ['function-event-twice', 'additionalPaths[0].edgeLambdas[1]', '"origin-response"', 'one function for origin-response',
    onPath((stack) => ({ edgeLambdas: [edge(stack, ORIGIN_RESPONSE), edge(stack, ORIGIN_RESPONSE)] }))],
  ['function-kinds-mixed', 'additionalPaths[0].edgeLambdas[0]', '"viewer-response"', 'edgeLambdas for origin-request',
    onPath((stack) => ({ functions: [fn(stack, VIEWER_REQUEST)], edgeLambdas: [edge(stack, LAMBDA_RESPONSE)] }))],
  ['function-kinds-mixed', 'additionalPaths[0].edgeLambdas[0]', '"viewer-request"', 'edgeLambdas for origin-request',
    onPath((stack) => ({ vary: ['Origin'], edgeLambdas: [edge(stack, LAMBDA_REQUEST)] }))],
  ['edge-lambda-body', 'additionalPaths[0].edgeLambdas[0].includeBody', 'true', 'includeBody for viewer-request',
    onPath((stack) => ({ edgeLambdas: [edge(stack, ORIGIN_RESPONSE, true)] }))],
  ['failover-same-bucket', 'failoverBucket', '"Stack/B"', 'a second bucket', (): unknown => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'B');
    return assetsIn(stack, { bucket, failoverBucket: bucket });
  }],
  ['failover-same-bucket', 'failoverBucket', '"Stack/Again"', 'a second bucket', (): unknown => {
    const stack = newStack();
    const bucket = new s3.Bucket(stack, 'B');
    return assetsIn(stack, { bucket, failoverBucket: s3.Bucket.fromBucketName(stack, 'Again', bucket.bucketName) });
  }],
  ...['Access-Control-Allow-Origin', 'Vary', 'Content-Security-Policy', 'x-frame-options', 'Timing-Allow-Origin', 'Cross-Origin-Resource-Policy'].map((name): Refusal =>
    ['custom-header-reserved', `customHeaders.${name}`, `"${name}"`, '', customHeaders({ [name]: 'a' })]),
  ['custom-header-reserved', 'customHeaders.Referrer-Policy', '"Referrer-Policy"', 'referrerPolicy', (): unknown => new CorsPolicy(newStack(), 'P', { allowedOrigins: ['*'], customHeaders: { 'Referrer-Policy': 'a' } })],
  ['custom-header-of-cloudfront', 'customHeaders.Via', '"Via"', 'a header of your own', customHeaders({ Via: 'a' })],
  ['custom-header-of-cloudfront', 'customHeaders.X-Amz-Cf-Id', '"X-Amz-Cf-Id"', 'a header of your own', customHeaders({ 'X-Amz-Cf-Id': 'a' })],
  ['custom-header-twice', 'customHeaders.x-a', '"x-a"', 'the header once', customHeaders({ 'X-A': '1', 'x-a': '2' })],
  ['header-name', 'customHeaders.a b', '"a b"', '"X-Robots-Tag"', customHeaders({ 'a b': '1' })],
  ['header-value', 'customHeaders.X-A', '""', 'leave it out', customHeaders({ 'X-A': '' })],
  ['header-value', 'customHeaders.X-A', '"a\\nb"', 'one line in ASCII', customHeaders({ 'X-A': 'a\nb' })],
  ['header-value', 'contentSecurityPolicy', '"xxx', 'at most 1783 characters, here 1784', (): unknown => assetsIn(newStack(), { contentSecurityPolicy: 'x'.repeat(1784) })],
  ['header-value', 'timingAllowOrigins', '"https://app0.example.com, ', 'at most 1783 characters', (): unknown =>
    assetsIn(newStack(), { timingAllowOrigins: Array.from({ length: 100 }, (_, index) => `https://app${index}.example.com`) })],
  ['custom-headers-quota', 'customHeaders', '9', 'at most 8 headers next to Vary', customHeaders(Object.fromEntries([...'abcdefghi'].map((name) => [`X-${name}`, '1'])))],
  ['custom-headers-quota', 'customHeaders', '6', 'at most 8', customHeaders(Object.fromEntries([...'abcdef'].map((name) => [`X-${name}`, '1'.repeat(1783)])))],
  ['policy-option', 'customHeaders', '', 'new CorsPolicy(..., { customHeaders })', (): unknown => {
    const stack = newStack();
    return assetsIn(stack, { corsPolicy: new CorsPolicy(stack, 'P', { allowedOrigins: ['*'] }), customHeaders: { 'X-A': '1' } });
  }],
  ['files-key-prefix', 'keyPrefix', '"/"', '"app1"', files({ keyPrefix: '/' })],
  ['files-key-prefix', 'keyPrefix', '"a*"', '"app1"', files({ keyPrefix: 'a*' })],
  ['files-key-prefix', 'keyPrefix', '"xxx', '"app1"', files({ keyPrefix: 'x'.repeat(105) })],
  ['files-max-age', 'maxAge', '0.5', 'Duration.minutes(5)', files({ maxAge: Duration.millis(500) })],
  ['files-overlap', 'deployFiles(\'B\').prune', '', 'keyPrefix for \'B\' or \'A\'', (): unknown => {
    const assets = assetsIn(newStack());
    assets.deployFiles('A', { sources: SOURCES });
    const [message] = assets.deployFiles('B', { sources: SOURCES, keyPrefix: undefined, prune: true }).node.validate();
    throw new CorsConfigurationError('', [{ code: 'files-overlap', path: 'deployFiles(\'B\').prune', got: undefined, write: message?.split('Write instead: ')[1]?.replace(/\.$/, '') ?? '' }]);
  }],
  ['invalidation-path', 'invalidationPaths[0]', '"app1/*"', '"/app1/*"', files({ invalidationPaths: ['app1/*'] })],
  ['invalidation-path', 'invalidationPaths[0]', '"/*/a"', '"/app1/*"', files({ invalidationPaths: ['/*/a'] })],
  ['invalidation-path', 'invalidationPaths', '[]', 'leave it out', files({ invalidationPaths: [] })],
  ['upload-key-pattern', 'keyPattern', '"/a"', '"avatars/*"', uploading('/a')],
  ['upload-key-pattern', 'keyPattern', '""', '"avatars/*"', uploading('')],
  ['upload-key-pattern', 'keyPattern', '"uploads/a*"', 'without the upload prefix', uploading('uploads/a*')],
  ['asset-key', 'key', '"a.js?v=3"', 'assetUrl("a.js") + "?v=3"', (): unknown => assetsIn(newStack()).assetUrl('a.js?v=3')],
  ['access-logs-bucket', 'accessLogs', '', 'AccessLogsDestination.bucket(new Bucket(', (): unknown => {
    const stack = newStack('us-east-1');
    const bucket = new s3.Bucket(stack, 'B');
    return assetsIn(stack, { additionalPaths: [{ pathPattern: 'a/*', bucket, allowedOrigins: ['*'] }], accessLogs: AccessLogsDestination.bucket(s3.Bucket.fromBucketName(stack, 'Same', bucket.bucketName)) });
  }],
  ...([
    ['origin-null', 'file://', ''], ['origin-trailing-slash', 'app://obsidian.md/', '"app://obsidian.md"'], ['origin-path', 'app://a/b', '"app://a"'],
    ['origin-two-wildcards', 'app://*.*', '"app://*"'], ['origin-host', 'app://a b', '"capacitor://localhost"'], ['origin-null', 'data://x', ''],
  ] as const).map(([code, origin, write]): Refusal => [code, 'uploads.allowedOrigins[0]', JSON.stringify(origin), write, (): unknown => assetsIn(newStack(), { uploads: { allowedOrigins: [origin] } })]),
  ['failover-status', 'failoverStatusCodes[1]', '429', '[500, 502, 503, 504]', failover(500, 429)],
  ['failover-status', 'failoverStatusCodes', '[]', 'leave it out', failover()],
  ['failover-without-bucket', 'failoverStatusCodes', '[500]', 'failoverBucket as well', (): unknown => assetsIn(newStack(), { failoverStatusCodes: [500] })],
];
