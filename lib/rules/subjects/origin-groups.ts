import type { DeliveryGraph, Distribution, OriginGroup } from '../../graph/types';
import { judgedEach, type Verdicts } from '../engine/judge';
import type { Judgement, Place } from '../engine/rule';
import { subjectsIn } from './deliveries';

/** Judges a property of every origin group of every distribution. */
export function eachOriginGroup(
  { distributions }: DeliveryGraph, property: string, judge: (group: OriginGroup, place: Place, distribution: Distribution) => Verdicts,
): readonly Judgement[] {
  const groups = distributions.flatMap((distribution) => subjectsIn(distribution, 'OriginGroups', distribution.originGroups));
  return judgedEach(groups, property, judge);
}
