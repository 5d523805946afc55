/** Findings as a reader works them off: one for each rule and resource, errors first. */
import type { DeliveryGraphs } from '../../graph/types';
import type { Finding } from '../../rules/engine/finding';
import type { Severity } from '../../rules/engine/rule';
import { behaviorNameAt } from './places';

/** A mistake: the worst of what a rule finds at a resource, and where else it finds the same. */
export interface Mistake extends Finding {
  /** The behavior in which it stands. */
  readonly behavior?: string;
  /** Further places in the resource. */
  readonly also: readonly Finding[];
}

const GRAVITY: readonly Severity[] = ['error', 'warning', 'info'];

export function grouped(findings: readonly Finding[], { worlds }: DeliveryGraphs): readonly Mistake[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { rule, place: { address: { file = '', stack, logicalId } } } = finding;
    const key = [rule, file, stack, logicalId].join('\n');
    groups.set(key, [...groups.get(key) ?? [], finding]);
  }
  const gravity = ({ severity }: Finding) => GRAVITY.indexOf(severity);
  return [...groups.values()].map((group): Mistake => {
    const [worst, ...also] = [...group].sort((a, b) => gravity(a) - gravity(b));
    return { ...worst as Finding, also, behavior: behaviorNameAt((worst as Finding).place, worlds) };
  }).sort((a, b) => gravity(a) - gravity(b));
}
