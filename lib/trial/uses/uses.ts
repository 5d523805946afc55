/** The uses of a path: what pages on an origin do with its files, as requests. */
import { valueOr } from '../../graph/types/known';
import type { DeliveryGraph } from '../../graph/types';
import type { PageRequest } from '../../model';
import { chooseBehavior } from '../../model/cloudfront/behavior';
import { serverFor } from '../../model/server';
import { answerTo, compileOnce } from '../../model/undecided';
import type { PromisedPath } from '../../rules/promise/promise';
import { takesUploadsOnly } from '../../rules/promise/promised-paths';
import { coveredByPromise, coveredByUploads, pageOrigins } from './origins';
import type { Covered, PageOrigin } from './origins';
import { READING_USES, readingRequests, SERVES, UPLOAD, uploadRequest } from './use-kinds';
import type { UseKind } from './use-kinds';

/** Something that pages on an origin do with the files of a path. */
export interface Use {
  readonly kind: string;
  readonly title: string;
  readonly path: PromisedPath;
  readonly origin: string;
  /** `open` where the promise is only supposed, or AWS does not say how far a pattern reaches. */
  readonly promised: Covered;
  /** One, or one for each thing that is promised of this kind. */
  readonly requests: readonly PageRequest[];
}

const NAMES = ['file', 'asset', 'other'];

/** A file that the path's behavior answers for; nothing when earlier patterns take all its requests. */
export const samplePath = compileOnce(({ distribution, behavior }: PromisedPath): { readonly path?: string } => {
  const pattern = valueOr(behavior.pathPattern, '*');
  const path = NAMES.map((name) => `/${pattern.replace(/^\//, '').replaceAll('*', name).replaceAll('?', 'x')}`).find((each) => {
    const answers = answerTo(() => chooseBehavior(distribution, each) === behavior);
    return answers.known && answers.value;
  });
  return path === undefined ? {} : { path };
});

/** The name by which requests find the distribution of a path. */
export function resourceOf({ distribution: { address } }: PromisedPath): string {
  return `${address.stack}.${address.logicalId}`;
}

/** What pages on one origin do with the files of a path; nothing where no request reaches it. */
export function usesOn(path: PromisedPath, origin: string, kinds: readonly UseKind[] = READING_USES): readonly Use[] {
  const file = samplePath(path).path;
  if (file === undefined) {
    return [];
  }
  const covered = coveredByPromise(path, origin);
  const made = path.promise.known ? path.promise.value : undefined;
  const reading = kinds.flatMap((kind): readonly Use[] => {
    const isPromised = made !== undefined && kind.isPromised(made, path);
    const requests =
      kind.onlyPromised && !isPromised
        ? []
        : readingRequests(kind, path).map((request) => ({ origin, path: file, resource: resourceOf(path), ...request }));
    return requests.length === 0 ? [] : [{ kind: kind.id, title: kind.title, path, origin, requests, promised: isPromised ? certainOr(covered, made.certain && isDelivered(path)) : 'no' }];
  });
  return [...reading, ...uploadsOn(path, origin)];
}

// A promise that has another honest explanation is not broken by what does not work: see lib/rules/promise/promise.ts
function certainOr(covered: Covered, isCertain: boolean): Covered {
  return covered === 'yes' && !isCertain ? 'open' : covered;
}

function uploadsOn(path: PromisedPath, origin: string): readonly Use[] {
  const upload = uploadRequest(path, origin);
  return upload === undefined ? [] : [{
    kind: UPLOAD.id, title: UPLOAD.title, path, origin, promised: coveredByUploads(path, origin), requests: [{ path: '/file', ...upload, origin }],
  }];
}

/** Whether CloudFront signs its requests. Whether a bucket is open to everybody depends on when it was made, which no template says. */
function isDelivered({ origin }: PromisedPath): boolean {
  if (!origin.known || origin.value.target.kind === 's3-website') {
    return !origin.known;
  }
  const { accessControlId, accessIdentity, target } = origin.value;
  return target.kind !== 's3' || (valueOr(accessControlId, 'unknown') ?? '') !== '' || valueOr(accessIdentity, 'unknown') !== undefined;
}

function isForUploads(graph: DeliveryGraph, { distribution, origin, bucket }: PromisedPath): boolean {
  return origin.known && bucket.known && takesUploadsOnly(graph, distribution, origin.value, bucket.value);
}

/** The file by itself, which has to arrive whatever is promised to pages on other origins. */
export function servesUse(graph: DeliveryGraph, path: PromisedPath): Use | undefined {
  const file = samplePath(path).path;
  if (file === undefined || !path.origin.known || path.origin.value.target.kind !== 's3' || !isDelivered(path) || isForUploads(graph, path)) {
    return undefined;
  }
  const resource = resourceOf(path);
  const origin = `https://${serverFor(graph, { resource }).host}`;
  const signed = readingRequests(READING_USES[0] as UseKind, path)[0]?.signed;
  return { kind: SERVES.id, title: SERVES.title, path, origin, promised: 'yes', requests: [{ origin, path: file, resource, load: 'fetch', signed }] };
}

/** More origins than needed to meet every entry once. */
const MOST_ORIGINS = 6;

/** What is promised on a path, each in one use: kinds that are decided alike are tried for the first origin only. */
export function promisedUses(graph: DeliveryGraph, path: PromisedPath): readonly Use[] {
  const serves = servesUse(graph, path);
  const origins = promisedOrigins(path).slice(0, MOST_ORIGINS);
  // Code at the edge may look at what a file is loaded for
  const runsCode = !path.behavior.edgeFunctions.known || path.behavior.edgeFunctions.value.length > 0;
  const uses = origins.flatMap(({ origin }, index) => usesOn(path, origin, index === 0 && runsCode ? READING_USES : DECIDED_APART));
  return [...(serves ? [serves] : []), ...uses.filter(({ promised }) => promised !== 'no')];
}

const DECIDED_APART = READING_USES.filter(({ like }) => like === undefined);

function promisedOrigins(path: PromisedPath): readonly PageOrigin[] {
  return pageOrigins(path, []).origins.filter(({ because }) => because !== 'named nowhere');
}
