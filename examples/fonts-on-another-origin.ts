// Fonts for an app on another origin. Browsers load fonts with CORS always, so without a contract they do not show at all.
//
//   npm run build && npx cdk synth FontsOnAnotherOrigin
import { dirname } from 'node:path';
import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'FontsOnAnotherOrigin');

  // The app, its preview deployments, and the developers' machines.
  const assets = new CorsAssetDistribution(stack, 'Assets', {
    allowedOrigins: ['https://app.example.com', 'https://*.preview.example.com', 'http://localhost:*'],
  });

  // These file names hold no hash of the content, so none is `immutable`: browsers ask again, and CloudFront answers.
  const inter = dirname(require.resolve('@fontsource/inter/files/inter-latin-400-normal.woff2'));
  assets.deployFiles('Inter', {
    sources: [Source.asset(inter, { exclude: ['*', '!inter-latin-400-normal.woff2', '!inter-latin-700-normal.woff2'] })],
  });

  const url = assets.assetUrl('inter-latin-400-normal.woff2');
  new CfnOutput(stack, 'FontFace', { value: `@font-face { font-family: Inter; src: url("${url}") format("woff2"); }` });
}
