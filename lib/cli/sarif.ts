import { ruleUrl, whenText } from '../checks/finding-text';
import { RULES } from '../rules/catalogue';
import type { Finding } from '../rules/engine/finding';
import type { Severity } from '../rules/engine/rule';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** Findings as SARIF, which code hosts show beside the lines of a pull request. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarifOf(findings: readonly Finding[]): string {
  const rules = RULES.map((rule) => ({
    id: rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: { text: rule.fix },
    helpUri: ruleUrl(rule.id),
    defaultConfiguration: { level: LEVELS[rule.severity] },
  }));
  const results = findings.map(({ rule, severity, message, why, fix, when, place: { address, path } }) => ({
    ruleId: rule,
    level: LEVELS[severity],
    message: { text: `${message}${whenText(when)}. ${why} ${fix}` },
    locations: [{
      ...(address.file === undefined ? {} : { physicalLocation: { artifactLocation: { uri: address.file.replaceAll('\\', '/') } } }),
      logicalLocations: [{ name: address.logicalId, fullyQualifiedName: `${address.logicalId}.${path}` }],
    }],
  }));
  const driver = { name: 'cdk-cors', informationUri: 'https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution', rules };
  return JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [{ tool: { driver }, results }] }, undefined, 2);
}
