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

export function range({ median, low, high }: Spread): string {
  return `${number(median)} (${number(low)}–${number(high)})`;
}

function pad(text: string, column: number, width: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width);
}
