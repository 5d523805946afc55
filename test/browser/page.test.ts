import type { Page } from 'playwright-core';
import type { ExchangeRecord } from '../../lib/preview/exchange/exchange-record';
import { recordsOf } from '../preview/records';
import { APP, systemWith } from '../preview/systems';
import { describeInChromium } from './chromium';
import { graph, PageSession, read } from './page-session';

jest.setTimeout(60_000);

describeInChromium('the page of the preview', () => {
  const session = new PageSession();
  beforeAll(() => session.start());
  afterEach(() => session.tidy());
  afterAll(() => session.stop());

  const visibleRows = (page: Page): Promise<string[]> => page.locator('.exchange:visible .asked').allInnerTexts();

  describe('the list', () => {
    test('shows every request, the newest first, and how many are blocked', async () => {
      const [page] = await session.openList();
      const numbers = await page.locator('.exchange').evaluateAll((items) => items.map((item) => Number((item as HTMLElement).dataset.number)));
      expect(numbers).toEqual(Array.from({ length: 8 }, (_, index) => 8 - index));
      expect(await page.locator('#counts').innerText()).toBe('8 requests, 4 blocked');
      expect(await page.locator('.exchange.bad .reason').allInnerTexts()).toContain('The file arrived without any word on who may read it, so the browser keeps it from the page.');
      expect(session.complaints).toEqual([]);
    });

    test('a new request arrives on top while the page is open, and is announced once to those who listen', async () => {
      const [page, server] = await session.openList({ reducedMotion: 'no-preference' });
      server.send(...recordsOf(systemWith(), { origin: APP, path: '/late.json' }, 100));
      await page.waitForSelector('[data-number="100"]');
      expect((await visibleRows(page))[0]).toBe('GET /late.json');
      await page.waitForFunction(() => document.getElementById('announcer')?.textContent === 'GET /late.json: allowed');
      expect(await page.locator('#announcer').getAttribute('aria-live')).toBe('polite');
    });

    test('one that overtakes older ones on its way is put in its place, and none is shown twice', async () => {
      const [page, server] = await session.openList();
      server.send(...recordsOf(systemWith(), { origin: APP, path: '/second.json' }, 202), ...recordsOf(systemWith(), { origin: APP, path: '/first.json' }, 201), ...recordsOf(systemWith(), { origin: APP, path: '/second.json' }, 202));
      await page.waitForSelector('[data-number="201"]');
      expect((await visibleRows(page)).slice(0, 2)).toEqual(['GET /second.json', 'GET /first.json']);
    });

    test('is filtered by text and by verdict, and says when nothing fits', async () => {
      const [page] = await session.openList();
      await page.fill('#filter-text', 'PRICES');
      expect(new Set(await visibleRows(page))).toEqual(new Set(['GET /data/prices.json', 'OPTIONS /data/prices.json']));
      await page.fill('#filter-text', 'other.example');
      expect(await visibleRows(page)).toEqual(['GET /data/prices.json']);
      await page.fill('#filter-text', '');
      await page.check('#filter-blocked');
      expect((await page.locator('.exchange:visible .badge').allInnerTexts()).map(read)).toEqual(Array(4).fill('✕ blocked'));
      await page.fill('#filter-text', 'no such thing');
      expect(await page.locator('#exchanges-none').isVisible()).toBe(true);
    });

    test('holds still while it is paused, counts what comes, and catches up', async () => {
      const [page, server] = await session.openList();
      await page.click('#pause');
      server.send(...recordsOf(systemWith(), { origin: APP, path: '/paused.json' }, 300));
      await page.waitForFunction(() => document.getElementById('pause')?.textContent === 'Paused (1 new)');
      expect(await page.locator('[data-number="300"]').count()).toBe(0);
      await page.click('#pause');
      await page.waitForSelector('[data-number="300"]');
      expect(await page.locator('#pause').innerText()).toBe('Pause');
    });

    test('keeps the newest five hundred, so that a busy app does not fill the browser', async () => {
      const [record] = recordsOf(graph, { origin: APP, path: '/busy.json' }, 1) as [ExchangeRecord];
      const busy = await session.serve(Array.from({ length: 700 }, (_, index) => ({ ...record, number: index + 1 })));
      const page = await session.open(busy.url);
      await page.waitForSelector('[data-number="700"]');
      expect(await page.locator('.exchange').count()).toBe(500);
      expect(await page.locator('#counts').innerText()).toBe('700 requests, 0 blocked; the newest 500 are kept here');
    });

    test('when the preview is started anew, the page says that it was gone, and begins anew as well', async () => {
      const [page, server] = await session.openList();
      await server.close();
      await page.waitForFunction(() => document.getElementById('connection')?.dataset.state === 'lost');
      await session.serve(recordsOf(systemWith(), { origin: APP, path: '/anew.json' }, 1), graph, [], Number(new URL(server.url).port));
      await page.waitForFunction(() => document.querySelectorAll('.exchange').length === 1);
      expect(await visibleRows(page)).toEqual(['GET /anew.json']);
      expect(await page.locator('#connection').innerText()).toMatch(/live$/);
    });

    test('before the first request it says how to make one', async () => {
      const fresh = await session.serve([]);
      const page = await session.open(fresh.url);
      await page.waitForFunction(() => document.getElementById('try')?.textContent.startsWith('curl ') === true);
      expect(await page.locator('#exchanges-empty').isVisible()).toBe(true);
    });
  });

  /** Opens the row of a path; `which` when there are several. */
  async function openRow(page: Page, path: string, origin = APP, method = 'GET'): Promise<string> {
    const row = page.locator('.exchange', { hasText: `${method} ${path}` }).filter({ hasText: `page on ${origin}` }).filter({ has: page.locator('.badge', { hasText: 'blocked' }) }).first();
    await row.locator('h3 button').click();
    return read(await row.locator('.panel').innerText());
  }

  describe('a blocked request says why, in its first lines', () => {
    test.each([
      ['a refused preflight', '/data/prices.json', 'OPTIONS', [/^✕ CloudFront refuses the browser's question for permission/, /Fix: Let the path's behavior allow OPTIONS/, /Access to fetch at .*CORS policy/, /CloudFront ✕ stops it here/, /S3 not asked/, /The request itself was never sent/]],
      ['a header that is not forwarded', '/images/tiles-509d3548.png', 'GET', [/^✕ The file arrives, but the browser keeps it from the page/, /− Origin: https:\/\/app\.example\.com not forwarded/, /∅ Access-Control-Allow-Origin missing/, /Browser ✕ stops it here/]],
    ])('%s', async (_, path, method, expected) => {
      const [page] = await session.openList();
      const text = await openRow(page, path, APP, method);
      expected.forEach((pattern) => { expect(text).toMatch(pattern); });
    });

    test('a permission from the cache that names another page', async () => {
      const [page] = await session.openList();
      await page.fill('#filter-text', 'not equal to the supplied origin');
      await page.locator('.exchange:visible h3 button').click();
      const text = read(await page.locator('.exchange:visible .panel').innerText());
      expect(text).toMatch(/cache hit.*CloudFront has a copy\. S3 not asked/);
      expect(text).toMatch(/≠ Access-Control-Allow-Origin: https:\/\/admin\.example\.com does not fit the page/);
    });

    test('the story is there in words too', async () => {
      const [page] = await session.openList();
      await openRow(page, '/images/tiles-509d3548.png');
      await page.locator('.exchange .story summary:visible').click();
      expect(await page.locator('.exchange .story li:visible').allInnerTexts()).toContainEqual(expect.stringMatching(/^browser asks CloudFront: GET/));
    });
  });

  test('an allowed request shows what the policy changed and which rule of the bucket fits', async () => {
    const [page] = await session.openList();
    await page.locator('.exchange.good', { hasText: 'GET /data/prices.json' }).locator('h3 button').click();
    const text = read(await page.locator('.exchange.good .panel:visible').innerText());
    expect(text).toMatch(/= Vary: [^=]*Origin[^=]* kept|~ Vary: [^~]*Origin[^~]* changed/);
    expect(text).toMatch(/= Access-Control-Allow-Origin: https:\/\/app\.example\.com kept/);
    expect(text).toMatch(/CORS rule 1 fits.*Bucket's CORS rule 1 origins https:\/\/app\.example\.com/);
  });

  describe('the matrix', () => {
    test('has a loud cell for what is promised and blocked, and a calm one for what nobody promised', async () => {
      const page = await session.open(`${(await session.serve()).url}#matrix`);
      const loud = page.locator('.matrix .mark.bad');
      expect((await loud.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))).toEqual(['✕ broken']);
      expect(await page.locator('.matrix tbody tr').first().locator('.mark.good').count()).toBe(6);
      expect(await page.locator('.matrix tbody tr').last().locator('.mark.calm').count()).toBe(10);
      const glyphs = (marks: string) => page.locator(marks).evaluateAll((all) => [...new Set(all.map((mark) => mark.textContent?.trim().charAt(0)))]);
      expect(await glyphs('.legend .mark')).toEqual(expect.arrayContaining(await glyphs('.matrix .mark')));
      expect(await page.locator('.matrix thead th').evaluateAll((all) => all.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent))).toEqual([]);
      await loud.click();
      const why = read(await page.locator('.path .panel').innerText());
      expect(why).toMatch(/With a header: GET \/file with x-trace from a page on https:\/\/app\.example\.com .*Promised, but blocked: CloudFront refuses .*Fix:/);
      await loud.click();
      expect(await page.locator('.path .panel').isVisible()).toBe(false);
      expect(session.complaints).toEqual([]);
    });

    test('a copy of the browser\'s own is not blamed on a message', async () => {
      const cached = await session.serve([], systemWith({ cors: null, behavior: { CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' } }));
      const page = await session.open(`${cached.url}#matrix`);
      await page.locator('.matrix .mark.open[data-use="fetch"]').click();
      const why = read(await page.locator('.path .panel').innerText());
      expect(why).toMatch(/This happens after the same browser had loaded the file without CORS, by a plain <img>, <script> or <link>\..*Promised, and it works, but not after.*Set Vary: Origin.*The file itself is not asked for/i);
    });
  });

  describe('hostile requests', () => {
    const EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script><a href="javascript:alert(3)">';

    test('what strangers send is shown as text and never runs', async () => {
      const [record] = recordsOf(systemWith(), { origin: APP, path: `/${EVIL}` }, 1) as [ExchangeRecord];
      const evil: ExchangeRecord = {
        ...record, server: { kind: 'distribution', name: EVIL },
        request: { ...record.request, method: EVIL, headers: { ...record.request.headers, origin: EVIL, [EVIL]: EVIL } },
        messages: record.messages.map((message) => ({ ...message, request: { ...message.request, headers: { origin: EVIL, [EVIL]: EVIL } }, response: { ...message.response, headers: { [EVIL]: EVIL } } })),
        lines: [{ who: 'browser', text: EVIL }], policy: { name: EVIL, set: { [EVIL]: EVIL }, removed: [EVIL] },
        browser: { verdict: 'blocked', use: EVIL, why: EVIL, message: EVIL, fix: EVIL },
      };
      const hostile = await session.serve([evil], graph, [EVIL]);
      const page = await session.open(hostile.url);
      await page.waitForSelector('.exchange');
      await page.locator('.exchange h3 button').click();
      await page.evaluate(() => { document.querySelectorAll('details').forEach((details) => { details.open = true; }); });
      expect((await page.locator('.exchange').innerText()).split('<script>alert(2)</script>').length).toBeGreaterThan(10);
      await page.evaluate(() => { location.hash = '#matrix'; });
      await page.locator('.matrix tbody tr').nth(1).locator('button').first().click();
      expect(await page.locator('.matrix tbody tr').nth(1).innerText()).toContain('<script>alert(2)</script>');
      expect(await page.locator('main script, main img, main a').count()).toBe(0);
      expect(session.complaints).toEqual([]);
    });
  });
});
