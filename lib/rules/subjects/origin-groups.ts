import type { DeliveryGraph, Distribution, OriginGroup } from '../../graph/types';
import { decided } from '../../model/undecided';
import { judged, type Verdicts } from '../engine/judge';
import type { Judgement, Place } from '../engine/rule';
import { placeIn } from './deliveries';

/** Judges a property of every origin group of every distribution. */
export function eachOriginGroup(
  graph: DeliveryGraph, property: string, judge: (group: OriginGroup, place: Place, distribution: Distribution) => Verdicts,
): readonly Judgement[] {
  return graph.distributions.flatMap((distribution) => judged(placeIn(distribution, 'Properties.DistributionConfig.OriginGroups'), () =>
    decided(distribution.originGroups).flatMap((group) =>
      judged(placeIn(distribution, group.path, property), (place) => judge(group, place, distribution)))));
}
