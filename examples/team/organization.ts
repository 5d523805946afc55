// Every app of the organization starts with this call: a mistake in any of its stacks fails synthesis, whoever wrote the stack.
import { type App, Validations } from 'aws-cdk-lib';
import { CorsValidationPlugin } from 'cdk-cors-asset-distribution';

export function applyHouseRules(app: App): void {
  // Judges the final templates: stages and nested stacks included, with every override.
  Validations.of(app).addPlugins(new CorsValidationPlugin());

  // What the organization has decided to live with, said once and with the reason.
  Validations.of(app).acknowledge({
    id: 'cdk-cors-asset-distribution::error-page-masks',
    reason: 'single-page apps answer unknown paths with index.html',
  });
}
