// Micro-frontends: a shop's page loads `/checkout/v2/remote.js` at run time, and pages that are open still load v1. Each version has a place of
// its own: its deployment prunes and invalidates there, and touches no file of another.
//
//   npm run build && npx cdk synth MicroFrontends
import { join } from 'node:path';
import { type App, Duration, Stack } from 'aws-cdk-lib';
import { HeadersFrameOption, HeadersReferrerPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'MicroFrontends');

  const assets = new CorsAssetDistribution(stack, 'Assets', {
    allowedOrigins: ['https://shop.example.com', 'https://*.preview.example.com'],
    vary: ['Origin'], // both are of one site, so they share a browser's cache
    // Nobody opens these files as pages.
    contentSecurityPolicy: 'default-src \'none\'; frame-ancestors \'none\'',
    frameOptions: HeadersFrameOption.DENY,
    referrerPolicy: HeadersReferrerPolicy.SAME_ORIGIN,
    customHeaders: { 'X-Robots-Tag': 'noindex' },
  });

  for (const version of ['v1', 'v2']) {
    const remote = 'export { RelativeTime } from "./relative-time-88a1001a.js";';
    assets.deployFiles(`Checkout ${version}`, {
      sources: [Source.asset(join(__dirname, 'assets', 'scripts')), Source.data('remote.js', remote)],
      keyPrefix: `checkout/${version}`,
      immutable: ['relative-time-*.js'], // remote.js keeps its name, and pages ask again after five minutes
      maxAge: Duration.minutes(5),
      prune: true,
    });
  }
}
