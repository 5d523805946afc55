import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { EXAMPLES } from '../examples';
import { stacksOf } from '../examples/summary/assembly';
import { inWords } from '../examples/summary/in-words';

const ROOT = join(__dirname, '..');

describe('the summary that npm start prints', () => {
  const app = new App();
  Object.values(EXAMPLES).forEach((example) => { example.build(app); });
  const words = new Map(stacksOf(app.synth().directory).map((stack) => [stack.name, inWords(stack).split('\n')]));

  test('counts the resources by service and type', () => {
    expect(words.get('CustomDomain')?.slice(0, 5)).toEqual([
      'CustomDomain: 9 resources',
      '  CertificateManager  Certificate',
      '  S3                  Bucket, BucketPolicy',
      '  CloudFront          OriginAccessControl, ResponseHeadersPolicy, Distribution',
      '  Route53             3 RecordSet',
    ]);
  });

  test('says per path what each origin may do, where there are several', () => {
    expect(tableOf('TwoAppsTwoPaths')).toEqual([
      'origin                      may                   may send headers       may see headers                     with cookies',
      'https://*.partners.example  read scripts/*        any but Authorization  -                                   no',
      'https://shop.example.com    read scripts/*        any but Authorization  -                                   no',
      'https://shop.example.com    read everything else  X-Request-Id           ETag, Content-Range, Accept-Ranges  no',
    ]);
  });

  test('says who may upload', () => {
    expect(tableOf('BrowserUploads')).toContain(
      'https://admin.example.com  upload by PUT, POST  Content-Type           ETag                                not needed',
    );
  });

  test('says which uploads a page may abort itself', () => {
    expect(tableOf('MobileUploads')[2]).toMatch(/^capacitor:\/\/localhost +upload by PUT, POST, and abort /);
  });

  test('says that private files need a signature, and shortens long lists', () => {
    expect(tableOf('PrivateFilesWithSignedCookies')[1]).toMatch(/read everything, if signed {2}Accept, Accept-Language, Content-Language and 4 more .* yes$/);
  });

  test('has no table for a stack that promises nothing by itself', () => {
    expect(words.get('ExistingBucketStorage')).toEqual(['ExistingBucketStorage: 2 resources', '  S3  Bucket, BucketPolicy', '']);
  });

  test('says from where, for how long and by whose code files are served, where that is special', () => {
    expect(tableOf('SeveralBuckets', 1)).toEqual([
      'path             files of               kept at the edge    code',
      'tiles/*          Tiles                  at least 1 day      -',
      'everything else  Site, else CopyOfSite  as the objects say  -',
    ]);
    expect(tableOf('VideoStreaming', 1)).toContain('live/*.m3u8      VideoBucket  2 seconds           -');
    expect(tableOf('CodeAtTheEdge', 1)[1]).toMatch(/^images\/\* +AssetsBucket +1 day, by w +origin-response \(Lambda@Edge\)$/);
    expect(tableOf('CustomDomain', 1)).toEqual([]);
  });

  /** The lines of a table of a stack: who may do what, then how files are served. */
  function tableOf(stack: string, number = 0): string[] {
    const [, ...tables] = (words.get(stack) ?? []).join('\n').split('\n\n');
    return (tables[number] ?? '').split('\n').map((line) => line.trim()).filter((line) => line !== '');
  }
});

test('without an assembly the summary says what to run', () => {
  const { status, stderr } = spawnSync(process.execPath, ['-r', './test/run-typescript.cjs', 'examples/summary.ts', 'no-such-folder'], { cwd: ROOT, encoding: 'utf8' });
  expect(stderr).toBe('no-such-folder/manifest.json is missing: run `npx cdk synth --quiet` first, or `npm start`, which does both\n');
  expect(status).toBe(1);
});
