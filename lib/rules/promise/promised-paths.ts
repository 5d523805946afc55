import { known, valueOr } from '../../graph/types/known';
import type { Bucket, DeliveryGraph, Distribution, Origin } from '../../graph/types';
import { answerOr, compileOnce, decided } from '../../model/undecided';
import { codeAtTheEdge, failsOverOnRefusal, spareOf } from '../subjects/asset-path';
import { callerAt, mayAccess } from '../subjects/bucket-access';
import { behaviorsOf } from '../subjects/deliveries';
import { seeWholeOf } from '../subjects/imported-bucket';
import { corsOf } from './cors-wish';
import type { EdgeEvent } from '../subjects/asset-path';
import { asUnknown, listOf, unknownAt } from '../engine/judge';
import type { CorsPromise, PromisedPath } from './promise';
import { promisedPaths, promisesOfAll } from './promise';
import type { Judgement, Place } from '../engine/rule';
import type { Check } from '../engine/subject';

type Judge = (promise: CorsPromise, path: PromisedPath, place: Place, graph: DeliveryGraph) => Judgement | undefined;

/** What a rule asks of every path. */
interface Asked {
  readonly at: (path: PromisedPath) => Place;
  readonly judge: Judge;
  readonly downgrades: Downgrades;
}

/** When the failures of a rule are less grave, or not certain. */
export interface Downgrades {
  /** Events at which code could change what the rule judges; all of them when left out. */
  readonly code?: readonly EdgeEvent[] | ((promise: CorsPromise, path: PromisedPath) => readonly EdgeEvent[] | undefined);
  /** It fails because of what Vary does not name, which code at the edge may add. */
  readonly vary?: boolean;
  /** It fails because a preflight is refused, which a custom error page may hide. */
  readonly refusedPreflight?: true;
  /** How grave a failure is where the promise is only supposed: a warning when left out. */
  readonly supposed?: 'info';
}

/**
 * For a preflight that S3 refuses: viewer-response functions do not run for a status of 400 and more, so they cannot help.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html#edge-function-restrictions-all
 */
export const REFUSED_PREFLIGHT: Downgrades = {
  code: ({ preflight }) => (preflight.kind === 'promised' ? BEFORE_THE_REFUSAL : undefined),
  refusedPreflight: true,
};

/** The events at which code can still help a preflight. */
export const BEFORE_THE_REFUSAL: readonly EdgeEvent[] = ['viewer-request', 'origin-request', 'origin-response'];

/**
 * Judges every path to S3 that promises something. What is not known about the promise makes the place unknown; so does code at
 * the edge where the rule would fail; so does an origin of which nobody knows whether it is S3; and where the promise is only supposed, an
 * error is a warning. Of an origin group both origins are judged: either may answer.
 */
export function eachPromise(at: (path: PromisedPath) => Place, judge: Judge, downgrades: Downgrades = {}): Check {
  const asked = { at, judge, downgrades };
  return (graph) => judgedPromises(graph, asked);
}

function judgedPromises(graph: DeliveryGraph, asked: Asked): readonly Judgement[] {
  const judgements: Judgement[] = [];
  for (const path of promisedPaths(graph)) {
    const judgement = judgedPath(path, asked, graph);
    const first = listOf(judgement && openOrigin(judgement, path));
    const spare = spareOf(path);
    const second = spare && listOf(judgedPath({ ...spare, promise: path.promise }, asked, graph));
    judgements.push(...(second ? ofGroup(path, first, second) : first));
  }
  return judgements;
}

/** Judges every path that promises something, whatever its origin: what CloudFront decides before it asks one. */
export function eachPromiseOfAll(at: (path: PromisedPath) => Place, judge: Judge, downgrades: Downgrades = {}): Check {
  const asked = { at, judge, downgrades };
  return (graph) => promisesOfAll(graph).flatMap((path) => listOf(judgedPath(path, asked, graph)));
}

function judgedPath(path: PromisedPath, { at, judge, downgrades }: Asked, graph: DeliveryGraph): Judgement | undefined {
  const place = at(path);
  try {
    const promise = decided(path.promise);
    const judgement = promise && judge(promise, path, place, graph);
    return judgement && promise && downgraded(judgement, path, promise, downgrades);
  } catch (error) {
    return asUnknown(place, error);
  }
}

function openOrigin(judgement: Judgement, { origin }: PromisedPath): Judgement {
  const open = origin.known && origin.value.target.kind === 'unknown' ? origin.value.target.reason : undefined;
  return judgement.verdict === 'fail' && open !== undefined ? unknownAt(judgement.place, open) : judgement;
}

/**
 * What the second origin fails in is a warning: it is asked when the first one fails. What the first one fails in is a warning, too, where
 * the second one answers what it refuses, and does so rightly.
 */
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
function ofGroup(path: PromisedPath, first: readonly Judgement[], second: readonly Judgement[]): readonly Judgement[] {
  const isRescued = failsOverOnRefusal(path) && second.every(({ verdict }) => verdict !== 'fail');
  return gravestOfPlaces([...(isRescued ? first.map(asWarning) : first), ...second.map(asWarning)]);
}

function asWarning(judgement: Judgement): Judgement {
  return judgement.verdict === 'fail' ? { ...judgement, severity: judgement.severity === 'info' ? 'info' : 'warning' } : judgement;
}

function downgraded(
  judgement: Judgement,
  path: PromisedPath,
  promise: CorsPromise,
  { code, supposed, refusedPreflight, vary = false }: Downgrades,
): Judgement {
  if (judgement.verdict !== 'fail') {
    return judgement;
  }
  if (refusedPreflight) {
    seeWholeOf(path.bucket);
  }
  const reason = codeAtTheEdge(path.behavior, typeof code === 'function' ? code(promise, path) : code, vary);
  if (reason !== undefined) {
    return unknownAt(judgement.place, reason);
  }
  if (judgement.severity !== undefined || (promise.certain && !(refusedPreflight && mayBeHidden(path)))) {
    return judgement;
  }
  return { ...judgement, severity: promise.certain ? 'warning' : (supposed ?? 'warning') };
}

const REFUSED = 403;

/**
 * Whether a refused preflight may go out as an error page that says all is well, with the policy's permission on it: an assumption about
 * AWS decides.
 */
function mayBeHidden({ distribution, behavior }: PromisedPath): boolean {
  const pages = valueOr(distribution.customErrorResponses, []);
  const hides = pages.some(
    ({ errorCode, responseCode }) =>
      errorCode.known && errorCode.value === REFUSED && responseCode.known && responseCode.value !== undefined && responseCode.value < 300,
  );
  return hides && answerOr(false, () => decided(corsOf(behavior)?.allowHeaders ?? known([])).length > 0);
}

/** Of several judgements of one place, such as a bucket behind many paths, the gravest. */
export function oncePerPlace(check: Check): Check {
  return (graph) => gravestOfPlaces(check(graph));
}

function gravestOfPlaces(judgements: readonly Judgement[]): readonly Judgement[] {
  const gravest = new Map<string, Judgement>();
  for (const judgement of judgements) {
    const { address: { stack, logicalId }, path } = judgement.place;
    const key = `${stack} ${logicalId} ${path}`;
    const earlier = gravest.get(key);
    if (!earlier || gravity(judgement) > gravity(earlier)) {
      gravest.set(key, judgement);
    }
  }
  return [...gravest.values()];
}

function gravity(judgement: Judgement): number {
  switch (judgement.verdict) {
    case 'pass':
      return 0;
    case 'unknown':
      return 1;
    case 'fail':
      return { info: 2, warning: 3, error: 4 }[judgement.severity ?? 'error'];
  }
}

/** Whether an origin is there to be written to, and nobody is promised to read from it. */
export function takesUploadsOnly(graph: DeliveryGraph, distribution: Distribution, origin: Origin, bucket: Bucket): boolean {
  const isRead = originsRead(graph).has(origin);
  const isWritten = behaviorsOf(distribution, origin).some(({ allowedMethods }) => valueOr<readonly string[], readonly string[]>(allowedMethods, []).includes('PUT'));
  return !isRead && isWritten
    && answerOr('none', () => mayAccess(graph, bucket, callerAt(distribution, origin), `${valueOr(origin.originPath, '')}/`, 's3:PutObject')) === 'allow';
}

/** The origins from which somebody is promised to read. */
const originsRead = compileOnce((graph: DeliveryGraph): ReadonlySet<Origin> => new Set(promisedPaths(graph).flatMap(({ origin, promise }) =>
  (origin.known && valueOr(promise, undefined)?.methods.includes('GET') ? [origin.value] : []))));
