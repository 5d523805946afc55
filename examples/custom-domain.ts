// Assets under a name of your own: https://assets.example.com, with A, AAAA and HTTPS records in your hosted zone.
// CloudFront reads certificates of us-east-1 only, so the stack stands there.
//
//   npm run build && npx cdk synth CustomDomain
import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'CustomDomain', { env: { region: 'us-east-1' } });
  const domainName = 'assets.example.com';

  // The zone's id and name are in the Route 53 console.
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z0123456789EXAMPLE', zoneName: 'example.com' });

  const assets = new CorsAssetDistribution(stack, 'Assets', {
    allowedOrigins: ['https://app.example.com'],
    domainNames: [domainName],
    certificate: new Certificate(stack, 'Certificate', { domainName, validation: CertificateValidation.fromDns(hostedZone) }),
    hostedZone,
  });

  new CfnOutput(stack, 'LogoUrl', { value: assets.assetUrl('logo.svg') });
}
