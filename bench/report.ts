import type { Spread } from './statistics';

/** A Markdown table that is readable as it is. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((text, column) => Math.max(text.length, ...rows.map((row) => row[column]?.length ?? 0), 3));
  const line = (cells: readonly string[]): string => `| ${cells.map((text, column) => pad(text, column, widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

export function number(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}

/** The median, and half of all values in brackets. */
export function typical({ median, quarters: [low, high] }: Spread): string {
  return `${number(median)} (${number(low)}–${number(high)})`;
}

/** The median, and where it lies with a certainty of 95 %. */
export function estimate({ median, certain: [low, high] }: Spread): string {
  return `${number(median)} [${number(low)}–${number(high)}]`;
}

/** Whether a value that should not be above its goal is: only what is certain counts. */
export function verdict({ certain: [low, high] }: Spread, goal: number): 'met' | 'missed' | 'undecided' {
  return high <= goal ? 'met' : low > goal ? 'missed' : 'undecided';
}

function pad(text: string, column: number, width: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width);
}
