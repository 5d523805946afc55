// Files whose versions differ by a query string (`logo.svg?v=3`), for two apps of one site. Each version has a copy of its own for a month,
// and browsers never hand a copy that names one app's origin to the other.
//
//   npm run build && npx cdk synth VersionsByQueryString
import { type App, Duration, Stack } from 'aws-cdk-lib';
import { AssetCache, CorsAssetDistribution } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'VersionsByQueryString');

  new CorsAssetDistribution(stack, 'Assets', {
    allowedOrigins: ['https://shop.example.com', 'https://help.example.com'],
    cache: AssetCache.of({ queryStrings: ['v'], ttl: Duration.days(30) }),
    vary: ['Origin'],
  });
}
