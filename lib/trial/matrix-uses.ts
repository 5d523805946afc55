import type { BucketCorsRule } from '../contract/bucket-cors-rule';
import { valueOr } from '../graph/types/known';
import { isSymbolic } from '../graph/types/symbolic-text';
import type { PageRequest } from '../model';
import { compileWildcard } from '../model/patterns';
import { alwaysPreflights } from '../rules/promise/page-header';
import type { CorsPromise, PromisedPath } from '../rules/promise/promise';
import { sampleHeader } from '../rules/promise/promised-requests';

/** One way in which pages use files: a column of the matrix. */
export interface Use {
  readonly id: string;
  /** For the head of a column. */
  readonly title: string;
  /** What the page's author writes. */
  readonly code: string;
  /** What the page does, beside its origin and the path. */
  request(path: PromisedPath): Partial<PageRequest>;
  /** Whether the promise covers it, for an origin that the promise names. */
  isPromised(promise: CorsPromise): boolean;
}

const always = (): boolean => true;

/** The uses, the plainest first. */
export const READING_USES: readonly Use[] = [
  { id: 'font', title: 'Font', code: '@font-face { src: url(…) }', request: () => ({ load: 'font' }), isPromised: always },
  {
    id: 'script-integrity', title: 'Script with SRI', code: '<script src integrity crossorigin>',
    request: () => ({ load: 'script', crossOrigin: 'anonymous', integrity: true }), isPromised: always,
  },
  { id: 'module-script', title: 'Module', code: '<script type="module" src>', request: () => ({ load: 'module-script' }), isPromised: always },
  {
    id: 'canvas', title: 'Canvas image', code: '<img src crossorigin>, then getImageData()',
    request: () => ({ load: 'image', crossOrigin: 'anonymous', mustRead: true }), isPromised: always,
  },
  {
    id: 'stylesheet', title: 'Stylesheet', code: '<link rel="stylesheet" href crossorigin>',
    request: () => ({ load: 'stylesheet', crossOrigin: 'anonymous', mustRead: true }), isPromised: always,
  },
  { id: 'fetch', title: 'fetch', code: 'fetch(url)', request: () => ({ load: 'fetch' }), isPromised: always },
  {
    id: 'fetch-header', title: 'With a header', code: 'fetch(url, { headers: { … } })',
    request: (path) => ({ load: 'fetch', headers: { [headerFor(path)]: '1' } }),
    isPromised: (promise) => promise.anyHeader || namedHeader(promise) !== undefined,
  },
  {
    id: 'fetch-authorization', title: 'With Authorization', code: 'fetch(url, { headers: { Authorization } })',
    request: () => ({ load: 'fetch', headers: { authorization: 'Bearer token' } }),
    isPromised: ({ headers }) => headers.includes('authorization'),
  },
  {
    id: 'fetch-credentials', title: 'With credentials', code: 'fetch(url, { credentials: "include" })',
    request: () => ({ load: 'fetch', credentials: 'include' }), isPromised: ({ credentials }) => credentials,
  },
];

/** The column of uploads, which go to the bucket's own endpoint and not through CloudFront. */
export const UPLOAD = { id: 'upload', title: 'Upload', code: 'fetch(presignedUrl, { method: "PUT", body })' } as const;

/** A header that the path promises, and that makes browsers ask first. */
function namedHeader({ headers }: CorsPromise): string | undefined {
  const name = headers.find((each) => each !== 'authorization' && alwaysPreflights(each));
  return name === undefined ? undefined : sampleHeader(name);
}

const ANY_HEADER = 'x-requested-with';

function headerFor({ promise }: PromisedPath): string {
  return (promise.known && promise.value ? namedHeader(promise.value) : undefined) ?? ANY_HEADER;
}

/** Whether viewers of the path need a signed URL or signed cookies. */
export function needsSignature({ behavior }: PromisedPath): boolean {
  return valueOr(behavior.trustedKeyGroups, []).length > 0 || valueOr(behavior.trustedSigners, []).length > 0;
}

/** A request of the use, signed in the way it can be where viewers need a signature. */
export function readingRequest(use: Use, path: PromisedPath): Partial<PageRequest> {
  const start = use.request(path);
  return needsSignature(path) ? { ...start, signed: start.credentials === 'include' ? 'cookies' : 'url' } : start;
}

/** The rules of the path's bucket that let pages upload. */
export function uploadRules({ bucket }: PromisedPath): readonly BucketCorsRule[] {
  const rules = bucket.known ? valueOr(bucket.value.cors, undefined) : undefined;
  return (rules ?? []).filter(({ allowedMethods }) => allowedMethods.includes('PUT') || allowedMethods.includes('POST'));
}

/** A presigned upload to the path's bucket, by the first method that its rules name. Nothing where the bucket is not known. */
export function uploadRequest(path: PromisedPath): Partial<PageRequest> | undefined {
  if (!path.bucket.known) {
    return undefined;
  }
  const { address, name } = path.bucket.value;
  const [rule] = uploadRules(path);
  return {
    target: 'bucket', presigned: true, resource: isSymbolic(name) ? `${address.stack}.${address.logicalId}` : name, load: 'fetch',
    method: rule === undefined || rule.allowedMethods.includes('PUT') ? 'PUT' : 'POST', headers: uploadHeaders(rule?.allowedHeaders ?? []),
  };
}

// Browsers send the type of a file; where rules promise other headers only, it is an upload without a type
function uploadHeaders(allowed: readonly string[]): Readonly<Record<string, string>> {
  const named = allowed.map((name) => name.toLowerCase());
  return named.length === 0 || named.some((name) => compileWildcard(name)('content-type') !== 'no-match')
    ? { 'content-type': 'image/png' }
    : { [sampleHeader(named[0] ?? '')]: '1' };
}
