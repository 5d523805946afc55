import { App, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AssetLoad, CorsAssertions, CorsAssetDistribution } from 'cdk-cors-asset-distribution';

class Web extends Stack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new CorsAssetDistribution(this, 'Assets', { allowedOrigins: ['https://app.example.com'] });
  }
}

const web = new Web(new App(), 'Web');
CorsAssertions.fromStack(web).allows({ origin: 'https://app.example.com', path: '/fonts/inter.woff2', load: AssetLoad.FONT });
