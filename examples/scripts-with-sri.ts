// A script whose content the page pins: Subresource Integrity works across origins only when the script is loaded with CORS.
//
//   npm run build && npx cdk synth ScriptsWithSri
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';

const SCRIPTS = join(__dirname, 'assets', 'scripts');

export function build(app: App): void {
  const stack = new Stack(app, 'ScriptsWithSri');

  // A widget for everybody's pages: any origin may load it, and none with cookies.
  const assets = new CorsAssetDistribution(stack, 'Assets', { allowedOrigins: ['*'] });

  // Each name holds a hash of the content, so no script ever changes under its name.
  assets.deployFiles('Scripts', { sources: [Source.asset(SCRIPTS)], immutable: ['*.js'] });

  for (const name of readdirSync(SCRIPTS)) {
    const hash = createHash('sha384').update(readFileSync(join(SCRIPTS, name))).digest('base64');
    new CfnOutput(stack, 'ScriptTag', {
      value: `<script type="module" crossorigin src="${assets.assetUrl(name)}" integrity="sha384-${hash}"></script>`,
    });
  }
}
