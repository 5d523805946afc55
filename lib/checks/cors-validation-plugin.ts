import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import type { Finding } from '../rules/engine/finding';
import { PLUGIN_NAME } from './annotate';
import { ruleUrl, whenText } from './finding-text';
import { onDemand } from './on-demand';

/**
 * Finds CORS mistakes of S3 and CloudFront in the final templates of an app, stages and nested stacks included:
 * `Validations.of(app).addPlugins(new CorsValidationPlugin())`. Synthesis fails on errors, and only on them. Each finding can be acknowledged,
 * anywhere in the tree: `Validations.of(scope).acknowledge({ id: 'cdk-cors-asset-distribution::<rule>', reason })`.
 *
 * While it is registered, annotations of `CorsChecks` and of the construct itself stay silent, so nothing is said twice.
 *
 * @see https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution#checks
 */
export class CorsValidationPlugin implements IPolicyValidationPlugin {
  public readonly name = PLUGIN_NAME;
  public readonly ruleIds?: string[] = onDemand.catalogue().RULES.map((rule) => rule.id);

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { findings } = onDemand.check().checkSystem(onDemand.files().templateFileInputs(context.templatePaths)).report;
    return {
      success: !findings.some((finding) => finding.severity === 'error'),
      violations: findings.map(violation),
    };
  }
}

function violation(finding: Finding): PolicyViolation {
  const { rule, severity, message, why, fix, when, place: { address, path } } = finding;
  return {
    ruleName: rule,
    description: `${message}${whenText(when)}. ${why}`,
    fix: `${fix} See ${ruleUrl(rule)}`,
    severity,
    violatingResources: [{ resourceLogicalId: address.logicalId, templatePath: address.file, locations: [path.replaceAll('.', '/')] }],
  };
}
