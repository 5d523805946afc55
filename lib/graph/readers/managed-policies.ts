/**
 * The policies AWS manages, by id.
 *
 * Sources: the three pages of the CloudFront Developer Guide linked below (names, contents); the ids again in aws-cdk-lib
 * 2.276.0, `aws-cloudfront/lib/{cache,origin-request,response-headers}-policy.js`. Deviations are noted at the policy.
 */
import { known } from '../types/known';
import type { CachePolicy, CustomResponseHeader, OriginRequestHeaderBehavior, OriginRequestPolicy, ResponseHeadersCors, ResponseHeadersPolicy, ValueSelection } from '../types';

/** The three kinds of policies a behavior refers to by id. */
export interface PolicyKinds {
  readonly cache: CachePolicy;
  readonly 'origin request': OriginRequestPolicy;
  readonly 'response headers': ResponseHeadersPolicy;
}

/** A managed policy with its kind, so that an id used for another kind can be recognized. */
export interface ManagedPolicy<K extends keyof PolicyKinds = keyof PolicyKinds> {
  readonly kind: K;
  readonly policy: PolicyKinds[K];
  /** The page that documents it. */
  readonly source: string;
}

/** The managed policy with this id, of whatever kind. */
export function managedPolicy(id: string): ManagedPolicy | undefined {
  return MANAGED_POLICIES.find((each) => each.policy.id === id);
}

const GUIDE = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide';
const YEAR = 31_536_000;
const DAY = 86_400;

const none: ValueSelection = { behavior: 'none', names: [] };
const all: ValueSelection = { behavior: 'all', names: [] };
const only = (...names: string[]): ValueSelection => ({ behavior: 'whitelist', names });

function identity(type: string, id: string, name: string) {
  return { id, managed: name, address: { stack: 'AWS', logicalId: name, type: `AWS::CloudFront::${type}` } };
}

interface CacheKey {
  readonly headers?: readonly string[];
  readonly cookies?: ValueSelection;
  readonly queryStrings?: ValueSelection;
  readonly encodings?: 'gzip' | 'both';
}

function cache(id: string, name: string, [min, max, standard]: readonly [number, number, number], key: CacheKey): ManagedPolicy<'cache'> {
  const headers = key.headers ?? [];
  return {
    kind: 'cache',
    source: `${GUIDE}/using-managed-cache-policies.html`,
    policy: {
      ...identity('CachePolicy', id, name),
      minTtl: known(min),
      maxTtl: known(max),
      defaultTtl: known(standard),
      headers: known({ behavior: headers.length > 0 ? 'whitelist' : 'none', names: headers }),
      cookies: known(key.cookies ?? none),
      queryStrings: known(key.queryStrings ?? none),
      gzip: known(key.encodings !== undefined),
      brotli: known(key.encodings === 'both'),
    },
  };
}

interface RequestValues {
  readonly headers: readonly string[] | OriginRequestHeaderBehavior;
  /** Names that go with a behavior that is not a plain list. */
  readonly names?: readonly string[];
  readonly cookies?: ValueSelection;
  readonly queryStrings?: ValueSelection;
}

function originRequest(id: string, name: string, { headers, names = [], cookies = none, queryStrings = none }: RequestValues): ManagedPolicy<'origin request'> {
  return {
    kind: 'origin request',
    source: `${GUIDE}/using-managed-origin-request-policies.html`,
    policy: {
      ...identity('OriginRequestPolicy', id, name),
      headers: known(typeof headers === 'string' ? { behavior: headers, names } : { behavior: 'whitelist', names: headers }),
      cookies: known(cookies),
      queryStrings: known(queryStrings),
    },
  };
}

function responseHeaders(id: string, name: string, cors: ResponseHeadersCors | undefined, securityHeaders: readonly CustomResponseHeader[] = []): ManagedPolicy<'response headers'> {
  return {
    kind: 'response headers',
    source: `${GUIDE}/using-managed-response-headers-policies.html`,
    policy: {
      ...identity('ResponseHeadersPolicy', id, name),
      name: known(`Managed-${name}`),
      cors: known(cors),
      customHeaders: known([]),
      securityHeaders: known(securityHeaders),
      removeHeaders: known([]),
    },
  };
}

/** Neither CORS policy lists allowed headers, which a custom policy could not do: CloudFront refuses an empty list. */
function anyOrigin(allowMethods: readonly string[], exposeHeaders: readonly string[]): ResponseHeadersCors {
  return {
    path: 'Properties.ResponseHeadersPolicyConfig.CorsConfig',
    allowOrigins: known(['*']),
    allowHeaders: known([]),
    allowMethods: known(allowMethods),
    allowCredentials: known(false),
    exposeHeaders: known(exposeHeaders),
    maxAgeSeconds: known(undefined),
    originOverride: known(false),
    missing: [],
  };
}

const SIMPLE_CORS = anyOrigin([], []);
/** The guide's table gives the exposed headers for preflights only, although its field description says all CORS responses. */
const CORS_WITH_PREFLIGHT = anyOrigin(['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS'], ['*']);

/** The values are inferred from responses of deployed distributions; that only nosniff overrides is in the guide. */
const SECURITY_HEADERS: readonly CustomResponseHeader[] = (
  [
    ['X-Content-Type-Options', 'nosniff', true],
    ['Strict-Transport-Security', `max-age=${String(YEAR)}`, false],
    ['X-Frame-Options', 'SAMEORIGIN', false],
    ['X-XSS-Protection', '1; mode=block', false],
    ['Referrer-Policy', 'strict-origin-when-cross-origin', false],
  ] as const
).map(([header, value, override]) => ({ header: known(header), value: known(value), override: known(override) }));

const S3_CORS_HEADERS = ['Origin', 'Access-Control-Request-Headers', 'Access-Control-Request-Method'];

/** In public stacks both policies are recorded to forward Host, which makes S3 and function URLs answer 403. */
const ORIGIN_CONTROLLED = ['Host', 'Origin', 'X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'];

/** The CloudFront headers released through June 2022. */
const CLOUDFRONT_HEADERS_2022_06 = [
  'CloudFront-Forwarded-Proto',
  'CloudFront-Is-Android-Viewer',
  'CloudFront-Is-Desktop-Viewer',
  'CloudFront-Is-IOS-Viewer',
  'CloudFront-Is-Mobile-Viewer',
  'CloudFront-Is-SmartTV-Viewer',
  'CloudFront-Is-Tablet-Viewer',
  'CloudFront-Viewer-Address',
  'CloudFront-Viewer-ASN',
  'CloudFront-Viewer-City',
  'CloudFront-Viewer-Country',
  'CloudFront-Viewer-Country-Name',
  'CloudFront-Viewer-Country-Region',
  'CloudFront-Viewer-Country-Region-Name',
  'CloudFront-Viewer-Http-Version',
  'CloudFront-Viewer-Latitude',
  'CloudFront-Viewer-Longitude',
  'CloudFront-Viewer-Metro-Code',
  'CloudFront-Viewer-Postal-Code',
  'CloudFront-Viewer-Time-Zone',
  'CloudFront-Viewer-TLS',
];

/** Every managed policy. */
export const MANAGED_POLICIES: readonly ManagedPolicy[] = [
  cache('658327ea-f89d-4fab-a63d-7e88639e58f6', 'CachingOptimized', [1, YEAR, DAY], { encodings: 'both' }),
  cache('b2884449-e4de-46a7-ac36-70bc7f1ddd6d', 'CachingOptimizedForUncompressedObjects', [1, YEAR, DAY], {}),
  cache('4135ea2d-6df8-44a3-9df3-4b5a84be39ad', 'CachingDisabled', [0, 0, 0], {}),
  cache('2e54312d-136d-493c-8eb9-b001f22f67d2', 'Amplify', [2, 600, 2], {
    headers: ['Authorization', 'CloudFront-Viewer-Country', 'Host'],
    cookies: all,
    queryStrings: all,
    encodings: 'both',
  }),
  cache('08627262-05a9-4f76-9ded-b50ca2e3a84f', 'Elemental-MediaPackage', [0, YEAR, DAY], {
    headers: ['Origin'],
    queryStrings: only('aws.manifestfilter', 'start', 'end', 'm'),
    encodings: 'gzip',
  }),
  cache('83da9c7e-98b4-4e11-a168-04f0df8e2c65', 'UseOriginCacheControlHeaders', [0, YEAR, 0], {
    headers: ORIGIN_CONTROLLED,
    cookies: all,
    encodings: 'both',
  }),
  cache('4cc15a8a-d715-48a4-82b8-cc0b614638fe', 'UseOriginCacheControlHeaders-QueryStrings', [0, YEAR, 0], {
    headers: ORIGIN_CONTROLLED,
    cookies: all,
    queryStrings: all,
    encodings: 'both',
  }),
  originRequest('88a5eaf4-2fd4-4709-b370-b4c650ea3fcf', 'CORS-S3Origin', { headers: S3_CORS_HEADERS }),
  originRequest('59781a5b-3903-41f3-afcb-af62929ccde1', 'CORS-CustomOrigin', { headers: ['Origin'] }),
  originRequest('216adef6-5c7f-47e4-b989-5492eafa07d3', 'AllViewer', { headers: 'allViewer', cookies: all, queryStrings: all }),
  originRequest('33f36d7e-f396-46d9-90e0-52428a34d9dc', 'AllViewerAndCloudFrontHeaders-2022-06', {
    headers: 'allViewerAndWhitelistCloudFront',
    names: CLOUDFRONT_HEADERS_2022_06,
    cookies: all,
    queryStrings: all,
  }),
  originRequest('b689b0a8-53d0-40ab-baf2-68738e2966ac', 'AllViewerExceptHostHeader', {
    headers: 'allExcept',
    names: ['Host'],
    cookies: all,
    queryStrings: all,
  }),
  originRequest('acba4595-bd28-49b8-b9fe-13317c0390fa', 'UserAgentRefererHeaders', { headers: ['User-Agent', 'Referer'] }),
  originRequest('775133bc-15f2-49f9-abea-afb2e0bf67d2', 'Elemental-MediaTailor-PersonalizedManifests', {
    headers: [...S3_CORS_HEADERS, 'User-Agent', 'X-Forwarded-For'],
    queryStrings: all,
  }),
  originRequest('bf0718e1-ba1e-49d1-88b1-f726733018ae', 'HostHeaderOnly', { headers: ['Host'] }),
  responseHeaders('60669652-455b-4ae9-85a4-c4c02393f86c', 'SimpleCORS', SIMPLE_CORS),
  responseHeaders('5cc3b908-e619-4b99-88e5-2cf7f45965bd', 'CORS-With-Preflight', CORS_WITH_PREFLIGHT),
  responseHeaders('67f7725c-6f97-4210-82d7-5512b31e9d03', 'SecurityHeadersPolicy', undefined, SECURITY_HEADERS),
  responseHeaders('e61eb60c-9c35-4d20-a928-2b84e02af89c', 'CORS-and-SecurityHeadersPolicy', SIMPLE_CORS, SECURITY_HEADERS),
  responseHeaders('eaab4381-ed33-4a86-88ca-d9558dc6cd63', 'CORS-with-preflight-and-SecurityHeadersPolicy', CORS_WITH_PREFLIGHT, SECURITY_HEADERS),
];
