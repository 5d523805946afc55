/** The picture of the README: the preview of a stack with the mistake of most teams, with the request open that it blocks. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APP, systemWith, WITHOUT_OPTIONS } from '../preview/systems';
import { writeOldFile } from './asset-files';
import { describeInChromium } from './chromium';
import { LoadingPage } from './loading-page';
import { read } from './page-session';
import { Stage } from './stage';

const PICTURE = join(__dirname, '..', '..', 'docs', 'preview.png');
const SIZE = { width: 1200, height: 1040 };
const MOST_BYTES = 200_000;

/** Width and height out of the header of a PNG. */
// https://www.w3.org/TR/png-3/#11IHDR
function sizeOf(png: Buffer): { readonly width: number; readonly height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

describeInChromium('the picture of the preview', () => {
  let stage: Stage;

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'picture-'));
    writeOldFile(join(folder, 'inter.woff2'), 'font.woff2');
    writeOldFile(join(folder, 'prices.json'), 'prices.json');
    stage = await Stage.open(systemWith(WITHOUT_OPTIONS), folder, []);
  }, 60_000);

  afterAll(() => stage.close());

  test('shows what the page says when an app meets the mistake, in the size for which it was laid out', async () => {
    const context = await stage.browser.newContext({ viewport: SIZE, colorScheme: 'light' });
    const { url, hosts: [host = ''] } = stage.preview.servers[0] ?? { url: '', hosts: [] };
    const app = await LoadingPage.open(context, APP);
    await app.load({ origin: APP, path: '/inter.woff2', load: 'font' }, `https://${host}/inter.woff2`);
    await app.load({ origin: APP, path: '/prices.json' }, `https://${host}/prices.json`);
    expect(await app.load({ origin: APP, path: '/prices.json', headers: { 'X-Trace': '1' } }, `https://${host}/prices.json`)).toMatchObject({ ok: false });

    const page = await context.newPage();
    await page.goto(`${url}/__preview`);
    await page.locator('.exchange.bad h3 button').click();
    expect(read(await page.locator('.exchange.bad .panel').innerText())).toMatch(/CloudFront refuses the browser's question for permission.*Fix:.*Browser page on https:..app.example.com browser → CloudFront .*CloudFront ✕ stops it here/);
    const picture = await page.screenshot({ type: 'png' });
    if (process.env.UPDATE_PICTURES === '1') {
      writeFileSync(PICTURE, picture);
    }
    expect(picture.length).toBeLessThan(MOST_BYTES);
    await context.close();
  }, 30_000);

  test('is there for the README, and small enough to load at once', () => {
    const picture = readFileSync(PICTURE);
    expect(sizeOf(picture)).toEqual(SIZE);
    expect(picture.length).toBeLessThan(MOST_BYTES);
  });
});
