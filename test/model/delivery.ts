import type { BucketCorsRule } from '../../lib/contract/bucket-cors-rule';
import { known, unknown } from '../../lib/graph/types/known';
import type { Address, Behavior, Bucket, BucketEncryption, CachePolicy, CustomErrorResponse, CustomResponseHeader, DeliveryGraph, Distribution, EdgeFunction, LegacyCacheSettings, Origin, OriginRequestPolicy, PolicyStatement, ResponseHeadersCors, ResponseHeadersPolicy } from '../../lib/graph/types';

export const APP = 'https://app.example.com';
export const OTHER = 'https://other.example.org';
export const DISTRIBUTION_ARN = 'arn:aws:cloudfront::111111111111:distribution/EDFDVBD6EXAMPLE';

function address(logicalId: string, type: string): Address {
  return { stack: 'Web', logicalId, type };
}

export function cachePolicy(over: { headers?: readonly string[]; minTtl?: number; maxTtl?: number; defaultTtl?: number; query?: boolean; plain?: boolean } = {}): CachePolicy {
  return {
    address: address('CachePolicy', 'AWS::CloudFront::CachePolicy'), id: 'cache-policy',
    minTtl: known(over.minTtl ?? 1), maxTtl: known(over.maxTtl ?? 31_536_000), defaultTtl: known(over.defaultTtl ?? 86_400),
    headers: known({ behavior: over.headers ? 'whitelist' : 'none', names: over.headers ?? [] }),
    cookies: known({ behavior: 'none', names: [] }),
    queryStrings: known({ behavior: over.query ? 'all' : 'none', names: [] }),
    gzip: known(!over.plain), brotli: known(!over.plain),
  };
}

export const CACHING_DISABLED = cachePolicy({ minTtl: 0, maxTtl: 0, defaultTtl: 0, plain: true });

export function originRequestPolicy(headers: readonly string[] | 'allViewer', query = false): OriginRequestPolicy {
  return {
    address: address('OriginRequestPolicy', 'AWS::CloudFront::OriginRequestPolicy'), id: 'origin-request-policy',
    headers: known(headers === 'allViewer' ? { behavior: 'allViewer', names: [] } : { behavior: 'whitelist', names: headers }),
    cookies: known({ behavior: 'none', names: [] }),
    queryStrings: known({ behavior: query ? 'all' : 'none', names: [] }),
  };
}

export const CORS_S3_ORIGIN = originRequestPolicy(['Origin', 'Access-Control-Request-Headers', 'Access-Control-Request-Method']);
export const CORS_CUSTOM_ORIGIN = originRequestPolicy(['Origin']);

export interface PolicyCors {
  origins?: readonly string[];
  headers?: readonly string[];
  methods?: readonly string[];
  credentials?: boolean;
  expose?: readonly string[];
  maxAge?: number;
  override?: boolean;
}

export function policyCors(over: PolicyCors = {}): ResponseHeadersCors {
  return {
    path: 'Properties.ResponseHeadersPolicyConfig.CorsConfig',
    allowOrigins: known(over.origins ?? [APP]), allowHeaders: known(over.headers ?? ['*']), allowMethods: known(over.methods ?? ['GET', 'HEAD']),
    allowCredentials: known(over.credentials ?? false), exposeHeaders: known(over.expose ?? []), maxAgeSeconds: known(over.maxAge),
    originOverride: known(over.override ?? true), missing: [],
  };
}

export function responseHeadersPolicy(
  over: { id?: string; cors?: PolicyCors; custom?: readonly [string, string, boolean?][]; remove?: readonly string[]; managed?: string } = {},
): ResponseHeadersPolicy {
  const header = ([name, value, override]: [string, string, boolean?]): CustomResponseHeader =>
    ({ header: known(name), value: known(value), override: known(override ?? true) });
  return {
    address: address(over.id ?? 'Policy', 'AWS::CloudFront::ResponseHeadersPolicy'), id: over.id ?? 'policy', managed: over.managed, name: known('policy'),
    cors: known(over.cors ? policyCors(over.cors) : undefined), customHeaders: known((over.custom ?? []).map(header)),
    securityHeaders: known([]), removeHeaders: known(over.remove ?? []),
  };
}

export const CORS_HEADERS = ['Origin', 'Methods', 'Headers', 'Credentials', 'Max-Age'].map((part) =>
  (part === 'Max-Age' ? 'Access-Control-Max-Age' : `Access-Control-Allow-${part}`)).concat('Access-Control-Expose-Headers');

/** What the construct renders: the policy is the only authority. */
export function onlyAuthority(cors: PolicyCors = {}): ResponseHeadersPolicy {
  return responseHeadersPolicy({ cors, remove: CORS_HEADERS, custom: [['Vary', 'Origin, Accept-Encoding'], ['Cross-Origin-Resource-Policy', 'cross-origin']] });
}

export function legacyCache(headers: readonly string[] = [], over: { query?: boolean } = {}): LegacyCacheSettings {
  return {
    mode: 'legacy', headers: known(headers), cookies: known({ behavior: 'none', names: [] }), queryString: known(over.query ?? false),
    queryStringCacheKeys: known([]), minTtl: known(0), maxTtl: known(31_536_000), defaultTtl: known(86_400),
  };
}

export function statement(over: { effect?: 'Allow' | 'Deny'; principal?: 'cloudfront' | '*' | { canonicalUser: string }; actions?: readonly string[]; resources?: readonly string[]; conditions?: [string, string, string][] } = {}): PolicyStatement {
  const principal = over.principal ?? 'cloudfront';
  return {
    path: 'Properties.PolicyDocument.Statement.0', effect: known(over.effect ?? 'Allow'),
    principals: known({
      negated: false, federated: [], aws: principal === '*' ? ['*'] : [], services: principal === 'cloudfront' ? ['cloudfront.amazonaws.com'] : [],
      canonicalUsers: typeof principal === 'object' ? [principal.canonicalUser] : [],
    }),
    actions: known({ negated: false, values: over.actions ?? ['s3:GetObject'] }),
    resources: known({ negated: false, values: over.resources ?? ['arn:aws:s3:::assets/*'] }),
    conditions: known((over.conditions ?? []).map(([operator, key, value]) => ({ operator, key, values: [value] }))),
  };
}

export const OAC_GRANT = statement({ conditions: [['StringEquals', 'AWS:SourceArn', DISTRIBUTION_ARN]] });
export const TLS_ONLY = statement({ effect: 'Deny', principal: '*', actions: ['s3:*'], resources: ['arn:aws:s3:::assets', 'arn:aws:s3:::assets/*'], conditions: [['Bool', 'aws:SecureTransport', 'false']] });

export const READ_RULE: BucketCorsRule = { allowedOrigins: [APP], allowedMethods: ['GET', 'HEAD'], allowedHeaders: ['*'] };

export function bucket(over: { cors?: readonly BucketCorsRule[]; statements?: readonly PolicyStatement[]; encryption?: BucketEncryption; open?: boolean } = {}): Bucket {
  const block = known(!over.open);
  return {
    address: address('Assets', 'AWS::S3::Bucket'), name: 'assets', arn: 'arn:aws:s3:::assets', region: known('eu-west-1'), cors: known(over.cors),
    policies: [{ address: address('AssetsPolicy', 'AWS::S3::BucketPolicy'), bucketName: known('assets'), statements: known(over.statements ?? [TLS_ONLY, OAC_GRANT]) }],
    publicAccessBlock: known({ byDefault: false, blockPublicAcls: block, ignorePublicAcls: block, blockPublicPolicy: block, restrictPublicBuckets: block }),
    encryption: known(over.encryption ?? { algorithm: 'AES256', kmsKey: known(undefined) }),
    objectOwnership: known('BucketOwnerEnforced'), accessControl: known('Private'), website: known(false),
  };
}

export interface OriginSettings {
  signing?: 'always' | 'never' | 'no-override' | 'none';
  identity?: string;
  customHeaders?: readonly { name: string; value: string }[];
  originPath?: string;
}

export function origin(target: Bucket, over: OriginSettings = {}): Origin {
  const signing = over.signing ?? (over.identity ? 'none' : 'always');
  return {
    path: 'Properties.DistributionConfig.Origins.0', id: known('assets'), domainName: known('assets.s3.eu-west-1.amazonaws.com'),
    target: { kind: 's3', endpoint: 'regional', bucketName: target.name, bucket: known(target) }, config: 's3', originPath: known(over.originPath ?? ''),
    customHeaders: known(over.customHeaders ?? []), originShield: known(false), accessControlId: known(signing === 'none' ? undefined : 'oac'),
    accessControl: known(signing === 'none' ? undefined : {
      address: address('Oac', 'AWS::CloudFront::OriginAccessControl'), id: 'oac', name: known('oac'), signingBehavior: known(signing),
      signingProtocol: known('sigv4'), originType: known('s3'),
    }),
    accessIdentity: known(over.identity === undefined ? undefined : {
      address: address('Oai', 'AWS::CloudFront::CloudFrontOriginAccessIdentity'), id: 'oai', canonicalUserId: over.identity,
      iamArn: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity oai',
    }),
  };
}

export interface BehaviorSettings {
  pathPattern?: string;
  methods?: readonly string[];
  cachedMethods?: readonly string[];
  protocol?: 'allow-all' | 'https-only' | 'redirect-to-https';
  cache?: CachePolicy | LegacyCacheSettings;
  forward?: OriginRequestPolicy;
  policy?: ResponseHeadersPolicy;
  keyGroups?: readonly string[];
  functions?: readonly EdgeFunction['event'][];
}

export function behavior(from: Origin, over: BehaviorSettings = {}): Behavior {
  const cache = over.cache ?? cachePolicy();
  return {
    path: 'Properties.DistributionConfig.DefaultCacheBehavior', isDefault: over.pathPattern === undefined, pathPattern: known(over.pathPattern ?? '*'),
    allowedMethods: known(over.methods ?? ['GET', 'HEAD', 'OPTIONS']), cachedMethods: known(over.cachedMethods ?? ['GET', 'HEAD']),
    viewerProtocolPolicy: known(over.protocol ?? 'redirect-to-https'), targetOriginId: known('assets'), origin: known(from), compress: known(true),
    trustedKeyGroups: known(over.keyGroups ?? []), trustedSigners: known([]),
    edgeFunctions: known((over.functions ?? []).map((event) => ({ path: 'FunctionAssociations.0', kind: 'cloudfront-function', event, arn: known('arn'), code: unknown('what it does cannot be read from a template') }))),
    cache: 'mode' in cache ? cache : { mode: 'policy', policyId: known(cache.id), policy: known(cache), besideForwardedValues: false },
    originRequestPolicyId: known(over.forward?.id), originRequestPolicy: known(over.forward),
    responseHeadersPolicyId: known(over.policy?.id), responseHeadersPolicy: known(over.policy),
  };
}

export function errorPage(code: number, over: { status?: number; path?: string; ttl?: number } = {}): CustomErrorResponse {
  return {
    path: 'Properties.DistributionConfig.CustomErrorResponses.0', errorCode: known(code), responseCode: known(over.status), responsePagePath: known(over.path),
    errorCachingMinTtl: known(over.ttl),
  };
}

export interface Delivery extends BehaviorSettings, OriginSettings {
  bucket?: Bucket;
  cors?: readonly BucketCorsRule[];
  /** Further behaviors, in order of precedence. */
  paths?: readonly BehaviorSettings[];
  errorPages?: readonly CustomErrorResponse[];
  defaultRootObject?: string;
  httpVersion?: string;
}

/** A distribution in front of one bucket, right in everything that is not said otherwise. */
export function delivery(over: Delivery = {}): DeliveryGraph {
  const target = over.bucket ?? bucket({ cors: 'cors' in over ? over.cors : [READ_RULE] });
  const from = origin(target, over);
  const byDefault = behavior(from, { forward: CORS_S3_ORIGIN, ...over, pathPattern: undefined });
  const distribution: Distribution = {
    address: address('Distribution', 'AWS::CloudFront::Distribution'), id: 'EDFDVBD6EXAMPLE', arn: DISTRIBUTION_ARN, domainName: 'd111111abcdef8.cloudfront.net',
    aliases: known(['cdn.example.net']), defaultRootObject: known(over.defaultRootObject), webAclId: known(undefined), enabled: known(true), httpVersion: known(over.httpVersion),
    behaviors: known([...(over.paths ?? []).map((settings) => behavior(from, { forward: CORS_S3_ORIGIN, ...settings })), byDefault]),
    origins: known([from]), customErrorResponses: known(over.errorPages ?? []),
    originGroups: known([]),
  };
  return {
    premises: [], distributions: [distribution], buckets: [target], cachePolicies: [], originRequestPolicies: [], responseHeadersPolicies: [],
    originAccessControls: [], originAccessIdentities: [], kmsKeys: [], strayBucketPolicies: [],
  };
}
