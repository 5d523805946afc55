import { premisesText } from '../graph/types/premise-text';
import type { Finding, When } from '../rules/engine/finding';

/** A finding for somebody who sees one line: what is wrong, what a page suffers, what to write, where to read more. */
export function findingText(finding: Finding): string {
  const { message, why, fix, rule, when } = finding;
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${whenText(when)}. ${why} ${fix} See ${ruleUrl(rule)}`;
}

/** The page of a rule. */
export function ruleUrl(rule: string): string {
  return `https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution/blob/main/docs/rules/${rule}.md`;
}

/** In which turns of the conditions it holds; nothing when in all. */
export function whenText(when: readonly When[]): string {
  return when.length === 0 ? '' : `, when ${when.map(premisesText).join(', or when ')}`;
}
