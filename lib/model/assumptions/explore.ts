import { alternativesOf, ASSUMPTIONS } from './index';
import type { Alternative, Assumptions, AssumptionChoices, AssumptionId, Circumstances } from './index';

/** How a run ended under one combination of the assumptions it asked for. */
export interface Explored<T> {
  readonly assumptions: AssumptionChoices;
  /** Of the request, where code at the edge tells requests apart. */
  readonly circumstances: Circumstances;
  readonly outcome: T;
}

type Choice = readonly [id: string, alternative: string];

/** Runs once for every combination of the assumptions that a run asks for, and for no other. `fixed` assumptions are not varied. */
export function explore<T>(run: (assumption: Assumptions) => T, fixed: AssumptionChoices = {}): readonly Explored<T>[] {
  const pending: (readonly Choice[])[] = [[]];
  const explored: Explored<T>[] = [];
  for (let prefix = pending.pop(); prefix !== undefined; prefix = pending.pop()) {
    const asked: Choice[] = [...prefix];
    const settle = (id: string, [first, ...others]: readonly string[]): string => {
      const settled = asked.find(([each]) => each === id)?.[1];
      if (settled !== undefined) {
        return settled;
      }
      for (const other of others) {
        pending.push([...asked, [id, other]]);
      }
      asked.push([id, first]);
      return first;
    };
    const choose = <R extends AssumptionId>(assumption: R): Alternative<R> =>
      (fixed[assumption] ?? settle(assumption, alternativesOf(assumption))) as Alternative<R>;
    const outcome = run({ choose, circumstance: settle });
    explored.push({ assumptions: choicesOf(asked, true), circumstances: choicesOf(asked, false) as Circumstances, outcome });
  }
  return explored;
}

// By hand, because Object.fromEntries costs as much as a small exchange
function choicesOf(asked: readonly Choice[], ofAws: boolean): AssumptionChoices {
  const choices: Record<string, string> = {};
  for (const [id, alternative] of asked) {
    if (id in ASSUMPTIONS === ofAws) {
      choices[id] = alternative;
    }
  }
  return choices as AssumptionChoices;
}

/**
 * The smallest set of assumptions and circumstances that, once settled, settles the verdict; empty when the verdict is the same under all.
 */
export function decidingAssumptions<T>(explored: readonly Explored<T>[], verdictOf: (outcome: T) => string): readonly AssumptionId[] {
  return deciding(explored, verdictOf).filter((id) => id in ASSUMPTIONS) as readonly AssumptionId[];
}

/** Of that set, what code at the edge reads of a request. */
export function decidingCircumstances<T>(explored: readonly Explored<T>[], verdictOf: (outcome: T) => string): readonly string[] {
  return deciding(explored, verdictOf).filter((id) => !(id in ASSUMPTIONS));
}

function deciding<T>(explored: readonly Explored<T>[], verdictOf: (outcome: T) => string): readonly string[] {
  const conflicts = conflictingPairs(explored, verdictOf);
  const candidates = [...new Set(conflicts.flat())];
  for (let size = 0; size <= candidates.length; size++) {
    const found = subsets(candidates, size).find((subset) => conflicts.every((pair) => pair.some((id) => subset.includes(id))));
    if (found) {
      return found;
    }
  }
  return candidates;
}

// For every two combinations with different verdicts: the choices in which both are settled and differ.
function conflictingPairs<T>(explored: readonly Explored<T>[], verdictOf: (outcome: T) => string): readonly (readonly string[])[] {
  const pairs = new Map<string, readonly string[]>();
  explored.forEach((one, index) => {
    for (const other of explored.slice(index + 1)) {
      if (verdictOf(one.outcome) !== verdictOf(other.outcome)) {
        const differing = [...differences(one.assumptions, other.assumptions), ...differences(one.circumstances, other.circumstances)];
        pairs.set(differing.join(), differing);
      }
    }
  });
  return [...pairs.values()];
}

function differences(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(one).filter((id) => id in other && one[id] !== other[id]).sort(byCatalogue);
}

// In the order in which they are declared, so that the smaller of two equal sets is the same everywhere
const ORDER: ReadonlyMap<string, number> = new Map(Object.keys(ASSUMPTIONS).map((id, index) => [id, index]));

function byCatalogue(one: string, other: string): number {
  return (ORDER.get(one) ?? ORDER.size) - (ORDER.get(other) ?? ORDER.size) || one.localeCompare(other);
}

function subsets(items: readonly string[], size: number): readonly (readonly string[])[] {
  if (size === 0) {
    return [[]];
  }
  return items.flatMap((item, index) => subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]));
}
