/** The functions at the edge whose code can be run, as subjects of rules. */
import { valueOr } from '../../graph/types/known';
import type { DeliveryGraph, EdgeFunction, EdgeSource } from '../../graph/types';
import { nameOf } from '../../model/edge-code';
import { compileOnce } from '../../model/undecided';
import type { Judgement, Place } from '../engine/rule';
import { eachIn, type Check } from '../engine/subject';
import { assetPaths, behaviorPlace } from './asset-path';
import type { AssetPath } from './asset-path';
import { effectsOf } from './edge-effects';
import type { EdgeEffectOn } from './edge-effects';

/** A viewer function of a behavior with all that it does. */
export interface SeenFunction {
  readonly path: AssetPath;
  readonly found: EdgeFunction;
  readonly code: EdgeSource;
  readonly name: string;
  readonly place: Place;
  readonly effects: readonly EdgeEffectOn[];
}

/** The functions that run for files of S3 and whose code can be run; one for each behavior that has it. */
export const seenFunctions = compileOnce((graph: DeliveryGraph): readonly SeenFunction[] =>
  assetPaths(graph).flatMap((path) => valueOr(path.behavior.edgeFunctions, []).flatMap((found) => {
    const { code, event } = found;
    if (!code.known || !event.known || (event.value !== 'viewer-request' && event.value !== 'viewer-response')) {
      return [];
    }
    const { address } = code.value;
    const place = address ? { address, path: 'Properties.FunctionCode' } : behaviorPlace(path, found.path.slice(path.behavior.path.length + 1));
    return [{ path, found, code: code.value, name: nameOf(found), place, effects: effectsOf(path.behavior, found) }];
  })));

/** Judges each of them; of one function on several behaviors, once. */
export function eachFunction(judge: (seen: SeenFunction) => Judgement | undefined): Check {
  return eachIn(seenFunctions, ({ place }) => place, judge);
}

/** Whether a function runs at this event. */
export function isAt({ event }: EdgeFunction, wanted: 'viewer-request' | 'viewer-response'): boolean {
  return event.known && event.value === wanted;
}
