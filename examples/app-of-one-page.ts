// A single-page app and its assets in one bucket: every page load gets index.html, and scripts in it route. A widget of a partner's site
// fetches from it too; its requests, and files that are missing, are never answered with the page.
//
//   npm run build && npx cdk synth AppOfOnePage
import { type App, Stack } from 'aws-cdk-lib';
import { AssetRouting, CorsAssetDistribution } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'AppOfOnePage');

  new CorsAssetDistribution(stack, 'Assets', {
    allowedOrigins: ['https://www.partner.example'],
    routing: AssetRouting.app('index.html'),
    // The documentation below it is a site of folders.
    additionalPaths: [{ pathPattern: 'docs/*', allowedOrigins: ['https://www.partner.example'], routing: AssetRouting.folders() }],
  });
}
