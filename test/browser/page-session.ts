/** The preview's page in a real browser, with the requests of a team's first minute, and an ear for what must not happen. */
import type { Browser, Page, ViewportSize } from 'playwright-core';
import type { ExchangeRecord } from '../../lib/preview/exchange/exchange-record';
import { servePage } from '../preview/page-server';
import type { PageServer } from '../preview/page-server';
import { recordsOf } from '../preview/records';
import { APP, ORIGIN_NOT_FORWARDED, ORIGIN_NOT_IN_KEY, systemWith, WITHOUT_OPTIONS } from '../preview/systems';
import { launchChromium } from './chromium';

export const graph = systemWith(WITHOUT_OPTIONS);

/** Some files arrive, and each of the usual mistakes shows: eight messages, four of them blocked. */
function firstMinute(): ExchangeRecord[] {
  const records: ExchangeRecord[] = [];
  const add = (...[system, page, history]: [Parameters<typeof recordsOf>[0], Parameters<typeof recordsOf>[1], Parameters<typeof recordsOf>[3]?]): void => {
    records.push(...recordsOf(system, page, records.length + 1, history));
  };
  add(graph, { origin: APP, path: '/fonts/inter-latin.woff2', load: 'font' });
  add(graph, { origin: 'https://other.example', path: '/data/prices.json' });
  add(systemWith(ORIGIN_NOT_FORWARDED), { origin: APP, path: '/images/tiles-509d3548.png', load: 'image', crossOrigin: 'anonymous', mustRead: true });
  add(systemWith(ORIGIN_NOT_IN_KEY), { origin: APP, path: '/data/prices.json' }, [{ origin: 'https://admin.example.com', path: '/data/prices.json', browser: 'other' }]);
  add(systemWith(), { origin: APP, path: '/data/prices.json', headers: { 'x-trace': '1' } });
  add(graph, { origin: APP, path: '/data/prices.json', headers: { 'x-trace': '1' } });
  add(systemWith({ rule: { AllowedMethods: '[GET, PUT]' } }), { origin: APP, path: '/u/1.png', target: 'bucket', presigned: true });
  return records;
}

/** How a page is looked at. */
export interface Looking {
  readonly viewport?: ViewportSize;
  readonly colorScheme?: 'dark' | 'light';
  /** Usually reduced: each frame of a motion is painted without a graphics card. */
  readonly reducedMotion?: 'no-preference' | 'reduce';
}

export class PageSession {
  /** What was said on the console, thrown, shown in a dialog, or asked of another server. */
  complaints: string[] = [];
  #browser: Browser | undefined;
  #page: Page | undefined;
  #own = '';
  readonly #minute = firstMinute();
  #servers: PageServer[] = [];

  async start(): Promise<void> {
    this.#browser = await launchChromium([], []);
    this.#page = await this.#browser.newPage();
    this.#listenTo(this.#page);
  }

  #listenTo(page: Page): void {
    page.on('console', (message) => { this.complaints.push(`console: ${message.text()}`); });
    page.on('pageerror', (error) => { this.complaints.push(`error: ${error.message}`); });
    page.on('dialog', (dialog) => { this.complaints.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
    page.on('request', (request) => {
      if (!request.url().startsWith(this.#own) && !request.url().startsWith('data:')) {
        this.complaints.push(`request: ${request.url()}`);
      }
    });
  }

  /** Leaves the page before its server goes. */
  async tidy(): Promise<void> {
    await this.#page?.goto('about:blank');
    await Promise.all(this.#servers.splice(0).map((server) => server.close()));
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
  }

  async serve(records: readonly ExchangeRecord[] = this.#minute, system = graph, origins: readonly string[] = ['https://admin.example.com'], port = 0): Promise<PageServer> {
    const server = await servePage(system, records, origins, port);
    this.#servers.push(server);
    return server;
  }

  async open(url: string, { viewport = { width: 1280, height: 900 }, colorScheme = 'light', reducedMotion = 'reduce' }: Looking = {}): Promise<Page> {
    if (this.#page === undefined) {
      throw new Error('the browser is not started');
    }
    await this.#page.setViewportSize(viewport);
    await this.#page.emulateMedia({ colorScheme, reducedMotion });
    this.complaints = [];
    this.#own = url.startsWith('file:') ? url : new URL(url).origin;
    await this.#page.goto(url);
    return this.#page;
  }

  /** The list of a team's first minute, and the server that can add to it. */
  async openList(looking: Looking = {}): Promise<readonly [Page, PageServer]> {
    const server = await this.serve();
    const page = await this.open(server.url, looking);
    await page.waitForSelector('.exchange');
    return [page, server];
  }
}

/** Text as it is read: without the line breaks of the layout. */
export function read(text: string): string {
  return text.replace(/\s+/g, ' ');
}
