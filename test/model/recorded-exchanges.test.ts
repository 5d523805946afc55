/**
 * Answers that real distributions and buckets gave. Where the settings and the request are known, the model must allow what was seen under
 * some assumption; where they are not, the record can only test who is said to have answered (test/probe/recorded.test.ts).
 */
import { answerClient, explore, newCaches } from '../../lib/model';
import type { AssumptionChoices, HttpResponse, PlainRequest } from '../../lib/model';
import type { DeliveryGraph } from '../../lib/graph/types';
import records from '../cases/recorded-exchanges.json';
import { bucket, cachePolicy, CORS_S3_ORIGIN, delivery, legacyCache, originRequestPolicy, READ_RULE, responseHeadersPolicy, statement } from './delivery';
import type { Delivery, PolicyCors } from './delivery';

interface Known {
  readonly graph: DeliveryGraph;
  /** Earlier requests, a day apart where the copy is to be stale. */
  readonly before?: readonly PlainRequest[];
  readonly later?: number;
  readonly request?: Partial<PlainRequest>;
  /** Headers of which the record says that they are not there, where it shows a part only. */
  readonly absent?: readonly string[];
  /** Names that something else than CloudFront and S3 put into Vary. */
  readonly foreignVary?: true;
  readonly body?: { readonly code?: string; readonly message?: string; readonly method?: string };
}

const DAY = 86_400;
const A = 'https://a.example.com';
const B = 'https://b.example.com';
const THREE = ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers'];
const ANYBODY = { ...READ_RULE, allowedOrigins: ['*'], allowedMethods: ['GET'] };
const MANAGED: PolicyCors = { origins: ['*'], headers: [], override: false };
const WITH_PREFLIGHT = responseHeadersPolicy({ cors: { ...MANAGED, methods: ['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS'], expose: ['*'] } });
const SIMPLE_CORS = responseHeadersPolicy({ cors: { ...MANAGED, methods: [] } });
const FILE = { path: '/a' };
const plain = (path: string): PlainRequest => ({ path });

const owf = delivery({ policy: WITH_PREFLIGHT, cors: [{ ...ANYBODY, allowedHeaders: ['*'] }] });
const zenn = delivery({
  cache: cachePolicy({ headers: ['Origin'], plain: true }), policy: responseHeadersPolicy({ cors: { origins: [A, B] } }),
  cors: [{ ...READ_RULE, allowedOrigins: [A, B], maxAgeSeconds: 3000 }], forward: CORS_S3_ORIGIN,
});
const ttoss = (over: Delivery): DeliveryGraph => delivery({ cors: undefined, ...over });
const ttossPolicy = responseHeadersPolicy({ cors: { origins: ['*'], expose: ['*'], override: false }, custom: [['vary', 'Accept']] });
const prx = delivery({ cache: legacyCache(), cors: [ANYBODY] });
const open = bucket({ cors: [READ_RULE], open: true, statements: [statement({ principal: '*', actions: ['s3:GetObject', 's3:PutObject'] })] });

const KNOWN: Readonly<Record<string, Known>> = {
  'owf-get-no-origin-refreshhit': { graph: owf, before: [plain('/data/a.geojson')], later: 2 * DAY },
  'owf-get-no-origin-hit': { graph: owf, before: [plain('/data/a.geojson')] },
  'owf-get-origin-refreshhit': { graph: owf, before: [plain('/data/a.geojson')], later: 2 * DAY },
  'owf-get-origin-hit': { graph: owf, before: [plain('/data/a.geojson')] },
  'owf-options': { graph: owf },
  'zenn-head-a-miss': { graph: zenn },
  'zenn-head-b-miss': { graph: zenn },
  'zenn-head-a-hit': { graph: zenn, before: [{ path: '/test.json', headers: { origin: A } }] },
  'zenn-head-b-hit': { graph: zenn, before: [{ path: '/test.json', headers: { origin: B } }] },
  'zenn-head-unlisted': { graph: zenn },
  'carpentries-301': { graph: delivery({ policy: responseHeadersPolicy({ cors: { origins: [A] } }) }), request: { scheme: 'http', host: 'www.example.org', path: '/' } },
  'ttoss-plain': { graph: ttoss({ policy: ttossPolicy }), request: FILE },
  'ttoss-cross-origin': { graph: ttoss({ policy: ttossPolicy }), request: FILE, absent: ['vary'] },
  'ttoss-no-cors-block': { graph: delivery({ policy: responseHeadersPolicy({ custom: [['vary', 'Accept, Origin']] }) }), request: FILE },
  'prx-1': { graph: prx, request: FILE, absent: ['access-control-allow-origin'] },
  'prx-2': { graph: prx, request: FILE, before: [plain('/a')], absent: ['access-control-allow-origin'] },
  'prx-3': { graph: prx, request: FILE },
  'prx-4': { graph: prx, request: FILE, before: [{ path: '/a', headers: { origin: 'whatev' } }] },
  'guide-head-no-origin': { graph: delivery({ cache: legacyCache(THREE), cors: [READ_RULE] }), foreignVary: true, absent: ['access-control-allow-origin'] },
  'guide-head-origin': { graph: delivery({ cache: legacyCache(THREE), cors: [READ_RULE] }) },
  'guide-head-br': { graph: delivery({ cache: legacyCache(THREE), cors: [READ_RULE] }), foreignVary: true, absent: ['access-control-allow-origin'] },
  'fineuploader-405': {
    graph: delivery({
      cache: legacyCache(THREE), methods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'], cors: [{ allowedOrigins: ['*'], allowedMethods: ['POST', 'PUT', 'DELETE'], maxAgeSeconds: 3000 }],
    }),
    body: { code: 'MethodNotAllowed', message: 'The specified method is not allowed against this resource.' },
  },
  'amplify-options-403': { graph: delivery({ cors: undefined }), body: { code: 'AccessForbidden', message: 'CORSResponse: CORS is not enabled for this bucket.', method: 'GET' } },
  'magda-method-403': {
    graph: delivery({ methods: ['GET', 'HEAD'] }),
    body: { message: 'This distribution is not configured to allow the HTTP request method that was used for this request.' },
  },
  'missing-key-403': { graph: delivery({ keyGroups: ['signers'] }), body: { code: 'MissingKey', message: 'Missing Key-Pair-Id query parameter or cookie value' } },
  'put-200-miss': {
    graph: delivery({ bucket: open, signing: 'none', methods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'], cache: cachePolicy({ query: true }) }),
  },
  'host-forwarded-404': { graph: delivery({ bucket: open, signing: 'none', forward: originRequestPolicy('allViewer') }), body: { code: 'NoSuchBucket', message: 'The specified bucket does not exist' } },
  'positron-plain': { graph: delivery({ policy: SIMPLE_CORS, cors: undefined, forward: undefined }) },
  'positron-priority': { graph: delivery({ policy: SIMPLE_CORS, cors: undefined, forward: undefined }), absent: ['access-control-allow-origin'] },
};

/** Records of origins that are not S3, of code at the edge, and of settings that nobody wrote down. */
const ATTRIBUTION_ONLY = [
  'mediatailor-302-1', 'mediatailor-302-2', 'govdata-200', 'hf-200-origin-cors', 'hf-429-no-cors', 'humanatlas-404', 'humanatlas-405', 'apigw-500', 'security-only-refreshhit',
  'openaq-refreshhit', 'lambda-401', 'put-403-lambda', 'edge-limit-503', 'origin-request-lambda-miss', 'origin-request-lambda-hit', 'lambda-url-options-200', 'lambda-url-get-403',
];

type Record_ = (typeof records)[number];

/** Every answer the model has, with the assumptions it has it under. */
function answers({ graph, before = [], later = 60, request }: Known, { request: asked }: Record_): readonly { readonly assumptions: AssumptionChoices; readonly response: HttpResponse }[] {
  const { headers } = asked;
  return explore((assumptions) => {
    const caches = newCaches();
    const objects = (): object => ({});
    before.forEach((event) => answerClient(graph, event, { assumptions, caches, objects, now: 0 }));
    const sent = { path: asked.path, method: asked.method, headers: Object.fromEntries(headers as [string, string][]), ...request };
    return answerClient(graph, sent, { assumptions, caches, objects, now: before.length === 0 ? 0 : later });
  }).map(({ assumptions, outcome }) => ({ assumptions, response: outcome }));
}

const CORS = ['access-control-allow-origin', 'access-control-allow-credentials', 'access-control-allow-methods', 'access-control-allow-headers', 'access-control-expose-headers', 'access-control-max-age'];

/** Accept-Encoding comes and goes with compression, which the records do not describe. */
function names(value: string | undefined): string | undefined {
  const items = (value ?? '').toLowerCase().split(',').map((item) => item.trim()).filter((item) => item !== '' && item !== 'accept-encoding');
  return items.length === 0 ? undefined : items.sort().join(', ');
}

/** What the record says, in the form in which two answers compare. */
function said({ response }: Record_, { absent = [], foreignVary }: Known): Record<string, unknown> {
  const lines = response.headers as [string, string][];
  const of = (name: string): string | undefined => {
    const values = lines.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
    return values.length === 0 ? undefined : values.join(', ');
  };
  const shown = [...CORS, 'location', ...(foreignVary ? [] : ['vary'])].filter((name) => response.complete || of(name) !== undefined || absent.includes(name));
  return Object.fromEntries(shown.map((name) => [name, name === 'vary' ? names(of(name)) : of(name)]));
}

function answered(response: HttpResponse, wanted: Record<string, unknown>): Record<string, unknown> {
  const headers = response.headers as Readonly<Record<string, string | undefined>>;
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, name === 'vary' ? names(headers.vary) : headers[name]]));
}

// A preflight is as good with 204 as with 200, and owf-options is a screenshot of the one
const statusOf = (status: number): number => (status === 204 ? 200 : status);

test.each(records.filter(({ id }) => id in KNOWN).map((record) => [record.id, record] as const))('%s is an answer that the model has', (id, record) => {
  const known = KNOWN[id] as Known;
  const wanted = said(record, known);
  // One header of the record is misspelt by whoever copied it
  if (id === 'fineuploader-405') {
    wanted['access-control-allow-methods'] = 'POST, PUT, DELETE';
  }
  const found = answers(known, record).map(({ response }) => ({ status: statusOf(response.status), headers: answered(response, wanted), error: response.error }));
  expect(found).toContainEqual({ status: statusOf(record.response.status), headers: wanted, error: known.body ? expect.objectContaining(known.body) as unknown : undefined });
});

test('a copy that S3 has confirmed keeps the headers it was stored with: the other alternative contradicts the record', () => {
  const record = records.find(({ id }) => id === 'owf-get-origin-refreshhit') as Record_;
  const known = KNOWN['owf-get-origin-refreshhit'] as Known;
  const wanted = said(record, known);
  const under = answers(known, record).filter(({ response }) => JSON.stringify(answered(response, wanted)) === JSON.stringify(wanted)).map(({ assumptions }) => assumptions['revalidated-copy-headers']);
  expect([...new Set(under)]).toEqual(['kept']);
});

test('every record is a test of the model or of attribution', () => {
  expect([...Object.keys(KNOWN), ...ATTRIBUTION_ONLY].sort()).toEqual(records.map(({ id }) => id).sort());
});
