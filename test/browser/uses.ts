import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';

/** What an element or a call of the page needs to know of the file it uses. */
export interface FileOfPage {
  readonly url: string;
  /** Subresource integrity of a script. */
  readonly integrity?: string;
  /** The property that a script sets on globalThis; left out, its load event has to do. */
  readonly leaves?: string;
  /** What a stylesheet does to an element of a class. */
  readonly styles?: { readonly className: string; readonly property: string; readonly value: string };
  /** A text in letters that the font has; its width must differ from that in a monospaced font. */
  readonly text?: string;
  /** The header that the page sets. */
  readonly header?: string;
}

/** A presigned upload, as the AWS SDK makes it. */
export interface Upload {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Record<string, string>>;
}

/** Every kind of use that a page makes of files on another host. */
export interface Uses {
  /** `@font-face`, until the text has another width. */
  readonly font: FileOfPage;
  readonly moduleScript: FileOfPage;
  /** A classic script with crossorigin and integrity. */
  readonly script: FileOfPage;
  /** A stylesheet with crossorigin whose rules apply and can be read. */
  readonly stylesheet: FileOfPage;
  readonly jsonModule: FileOfPage;
  /** An image whose pixels are read back. */
  readonly canvas: FileOfPage;
  /** An image that becomes a texture. */
  readonly webgl: FileOfPage;
  readonly fetch: FileOfPage;
  readonly fetchWithHeader: FileOfPage;
  readonly fetchWithAuthorization: FileOfPage;
  readonly fetchWithCredentials: FileOfPage;
  /** 206 with a readable Content-Range. */
  readonly fetchOfARange: FileOfPage;
  /** A plain `<img>` first, then fetch() of the same URL. */
  readonly imageThenFetch: FileOfPage;
  /** A presigned PUT whose ETag the page reads. */
  readonly put: Upload;
  /** A presigned POST of a form whose ETag the page reads. */
  readonly post: Upload;
}

/** How a use ended. */
export interface Used {
  readonly ok: boolean;
  /** What the page's code caught. */
  readonly error?: string;
  /** What a person finds in the console. */
  readonly consoleText: string;
}

const SOURCE = readFileSync(join(__dirname, 'in-page', 'uses.mjs'), 'utf8');

/** A page of an application, open in a real browser. */
export class UsingPage {
  private readonly console: string[] = [];

  private constructor(private readonly page: Page) {
    page.on('console', (message) => this.console.push(message.text()));
  }

  /** Opens whatever document the origin serves at `path`. */
  public static async open(context: BrowserContext, origin: string, path = '/'): Promise<UsingPage> {
    const page = await context.newPage();
    const using = new UsingPage(page);
    await page.goto(origin + path);
    await page.evaluate(SOURCE);
    return using;
  }

  /** Tries one use. One at a time: the console belongs to all. */
  public async use<U extends keyof Uses>(use: U, how: Uses[U]): Promise<Used> {
    this.console.length = 0;
    const result = await this.page.evaluate(`tryUse(${JSON.stringify(use)}, ${JSON.stringify(how)})`) as { ok: boolean; error?: string };
    // What the network service reports may trail what the page's code learns
    for (let waits = 0; !result.ok && this.console.length === 0 && waits < 20; waits++) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return { ...result, consoleText: this.console.join('\n') };
  }

  public async close(): Promise<void> {
    await this.page.close();
  }
}
