import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import type { Mistake, NotJudged } from '../trial';
import { NOT_JUDGED, PLUGIN_NAME } from './annotate';
import { ruleUrl, whenText } from './finding-text';
import { engine } from './on-demand';

/**
 * Finds CORS mistakes of S3 and CloudFront in the final templates of an app, stages and nested stacks included:
 * `Validations.of(app).addPlugins(new CorsValidationPlugin())`. Synthesis fails on errors, and only on them. Each finding can be acknowledged,
 * anywhere in the tree: `Validations.of(scope).acknowledge({ id: 'cdk-cors-asset-distribution::<rule>', reason })`.
 *
 * While it is registered, annotations of `CorsChecks` and of the construct itself stay silent, so nothing is said twice.
 *
 * @see https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution/blob/main/docs/rules/README.md
 */
export class CorsValidationPlugin implements IPolicyValidationPlugin {
  public readonly name = PLUGIN_NAME;
  public readonly ruleIds?: string[] = [...engine().ALL_RULES.map((rule) => rule.id), NOT_JUDGED];

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { mistakes, notJudged } = engine().judgeSystem(engine().templateFileInputs(context.templatePaths)).report;
    return {
      success: !mistakes.some(({ severity }) => severity === 'error'),
      violations: [...mistakes.map(violation), ...notJudged.map(openViolation)],
    };
  }
}

function openViolation(open: NotJudged): PolicyViolation {
  const { place: { address, path } } = open;
  return {
    ruleName: NOT_JUDGED,
    description: `Not judged: ${engine().notJudgedText(open)}`,
    severity: 'info',
    violatingResources: [{ resourceLogicalId: address.logicalId, templatePath: address.file, locations: [path.replaceAll('.', '/')] }],
  };
}

function violation(mistake: Mistake): PolicyViolation {
  const { rule, severity, message, why, fix, when, also, place: { address, path } } = mistake;
  return {
    ruleName: rule,
    description: `${message}${whenText(when)}. ${why}`,
    fix: `${fix} See ${ruleUrl(rule)}`,
    severity,
    violatingResources: [{ resourceLogicalId: address.logicalId, templatePath: address.file, locations: [path, ...also.map(({ place }) => place.path)].map((each) => each.replaceAll('.', '/')) }],
  };
}
