// Photos and long videos from a mobile app, straight to the bucket. The web view of a Capacitor app has an origin of its own on each system; S3 alone reads
// the origins of uploads, so any scheme is fine. Videos go up in parts, which the app can abort.
//
//   npm run build && npx cdk synth MobileUploads
import { join } from 'node:path';
import { type App, Stack } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'MobileUploads');

  const assets = new CorsAssetDistribution(stack, 'Assets', {
    allowedOrigins: ['*'], // CloudFront takes no other scheme than http and https, and "*" covers the app
    uploads: {
      allowedOrigins: ['capacitor://localhost', 'https://localhost', 'https://app.example.com'],
      multipart: true,
    },
    uploadKeyPrefix: 'incoming/',
  });

  // Each function may sign for its own keys only.
  for (const kind of ['photos', 'videos']) {
    const presign = new Function(stack, `Presign ${kind}`, {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromAsset(join(__dirname, 'presign')),
      environment: { BUCKET: assets.bucket.bucketName, ASSETS: assets.assetUrl('') },
    });
    assets.grantUpload(presign, `${kind}/*`);
  }
}
