/** A witness: an exchange that goes wrong because of a finding. */
import { valueOr } from '../../graph/types/known';
import { isSymbolic } from '../../graph/types/symbolic-text';
import { isSameResource, resourceKey } from '../../graph/types/same-resource';
import type { Address, Bucket, DeliveryGraph, DeliveryGraphs } from '../../graph/types';
import { exchange } from '../../model';
import type { Blocked, EarlierEvent, Exchange, PageRequest, Refusal } from '../../model';
import { chooseBehavior } from '../../model/cloudfront/behavior';
import { answerOr, compileOnce } from '../../model/undecided';
import { RULES } from '../catalogue';
import type { Finding } from '../engine/finding';
import { PREFLIGHTED_VALUES } from '../promise/page-header';
import type { CorsPromise, PromisedPath } from '../promise/promise';
import { promisedPaths } from '../promise/promise';
import { sampleHeader, sampleOrigin } from '../promise/promised-requests';
import type { Place } from '../engine/rule';
import { holdsIn } from '../engine/when';
import type { WitnessShape } from './witness-shape';

export interface Witness {
  readonly request: PageRequest;
  /** What came before. Without it the same request works. */
  readonly history: readonly EarlierEvent[];
  /** `GET /file from a page on https://app.example.com with X-Trace: CloudFront refuses the preflight (…)`. */
  readonly line: string;
}

/** An exchange that shows a finding to be true; nothing rather than one that goes wrong for another reason. */
export function witnessOf(finding: Finding, graphs: DeliveryGraphs): Witness | undefined {
  const shapes = RULES.find(({ id }) => id === finding.rule)?.witness ?? [];
  for (const world of shapes.length === 0 ? [] : graphs.worlds.filter((each) => holdsIn(finding.when, each))) {
    for (const shape of shapes) {
      for (const exchange of exchangesFor(finding.place, shape, world)) {
        const line = shown(world, exchange, shape);
        if (line !== undefined) {
          return { ...exchange, line };
        }
      }
    }
  }
  return undefined;
}

type WitnessTrip = Omit<Witness, 'line'>;

function exchangesFor(place: Place, shape: WitnessShape, graph: DeliveryGraph): readonly WitnessTrip[] {
  if (shape.asks === 'bucket') {
    return graph.buckets
      .filter(({ address }) => isSameResource(address, place.address))
      .flatMap((bucket) => presigned(bucket, place))
      .map((request) => ({ request, history: [] }));
  }
  return (pathsByResource(graph).get(resourceKey(place.address)) ?? []).filter((path) => isAt(path, place)).flatMap((path) => {
    const promise = valueOr(path.promise, undefined);
    const url = promise && urlOf(path);
    const requests =
      url === undefined
        ? []
        : requestsOf(promise as CorsPromise, shape).map((request) => ({ ...request, path: url, resource: resourceOf(path) }));
    return requests.flatMap((request) => historiesOf(request, requests, shape).map((history) => ({ request, history })));
  });
}

/** Whether the place is one that decides this path: its behavior or origin, or anywhere in what the path uses. */
function isAt({ distribution, behavior, origin }: PromisedPath, { address, path }: Place): boolean {
  return !isSameResource(distribution.address, address)
    || path.startsWith(`${behavior.path}.`) || path === behavior.path || (origin.known && path.startsWith(origin.value.path));
}

/** The paths that use a resource: their distribution, functions, bucket, policy or access control. */
const pathsByResource = compileOnce((graph: DeliveryGraph): ReadonlyMap<string, readonly PromisedPath[]> => {
  const paths = new Map<string, PromisedPath[]>();
  for (const path of promisedPaths(graph)) {
    for (const key of new Set(resourcesOf(path).map(resourceKey))) {
      const list = paths.get(key) ?? [];
      list.push(path);
      paths.set(key, list);
    }
  }
  return paths;
});

function resourcesOf({ distribution, behavior, origin, bucket }: PromisedPath): readonly Address[] {
  const functions = valueOr(behavior.edgeFunctions, []).flatMap(({ code }) => (code.known ? code.value.address ?? [] : []));
  const used = [
    valueOr(behavior.responseHeadersPolicy, undefined),
    origin.known ? valueOr(origin.value.accessControl, undefined) : undefined,
    valueOr(bucket, undefined),
  ];
  return [distribution.address, ...functions, ...used.flatMap((each) => each?.address ?? [])];
}

function resourceOf({ distribution: { address } }: PromisedPath): string {
  return `${address.stack}.${address.logicalId}`;
}

/** A path that this behavior answers. */
function urlOf({ distribution, behavior }: PromisedPath): string | undefined {
  const pattern = behavior.isDefault ? '/file' : valueOr(behavior.pathPattern, '').replaceAll('*', 'file').replaceAll('?', 'x');
  const path = pattern.startsWith('/') ? pattern : `/${pattern}`;
  return !isSymbolic(path) && answerOr(false, () => chooseBehavior(distribution, path) === behavior) ? path : undefined;
}

type Asked = Omit<PageRequest, 'path' | 'resource'>;

/** Requests of the promise, the plainest first. */
function requestsOf({ origins, methods, headers, anyHeader, credentials }: CorsPromise, { asks }: WitnessShape): readonly Asked[] {
  const pages = origins.map(sampleOrigin).filter((origin) => !isSymbolic(origin)).slice(0, MOST_ORIGINS).map((origin) => ({ origin }));
  switch (asks) {
    case 'authorization':
      return pages.map((page) => ({ ...page, headers: { Authorization: 'Bearer x' } }));
    case 'credentials':
      return pages.map((page) => ({ ...page, credentials: 'include', signed: 'cookies' }));
    case 'image':
      return pages.map((page) => ({ ...page, load: 'image' }));
    case 'bucket':
    case undefined:
      break;
  }
  const set = [...headers.map(sampleHeader), ...(anyHeader ? ['X-Trace', 'X-Other'] : [])].map((name) => ({ [name]: PREFLIGHTED_VALUES.get(name.toLowerCase()) ?? '1' }));
  return pages.flatMap((page) => [
    page, ...set.map((each) => ({ ...page, headers: each })), ...methods.filter((method) => method !== 'GET').map((method) => ({ ...page, method })),
    ...(credentials ? [{ ...page, credentials: 'include' as const }] : []),
  ]);
}

const MOST_ORIGINS = 10;

const SOMEBODY = { browser: 'somebody else' };

function historiesOf(
  request: PageRequest,
  requests: readonly PageRequest[],
  { after }: WitnessShape,
): readonly (readonly EarlierEvent[])[] {
  const { path, resource, origin } = request;
  switch (after) {
    case undefined:
      return [[]];
    case 'browser':
      return [[{ path, resource, origin, load: 'image' }]];
    case 'edge':
      return [
        [{ path, resource, headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } }],
        ...requests
          .filter((other) => other !== request)
          .slice(0, MOST_ORIGINS)
          .map((other) => [{ ...other, ...SOMEBODY }]),
      ];
  }
}

/** Straight to the bucket, with the first method that the rule at this place is likely to be for. */
function presigned({ address, cors }: Bucket, { path }: Place): readonly PageRequest[] {
  const rules = valueOr(cors, undefined) ?? [];
  const rule = rules[Number(/CorsRules\.(\d+)\./.exec(path)?.[1] ?? 0)];
  const method = ['PUT', 'POST', 'GET', 'DELETE'].find((each) => rule?.allowedMethods.includes(each)) ?? 'HEAD';
  const uploads = method === 'PUT' || method === 'POST' ? { headers: { 'Content-Type': 'image/png' }, reads: ['ETag'] } : {};
  const origins = (rule?.allowedOrigins ?? []).map(sampleOrigin).filter((origin) => !isSymbolic(origin)).slice(0, MOST_ORIGINS);
  return origins.map((origin) => ({ origin, path: '/file', method, target: 'bucket', resource: `${address.stack}.${address.logicalId}`, presigned: true, ...uploads }));
}

/** The line, when the exchange ends in the way that shows the finding, and would not without its history. */
function shown(graph: DeliveryGraph, { request, history }: WitnessTrip, shape: WitnessShape): string | undefined {
  const tried = exchange(graph, request, { history });
  const end = tried.outcome;
  if ((tried.verdict !== 'blocked' && tried.verdict !== 'depends') || end.verdict !== 'blocked' || !fits(end, shape)) {
    return undefined;
  }
  const without = shape.after === undefined ? undefined : shape.after === 'edge' ? [] : history.map((event) => ({ ...event, ...SOMEBODY }));
  return without && exchange(graph, request, { history: without }).verdict !== 'allowed' ? undefined : `${asked(request)}${before(history)}: ${ending(end, tried)}`;
}

function fits({ by, step, code, refusal }: Blocked, shape: WitnessShape): boolean {
  return (shape.by ?? by) === by && (shape.step ?? step) === step && (shape.code ?? code) === code
    && (shape.refusedWith ?? refusal?.code) === refusal?.code && (shape.cause ?? refusal?.cause) === refusal?.cause;
}

function asked({ method = 'GET', path, origin, headers = {}, credentials, load, target }: PageRequest): string {
  const names = [...Object.keys(headers), ...(credentials === 'include' ? ['cookies'] : [])];
  const what = load === 'image' ? ' as an <img>' : target === 'bucket' ? ' to the bucket, presigned,' : '';
  return `${method} ${path}${what} from a page on ${origin}${names.length === 0 ? '' : ` with ${names.join(' and ')}`}`;
}

function before([event]: readonly EarlierEvent[]): string {
  if (event === undefined || !('path' in event)) {
    return '';
  }
  return 'origin' in event ? `, after ${asked(event)}` : ', after a request without Origin';
}

function ending({ by, step, why, refusal, failure }: Blocked, { verdict, deciding }: Exchange): string {
  const open = verdict === 'depends' && deciding.length > 0 ? `, if AWS does what ${deciding.join(' and ')} leaves open` : '';
  if (by === 'browser') {
    return `the browser ${step === 'preflight' ? 'gets no permission' : 'keeps it from the page'} (${(failure?.message ?? why).replace(/\.$/, '')})${open}`;
  }
  return `${by} refuses ${step === 'preflight' ? 'the preflight' : 'it'} (${refusal === undefined ? why : refusalText(refusal)})${open}`;
}

/** `403 AccessForbidden: CORSResponse: This CORS request is not allowed`: S3's second sentence guesses at the reason. */
function refusalText({ status, code, message = '' }: Refusal): string {
  const [sentence] = message.split('. ');
  return code === undefined ? String(status) : `${String(status)} ${code}: ${sentence.replace(/\.$/, '')}`;
}
