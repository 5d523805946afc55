import type { Browser, CDPSession } from 'playwright-core';
import type { Said, Speaking } from './page-console';

/** A message of Chromium's protocol: the answer to what was asked under its id, or an event. */
interface Message {
  readonly id?: number;
  readonly error?: { readonly message: string };
  readonly result?: { readonly errorText?: string; readonly exceptionDetails?: object; readonly result?: { readonly value?: unknown } };
  readonly method?: string;
  readonly params?: { readonly entry?: { readonly text: string; readonly url?: string } };
}

/**
 * A document in a browser that remembers nothing. A page of Playwright would have Chromium report on every request, a sixth of
 * the time of a suite; in a browser context that Playwright has not made, it leaves pages alone.
 */
// https://chromedevtools.github.io/devtools-protocol/tot/Target/
export class Tab implements Speaking {
  private asked = 0;
  private readonly answers = new Map<number, (answer: Message) => void>();
  private listener: (said: Said) => void = () => undefined;

  private constructor(private readonly browser: CDPSession, private readonly sessionId: string) {
    browser.on('Target.receivedMessageFromTarget', ({ message }) => { this.receive(JSON.parse(message) as Message); });
  }

  /** Opens whatever document the URL has. */
  public static async open(browser: Browser, url: string): Promise<Tab> {
    const session = await browser.newBrowserCDPSession();
    const { browserContextId } = await session.send('Target.createBrowserContext');
    const { targetId } = await session.send('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await session.send('Target.attachToTarget', { targetId });
    const tab = new Tab(session, sessionId);
    // Answers when the document is there
    await tab.send('Page.navigate', { url });
    await tab.evaluate('document.readyState === "complete" || new Promise((resolve) => { addEventListener("load", () => { resolve(); }); })');
    return tab;
  }

  public async evaluate(expression: string): Promise<unknown> {
    const { exceptionDetails, result } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails !== undefined) {
      throw new Error(JSON.stringify(exceptionDetails));
    }
    return result?.value;
  }

  public onConsole(listener: (said: Said) => void): void {
    this.listener = listener;
    // Gives what Chromium has said before as well
    void this.send('Log.enable');
  }

  private async send(method: string, params: object = {}): Promise<NonNullable<Message['result']>> {
    const id = this.asked++;
    const answered = new Promise<Message>((resolve) => { this.answers.set(id, resolve); });
    await this.browser.send('Target.sendMessageToTarget', { sessionId: this.sessionId, message: JSON.stringify({ id, method, params }) });
    const { error, result = {} } = await answered;
    const refused = error?.message ?? result.errorText;
    if (refused !== undefined) {
      throw new Error(`${method}: ${refused}`);
    }
    return result;
  }

  private receive(message: Message): void {
    if (message.id !== undefined) {
      this.answers.get(message.id)?.(message);
      this.answers.delete(message.id);
    } else if (message.method === 'Log.entryAdded') {
      const { text = '', url = '' } = message.params?.entry ?? {};
      this.listener({ text, url });
    }
  }
}
