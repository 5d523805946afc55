/** The middle of the values, the quarters around it, and where the true middle lies with a certainty of 95 %. */
export interface Spread {
  readonly median: number;
  readonly quarters: readonly [low: number, high: number];
  readonly certain: readonly [low: number, high: number];
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  // The number of values below the true median is binomial, with a standard deviation of half the root of their count.
  const away = 0.98 / Math.sqrt(sorted.length);
  return {
    median: quantile(sorted, 0.5),
    quarters: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
    certain: [quantile(sorted, Math.max(0, 0.5 - away)), quantile(sorted, Math.min(1, 0.5 + away))],
  };
}

/** The spread of `a / b`, round by round: what disturbs the machine for a while disturbs both of a round. */
export function ratioOf(a: readonly number[], b: readonly number[]): Spread {
  return spreadOf(a.map((value, index) => value / (b[index] ?? NaN)));
}

/** The names in an order that changes from round to round, so that none is always first or always after the same one. */
export function orderOf<T>(items: readonly T[], round: number): T[] {
  const shift = Math.floor(round / 2) % items.length;
  const rotated = [...items.slice(shift), ...items.slice(0, shift)];
  return round % 2 === 0 ? rotated : rotated.reverse();
}

function quantile(sorted: readonly number[], at: number): number {
  const position = (sorted.length - 1) * at;
  const below = sorted[Math.floor(position)] ?? NaN;
  const above = sorted[Math.ceil(position)] ?? NaN;
  return below + (above - below) * (position - Math.floor(position));
}
