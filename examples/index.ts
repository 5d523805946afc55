import type { App } from 'aws-cdk-lib';
import * as apiAndStaticFiles from './api-and-static-files';
import * as appOfOnePage from './app-of-one-page';
import * as bucketOptions from './bucket-options';
import * as browserUploads from './browser-uploads';
import * as codeAtTheEdge from './code-at-the-edge';
import * as customDomain from './custom-domain';
import * as distributionMadeRight from './distribution-made-right';
import * as existingBucket from './existing-bucket';
import * as fontsOnAnotherOrigin from './fonts-on-another-origin';
import * as imagesForCanvasAndWebgl from './images-for-canvas-and-webgl';
import * as importedBucket from './imported-bucket';
import * as microFrontends from './micro-frontends';
import * as mobileUploads from './mobile-uploads';
import * as privateFilesWithSignedCookies from './private-files-with-signed-cookies';
import * as scriptsWithSri from './scripts-with-sri';
import * as severalBuckets from './several-buckets';
import * as twoAppsTwoPaths from './two-apps-two-paths';
import * as versionsByQueryString from './versions-by-query-string';
import * as videoStreaming from './video-streaming';

/** What each example file exports. */
export interface Example {
  build(app: App): void;
}

/** Every example under the name of its file, in the order in which a newcomer reads them. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  'fonts-on-another-origin': fontsOnAnotherOrigin,
  'scripts-with-sri': scriptsWithSri,
  'images-for-canvas-and-webgl': imagesForCanvasAndWebgl,
  'two-apps-two-paths': twoAppsTwoPaths,
  'browser-uploads': browserUploads,
  'mobile-uploads': mobileUploads,
  'private-files-with-signed-cookies': privateFilesWithSignedCookies,
  'custom-domain': customDomain,
  'existing-bucket': existingBucket,
  'imported-bucket': importedBucket,
  'distribution-made-right': distributionMadeRight,
  'api-and-static-files': apiAndStaticFiles,
  'app-of-one-page': appOfOnePage,
  'micro-frontends': microFrontends,
  'versions-by-query-string': versionsByQueryString,
  'video-streaming': videoStreaming,
  'several-buckets': severalBuckets,
  'code-at-the-edge': codeAtTheEdge,
  'bucket-options': bucketOptions,
};
