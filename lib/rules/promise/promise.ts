/**
 * What a hand-written stack promises to pages on other origins. Nobody wrote the promise down, so it is read from the two
 * places that name origins, methods and headers: the response headers policy of a behavior and the CORS rules of its bucket.
 *
 * Precedence:
 * - A policy with a CORS block and `OriginOverride: true` speaks alone: it is what browsers get to see.
 * - With `OriginOverride: false` S3, when it gets to see Origin, speaks first and the policy fills in: both are heard, unless
 *   the policy removes all that S3 says of CORS.
 * - Without a CORS block the bucket's *read* rules (GET or HEAD) are heard. Rules for uploads alone are about the bucket's own
 *   endpoint and promise nothing here.
 * - Neither: no wish for CORS is shown, and nothing is promised.
 *
 * What counts as named:
 * - A method is promised when a custom policy names it, or when the behavior allows a method that a heard read rule names.
 *   `ALL` names none; nor do the managed policies, whose list is AWS's; HEAD is never what a page waits for (the rule
 *   `get-without-head` tells); OPTIONS is not a method that pages use; PATCH does not exist in S3.
 * - A header is promised when it is named and makes the browser ask first. One that does so for some values only
 *   (`Content-Type`) is promised when OPTIONS is allowed. `*` is a habit, because CloudFront refuses an empty list and every
 *   example has it: it promises any header only when OPTIONS is allowed too, and the bucket does not name the headers meant.
 * - A preflight is promised by such a method or header, by the managed policies made for it, and by OPTIONS together with `*`.
 *
 * A promise is certain when no other honest story explains the settings. The bucket alone speaks, but the behavior does
 * nothing for CORS? Then its rules may be for a sibling that does, or (when they allow uploads as well) for the bucket's own
 * endpoint: the promise is only supposed, and breaking it is never an error.
 */
import type { BucketCorsRule } from '../../contract/bucket-cors-rule';
import type { Known } from '../../graph/types/known';
import type { DeliveryGraph, ResponseHeadersCors } from '../../graph/types';
import { isCorsSafelistedMethod } from '../../model/browser/method';
import { forwardingOf } from '../../model/cloudfront/origin-request';
import { answerOr, answerTo, compileOnce, decided } from '../../model/undecided';
import { bucketRules, isElsewhere, originReachesS3, pathsByBucket, pinnedOrigin, servedPaths, silencesS3 } from '../subjects/asset-path';
import { corsOf, readRules } from './cors-wish';
import type { AssetPath } from '../subjects/asset-path';
import { alwaysPreflights } from './page-header';
import { bucketWords, namesUploadsOnly, policyWords, promisedHeaders, UPLOAD_METHODS } from './spoken-words';
import type { Words } from './spoken-words';

/** What pages on other origins may expect of one behavior. */
export interface CorsPromise {
  /** Entries as written: origins and patterns of origins. */
  readonly origins: readonly string[];
  /** GET, POST, PUT and DELETE, as far as they are promised; GET unless a policy names uploads alone. */
  readonly methods: readonly string[];
  /** Lower case; may be patterns such as `x-amz-*`. Any of them alone and all together. */
  readonly headers: readonly string[];
  /** Any header but Authorization, which `*` never covers. */
  readonly anyHeader: boolean;
  readonly credentials: boolean;
  readonly preflight: PreflightPromise;
  /** False when it is only supposed: see above. */
  readonly certain: boolean;
}

/** Whether requests that browsers ask permission for are promised. */
export type PreflightPromise =
  | { readonly kind: 'none' }
  /** `because` is a clause: `the policy names PUT`. */
  | { readonly kind: 'promised'; readonly because: string };

/** A path with what it promises: `known(undefined)` when it shows no wish for CORS. */
export interface PromisedPath extends AssetPath {
  readonly promise: Known<CorsPromise | undefined>;
}

/** Every path that serves from S3, or may, with its promise. */
export const promisedPaths = compileOnce((graph: DeliveryGraph): readonly PromisedPath[] =>
  promisesOfAll(graph).filter((path) => !isElsewhere(path)),
);

/** Every path with its promise, whatever its origin. */
export const promisesOfAll = compileOnce((graph: DeliveryGraph): readonly PromisedPath[] =>
  servedPaths(graph).map((path) => {
    const { distribution, behavior, origin, bucket } = path;
    return { distribution, behavior, origin, bucket, promise: answerTo(() => promiseOf(path, graph)) };
  }));

/** Reads the promise of one path. What a server of another kind promises by itself is not part of a template. */
function promiseOf(path: AssetPath, graph: DeliveryGraph): CorsPromise | undefined {
  const policy = decided(path.behavior.responseHeadersPolicy);
  const cors = corsOf(path.behavior);
  return cors ? policyPromise(path, cors, policy?.managed) : isElsewhere(path) ? undefined : bucketPromise(path, graph);
}

function policyPromise(path: AssetPath, cors: ResponseHeadersCors, managed: string | undefined): CorsPromise {
  const words = policyWords(cors, managed);
  const allowed = decided(path.behavior.allowedMethods);
  const bucket = knownBucketWords(path, allowed);
  const speaksAlone = decided(cors.originOverride) || !bucket || silencesS3(path.behavior) || !answerOr(false, () => originReachesS3(path));
  return narrowed(promise(speaksAlone ? [words] : [words, bucket], allowed, true, managed), bucket, allowed.includes('OPTIONS'));
}

// Where the policy says `*` and the bucket names headers, those are meant; but `*` never covers Authorization
function narrowed(read: CorsPromise, bucket: Words | undefined, asksFirst: boolean): CorsPromise {
  const named = bucket && !bucket.headers.includes('*') ? promisedHeaders(bucket, asksFirst) : [];
  const meant = named.filter((name) => name !== 'authorization');
  return read.anyHeader && meant.length > 0 ? { ...read, anyHeader: false, headers: unique([...read.headers, ...meant]) } : read;
}

// What an unknown bucket would add is not promised by what can be seen
function knownBucketWords(path: AssetPath, allowed: readonly string[]): Words | undefined {
  return answerOr(undefined, () => bucketWords(bucketRules(path), allowed));
}

function bucketPromise(path: AssetPath, graph: DeliveryGraph): CorsPromise | undefined {
  const rules = bucketRules(path);
  const allowed = decided(path.behavior.allowedMethods);
  const words = bucketWords(rules, allowed);
  return words && promise([words], allowed, isCertain(path, rules, pathsByBucket(graph).get(decided(path.bucket)) ?? []));
}

function isCertain(path: AssetPath, rules: readonly BucketCorsRule[], siblings: readonly AssetPath[]): boolean {
  if (caresForCors(path)) {
    return true;
  }
  const explainedBySibling = siblings.some((other) => other.behavior !== path.behavior && caresForCors(other));
  const explainedByUploads = readRules(rules).every(({ allowedMethods }) =>
    allowedMethods.some((method) => UPLOAD_METHODS.includes(method)),
  );
  return !explainedBySibling && !explainedByUploads;
}

/** Whether a path does anything of its own for CORS, as far as can be seen: a policy, or Origin on its way to S3. */
export function caresForCors(path: AssetPath): boolean {
  return answerOr(false, () => corsOf(path.behavior) !== undefined)
    || answerOr(false, () => forwardingOf(path.behavior).configuredIn('Origin') !== '')
    || answerOr(false, () => pinnedOrigin(path) !== undefined);
}

const PROMISED_METHODS: readonly string[] = ['GET', ...UPLOAD_METHODS];

function promise(words: readonly Words[], allowed: readonly string[], certain: boolean, managed?: string): CorsPromise {
  const asksFirst = allowed.includes('OPTIONS');
  const methods = words.flatMap((each) => each.methods);
  return {
    // Neither AWS nor a browser makes anything of an empty text
    origins: unique(words.flatMap(({ origins }) => origins)).filter((entry) => entry !== ''),
    methods: unique(PROMISED_METHODS.filter((method) => methods.includes(method) || (method === 'GET' && !words.every(namesUploadsOnly)))),
    headers: unique(words.flatMap((each) => promisedHeaders(each, asksFirst))),
    anyHeader: asksFirst && words.some(({ headers }) => headers.includes('*')),
    credentials: words.some(({ credentials }) => credentials),
    preflight: preflightPromise(words, asksFirst, managed),
    certain,
  };
}

function preflightPromise(words: readonly Words[], asksFirst: boolean, managed: string | undefined): PreflightPromise {
  if (managed !== undefined && isMadeForPreflights(managed)) {
    return { kind: 'promised', because: `the managed policy ${managed} is made for preflights` };
  }
  for (const each of words) {
    const method = each.methods.find((name) => PROMISED_METHODS.includes(name) && !isCorsSafelistedMethod(name));
    const headers = promisedHeaders(each, asksFirst);
    const named = method ?? headers.find(alwaysPreflights) ?? headers.at(0);
    if (named !== undefined) {
      return { kind: 'promised', because: `${named} is named by ${each.speaker}` };
    }
  }
  // Without OPTIONS `*` shows no wish: CloudFront refuses an empty list, and every example has it
  const wildcard = asksFirst ? words.find(({ headers }) => headers.includes('*')) : undefined;
  return wildcard === undefined ? { kind: 'none' }
    : { kind: 'promised', because: `OPTIONS is allowed and ${wildcard.speaker} allow${wildcard.speaker === 'the policy' ? 's' : ''} every header` };
}

/** CORS-With-Preflight, with or without security headers. */
export function isMadeForPreflights(managed: string): boolean {
  return /with-preflight/i.test(managed);
}

function unique(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}
