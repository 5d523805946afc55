import { premisesText } from '../graph/types/premise-text';
import type { Finding, When } from '../rules/engine/finding';
import type { Place } from '../rules/engine/rule';

/** A finding for somebody who sees one line: where, what is wrong, what a page suffers, what to write, where to read more. */
export function findingText(finding: Finding): string {
  const { message, why, fix, rule, when, place } = finding;
  return `${propertyText(place)}: ${message}${whenText(when)}. ${why} ${fix} See ${ruleUrl(rule)}`;
}

/** `DefaultCacheBehavior.AllowedMethods`: the construct is named by whoever shows the line, behavior and property are not. */
function propertyText({ address, path }: Place): string {
  const property = path.replace(/^Properties\.?/, '').replace(/^(DistributionConfig|ResponseHeadersPolicyConfig|CachePolicyConfig|OriginRequestPolicyConfig|OriginAccessControlConfig)\./, '');
  return property === '' ? address.logicalId : property;
}

/** The page of a rule. */
export function ruleUrl(rule: string): string {
  return `https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution/blob/main/docs/rules/${rule}.md`;
}

/** In which turns of the conditions it holds; nothing when in all. */
export function whenText(when: readonly When[]): string {
  return when.length === 0 ? '' : `, when ${when.map(premisesText).join(', or when ')}`;
}
