import { alternativesOf, ASSUMPTIONS } from './index';
import type { Alternative, Assumptions, AssumptionChoices, AssumptionId } from './index';

/** How a run ended under one combination of the assumptions it asked for. */
export interface Explored<T> {
  readonly assumptions: AssumptionChoices;
  readonly outcome: T;
}

type Choice = readonly [AssumptionId, string];

/** Runs once for every combination of the assumptions that a run asks for, and for no other. `fixed` assumptions are not varied. */
export function explore<T>(run: (assumption: Assumptions) => T, fixed: AssumptionChoices = {}): readonly Explored<T>[] {
  const pending: (readonly Choice[])[] = [[]];
  const explored: Explored<T>[] = [];
  for (let prefix = pending.pop(); prefix !== undefined; prefix = pending.pop()) {
    const asked: Choice[] = [...prefix];
    const choose = <R extends AssumptionId>(assumption: R): Alternative<R> => {
      const settled = fixed[assumption] ?? asked.find(([id]) => id === assumption)?.[1];
      if (settled !== undefined) {
        return settled as Alternative<R>;
      }
      const [first, ...others] = alternativesOf(assumption);
      for (const other of others) {
        pending.push([...asked, [assumption, other]]);
      }
      asked.push([assumption, first]);
      return first;
    };
    const outcome = run({ choose });
    explored.push({ assumptions: choicesOf(asked), outcome });
  }
  return explored;
}

// By hand, because Object.fromEntries costs as much as a small exchange
function choicesOf(asked: readonly Choice[]): AssumptionChoices {
  const choices: Partial<Record<AssumptionId, string>> = {};
  for (const [assumption, alternative] of asked) {
    choices[assumption] = alternative;
  }
  return choices as AssumptionChoices;
}

/** The smallest set of assumptions that, once settled, settles the verdict; empty when the verdict is the same under all. */
export function decidingAssumptions<T>(explored: readonly Explored<T>[], verdictOf: (outcome: T) => string): readonly AssumptionId[] {
  const conflicts = conflictingPairs(explored, verdictOf);
  const candidates = [...new Set(conflicts.flat())];
  for (let size = 0; size <= candidates.length; size++) {
    const found = subsets(candidates, size).find((subset) => conflicts.every((pair) => pair.some((assumption) => subset.includes(assumption))));
    if (found) {
      return found;
    }
  }
  return candidates;
}

// For every two combinations with different verdicts: the assumptions in which both are settled and differ.
function conflictingPairs<T>(explored: readonly Explored<T>[], verdictOf: (outcome: T) => string): readonly (readonly AssumptionId[])[] {
  const pairs = new Map<string, readonly AssumptionId[]>();
  explored.forEach((one, index) => {
    for (const other of explored.slice(index + 1)) {
      if (verdictOf(one.outcome) !== verdictOf(other.outcome)) {
        const differing = differences(one.assumptions, other.assumptions);
        pairs.set(differing.join(), differing);
      }
    }
  });
  return [...pairs.values()];
}

function differences(one: AssumptionChoices, other: AssumptionChoices): readonly AssumptionId[] {
  return READING_IDS.filter((id) => one[id] !== undefined && other[id] !== undefined && one[id] !== other[id]);
}

const READING_IDS = Object.keys(ASSUMPTIONS) as AssumptionId[];

function subsets(items: readonly AssumptionId[], size: number): readonly (readonly AssumptionId[])[] {
  if (size === 0) {
    return [[]];
  }
  return items.flatMap((item, index) => subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]));
}
