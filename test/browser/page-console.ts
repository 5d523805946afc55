import type { ConsoleMessage, Page } from 'playwright-core';

/** Chromium refuses this port before it asks anybody, and tells the console. */
// https://fetch.spec.whatwg.org/#port-blocking
const LAST = 'http://127.0.0.1:1/last';

/** What the console of a page says. */
export class PageConsole {
  private messages: ConsoleMessage[] = [];
  private lastCame: () => void = () => undefined;

  constructor(private readonly page: Page) {
    page.on('console', (message) => {
      if (message.location().url === LAST) {
        this.lastCame();
      } else {
        this.messages.push(message);
      }
    });
  }

  /**
   * What was said since the last time. What the network reports trails what the page's code learns: when a request that
   * fails after all others is there, everything is.
   */
  public async take(): Promise<readonly ConsoleMessage[]> {
    const came = new Promise<void>((resolve) => { this.lastCame = resolve; });
    await this.page.evaluate(`fetch('${LAST}').catch(() => undefined)`);
    await came;
    const messages = this.messages;
    this.messages = [];
    return messages;
  }
}
