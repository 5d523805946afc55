// Images that a page reads back from a canvas or uses as WebGL textures. Without CORS the canvas is tainted
// (getImageData throws) and texImage2D refuses the image. The page loads them with <img crossorigin="anonymous">.
//
//   npm run build && npx cdk synth ImagesForCanvasAndWebgl
import { join } from 'node:path';
import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { CorsAssetDistribution } from 'cdk-cors-asset-distribution';

export function build(app: App): void {
  const stack = new Stack(app, 'ImagesForCanvasAndWebgl');

  const assets = new CorsAssetDistribution(stack, 'Assets', {
    allowedOrigins: ['https://editor.example.com'],
    timingAllowOrigins: ['https://editor.example.com'], // the editor measures how long each texture takes
  });

  // tiles-509d3548.png: the name holds a hash of the content.
  assets.deployFiles('Images', { sources: [Source.asset(join(__dirname, 'assets', 'images'))], immutable: ['*.png'] });

  new CfnOutput(stack, 'TextureBase', { value: assets.assetUrl('') });
}
