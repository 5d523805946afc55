/** The shape in which real incidents are told, and the words they share. */
import type { BlockCode, Blocker, EarlierEvent, ObjectLookup, PageRequest, PlainRequest, Step } from '../../lib/model';
import type { ExampleParts } from '../../lib/rules/engine/example-stack';

/** One or more reports of the same failure. */
export interface Incident {
  readonly ids: readonly string[];
  /** One sentence, as the people who saw it would say it. */
  readonly report: string;
  readonly broken: Setup;
  /** Popular or applied fixes after which it still fails, or nobody can tell. */
  readonly wrongFixes?: readonly (Setup & { readonly fix: string })[];
  readonly right: Setup;
}

/** A template, what pages live through with it, and what the checker makes of it. */
export interface Setup {
  /** What differs from a stack that is right in everything. */
  readonly stack: ExampleParts;
  readonly exchanges?: readonly Told[];
  /** Rules that name the mistake; a rule about code at the edge names it as unknown. */
  readonly names?: readonly string[];
}

export interface Told {
  readonly page: Partial<PageRequest>;
  readonly after: readonly EarlierEvent[];
  /** The history happened while the broken stack was deployed. */
  readonly formerly?: boolean;
  readonly objects?: ObjectLookup;
  readonly now?: number;
  readonly ends: Ending;
}

/** `unknown`: code decides, which no template shows. */
export type Ending = 'allowed' | 'unknown' | Failure;

export interface Failure {
  readonly by?: Blocker;
  readonly step?: Step;
  readonly code?: BlockCode;
  /** Part of the reason. */
  readonly why?: string;
}

type Circumstances = Partial<Pick<Told, 'formerly' | 'now' | 'objects'>>;

/** The page gets and may read the file. */
export function works(page: Partial<PageRequest> = {}, after: readonly EarlierEvent[] = [], circumstances: Circumstances = {}): Told {
  return { page, after, ends: 'allowed', ...circumstances };
}

/** The page does not, under any assumption about AWS. */
export function fails(ends: Failure, page: Partial<PageRequest> = {}, after: readonly EarlierEvent[] = [], circumstances: Circumstances = {}): Told {
  return { page, after, ends, ...circumstances };
}

/** Nobody can tell before deployment. */
export function nobodyKnows(page: Partial<PageRequest> = {}, after: readonly EarlierEvent[] = []): Told {
  return { page, after, ends: 'unknown' };
}

export const APP = 'https://app.example.com';
export const OTHER = 'https://other.example.org';
export const FILE = '/file';

/** A client that is no page: curl, a crawler, a warm-up script. */
export const CURL: PlainRequest = { path: FILE, headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } };

/** curl that names a page's origin. */
export const CURL_WITH_ORIGIN: PlainRequest = { ...CURL, headers: { ...CURL.headers, Origin: APP } };

/** The same browser showed the file in an `<img>` without `crossorigin`. */
export const PLAIN_IMAGE: PageRequest = { origin: APP, path: FILE, load: 'image' };

/** A page sends a request header of its own, so browsers ask first. */
export const ASKS_FIRST: Partial<PageRequest> = { headers: { 'X-Trace': '1' } };

/** A page uploads with a presigned URL, straight to the bucket. */
export const UPLOAD: Partial<PageRequest> = { method: 'PUT', target: 'bucket', presigned: true };

export const NO_PERMISSION: Failure = { by: 'browser', step: 'response', code: 'allow-origin-missing' };
export const ANOTHER_ORIGIN: Failure = { by: 'browser', step: 'response', code: 'allow-origin-mismatch' };
export const S3_REFUSES: Failure = { by: 'S3', step: 'preflight', code: 'preflight-refused' };
export const CLOUDFRONT_REFUSES: Failure = { by: 'CloudFront', step: 'preflight', code: 'preflight-refused' };

const ANY = '[\'*\']';

/** A bucket rule that lets every page read. */
export const ANY_ORIGIN = { AllowedOrigins: ANY, AllowedHeaders: undefined, MaxAge: '3000' } as const;

/** A behavior from before there were cache policies. */
export function legacy(headers?: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string | undefined>> {
  return {
    CachePolicyId: undefined, OriginRequestPolicyId: undefined,
    ForwardedValues: `{ QueryString: false${headers === undefined ? '' : `, Headers: [${headers}]`} }`, ...more,
  };
}

export const THREE_HEADERS = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

/** A cache policy of the stack's own, as YAML. */
export function cachePolicyNaming(headers: string, query = 'none'): string {
  return `
Keyed:
  Type: AWS::CloudFront::CachePolicy
  Properties:
    CachePolicyConfig:
      Name: keyed
      MinTTL: 1
      DefaultTTL: 86400
      MaxTTL: 31536000
      ParametersInCacheKeyAndForwardedToOrigin:
        EnableAcceptEncodingGzip: true
        EnableAcceptEncodingBrotli: true
        CookiesConfig: { CookieBehavior: none }
        QueryStringsConfig: { QueryStringBehavior: ${query} }
        HeadersConfig: { HeaderBehavior: ${headers === '' ? 'none }' : `whitelist, Headers: [${headers}] }`}
`;
}

export const KEYED = { CachePolicyId: '!Ref Keyed' } as const;
export const ALL_METHODS = '[GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]';

/** Code at the edge. */
export function edgeFunction(event: 'viewer-request' | 'viewer-response'): Readonly<Record<string, string>> {
  return { FunctionAssociations: `[{ EventType: ${event}, FunctionARN: 'arn:aws:cloudfront::111111111111:function/edge' }]` };
}
