import type { DeliveryGraph } from '../graph/types';
import { codeAtTheEdge } from './asset-path';
import type { EdgeEvent } from './asset-path';
import { unknownAt } from './judge';
import type { CorsPromise, PromisedPath } from './promise';
import { promisedPaths } from './promise';
import type { Judgement, Place } from './rule';

type Judge = (promise: CorsPromise, path: PromisedPath, place: Place) => Judgement | undefined;

/** How the failures of a rule are tempered. */
export interface Tempering {
  /** Events at which code could change what the rule judges; all of them when left out. */
  readonly code?: readonly EdgeEvent[];
  /** How grave a failure is where the promise is only supposed: a warning when left out. */
  readonly supposed?: 'info';
}

/**
 * Judges every path that promises something. What is not known about the promise makes the place unknown; so does code at
 * the edge where the rule would fail; and where the promise is only supposed, an error is a warning.
 */
export function eachPromise(graph: DeliveryGraph, at: (path: PromisedPath) => Place, judge: Judge, tempering: Tempering = {}): readonly Judgement[] {
  return promisedPaths(graph).flatMap((path) => {
    const place = at(path);
    const { promise } = path;
    if (!promise.known) {
      return [unknownAt(place, promise.reason)];
    }
    const judgement = promise.value && judge(promise.value, path, place);
    return judgement ? [tempered(judgement, path, promise.value?.certain === true, tempering)] : [];
  });
}

function tempered(judgement: Judgement, path: PromisedPath, certain: boolean, { code, supposed }: Tempering): Judgement {
  if (judgement.verdict !== 'fail') {
    return judgement;
  }
  const reason = codeAtTheEdge(path.behaviour, code);
  if (reason !== undefined) {
    return unknownAt(judgement.place, reason);
  }
  return certain || judgement.severity !== undefined ? judgement : { ...judgement, severity: supposed ?? 'warning' };
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
