// Uploads from the browser straight to the bucket: the page asks the function below for a presigned URL (presign/index.mjs, with
// the real AWS SDK) and sends the file there by PUT. What was uploaded is read through CloudFront.
//
//   npm run build && npx cdk synth BrowserUploads
import { join } from 'node:path';
import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'BrowserUploads');

  const assets = new CorsAssetDistribution(stack, 'Assets', {
    allowedOrigins: ['https://app.example.com', 'https://admin.example.com'],
    uploads: {
      allowedOrigins: ['https://admin.example.com'],
      allowedHeaders: ['Content-Type'], // the one header that the signed PUT carries
    },
  });

  // Who may ask for a URL is decided by the API in front of it: give it an authorizer.
  const presign = new Function(stack, 'Presign', {
    runtime: Runtime.NODEJS_22_X, // brings the AWS SDK
    handler: 'index.handler',
    code: Code.fromAsset(join(__dirname, 'presign')),
    environment: { BUCKET: assets.bucket.bucketName, ASSETS: assets.assetUrl('') },
  });
  assets.grantUpload(presign);

  new CfnOutput(stack, 'UploadEndpoint', { value: assets.uploadEndpoint, description: 'for connect-src in the page\'s CSP' });
}
