import { alternativesOf, READINGS } from './readings';
import type { Alternative, Interpretation, ReadingChoices, ReadingId } from './readings';

/** How a run ended under one combination of the readings it asked for. */
export interface Explored<T> {
  readonly readings: ReadingChoices;
  readonly outcome: T;
}

type Choice = readonly [ReadingId, string];

/** Runs once for every combination of the readings that a run asks for, and for no other. `fixed` readings are not varied. */
export function explore<T>(run: (reading: Interpretation) => T, fixed: ReadingChoices = {}): readonly Explored<T>[] {
  const pending: (readonly Choice[])[] = [[]];
  const explored: Explored<T>[] = [];
  for (let prefix = pending.pop(); prefix !== undefined; prefix = pending.pop()) {
    const asked: Choice[] = [...prefix];
    const choose = <R extends ReadingId>(reading: R): Alternative<R> => {
      const settled = fixed[reading] ?? asked.find(([id]) => id === reading)?.[1];
      if (settled !== undefined) {
        return settled as Alternative<R>;
      }
      const [first, ...others] = alternativesOf(reading);
      for (const other of others) {
        pending.push([...asked, [reading, other]]);
      }
      asked.push([reading, first]);
      return first;
    };
    const outcome = run({ choose });
    explored.push({ readings: choicesOf(asked), outcome });
  }
  return explored;
}

// By hand, because Object.fromEntries costs as much as a small exchange
function choicesOf(asked: readonly Choice[]): ReadingChoices {
  const choices: Partial<Record<ReadingId, string>> = {};
  for (const [reading, alternative] of asked) {
    choices[reading] = alternative;
  }
  return choices as ReadingChoices;
}

/** The smallest set of readings that, once settled, settles the verdict; empty when the verdict is the same under all. */
export function decidingReadings<T>(explored: readonly Explored<T>[], verdictOf: (outcome: T) => string): readonly ReadingId[] {
  const conflicts = conflictingPairs(explored, verdictOf);
  const candidates = [...new Set(conflicts.flat())];
  for (let size = 0; size <= candidates.length; size++) {
    const found = subsets(candidates, size).find((subset) => conflicts.every((pair) => pair.some((reading) => subset.includes(reading))));
    if (found) {
      return found;
    }
  }
  return candidates;
}

// For every two combinations with different verdicts: the readings in which both are settled and differ.
function conflictingPairs<T>(explored: readonly Explored<T>[], verdictOf: (outcome: T) => string): readonly (readonly ReadingId[])[] {
  const pairs = new Map<string, readonly ReadingId[]>();
  explored.forEach((one, index) => {
    for (const other of explored.slice(index + 1)) {
      if (verdictOf(one.outcome) !== verdictOf(other.outcome)) {
        const differing = differences(one.readings, other.readings);
        pairs.set(differing.join(), differing);
      }
    }
  });
  return [...pairs.values()];
}

function differences(one: ReadingChoices, other: ReadingChoices): readonly ReadingId[] {
  return READING_IDS.filter((id) => one[id] !== undefined && other[id] !== undefined && one[id] !== other[id]);
}

const READING_IDS = Object.keys(READINGS) as ReadingId[];

function subsets(items: readonly ReadingId[], size: number): readonly (readonly ReadingId[])[] {
  if (size === 0) {
    return [[]];
  }
  return items.flatMap((item, index) => subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]));
}
