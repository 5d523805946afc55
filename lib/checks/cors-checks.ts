/**
 * The checks for CDK apps: aspect, validation plugin and assertions. All of them are thin and answer from the trial.
 */
import type { IAspect } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { checkEverything } from './annotate';
import type { CorsChecksOptions } from './cors-checks-options';

/**
 * Finds CORS mistakes of S3 and CloudFront in every stack of an app, hand-written ones too, and reports them as annotations:
 * `Aspects.of(app).add(new CorsChecks())`. Errors stop the CDK CLI; each finding can be acknowledged on its construct or any scope above
 * (`Validations.of(stack).acknowledge({ id: 'cdk-cors-asset-distribution:<rule>', reason })`).
 *
 * It judges the rendered resources with all overrides, after all aspects ran. An app's aspects do not enter stages (CDK Pipelines):
 * add it to each stage, or use `CorsValidationPlugin`.
 *
 * @see https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution/blob/main/docs/rules/README.md
 */
export class CorsChecks implements IAspect {
  /**
   * @param options what the templates do not show
   */
  public constructor(private readonly options: CorsChecksOptions = {}) {}

  public visit(node: IConstruct): void {
    checkEverything(node, this.options.edgeCode);
  }
}
