// One bucket for two apps: the shop reads everything and sends a header of its own, partners' pages read only the widget.
// Both share the bucket's rule list; what CloudFront says on each path decides, so partners cannot read the prices.
//
//   npm run build && npx cdk synth TwoAppsTwoPaths
import { join } from 'node:path';
import { type App, Duration, Stack } from 'aws-cdk-lib';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'TwoAppsTwoPaths');

  const assets = new CorsAssetDistribution(stack, 'Assets', {
    allowedOrigins: ['https://shop.example.com'],
    allowedHeaders: ['X-Request-Id'],
    additionalPaths: [{
      pathPattern: 'scripts/*',
      allowedOrigins: ['https://shop.example.com', 'https://*.partners.example'],
      exposedHeaders: [],
      maxAge: Duration.minutes(10),
    }],
  });

  // assets/scripts/*.js carry a hash in their names, data/prices.json does not.
  assets.deployFiles('Files', {
    sources: [Source.asset(join(__dirname, 'assets'), { exclude: ['*.pem'] })],
    immutable: ['scripts/*', 'images/*'],
  });
}
