import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { reportPage } from '../../lib/cli/report/report-page';
import { exampleStack } from '../../lib/rules/engine/example-stack';
import { WITHOUT_OPTIONS } from '../preview/systems';
import { read } from '../rules/judging';
import { describeInChromium } from './chromium';
import { contrastOf, headingLevels, ratio, unnamedControls, widerThanWindow } from './looking';
import { PageSession } from './page-session';
import type { Looking } from './page-session';

jest.setTimeout(60_000);

describeInChromium('the page and the report, to hands, eyes and ears', () => {
  const session = new PageSession();
  beforeAll(() => session.start());
  afterEach(() => session.tidy());
  afterAll(() => session.stop());

  describe('without a mouse', () => {
    test('Tab reaches everything in reading order, Enter opens and closes, and the focus can be seen', async () => {
      const [page] = await session.openList();
      const reached: string[] = [];
      for (let step = 0; step < 9; step++) {
        await page.keyboard.press('Tab');
        reached.push(await page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent.slice(0, 20) || ''));
      }
      expect(reached.slice(0, 8)).toEqual(['Skip to the content', 'Requests', 'Who may read what', 'Servers', 'filter-text', 'filter-blocked', 'pause', expect.stringMatching(/allowed|blocked/)]);
      const row = page.locator('.exchange button:focus');
      expect(await row.evaluate((node) => getComputedStyle(node).outlineStyle)).toBe('solid');
      await page.keyboard.press('Enter');
      expect(await row.getAttribute('aria-expanded')).toBe('true');
      expect(await page.locator(`#${await row.getAttribute('aria-controls') ?? ''}`).isVisible()).toBe(true);
      await page.keyboard.press('Space');
      expect(await row.getAttribute('aria-expanded')).toBe('false');
    });

    test('the matrix opens by the keyboard as well', async () => {
      const page = await session.open(`${(await session.serve()).url}#matrix`);
      await page.locator('.matrix .mark.bad').focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('.path .panel').innerText()).toContain('Promised, but blocked');
    });
  });

  /** Every view with everything open, and nothing that moves: a color on its way to another is no color to judge. */
  async function everything(looking: Looking): Promise<readonly [Page, readonly string[]]> {
    const page = (await session.openList(looking))[0];
    for (const button of await page.locator('.exchange.bad h3 button').all()) {
      await button.click();
    }
    await page.locator('.exchange.good h3 button').first().click();
    await page.evaluate(() => { document.querySelectorAll('details').forEach((details) => { details.open = true; }); });
    return [page, ['exchanges', 'matrix', 'system']];
  }

  async function show(page: Page, view: string): Promise<void> {
    await page.evaluate((hash) => { location.hash = hash; }, `#${view}`);
    await page.waitForSelector(`#${view}-view:not([hidden])`);
    if (view === 'matrix') {
      await page.locator('.matrix .mark.bad').first().click();
    }
  }

  describe('everybody can use it', () => {
    test('every control has a name, headings descend without gaps, there is one of each landmark', async () => {
      const [page, views] = await everything({});
      for (const view of views) {
        await show(page, view);
        expect([view, await page.evaluate(unnamedControls)]).toEqual([view, []]);
        const levels = await page.evaluate(headingLevels);
        expect(levels[0]).toBe(1);
        expect([view, levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)]).toEqual([view, []]);
      }
      expect(await page.locator('main').count() + await page.locator('nav').count() + await page.locator('header').count()).toBe(3);
      const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
      expect(new Set(ids).size).toBe(ids.length);
      expect(await page.evaluate(() => [...document.querySelectorAll('[aria-controls]')].filter((node) => document.getElementById(node.getAttribute('aria-controls') ?? '') === null).length)).toBe(0);
    });

    test('the ratio of the test is the one of WCAG', () => {
      expect(ratio([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
      expect(ratio([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2);
    });

    test.each(['light', 'dark'] as const)('text stands out from what is behind it by 4.5 to 1 (%s)', async (colorScheme) => {
      const [page, views] = await everything({ colorScheme });
      for (const view of views) {
        await show(page, view);
        const texts = await page.evaluate(contrastOf);
        expect(texts.length).toBeGreaterThan(5);
        expect(texts.filter(({ text, behind }) => ratio(text, behind) < 4.5)).toEqual([]);
      }
    });

    test.each([400, 320])('nothing is wider than a window of %i pixels', async (width) => {
      const [page, views] = await everything({ viewport: { width, height: 800 } });
      for (const view of views) {
        await show(page, view);
        expect([view, await page.evaluate(widerThanWindow)]).toEqual([view, []]);
      }
    });
  });

  describe('the report', () => {
    const folder = mkdtempSync(join(tmpdir(), 'report-page-'));
    const file = join(folder, 'report.html');
    writeFileSync(file, reportPage(read(exampleStack(WITHOUT_OPTIONS))).text);
    afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

    test.each(['light', 'dark'] as const)('opens from the disk, asks for nothing, and its text stands out (%s)', async (colorScheme) => {
      const page = await session.open(`file://${file}`, { colorScheme });
      const texts = await page.evaluate(contrastOf);
      expect(texts.filter(({ text, behind }) => ratio(text, behind) < 4.5)).toEqual([]);
      const levels = await page.evaluate(headingLevels);
      expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
      expect(session.complaints).toEqual([]);
    });

    test('a cell leads to its exchange, even where that is folded away, without any script', async () => {
      const page = await session.open(`file://${file}`);
      await page.locator('.matrix tbody tr').last().locator('a').first().click();
      await page.waitForFunction(() => document.querySelector('.cell:target')?.checkVisibility() === true);
      expect(await page.locator('.cell:target h5').innerText()).toBe('Font: GET /file from a page on https://other.example');
    });

    test('fits a window of 400 pixels', async () => {
      const page = await session.open(`file://${file}`, { viewport: { width: 400, height: 800 } });
      await page.evaluate(() => { document.querySelectorAll('details').forEach((details) => { details.open = true; }); });
      expect(await page.evaluate(widerThanWindow)).toEqual([]);
    });
  });
});
