import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import type { Received, Reply } from '../hosts';
import { PageConsole, speaking } from '../page-console';
import { answerAt, stopUrl } from './case';
import type { PlacedCase, Step } from './case';
import { FILES } from './files';
import { HOSTS, PAGES } from './generate';
import type { Seen, SentRequest } from './seen';
import { sentRequest } from './seen';

/** What happened at one step in the real browser. */
export interface Observation {
  readonly seen: Seen;
  readonly sent: readonly SentRequest[];
  readonly console: readonly string[];
}

const LOADS = readFileSync(join(__dirname, '..', 'in-page', 'loads.mjs'), 'utf8');
const PAGE = `<!doctype html><title>page</title><script>${LOADS}</script>`;

interface OpenPage {
  readonly frame: Frame;
  readonly console: PageConsole;
}

/** A real browser, and servers that answer as the cases say. */
export class RealBrowser {
  private readonly cases = new Map<string, PlacedCase>();
  private readonly received = new Map<string, Received[]>();
  private readonly pages = new Map<string, Promise<OpenPage>>();
  private context?: BrowserContext;

  /** The servers' side; give it to startHosts. */
  public readonly reply = (request: Received): Reply => {
    const placed = this.cases.get(request.path.split('/')[1]);
    if (!placed) {
      return { status: 200, headers: { 'content-type': 'text/html' }, body: PAGE };
    }
    this.received.set(placed.id, [...this.received.get(placed.id) ?? [], request]);
    const { status, headers, whole } = answerAt(placed, request);
    const { body } = FILES[placed.content];
    return { status, headers, body: whole ? body : bodyOf(status, body) };
  };

  /** Opens the pages, with a cookie for every host of files. */
  public async open(browser: Browser): Promise<void> {
    this.pages.clear();
    this.context = await browser.newContext();
    await this.context.addCookies(HOSTS.map((domain) => ({ name: 'session', value: '1', domain, path: '/', secure: true, sameSite: 'None' })));
    // Beforehand, because opening takes longer than the caches of some cases last
    await Promise.all([...PAGES.flatMap((origin) => [0, 1, 2].map((round) => this.page(origin, round))), this.page('null', 0)]);
  }

  /** Runs the first steps of all cases, then the second ones, and so on. */
  public async observe(cases: readonly PlacedCase[]): Promise<readonly (readonly Observation[])[]> {
    cases.forEach((placed) => this.cases.set(placed.id, placed));
    const observations = cases.map((): Observation[] => []);
    for (let round = 0; cases.some(({ steps }) => steps.length > round); round++) {
      if (round > 0 && cases[0].pause > 0) {
        await new Promise((resolve) => setTimeout(resolve, cases[0].pause * 1000));
      }
      await this.round(cases, round, observations);
    }
    return observations;
  }

  private async round(cases: readonly PlacedCase[], round: number, observations: Observation[][]): Promise<void> {
    const active = cases.map((placed, index) => ({ placed, index })).filter(({ placed }) => placed.steps.length > round);
    const origins = [...new Set(active.map(({ placed }) => placed.steps[round].page))];
    await Promise.all(origins.map(async (origin) => {
      const here = active.filter(({ placed }) => placed.steps[round].page === origin);
      const { frame, console } = await this.page(origin, round);
      const loads = here.map(({ placed }) => loadOf(placed, placed.steps[round]));
      const results = await frame.evaluate(`loadAll(${JSON.stringify(loads)})`) as Seen[];
      const said = (await console.all()).map(({ text, url }) => `${text} @ ${url}`);
      here.forEach(({ placed: { id }, index }, which) => {
        observations[index].push({
          seen: endToEnd(results[which]),
          sent: (this.received.get(id) ?? []).map((request) => sentRequest(request, 'cookie' in request.headers)),
          console: said.filter((text) => text.includes(`/${id}/`)),
        });
        this.received.delete(id);
      });
    }));
  }

  // A page of its own for each round: what a document remembers is no matter of Fetch
  private page(origin: string, round: number): Promise<OpenPage> {
    const key = `${origin} ${round}`;
    const page = this.pages.get(key) ?? this.openPage(origin);
    this.pages.set(key, page);
    return page;
  }

  private async openPage(origin: string): Promise<OpenPage> {
    const page = await (this.context as BrowserContext).newPage();
    await page.goto(`${origin === 'null' ? 'https://app.example.com' : origin}/`);
    const frame = origin === 'null' ? await sandboxed(page) : page.mainFrame();
    return { frame, console: new PageConsole(speaking(frame)) };
  }
}

// The headers of the connection, which node:http adds, are no part of the answer
function endToEnd(seen: Seen): Seen {
  return seen.names ? { ...seen, names: seen.names.filter((name) => name !== 'connection' && name !== 'keep-alive') } : seen;
}

async function sandboxed(page: Page): Promise<Frame> {
  await page.evaluate('new Promise((resolve) => { const frame = document.createElement("iframe"); frame.sandbox = "allow-scripts"; frame.src = "/"; frame.onload = resolve; document.body.append(frame); })');
  return page.frames()[1];
}

function bodyOf(status: number, body: Buffer): Buffer | string | undefined {
  if (status === 206) {
    return body.subarray(0, 2);
  }
  return status >= 400 ? '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>' : undefined;
}

function loadOf(placed: PlacedCase, { start, method, headers, integrity }: Step): object {
  return { url: stopUrl(placed, 0), start, method, headers, integrity: integrity ? FILES[placed.content].integrity : undefined };
}
