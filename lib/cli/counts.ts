import type { Severity } from '../rules/engine/rule';

/** "1 error, 2 warnings, 0 info" */
export function severityCounts(mistakes: readonly { readonly severity: Severity }[]): string {
  return (['error', 'warning', 'info'] as const).map((severity) => {
    const count = mistakes.filter((each) => each.severity === severity).length;
    return severity === 'info' ? `${String(count)} info` : plural(count, severity);
  }).join(', ');
}

export function plural(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
