import type { DeliveryGraph } from '../graph/types';
import { codeAtTheEdge } from './asset-path';
import type { EdgeEvent } from './asset-path';
import { unknownAt } from './judge';
import type { CorsPromise, PromisedPath } from './promise';
import { promisedPaths } from './promise';
import type { Judgement, Place } from './rule';

type Judge = (promise: CorsPromise, path: PromisedPath, place: Place) => Judgement | undefined;

/**
 * Judges every path that promises something. What is not known about the promise makes the place unknown; so does code at
 * the edge (at the given events) where the rule would fail; and where the promise is only supposed, an error is a warning.
 */
export function eachPromise(graph: DeliveryGraph, at: (path: PromisedPath) => Place, judge: Judge, code?: readonly EdgeEvent[]): readonly Judgement[] {
  return promisedPaths(graph).flatMap((path) => {
    const place = at(path);
    const { promise } = path;
    if (!promise.known) {
      return [unknownAt(place, promise.reason)];
    }
    const judgement = promise.value && judge(promise.value, path, place);
    return judgement ? [tempered(judgement, path, promise.value?.certain === true, code)] : [];
  });
}

function tempered(judgement: Judgement, path: PromisedPath, certain: boolean, code: readonly EdgeEvent[] | undefined): Judgement {
  if (judgement.verdict !== 'fail') {
    return judgement;
  }
  const reason = codeAtTheEdge(path.behaviour, code);
  if (reason !== undefined) {
    return unknownAt(judgement.place, reason);
  }
  return certain || judgement.severity !== undefined ? judgement : { ...judgement, severity: 'warning' };
}

/** Of several judgements of one place, such as a bucket behind many paths, the gravest. */
export function oncePerPlace(judgements: readonly Judgement[]): readonly Judgement[] {
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
