/** Values of properties: fine ones, and those that a careless or hostile hand writes. */
import { Duration, Token } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import {
  CachePolicy, Function as CloudFrontFunction, FunctionCode, FunctionEventType, HeadersFrameOption, HeadersReferrerPolicy, KeyGroup, LambdaEdgeEventType, PublicKey,
} from 'aws-cdk-lib/aws-cloudfront';
import { Version } from 'aws-cdk-lib/aws-lambda';
import fc from 'fast-check';
import { anyLetter, anyUrl } from '../drawing';
import { AssetCache, AssetRouting, CrossOriginResourcePolicy } from 'cdk-cors-asset-distribution';
import type { AssetBehaviorOptions, AssetCacheOptions, UploadOptions } from 'cdk-cors-asset-distribution';

export const fineOrigin = fc.oneof(
  fc.constantFrom('https://app.example.com', 'HTTPS://APP.example.com:443', 'https://*.example.com', 'http://localhost:*', 'http://[::1]:3000', 'https://bücher.example', '*'),
  fc.record({ host: fc.domain(), port: fc.option(fc.integer({ min: 1, max: 65535 })) }).map(({ host, port }) => `https://${host}${port === null ? '' : `:${port}`}`),
  fc.constant(`https://${Token.asString({ Ref: 'Host' })}`),
);
export const oddText = fc.oneof(
  fc.string({ unit: anyLetter, maxLength: 10 }),
  fc.constantFrom('', ' ', '*', '**', '.', '/', 'null', '\u0000', '\ud800', '__proto__', 'constructor', '${AWS::Region}', 'é', '\u202e', 'x'.repeat(5000)),
);
export const oddOrigin = fc.oneof(
  oddText,
  fc.array(fc.constantFrom('https', 'http', 'constructor', '://', ':', '*', '*.', 'a', '.', 'b.com', '[::1]', '@', '/', '80', '99999', ' ', '"', ',', '\n'), { maxLength: 8 }).map((parts) => parts.join('')),
  anyUrl,
);
export const fineHeader = fc.constantFrom('*', 'Range', 'RANGE', 'Authorization', 'x-a', 'X-A', 'ETag', 'etag', '!#$');
export const oddHeader = fc.oneof(oddText, fc.constantFrom('x-*', 'x-*-*', 'a b', 'a:', 'constructor'));

/** Lists that mostly are fine, so that templates come out as often as errors. */
export function listOf(fine: fc.Arbitrary<string>, odd: fc.Arbitrary<string>): fc.Arbitrary<string[]> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.array(fine, { minLength: 1, maxLength: 5 }) },
    { weight: 1, arbitrary: fc.array(fc.oneof(fine, odd), { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.constant(Token.asList({ Ref: 'List' })) },
    { weight: 1, arbitrary: fine.map((one) => Array<string>(300).fill(one).map((text, index) => (index % 2 ? text : `${text}${index}`))) },
  );
}
/** Present with odds of `weight` to 4. */
export function maybe<T>(arbitrary: fc.Arbitrary<T>, weight: number): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight, arbitrary });
}
export const duration = fc.oneof(
  { weight: 5, arbitrary: fc.nat(1_000_000).map((seconds) => Duration.seconds(seconds)) },
  { weight: 1, arbitrary: fc.oneof(fc.double({ min: 0, noNaN: false, max: 1e15 }), fc.integer({ min: 0 })).map((millis) => Duration.millis(Math.abs(millis))) },
  { weight: 1, arbitrary: fc.constantFrom(Duration.minutes(Token.asNumber({ Ref: 'N' })), Duration.seconds(Token.asNumber({ Ref: 'N' }))) },
);
export const text = (fine: string): fc.Arbitrary<string> => fc.oneof({ weight: 4, arbitrary: fc.constant(fine) }, { weight: 1, arbitrary: oddText }, { weight: 1, arbitrary: fc.constant(Token.asString({ Ref: 'Text' })) });

export const terms = { allowedHeaders: maybe(listOf(fineHeader, oddHeader), 2), exposedHeaders: maybe(listOf(fc.constantFrom('ETag', 'etag', 'X-B'), oddHeader), 2), maxAge: maybe(duration, 2) };
export const uploads: fc.Arbitrary<UploadOptions> = fc.record({ ...terms, multipart: fc.boolean(), allowedOrigins: maybe(listOf(fineOrigin, oddOrigin), 2) });
export const contract = fc.record({ ...terms, allowedOrigins: listOf(fineOrigin, oddOrigin), allowCredentials: maybe(fc.boolean(), 2), uploads: maybe(uploads, 2) });
export const seconds = fc.constantFrom(undefined, 0, 1, 60, 86_400, 0.5).map((count) => count === undefined ? undefined : Duration.millis(count * 1000));
const cacheOptions: fc.Arbitrary<AssetCacheOptions> = fc.record({ ttl: seconds, minTtl: seconds, maxTtl: seconds, queryStrings: maybe(fc.array(fc.oneof(fc.constantFrom('v', 'lang', 'v'), fc.constantFrom('versionId', 'a=b', '')), { maxLength: 4 }), 1) });
export const headers = {
  contentSecurityPolicy: maybe(text('default-src'), 1), frameOptions: maybe(fc.constantFrom(...Object.values(HeadersFrameOption)), 1),
  referrerPolicy: maybe(fc.constantFrom(...Object.values(HeadersReferrerPolicy)), 1),
  crossOriginResourcePolicy: maybe(fc.constantFrom(...Object.values(CrossOriginResourcePolicy)), 1),
  customHeaders: maybe(fc.dictionary(fc.oneof({ weight: 9, arbitrary: fc.constantFrom('X-A', 'x-a', 'X-Robots-Tag') }, { weight: 1, arbitrary: fc.oneof(oddHeader, fc.constantFrom('Vary', 'Via')) }), text('none'), { maxKeys: 4 }), 1),
};

/** How one behavior caches, routes and runs code; what needs a stack is made when the stack is there. */
export interface BehaviorPlan {
  readonly cache?: AssetCacheOptions | 'OPTIMIZED' | 'DISABLED' | 'own';
  readonly routing?: { readonly app?: string; readonly folders?: string };
  readonly vary?: string[];
  readonly functions: readonly FunctionEventType[];
  readonly edgeLambdas: readonly { readonly event: LambdaEdgeEventType; readonly includeBody?: boolean }[];
  readonly signed: boolean;
}

/** Mostly none: each of them may be alone of its kind. */
const few = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.oneof({ weight: 6, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary: fc.array(one, { maxLength: 2 }) });

export const behaviorPlan: fc.Arbitrary<BehaviorPlan> = fc.record({
  cache: maybe(fc.oneof(cacheOptions, fc.constantFrom('OPTIMIZED' as const, 'DISABLED' as const, 'own' as const)), 1),
  routing: maybe(fc.oneof(text('index.html').map((app) => ({ app })), fc.record({ folders: maybe(text('home.html'), 1) })), 1),
  vary: maybe(listOf(fc.constantFrom('Origin', 'Accept'), oddHeader), 1),
  functions: few(fc.constantFrom(...Object.values(FunctionEventType))),
  edgeLambdas: few(fc.record({ event: fc.constantFrom(...Object.values(LambdaEdgeEventType)), includeBody: maybe(fc.boolean(), 1) })),
  signed: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
});

const PASSES: Readonly<Record<FunctionEventType, string>> = {
  [FunctionEventType.VIEWER_REQUEST]: 'return event.request;', [FunctionEventType.VIEWER_RESPONSE]: 'return event.response;',
};
const ENCODED_KEY = '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----';

/** The options of a plan, made in a stack under an id of their own. */
export function optionsOf(stack: Stack, id: string, { cache, routing, vary, functions, edgeLambdas, signed }: BehaviorPlan): AssetBehaviorOptions {
  return {
    cache: cache === 'own' ? AssetCache.fromCachePolicy(new CachePolicy(stack, `${id}Cache`)) : typeof cache === 'string' ? AssetCache[cache] : cache && AssetCache.of(cache),
    routing: routing && (routing.app === undefined ? AssetRouting.folders(routing.folders) : AssetRouting.app(routing.app)),
    vary,
    functions: functions.map((eventType, index) => ({
      eventType, function: new CloudFrontFunction(stack, `${id}Function${index}`, { code: FunctionCode.fromInline(`function handler(event) { ${PASSES[eventType]} }`) }),
    })),
    edgeLambdas: edgeLambdas.map(({ event, includeBody }, index) => ({
      eventType: event, includeBody, functionVersion: Version.fromVersionArn(stack, `${id}Version${index}`, 'arn:aws:lambda:us-east-1:111122223333:function:f:1'),
    })),
    trustedKeyGroups: signed ? [new KeyGroup(stack, `${id}Group`, { items: [new PublicKey(stack, `${id}Key`, { encodedKey: ENCODED_KEY })] })] : undefined,
  };
}

/** Patterns that do not match `UNMATCHED`. */
const PATTERNS = ['fonts/*', '/fonts/*', 'a/b', 'a--b', 'a?', 'a*', '0', '*.js'];
export const UNMATCHED = '/zebra.txt';
export const pathPattern = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...PATTERNS) }, { weight: 1, arbitrary: oddText }, { weight: 1, arbitrary: fc.constant(Token.asString({ Ref: 'Path' })) });
export const isPlainPattern = (pattern: string): boolean => PATTERNS.includes(pattern);
