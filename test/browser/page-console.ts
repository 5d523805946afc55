import type { Frame } from 'playwright-core';

/** Chromium refuses this port before it asks anybody, and tells the console. */
// https://fetch.spec.whatwg.org/#port-blocking
const REFUSED = 'http://127.0.0.1:1/';

/** A message, and the resource that it is about. */
export interface Said {
  readonly text: string;
  readonly url: string;
}

/** A document that runs code and has a console. */
export interface Speaking {
  /** What the expression comes to, or its promise. */
  evaluate(expression: string): Promise<unknown>;
  onConsole(listener: (said: Said) => void): void;
}

/** The document of a frame. */
export function speaking(frame: Frame): Speaking {
  return {
    evaluate: (expression) => frame.evaluate(expression),
    onConsole: (listener) => { frame.page().on('console', (message) => { listener({ text: message.text(), url: message.location().url }); }); },
  };
}

/** What the console of a page says. */
export class PageConsole {
  private said: Said[] = [];
  private readonly awaited = new Map<string, () => void>();
  private asked = 0;

  constructor(private readonly page: Speaking) {
    page.onConsole((said) => {
      if (said.url.startsWith(REFUSED)) {
        this.awaited.get(said.url)?.();
      } else {
        this.said.push(said);
      }
    });
  }

  /**
   * Everything that was said. What the network reports trails what the page's code learns: when the word on a request is
   * there that failed after all others, theirs is.
   */
  public async all(): Promise<readonly Said[]> {
    const last = `${REFUSED}${String(this.asked++)}`;
    const came = new Promise<void>((resolve) => { this.awaited.set(last, resolve); });
    await this.page.evaluate(`fetch('${last}').catch(() => undefined)`);
    await came;
    this.awaited.delete(last);
    return this.said;
  }

  /** What was said since the last time. */
  public async take(): Promise<readonly Said[]> {
    const taken = await this.all();
    this.said = [];
    return taken;
  }
}
