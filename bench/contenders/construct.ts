import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';
import type { Construct } from 'constructs';

export function build(scope: Construct): void {
  new CorsAssetDistribution(scope, 'Assets', { allowedOrigins: ['https://app.example.com'] });
}
