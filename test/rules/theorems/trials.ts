/** Asks for everything that is promised, after everything that may have happened before, and looks for one who got what nobody promised. */
import type { DeliveryGraph } from '../../../lib/graph/types';
import { answerClient, evaluateBucketCors, exchange, explore, newSimulation } from '../../../lib/model';
import type { EarlierEvent, Assumptions, PageRequest, PlainRequest } from '../../../lib/model';
import { isSameSite } from '../../../lib/model/browser/site';
import { Undecided } from '../../../lib/model/undecided';
import { meantBy } from './meant-origin';
import { look, textsIn } from './templates';
import type { System } from './templates';
import { resourcesOf } from './template-links';
import { corsRules, servedBuckets, servedPaths } from './written-promise';
import type { WrittenPromise } from './written-promise';

/** How bad it is: it fails under every assumption about AWS, or under some, or after something the page itself did or a rare visitor sent. */
export type Grade = 'fails' | 'depends' | 'fails after a rare event';

export interface Failure {
  readonly grade: Grade;
  readonly request: PageRequest;
  readonly history: readonly EarlierEvent[];
  readonly why: string;
}

const STRANGER = 'https://stranger.example';
const SOMEBODY = { browser: 'somebody else' };

/** A value with which the browser has to ask first. */
const VALUES: Readonly<Record<string, string>> = { 'content-type': 'application/json', range: 'bytes=0-1,5-6', accept: 'a"b', 'accept-language': 'a"b', 'content-language': 'a"b' };
const valued = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name.replace('*', 'any'), VALUES[name] ?? '1']));

/** Response headers that the page's code asks for. Beside `*` the named ones are those for requests with credentials, for which `*` is a name like any other. */
function readsOf(exposed: readonly string[], mode: 'include' | 'same-origin'): readonly string[] {
  const named = exposed.filter((name) => name !== '*');
  return named.length === exposed.length || (mode === 'include' && named.length > 0) ? named : ['ETag', 'Accept-Ranges'];
}

/** Requests that stand for all that a promise covers; `origins` are those of the promise, or the misspelt ones. */
export function requestsOf(promise: WrittenPromise, origins = promise.origins): readonly PageRequest[] {
  const { url, distribution, credentials, signed, headers, anyHeader, methods, exposed, aliases } = promise;
  const base = { path: url, resource: distribution, browser: 'reader', ...(signed ? { signed: credentials ? 'cookies' as const : 'url' as const } : {}) };
  // No preflight carries cookies; a signed URL does for both
  const asking = signed ? { ...base, signed: 'url' as const } : base;
  const how = credentials ? (signed ? ['include' as const] : ['same-origin' as const, 'include' as const]) : ['same-origin' as const];
  const sets = [...headers.slice(0, 3).map((name) => [name]), ...(headers.length > 1 ? [headers] : []), ...(anyHeader ? [['x-any']] : [])];
  return origins.flatMap((origin, index): readonly PageRequest[] => [
    ...how.map((mode) => ({ ...base, origin, credentials: mode })),
    ...sets.flatMap((names) => how.map((mode) => ({ ...asking, origin, credentials: mode, headers: valued(names) }))),
    ...methods.map((method) => ({ ...asking, origin, method, headers: method === 'POST' ? valued(['content-type']) : {} })),
    ...(exposed.length > 0 ? how.map((mode) => ({ ...base, origin, credentials: mode, reads: readsOf(exposed, mode) })) : []),
    // Fonts of another origin are fetched without cookies
    ...(index > 0 ? [] : [{ ...asking, origin, load: 'font' as const }]),
    // With credentials the pages of the same site are a careful choice of who may show a file
    ...(index > 0 || (credentials && !aliases.some((alias) => isSameSite(origin, `https://${alias}`))) ? [] : [{ ...base, origin, load: 'image' as const }]),
  ]);
}

/** A path whose files not even a page of their own origin gets, which needs no CORS. */
export function unservedPath(graph: DeliveryGraph, system: System): string | undefined {
  return servedPaths(system).find(({ distribution, url, signed }) =>
    explore((assumptions) => refused(graph, { path: url, resource: distribution, ...(signed ? { signed: 'url' } : {}) }, assumptions)).every(({ outcome }) => outcome))?.url;
}

function refused(graph: DeliveryGraph, request: PlainRequest, assumptions: Assumptions): boolean {
  try {
    return answerClient(graph, request, { ...newSimulation(), assumptions }).status >= 400;
  } catch (error) {
    if (error instanceof Undecided) {
      return false;
    }
    throw error;
  }
}

/** Requests straight to a bucket, as its rules promise them: uploads, and reading where no distribution serves it. */
export function directRequestsOf(system: System): readonly PageRequest[] {
  const served = servedBuckets(system);
  return resourcesOf(system, 'AWS::S3::Bucket').flatMap(({ stack, id, properties }) => corsRules(properties).flatMap((rule) => {
    const resource = `${stack}.${id}`;
    const methods = textsIn(look(rule, 'AllowedMethods')).filter((method) => UPLOADS.includes(method) || (method === 'GET' && !served.includes(resource)));
    const asked = methods.flatMap((method) => [{ method, headers: {} }, ...(method === 'PUT' ? [{ method, headers: valued(['content-type']) }] : [])]);
    return textsIn(look(rule, 'AllowedOrigins')).flatMap((entry) => meantBy(entry) ?? []).flatMap((origin) => asked.map((each) => ({
      ...each, origin, path: '/photo.png', target: 'bucket' as const, resource, presigned: true,
    })));
  }));
}

/** A form that a script posts to the bucket itself goes out without a preflight, and S3 does not tell the page how it ended. */
export function unreadPost(system: System): string | undefined {
  return resourcesOf(system, 'AWS::S3::Bucket').flatMap(({ properties }) => {
    const rules = corsRules(properties).map((rule) => ({ allowedOrigins: textsIn(look(rule, 'AllowedOrigins')), allowedMethods: textsIn(look(rule, 'AllowedMethods')) }));
    return rules.filter(({ allowedMethods }) => allowedMethods.includes('POST')).flatMap(({ allowedOrigins }) => allowedOrigins.flatMap((entry) => meantBy(entry) ?? []))
      .filter((Origin) => evaluateBucketCors({ rules }, { method: 'POST', path: '/', headers: { Origin } }).headers['Access-Control-Allow-Origin'] === undefined);
  })[0];
}

/** Such forms are asked for apart. */
const UPLOADS: readonly string[] = ['DELETE', 'PUT'];

const CURL = { 'accept-encoding': 'gzip, deflate, br, zstd' };

function histories(request: PageRequest, all: readonly PageRequest[]): readonly { readonly rare: boolean; readonly history: readonly EarlierEvent[] }[] {
  const { path, resource, origin, signed } = request;
  const plain = { path, resource, ...(signed ? { signed: 'url' as const } : {}) };
  const usual = (history: readonly EarlierEvent[]) => ({ rare: false, history });
  const rare = (history: readonly EarlierEvent[]) => ({ rare: true, history });
  const other = all.find((each) => each.origin !== origin);
  const asking = all.find((each) => each.origin === origin && Object.keys(each.headers ?? {}).length > 0 && each !== request);
  return [
    usual([]),
    usual([{ ...plain, headers: CURL }]),
    ...(other ? [usual([{ ...other, ...SOMEBODY }])] : []),
    ...(asking ? [usual([{ ...asking, ...SOMEBODY }])] : []),
    usual([{ ...request, ...SOMEBODY }]),
    rare([{ ...plain, origin: STRANGER, ...SOMEBODY, credentials: 'same-origin' }]),
    rare([{ ...plain, origin, browser: 'reader', load: 'image' }]),
    rare([{ ...plain, headers: { ...CURL, origin, 'access-control-request-method': 'DELETE' } }]),
  ];
}

/** The first promised exchange that does not work, those that certainly fail before those that may. */
export function failureOf(graph: DeliveryGraph, requests: readonly PageRequest[]): Failure | undefined {
  let milder: Failure | undefined;
  for (const request of requests) {
    for (const { rare, history } of request.target === 'bucket' ? [{ rare: false, history: [] }] : histories(request, requests)) {
      const tried = exchange(graph, request, { history });
      if (tried.verdict === 'allowed' || tried.verdict === 'unknown' || isRefusedByS3(request, tried)) {
        continue;
      }
      // Whether an upload names its type is the page's choice
      const isTyped = request.target === 'bucket' && Object.keys(request.headers ?? {}).length > 0;
      const grade = isTyped ? 'depends' : rare ? 'fails after a rare event' : tried.verdict === 'blocked' ? 'fails' : 'depends';
      const failure = { grade, request, history, why: tried.outcome.verdict === 'allowed' ? '' : tried.outcome.why } as const;
      if (grade === 'fails') {
        return failure;
      }
      milder ??= failure;
    }
  }
  return milder;
}

/** What S3 itself refuses to a write, or to a request past CloudFront, with the preflight behind it, is no matter of CORS. */
function isRefusedByS3({ method = 'GET', target }: PageRequest, { outcomes }: ReturnType<typeof exchange>): boolean {
  return (method !== 'GET' || target === 'bucket') && outcomes.every(({ outcome }) => outcome.verdict === 'blocked' && outcome.by === 'S3' && outcome.step === 'response');
}

/** Whether nobody can tell before deployment what becomes of any promised request. */
export function isUndecided(graph: DeliveryGraph, promise: WrittenPromise): boolean {
  const requests = requestsOf(promise);
  return requests.length > 0 && requests.every((request) => exchange(graph, request).verdict === 'unknown');
}

/** A policy made for preflights, with which none gets through. */
export function noPreflightPasses(graph: DeliveryGraph, { somePreflight, signed, origins, url, distribution }: WrittenPromise): boolean {
  const asks = somePreflight ? origins.map((origin) => ({ origin, path: url, resource: distribution, method: 'DELETE', ...(signed ? { signed: 'url' as const } : {}) })) : [];
  return asks.length > 0 && asks.every((request) => exchange(graph, request).outcomes.every(({ outcome }) =>
    outcome.verdict === 'blocked' && outcome.step === 'preflight' && outcome.code === 'preflight-refused'));
}

/** A page that no entry names reads a file through CloudFront, with or without cookies. */
export function strangerReads(graph: DeliveryGraph, promise: WrittenPromise): boolean {
  const { url, distribution, signed, everyOrigin, credentials } = promise;
  const base = { origin: STRANGER, path: url, resource: distribution, ...(signed ? { signed: 'cookies' as const } : {}) };
  const asks: readonly PageRequest[] = [
    ...(credentials || signed ? [{ ...base, credentials: 'include' as const }] : []),
    ...(everyOrigin ? [] : [base]),
  ];
  return asks.some((request) => exchange(graph, request).readable);
}
