import type { ConsoleMessage, Frame } from 'playwright-core';

/** Chromium refuses this port before it asks anybody, and tells the console. */
// https://fetch.spec.whatwg.org/#port-blocking
const REFUSED = 'http://127.0.0.1:1/';

/** What the console of a page says. */
export class PageConsole {
  private said: ConsoleMessage[] = [];
  private readonly awaited = new Map<string, () => void>();
  private asked = 0;

  constructor(private readonly frame: Frame) {
    frame.page().on('console', (message) => {
      const { url } = message.location();
      if (url.startsWith(REFUSED)) {
        this.awaited.get(url)?.();
      } else {
        this.said.push(message);
      }
    });
  }

  /**
   * Everything that was said. What the network reports trails what the page's code learns: when the word on a request is
   * there that failed after all others, theirs is.
   */
  public async all(): Promise<readonly ConsoleMessage[]> {
    const last = `${REFUSED}${String(this.asked++)}`;
    const came = new Promise<void>((resolve) => { this.awaited.set(last, resolve); });
    await this.frame.evaluate(`fetch('${last}').catch(() => undefined)`);
    await came;
    this.awaited.delete(last);
    return this.said;
  }

  /** What was said since the last time. */
  public async take(): Promise<readonly ConsoleMessage[]> {
    const taken = await this.all();
    this.said = [];
    return taken;
  }
}
