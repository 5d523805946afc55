/** The preview's page in a real browser, with the requests of a team's first minute, and an ear for what must not happen. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
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

export class PageSession {
  /** What was said on the console, thrown, shown in a dialog, or asked of another server. */
  complaints: string[] = [];
  #browser: Browser | undefined;
  #context: BrowserContext | undefined;
  #servers: PageServer[] = [];

  async start(): Promise<void> {
    this.#browser = await launchChromium([], []);
  }

  /** Closes what one test has opened. */
  async tidy(): Promise<void> {
    await this.#context?.close();
    await Promise.all(this.#servers.splice(0).map((server) => server.close()));
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
  }

  async serve(records: readonly ExchangeRecord[] = firstMinute(), system = graph, origins: readonly string[] = ['https://admin.example.com'], port = 0): Promise<PageServer> {
    const server = await servePage(system, records, origins, port);
    this.#servers.push(server);
    return server;
  }

  async open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    if (this.#browser === undefined) {
      throw new Error('the browser is not started');
    }
    this.#context = await this.#browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await this.#context.newPage();
    this.complaints = [];
    page.on('console', (message) => { this.complaints.push(`console: ${message.text()}`); });
    page.on('pageerror', (error) => { this.complaints.push(`error: ${error.message}`); });
    page.on('dialog', (dialog) => { this.complaints.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
    page.on('request', (request) => {
      if (!request.url().startsWith(url.startsWith('file:') ? url : new URL(url).origin) && !request.url().startsWith('data:')) {
        this.complaints.push(`request: ${request.url()}`);
      }
    });
    await page.goto(url);
    return page;
  }

  /** The list of a team's first minute, and the server that can add to it. */
  async openList(options: BrowserContextOptions = {}): Promise<readonly [Page, PageServer]> {
    const server = await this.serve();
    const page = await this.open(server.url, options);
    await page.waitForSelector('.exchange');
    return [page, server];
  }
}

/** Text as it is read: without the line breaks of the layout. */
export function read(text: string): string {
  return text.replace(/\s+/g, ' ');
}
