import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { PageConsole } from './page-console';
import type { Said } from './page-console';
import { Tab } from './tab';

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

/** A use with what it needs. */
export interface Try {
  readonly use: keyof Uses;
  readonly how: Uses[keyof Uses];
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
  private readonly console: PageConsole;

  private constructor(private readonly tab: Tab) {
    this.console = new PageConsole(tab);
  }

  /** Opens whatever document the origin serves, in a browser that remembers nothing. */
  public static async open(browser: Browser, origin: string): Promise<UsingPage> {
    const tab = await Tab.open(browser, `${origin}/`);
    await tab.evaluate(SOURCE);
    return new UsingPage(tab);
  }

  /** Tries one use. */
  public async use<U extends keyof Uses>(use: U, how: Uses[U]): Promise<Used> {
    const [used] = await this.useAll([{ use, how }]);
    return used as Used;
  }

  /** Tries uses at once. Each has a URL of its own, by which the console tells them apart. */
  public async useAll(tries: readonly Try[]): Promise<readonly Used[]> {
    const results = await this.tab.evaluate(`tryUses(${JSON.stringify(tries)})`) as readonly Omit<Used, 'consoleText'>[];
    const said = (await this.console.take()).map((message) => ({ text: message.text, places: placesIn(message) }));
    return results.map((result, index) => {
      // A message that names none of their URLs counts against each of them
      const about = said.filter(({ places }) => tries.every(({ how }, other) => other === index || !places.has(placeOf(how.url))));
      return { ...result, consoleText: about.map(({ text }) => text).join('\n') };
    });
  }
}

/** The resources that a message names. */
function placesIn({ text, url }: Said): ReadonlySet<string> {
  return new Set([url, ...text.match(/https?:[^' ]+/g) ?? []].map(placeOf));
}

/** Modules are imported with a query of their own, and presigned URLs are one. */
function placeOf(url: string): string {
  return url.replace(/\?.*/, '');
}
