// The body of a team's own unit test: what its pages need, and what must stay forbidden, in the words of the pages.
import { type Stack } from 'aws-cdk-lib';
import { AssetLoad, CorsAssertions } from 'cdk-cors-asset-distribution';

export function pinPromises(stack: Stack): void {
  const cors = CorsAssertions.fromStack(stack);
  const app = 'https://app.example.com';

  cors.allows({ origin: app, path: '/fonts/inter.woff2', load: AssetLoad.FONT });
  cors.allows({ origin: app, path: '/data/menu.json', headers: { 'X-Request-Id': '1' } });

  // A page that showed the image before, without crossorigin, and then reads it into a canvas.
  cors.allows({ origin: app, path: '/logo.png', load: AssetLoad.IMAGE, history: [{ origin: app, load: AssetLoad.PLAIN_IMAGE }] });

  cors.blocks({ origin: 'https://elsewhere.example.net', path: '/data/menu.json' });
}
