// Files for signed-in users only: the app's server sets CloudFront's signed cookies for .example.com, pages then load with
// credentials. The asset host is below the app's domain, else the browser would not send it the app's cookies.
// Make a key pair of your own; the private key stays with the server that signs:
//   openssl genrsa -out private.pem 2048 && openssl rsa -in private.pem -pubout -out examples/assets/signing-public-key.pem
//
//   npm run build && npx cdk synth PrivateFilesWithSignedCookies
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Stack } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { KeyGroup, PublicKey } from 'aws-cdk-lib/aws-cloudfront';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'PrivateFilesWithSignedCookies', { env: { region: 'us-east-1' } });
  const hostedZone = HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z0123456789EXAMPLE', zoneName: 'example.com' });
  const domainName = 'members.example.com';

  const encodedKey = readFileSync(join(__dirname, 'assets', 'signing-public-key.pem'), 'utf8');
  const signers = new KeyGroup(stack, 'Signers', { items: [new PublicKey(stack, 'PublicKey', { encodedKey })] });

  new CorsAssetDistribution(stack, 'Assets', {
    allowedOrigins: ['https://app.example.com'],
    allowCredentials: true, // preflights carry no cookies: pages send plain GET requests, without headers of their own
    trustedKeyGroups: [signers],
    domainNames: [domainName],
    certificate: new Certificate(stack, 'Certificate', { domainName, validation: CertificateValidation.fromDns(hostedZone) }),
    hostedZone,
  });
}
