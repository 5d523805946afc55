/** Caches that note what is looked up in them: where a request would look up the same, it would end the same. */
import { BrowserHttpCache, EdgeCache, PreflightCache } from '../../lib/model';
import type { Caches, PreflightedRequest } from '../../lib/model';

type Browser = NonNullable<ReturnType<Caches['browsers']['get']>>;

/** Everything that was looked up in one set of caches during one run, with what was found. */
export class LookUps {
  private readonly found = new Map<string, { readonly print: string; readonly again: (caches: Caches) => string }>();

  public constructor(private readonly before: Caches) {}

  /** A copy of the caches that notes what is looked up. */
  public watchedCopy(): Caches {
    const note = (what: string, again: (caches: Caches) => string): void => {
      if (!this.found.has(what)) {
        this.found.set(what, { print: again(this.before), again });
      }
    };
    return { edge: new WatchedEdge(this.before.edge, note), browsers: new WatchedBrowsers(this.before.browsers, note) };
  }

  /** Whether the same would have been found in other caches. */
  public sameIn(caches: Caches): boolean {
    for (const { print, again } of this.found.values()) {
      if (again(caches) !== print) {
        return false;
      }
    }
    return true;
  }
}

type Note = (what: string, again: (caches: Caches) => string) => void;

class WatchedEdge extends EdgeCache {
  public constructor(from: EdgeCache, private readonly note: Note) {
    super(from);
  }

  public override get(key: string): ReturnType<EdgeCache['get']> {
    this.note(`edge ${key}`, ({ edge }) => printOf(edge.contents.get(key)));
    return super.get(key);
  }
}

/** A browser that was never used is one with nothing in it. */
class WatchedBrowsers extends Map<string, Browser> {
  public constructor(private readonly before: Caches['browsers'], private readonly note: Note) {
    super();
  }

  public override get(name: string): Browser {
    const watched = super.get(name) ?? {
      http: new WatchedResponses(this.before.get(name)?.http, this.note, name), preflights: new WatchedPreflights(this.before.get(name)?.preflights, this.note, name),
    };
    this.set(name, watched);
    return watched;
  }
}

class WatchedResponses extends BrowserHttpCache {
  public constructor(from: BrowserHttpCache | undefined, private readonly note: Note, private readonly name: string) {
    super(from);
  }

  public override get(url: string): ReturnType<BrowserHttpCache['get']> {
    this.note(`response ${this.name} ${url}`, ({ browsers }) => printOf(browsers.get(this.name)?.http.contents.get(url)));
    return super.get(url);
  }
}

class WatchedPreflights extends PreflightCache {
  public constructor(from: PreflightCache | undefined, private readonly note: Note, private readonly name: string) {
    super(from);
  }

  public override allows(url: string, request: PreflightedRequest, methodIsSafelisted: boolean, now: number): boolean {
    this.note(`preflights ${this.name}`, ({ browsers }) => printOfPreflights(browsers.get(this.name)?.preflights));
    return super.allows(url, request, methodIsSafelisted, now);
  }
}

/** Everything that caches hold, as text. */
export function contentsOf(caches: Caches): string {
  return [
    ...[...caches.edge.contents].map(([key, copy]) => `${key} ${printOf(copy)}`),
    ...[...caches.browsers].flatMap(([name, { http, preflights }]) => [
      ...[...http.contents].map(([url, response]) => `${name} ${url} ${printOf(response)}`),
      `${name} ${printOfPreflights(preflights)}`,
    ]),
  ].sort().join('\n');
}

const prints = new WeakMap<object, string>();

function printOf(kept: object | undefined): string {
  if (kept === undefined) {
    return '';
  }
  let print = prints.get(kept);
  if (print === undefined) {
    print = JSON.stringify(kept);
    prints.set(kept, print);
  }
  return print;
}

function printOfPreflights(preflights: PreflightCache | undefined): string {
  return [...(preflights?.contents ?? [])].map(([permission, expires]) => `${permission} ${expires}`).sort().join();
}
