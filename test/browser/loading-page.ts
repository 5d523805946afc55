import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { PageRequest } from '../../lib/model';
import { toldInConsole } from './agreement/compare';
import type { Seen } from './agreement/seen';
import { PageConsole, speaking } from './page-console';

/** How a load ended. */
export interface Loaded {
  /** Whether the page got what its request is for: content, pixels, headers. */
  readonly ok: boolean;
  /** What the console says of CORS and of blocked responses. */
  readonly told: readonly string[];
  /** All of the console. */
  readonly console: readonly string[];
}

const SOURCE = readFileSync(join(__dirname, 'in-page', 'loads.mjs'), 'utf8');

/** A page that does what a request of the model describes. */
export class LoadingPage {
  private readonly console: PageConsole;

  private constructor(private readonly page: Page) {
    this.console = new PageConsole(speaking(page.mainFrame()));
  }

  /** Opens whatever document the origin serves. */
  public static async open(context: BrowserContext, origin: string): Promise<LoadingPage> {
    const page = await context.newPage();
    const loading = new LoadingPage(page);
    await page.goto(`${origin}/`);
    await page.evaluate(SOURCE);
    return loading;
  }

  public async load(request: PageRequest, url: string): Promise<Loaded> {
    const { load = 'fetch', crossOrigin, mode, credentials, method, headers } = request;
    const [seen] = await this.page.evaluate(`loadAll(${JSON.stringify([{ url, start: { load, crossOrigin, mode, credentials }, method, headers }])})`) as readonly Seen[];
    const console = (await this.console.take()).map(({ text }) => text);
    return { ok: isWhatItIsFor(request, seen), told: toldInConsole(console), console };
  }
}

function isWhatItIsFor({ mustRead = false, reads = [] }: PageRequest, seen: Seen | undefined): boolean {
  const hidden = reads.some((name) => !seen?.names?.includes(name.toLowerCase()));
  return (seen?.seen === 'read' || (seen?.seen === 'shown' && !mustRead)) && !hidden;
}
