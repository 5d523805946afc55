/** What a fix must not give: reading to pages of other origins, reading and writing to everybody, files without the signature they need. */
import type { DeliveryGraph, DeliveryGraphs } from '../../graph/types';
import { answerClient, exchange, explore, newSimulation } from '../../model';
import type { PlainRequest } from '../../model';
import { compileOnce, Undecided } from '../../model/undecided';
import { promisedPaths } from '../../rules/promise/promise';
import type { PromisedPath } from '../../rules/promise/promise';
import { compileWildcard } from '../../model/patterns';
import { coveredByPromise } from '../uses/origins';
import { resourceOf, samplePath } from '../uses/uses';
import { needsSignature } from '../uses/use-kinds';

const STRANGER = 'https://stranger.example';

/** What somebody gets in some world whom nobody promised it, by name. */
export function gainsIn({ worlds }: DeliveryGraphs): ReadonlySet<string> {
  return new Set(worlds.flatMap((graph) => [...gainsOf(graph)]));
}

const gainsOf = compileOnce((graph: DeliveryGraph): readonly string[] => [
  ...promisedPaths(graph).flatMap((path) => pathGains(graph, path)),
  ...graph.buckets.flatMap(({ address }) => {
    const resource = `${address.stack}.${address.logicalId}`;
    return succeeds(graph, { target: 'bucket', resource, path: '/file' }) ? [`everybody reads ${resource} itself`] : [];
  }),
]);

function pathGains(graph: DeliveryGraph, path: PromisedPath): readonly string[] {
  const file = samplePath(path).path;
  if (file === undefined) {
    return [];
  }
  const resource = resourceOf(path);
  const name = `${resource} ${path.behavior.path}`;
  const page = { origin: STRANGER, path: file, resource, load: 'fetch', ...(needsSignature(path) ? { signed: 'cookies' } as const : {}) } as const;
  const signed = needsSignature(path) ? { signed: 'url' } as const : {};
  return [
    ...(isForEverybody(path) || exchange(graph, page).readable ? [`pages on other origins read ${name}`] : []),
    // What the owner has configured for everybody shows once anything works
    ...(isForEverybody(path) || exchange(graph, { ...page, credentials: 'include' }).readable ? [`pages on other origins read ${name} with cookies`] : []),
    ...(succeeds(graph, { resource, path: file, method: 'PUT', ...signed }) ? [`everybody writes ${name}`] : []),
    ...(succeeds(graph, { resource, path: file, method: 'DELETE', ...signed }) ? [`everybody deletes ${name}`] : []),
    ...(needsSignature(path) && succeeds(graph, { resource, path: file }) ? [`viewers without a signature read ${name}`] : []),
  ];
}

function isForEverybody(path: PromisedPath): boolean {
  const rules = path.bucket.known && path.bucket.value.cors.known ? path.bucket.value.cors.value ?? [] : [];
  return coveredByPromise(path, STRANGER) !== 'no'
    || rules.some(({ allowedOrigins }) => allowedOrigins.some((entry) => compileWildcard(entry)(STRANGER) === 'match'));
}

/** Whether a client that is not a browser gets more than an error, or a page in place of one, under some assumption. */
function succeeds(graph: DeliveryGraph, request: PlainRequest): boolean {
  try {
    return explore((assumptions) => {
      const { status, body } = answerClient(graph, request, { ...newSimulation(), assumptions });
      return status < 300 && body !== 'error-page';
    }).some(({ outcome }) => outcome);
  } catch (error) {
    if (error instanceof Undecided) {
      return false;
    }
    throw error;
  }
}
