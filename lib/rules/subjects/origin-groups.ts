import type { DeliveryGraph, Distribution, OriginGroup } from '../../graph/types';
import { compileOnce } from '../../model/undecided';
import { eachOf, type Check, type Judge } from '../engine/subject';
import { subjectsIn } from './deliveries';

const groupsIn = compileOnce(({ distributions }: DeliveryGraph) =>
  distributions.flatMap((distribution) => subjectsIn(distribution, 'OriginGroups', distribution.originGroups)));

/** Judges a property of every origin group of every distribution. */
export function eachOriginGroup(property: string, judge: Judge<OriginGroup, Distribution>): Check {
  return eachOf(groupsIn, property, judge);
}
