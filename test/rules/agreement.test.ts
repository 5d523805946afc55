/**
 * The rules about requests against the model: hand-written stacks of every combination of the settings that decide.
 *
 * - quiet: an error is only reported where some promised exchange fails under every assumption about AWS;
 * - sound: where some promised exchange fails under every assumption, an error is reported.
 */
import type { BucketCorsRule } from '../../lib/contract/bucket-cors-rule';
import { managedPolicy } from '../../lib/graph/readers/managed-policies';
import type { DeliveryGraph, OriginRequestPolicy, ResponseHeadersPolicy } from '../../lib/graph/types';
import { exchange } from '../../lib/model';
import type { EarlierEvent, PageRequest } from '../../lib/model';
import { RULES } from '../../lib/rules/catalogue';
import type { CorsPromise } from '../../lib/rules/promise/promise';
import { promisedPaths } from '../../lib/rules/promise/promise';
import { sampleHeader, sampleOrigin } from '../../lib/rules/promise/promised-requests';
import { APP, bucket, cachePolicy, CACHING_DISABLED, CORS_CUSTOM_ORIGIN, CORS_S3_ORIGIN, delivery, DISTRIBUTION_ARN, legacyCache, onlyAuthority, originRequestPolicy, OTHER, responseHeadersPolicy, statement } from '../model/delivery';
import type { Delivery } from '../model/delivery';
import { line } from './judging';

const OPEN = statement({ actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], conditions: [['StringEquals', 'AWS:SourceArn', DISTRIBUTION_ARN]] });
const THREE = ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'];

function managed(id: string): ResponseHeadersPolicy {
  return managedPolicy(id)?.policy as ResponseHeadersPolicy;
}

const CORS: Record<string, BucketCorsRule[] | undefined> = {
  'no rules': undefined,
  'app, GET, any header': [{ allowedOrigins: [APP], allowedMethods: ['GET', 'HEAD'], allowedHeaders: ['*'] }],
  'app, GET, no header': [{ allowedOrigins: [APP], allowedMethods: ['GET'] }],
  'all, GET, any header': [{ allowedOrigins: ['*'], allowedMethods: ['GET', 'HEAD'], allowedHeaders: ['*'] }],
  'app, GET and PUT, any header': [{ allowedOrigins: [APP], allowedMethods: ['GET', 'PUT'], allowedHeaders: ['*'] }],
  'two, GET, any header': [{ allowedOrigins: [APP, OTHER], allowedMethods: ['GET', 'HEAD'], allowedHeaders: ['*'] }],
  'app, GET, one header': [{ allowedOrigins: [APP], allowedMethods: ['GET', 'HEAD'], allowedHeaders: ['X-One'] }],
  'app, uploads only': [{ allowedOrigins: [APP], allowedMethods: ['PUT', 'POST'], allowedHeaders: ['*'] }],
};

const POLICY: Record<string, ResponseHeadersPolicy | undefined> = {
  'no policy': undefined,
  SimpleCORS: managed('60669652-455b-4ae9-85a4-c4c02393f86c'),
  'CORS-With-Preflight': managed('5cc3b908-e619-4b99-88e5-2cf7f45965bd'),
  'app, overriding': responseHeadersPolicy({ cors: { origins: [APP], headers: ['*'] } }),
  'two, one header, overriding': responseHeadersPolicy({ cors: { origins: [APP, OTHER], headers: ['X-One'] } }),
  'all, PUT, overriding': responseHeadersPolicy({ cors: { origins: ['*'], methods: ['GET', 'PUT'], headers: ['*'] } }),
  'app, yielding': responseHeadersPolicy({ cors: { origins: [APP], headers: ['*'], override: false } }),
  'two, two headers, yielding': responseHeadersPolicy({ cors: { origins: [APP, OTHER], headers: ['X-One', 'X-Two'], override: false } }),
  'app with credentials': responseHeadersPolicy({ cors: { origins: [APP], headers: ['X-One'], credentials: true } }),
  'app with credentials, yielding': responseHeadersPolicy({ cors: { origins: [APP], headers: ['X-One'], credentials: true, override: false } }),
  'only authority': onlyAuthority({ origins: [APP, OTHER], headers: ['*'] }),
};

const FORWARD: Record<string, OriginRequestPolicy | undefined> = {
  nothing: undefined, 'CORS-S3Origin': CORS_S3_ORIGIN, 'CORS-CustomOrigin': CORS_CUSTOM_ORIGIN, AllViewer: originRequestPolicy('allViewer'),
};

const CACHE: Record<string, NonNullable<Delivery['cache']>> = {
  optimized: cachePolicy(), disabled: CACHING_DISABLED, 'keyed by Origin': cachePolicy({ headers: ['Origin'] }), 'keyed by three': cachePolicy({ headers: THREE }),
  'legacy, nothing listed': legacyCache(), 'legacy, three listed': legacyCache(THREE),
};

const READ = ['GET', 'HEAD'];
const ASK = [...READ, 'OPTIONS'];
const METHODS: Record<string, { methods: string[]; cachedMethods: string[] }> = {
  read: { methods: READ, cachedMethods: READ }, ask: { methods: ASK, cachedMethods: READ }, 'ask, cached': { methods: ASK, cachedMethods: ASK },
  all: { methods: [...ASK, 'PUT', 'PATCH', 'POST', 'DELETE'], cachedMethods: READ },
};

const PIN: Record<string, Delivery['customHeaders']> = { '': undefined, 'Origin pinned': [{ name: 'Origin', value: APP }] };

interface Stack {
  readonly name: string;
  readonly graph: DeliveryGraph;
}

function* stacks(): Generator<Stack> {
  for (const [rules, cors] of Object.entries(CORS)) {
    for (const [policyName, policy] of Object.entries(POLICY)) {
      for (const [forwardName, forward] of Object.entries(FORWARD)) {
        for (const [cacheName, cache] of Object.entries(CACHE)) {
          for (const [methodsName, methods] of Object.entries(METHODS)) {
            for (const [pin, customHeaders] of Object.entries(PIN)) {
              const name = `bucket: ${rules}; policy: ${policyName}; forwards ${forwardName}; cache ${cacheName}; methods ${methodsName}; ${pin}`;
              yield { name, graph: delivery({ bucket: bucket({ cors, statements: [OPEN] }), policy, forward, cache, ...methods, customHeaders }) };
            }
          }
        }
      }
    }
  }
}

/** Requests that a promise covers: each origin with each method, without headers, with each, and with all. */
function promisedRequests(promise: CorsPromise): PageRequest[] {
  const headerSets = [[], ...promise.headers.map((name) => [name]), ...(promise.headers.length > 1 ? [promise.headers] : []), ...(promise.anyHeader ? [['x-any'], ['x-other']] : [])];
  return promise.origins.flatMap((entry) => promise.methods.flatMap((method) => headerSets.map((names) => ({
    origin: sampleOrigin(entry), method, path: '/file', browser: 'reader', credentials: promise.credentials ? 'include' as const : 'same-origin' as const,
    headers: Object.fromEntries(names.map((name) => [sampleHeader(name), 'application/x'])),
  }))));
}

/** A managed policy made for preflights promises that some preflight works, but names no method and no header. */
function bareAsk(promise: CorsPromise): PageRequest[] {
  return promise.preflight.kind === 'promised' && promise.headers.length === 0 && !promise.anyHeader && promise.methods.length === 1
    ? promise.origins.map((entry) => ({ origin: sampleOrigin(entry), method: 'DELETE', path: '/file', browser: 'reader' })) : [];
}

function histories(requests: readonly PageRequest[]): EarlierEvent[][] {
  return [[], [{ path: '/file', headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } }], ...requests.map((request) => [{ ...request, browser: 'somebody else' }])];
}

/** A promised exchange that fails under every assumption; PUT and POST that S3 itself refuses are no matter of CORS. */
function failing(graph: DeliveryGraph, promise: CorsPromise): string | undefined {
  const requests = promisedRequests(promise);
  for (const request of requests) {
    for (const history of histories(requests)) {
      const { verdict, outcomes } = exchange(graph, request, { history });
      const refusedByS3 = request.method !== 'GET' && outcomes.every(({ outcome }) => outcome.verdict === 'blocked' && outcome.by === 'S3' && outcome.step === 'response');
      if (verdict === 'blocked' && !refusedByS3) {
        return JSON.stringify({ request, history });
      }
    }
  }
  return bareAsk(promise).every((request) => preflightFails(graph, request)) && bareAsk(promise).length > 0 ? 'no preflight works' : undefined;
}

function preflightFails(graph: DeliveryGraph, request: PageRequest): boolean {
  return exchange(graph, request).outcomes.every(({ outcome }) => outcome.verdict === 'blocked' && outcome.step === 'preflight' && outcome.code === 'preflight-refused');
}

const FAMILIES: ReadonlySet<string> = new Set(['unreachable', 'disagreement', 'cache', 'browser']);
const rules = RULES.filter(({ family }) => FAMILIES.has(family));

function errors(graph: DeliveryGraph): string[] {
  return rules.flatMap((rule) => rule.check(graph).flatMap((judgement) =>
    (judgement.verdict === 'fail' && (judgement.severity ?? rule.severity) === 'error' ? [`${rule.id}: ${line(judgement)}`] : [])));
}

// All of them take minutes (STACK_STEP=1); by default every 37th, which meets each two settings together.
const STEP = Number(process.env.STACK_STEP ?? 37);

test('an error is reported exactly where a promised exchange fails under every assumption', () => {
  const noisy: string[] = [];
  const missed: string[] = [];
  let [index, judged] = [0, 0];
  for (const { name, graph } of stacks()) {
    if (index++ % STEP !== 0) {
      continue;
    }
    const [path] = promisedPaths(graph);
    const promise = path?.promise.known ? path.promise.value : undefined;
    const found = errors(graph);
    judged++;
    if (!promise) {
      noisy.push(...found.map((each) => `${name}\n  ${each}`));
      continue;
    }
    const failure = failing(graph, promise);
    if (failure === undefined && found.length > 0) {
      noisy.push(`${name}\n  ${found.join('\n  ')}`);
    }
    if (failure !== undefined && found.length === 0 && promise.certain) {
      missed.push(`${name}\n  ${failure}`);
    }
  }
  expect({ noisy: noisy.slice(0, 8), missed: missed.slice(0, 8), counts: [noisy.length, missed.length] }).toEqual({ noisy: [], missed: [], counts: [0, 0] });
  expect(judged).toBeGreaterThan(400);
});
