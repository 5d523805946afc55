import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import { valueOr } from '../../graph/types/known';
import { isSymbolic } from '../../graph/types/symbolic-text';
import type { PageRequest } from '../../model';
import { compileWildcard } from '../../model/patterns';
import { policyCorsOf } from '../../rules/promise/cors-wish';
import { alwaysPreflights, PREFLIGHTED_VALUES } from '../../rules/promise/page-header';
import type { CorsPromise, PromisedPath } from '../../rules/promise/promise';
import { sampleHeader } from '../../rules/promise/promised-requests';

/** One way in which pages use files: a column of the matrix. */
export interface UseKind {
  readonly id: string;
  /** For the head of a column. */
  readonly title: string;
  /** What the page's author writes. */
  readonly code: string;
  /** Kinds that differ in nothing that decides: trying the first of them on a page tries them all. */
  readonly like?: 'fetch';
  /** What the page does, apart from its origin and the path: once for everything that the path promises of this kind, or by a sample. */
  requests(path: PromisedPath): readonly Partial<PageRequest>[];
  /** Whether the promise covers it, for an origin that the promise names. */
  isPromised(promise: CorsPromise, path: PromisedPath): boolean;
  /** Left out where nothing is promised, because there is no sample that tells something. */
  readonly onlyPromised?: true;
}

const always = (): boolean => true;

/** The uses through CloudFront, the plainest first. */
export const READING_USES: readonly UseKind[] = [
  { id: 'font', title: 'Font', code: '@font-face { src: url(…) }', like: 'fetch', requests: () => [{ load: 'font' }], isPromised: always },
  {
    id: 'script-integrity', title: 'Script with SRI', code: '<script src integrity crossorigin>', like: 'fetch',
    requests: () => [{ load: 'script', crossOrigin: 'anonymous', integrity: true }], isPromised: always,
  },
  { id: 'module-script', title: 'Module', code: '<script type="module" src>', like: 'fetch', requests: () => [{ load: 'module-script' }], isPromised: always },
  {
    id: 'canvas', title: 'Canvas image', code: '<img src crossorigin>, then getImageData()', like: 'fetch',
    requests: () => [{ load: 'image', crossOrigin: 'anonymous', mustRead: true }], isPromised: always,
  },
  {
    id: 'stylesheet', title: 'Stylesheet', code: '<link rel="stylesheet" href crossorigin>', like: 'fetch',
    requests: () => [{ load: 'stylesheet', crossOrigin: 'anonymous', mustRead: true }], isPromised: always,
  },
  { id: 'fetch', title: 'fetch', code: 'fetch(url)', requests: () => [{ load: 'fetch' }], isPromised: always },
  {
    id: 'fetch-header', title: 'With a header', code: 'fetch(url, { headers: { … } })', requests: withHeaders,
    isPromised: (promise) => promise.anyHeader || namedHeaders(promise).length > 0,
  },
  {
    id: 'fetch-authorization', title: 'With Authorization', code: 'fetch(url, { headers: { Authorization } })',
    requests: () => [{ load: 'fetch', headers: { authorization: 'Bearer token' } }],
    isPromised: ({ headers }) => headers.includes('authorization'),
  },
  {
    id: 'fetch-credentials', title: 'With credentials', code: 'fetch(url, { credentials: "include" })',
    requests: () => [{ load: 'fetch', credentials: 'include' }], isPromised: ({ credentials }) => credentials,
  },
  {
    id: 'fetch-method', title: 'Other methods', code: 'fetch(url, { method: "PUT" })', onlyPromised: true,
    requests: ({ promise }) => (promise.known ? promise.value?.methods ?? [] : []).filter((method) => method !== 'GET').map((method) => ({ load: 'fetch', method })),
    isPromised: ({ methods }) => methods.some((method) => method !== 'GET'),
  },
  {
    id: 'fetch-exposed', title: 'Reading headers', code: 'response.headers.get("ETag")', onlyPromised: true,
    requests: (path) => [{ load: 'fetch', reads: exposedHeaders(path) }], isPromised: (_, path) => exposedHeaders(path).length > 0,
  },
];

/** The column of uploads, which go to the bucket's own endpoint and not through CloudFront. */
export const UPLOAD = { id: 'upload', title: 'Upload', code: 'fetch(presignedUrl, { method: "PUT", body })' } as const;

/** The file on its own: a page on the distribution's own origin gets it, without CORS. */
export const SERVES = { id: 'serves', title: 'Same origin', code: 'fetch("/file")' } as const;

/** More names than a person compares. */
const MOST_HEADERS = 3;

/** Headers that the path promises, and that make browsers ask first. */
function namedHeaders({ headers }: CorsPromise): readonly string[] {
  return headers.filter((each) => each !== 'authorization' && (alwaysPreflights(each) || PREFLIGHTED_VALUES.has(each))).map(sampleHeader);
}

// Two samples where any header is promised: a cached answer to a preflight is about the headers of one of them
function withHeaders({ promise }: PromisedPath): readonly Partial<PageRequest>[] {
  const made = promise.known ? promise.value : undefined;
  const named = made ? namedHeaders(made) : [];
  const sets = [...named.slice(0, MOST_HEADERS).map((name) => [name]), ...(named.length > 1 ? [named] : []), ...(made?.anyHeader ? [['x-requested-with'], ['x-trace']] : [])];
  return (sets.length === 0 ? [['x-requested-with']] : sets).map((names) =>
    ({ load: 'fetch', headers: Object.fromEntries(names.map((name) => [name, PREFLIGHTED_VALUES.get(name) ?? '1'])) }));
}

/**
 * Response headers that the policy exposes; where it exposes all, one that every file has. A managed policy exposes what AWS chose, which
 * nobody promised, and a policy that yields to S3 exposes what S3 does.
 */
function exposedHeaders({ behavior }: PromisedPath): readonly string[] {
  const isManaged = valueOr(behavior.responseHeadersPolicy, undefined)?.managed !== undefined;
  const cors = isManaged ? undefined : valueOr(policyCorsOf(behavior), undefined);
  const exposed = cors && valueOr(cors.originOverride, false) ? valueOr<readonly string[], readonly string[]>(cors.exposeHeaders, []) : [];
  return exposed.includes('*') ? ['ETag'] : exposed;
}

/** Whether viewers of the path need a signed URL or signed cookies. */
export function needsSignature({ behavior }: PromisedPath): boolean {
  return valueOr(behavior.trustedKeyGroups, []).length > 0 || valueOr(behavior.trustedSigners, []).length > 0;
}

/** The requests of a use, signed in the way they can be where viewers need a signature. */
export function readingRequests(use: UseKind, path: PromisedPath): readonly Partial<PageRequest>[] {
  const requests = use.requests(path);
  return needsSignature(path) ? requests.map((start) => ({ ...start, signed: start.credentials === 'include' ? 'cookies' : 'url' })) : requests;
}

/** The rules of the path's bucket that let pages upload. */
export function uploadRules({ bucket }: PromisedPath): readonly BucketCorsRule[] {
  const rules = bucket.known ? valueOr(bucket.value.cors, undefined) : undefined;
  return (rules ?? []).filter(({ allowedMethods }) => allowedMethods.includes('PUT') || allowedMethods.includes('POST'));
}

/** A presigned upload to the path's bucket, by the first rule for the origin. Nothing where the bucket is not known. */
export function uploadRequest(path: PromisedPath, origin = ''): Partial<PageRequest> | undefined {
  if (!path.bucket.known) {
    return undefined;
  }
  const { address, name } = path.bucket.value;
  const rules = uploadRules(path);
  const rule = rules.find(({ allowedOrigins }) => allowedOrigins.some((entry) => compileWildcard(entry)(origin) !== 'no-match')) ?? rules.at(0);
  const method = rule === undefined || rule.allowedMethods.includes('PUT') ? 'PUT' : 'POST';
  return {
    target: 'bucket', presigned: true, resource: isSymbolic(name) ? `${address.stack}.${address.logicalId}` : name, load: 'fetch', method,
    // A POST to an object starts an upload in parts
    path: method === 'PUT' ? '/file' : '/file?uploads', headers: uploadHeaders(rule?.allowedHeaders ?? []),
  };
}

// Browsers send the type of a file; where rules promise other headers only, it is an upload without a type
function uploadHeaders(allowed: readonly string[]): Readonly<Record<string, string>> {
  const named = allowed.map((name) => name.toLowerCase());
  return named.length === 0 || named.some((name) => compileWildcard(name)('content-type') !== 'no-match')
    ? { 'content-type': 'image/png' }
    : { [sampleHeader(named[0] ?? '')]: '1' };
}
