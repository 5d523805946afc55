import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib/core';
import type { LoadedTemplates } from '../graph/sources/template-files';
import type { DeliveryGraphs } from '../graph/types';
import type { Mistake, NotJudged } from '../trial';
import { NOT_JUDGED, PLUGIN_NAME } from './annotate';
import type { CorsChecksOptions } from './cors-checks-options';
import { withEdgeCode } from './edge-code';
import { ruleUrl, whenText } from './finding-text';
import { engine } from './on-demand';

/**
 * Finds CORS mistakes of S3 and CloudFront in the final templates of an app, stages and nested stacks included:
 * `Validations.of(app).addPlugins(new CorsValidationPlugin())`. Synthesis fails on errors, and only on them. Each finding can be
 * acknowledged, anywhere in the tree: `Validations.of(scope).acknowledge({ id: 'cdk-cors-asset-distribution::<rule>', reason })`.
 *
 * While it is registered, annotations of `CorsChecks` and of the construct itself stay silent, so nothing is said twice.
 *
 * @see https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution/blob/main/docs/rules/README.md
 */
export class CorsValidationPlugin implements IPolicyValidationPlugin {
  public readonly name = PLUGIN_NAME;
  public readonly ruleIds?: string[] = [...engine().ALL_RULES.map((rule) => rule.id), NOT_JUDGED];

  /**
   * @param options what the templates do not show
   */
  public constructor(private readonly options: CorsChecksOptions = {}) {}

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { inputs, problems } = engine().templateFileInputs(context.templatePaths);
    const loaded = { inputs: withEdgeCode(inputs, this.options.edgeCode, 'CorsValidationPlugin'), problems };
    const { report: { mistakes, notJudged }, graphs } = engine().judgeSystem(loaded);
    return {
      success: !mistakes.some(({ severity }) => severity === 'error'),
      violations: [...mistakes.map((mistake) => violation(mistake, provenLines(mistake, loaded, graphs))), ...notJudged.map(openViolation)],
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

/** The lines of code that fix an error, tried on the templates; none where only advice is known. */
function provenLines(mistake: Mistake, { inputs }: LoadedTemplates, graphs: DeliveryGraphs): readonly string[] {
  const fix = mistake.severity === 'error' ? engine().fixFor(inputs, graphs, mistake) : undefined;
  return fix?.proven ? fix.changes.flatMap(engine().codeOf) : [];
}

function violation(mistake: Mistake, lines: readonly string[]): PolicyViolation {
  const { rule, severity, message, why, fix, when, also, place: { address, path } } = mistake;
  return {
    ruleName: rule,
    description: `${message}${whenText(when)}. ${why}`,
    fix: `${fix}${lines.length === 0 ? '' : ` Tried: ${lines.join('; ')}.`} See ${ruleUrl(rule)}`,
    severity,
    violatingResources: [{ resourceLogicalId: address.logicalId, templatePath: address.file, locations: [path, ...also.map(({ place }) => place.path)].map((each) => each.replaceAll('.', '/')) }],
  };
}
