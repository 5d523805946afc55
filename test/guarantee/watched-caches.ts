/**
 * Caches and assumptions that note what is looked up in them, and what is changed: where a request would look up the same, it would end the same
 * and leave the same behind.
 */
import { BrowserHttpCache, copyOfCaches, EdgeCache, PreflightCache } from '../../lib/model';
import type { Caches, Assumptions, AssumptionChoices } from '../../lib/model';

type Browser = NonNullable<ReturnType<Caches['browsers']['get']>>;

type Print = number | string;

/**
 * What can be looked up, by the numbers of its names: the print of each thing that is kept, at the edge under its key, and each assumption that
 * is settled. What is not there is nothing.
 */
export type Findings = readonly (Print | undefined)[];

const NOTHING = 0;

/** The numbers of all names and of all contents in one walk, because findings are looked at millions of times. */
export class Numbers {
  private readonly names = new Map<string, number>();
  private readonly contents = new Map<string, Print>();

  public ofName(name: string): number {
    let number = this.names.get(name);
    if (number === undefined) {
      number = this.names.size;
      this.names.set(name, number);
    }
    return number;
  }

  /** Equal for equal contents. */
  public ofContent(text: string): Print {
    const print = this.contents.get(text) ?? this.contents.size + 1;
    this.contents.set(text, print);
    return print;
  }
}

/** What one run leaves behind, wherever it looks up the same. */
export class Changes {
  private readonly calls: ((caches: Caches) => unknown)[] = [];
  private readonly findings = new Map<number, Print | undefined>();

  public constructor(private readonly numbers: Numbers) {}

  /** Notes what was called and what is there now, which depends on nothing that was not looked up. */
  public note(name: string, content: unknown, call: (caches: Caches) => unknown): void {
    this.findings.set(this.numbers.ofName(name), content === undefined ? undefined : this.numbers.ofContent(JSON.stringify(content)));
    this.calls.push(call);
  }

  /** The caches afterwards. */
  public madeTo(before: Caches): Caches {
    const caches = copyOfCaches(before);
    this.calls.forEach((call) => { call(caches); });
    return caches;
  }

  /** What can be looked up afterwards, also of the assumptions that were asked for. */
  public findingsAfter(before: Findings, asked: AssumptionChoices): Findings {
    const findings = before.slice();
    this.findings.forEach((print, number) => { findings[number] = print; });
    Object.entries(asked).forEach(([id, alternative]) => { findings[this.numbers.ofName(id)] = alternative; });
    return findings;
  }
}

/** Everything that was looked up in one run, with what was found. */
export class LookUps {
  /** In order. */
  public readonly found = new Map<number, Print>();

  public constructor(private readonly findings: Findings, private readonly numbers: Numbers) {}

  /** A copy of the caches that notes what is looked up, and what is changed. */
  public watchedCopy(caches: Caches, changes?: Changes): Caches {
    const watch: Watch = { lookedUp: (what) => { this.note(what); }, changes };
    return { edge: new WatchedEdge(caches.edge, watch), browsers: new WatchedBrowsers(caches.browsers, watch) };
  }

  /** The same answers, with a note of each question. */
  public watchedAssumptions(assumptions: Assumptions): Assumptions {
    return {
      choose: (id) => {
        this.note(id);
        return assumptions.choose(id);
      },
      circumstance: (input, alternatives) => assumptions.circumstance(input, alternatives),
    };
  }

  private note(what: string): void {
    const number = this.numbers.ofName(what);
    this.found.set(number, this.findings[number] ?? NOTHING);
  }
}

/**
 * All runs of one request as a tree of look-ups: what is looked up next depends only on what was found before, so one way down the tree
 * finds the run of which a run elsewhere would be a repetition.
 */
export class Runs<T> {
  private readonly root: Question<T> = { answers: new Map() };

  public find(findings: Findings): T | undefined {
    let question: Question<T> | undefined = this.root;
    while (question?.what !== undefined) {
      question = question.answers.get(findings[question.what] ?? NOTHING);
    }
    return question?.end;
  }

  public add({ found }: LookUps, end: T): void {
    let question = this.root;
    for (const [what, print] of found) {
      question.what ??= what;
      question = this.next(question, print);
    }
    question.end = end;
  }

  private next({ answers }: Question<T>, print: Print): Question<T> {
    let next = answers.get(print);
    if (next === undefined) {
      next = { answers: new Map() };
      answers.set(print, next);
    }
    return next;
  }
}

interface Question<T> {
  /** By its number; left out at the end of a run. */
  what?: number;
  end?: T;
  readonly answers: Map<Print, Question<T>>;
}

interface Watch {
  readonly lookedUp: (what: string) => void;
  /** Left out where nobody asks. */
  readonly changes?: Changes;
}

class WatchedEdge extends EdgeCache {
  public constructor(from: EdgeCache, private readonly watch: Watch) {
    super(from);
  }

  public override get(key: string): ReturnType<EdgeCache['get']> {
    this.watch.lookedUp(key);
    return super.get(key);
  }

  public override set(...kept: Parameters<EdgeCache['set']>): void {
    super.set(...kept);
    this.watch.changes?.note(kept[0], kept[1], ({ edge }) => { edge.set(...kept); });
  }
}

/** A browser that was never used is one with nothing in it. */
class WatchedBrowsers extends Map<string, Browser> {
  public constructor(private readonly before: Caches['browsers'], private readonly watch: Watch) {
    super();
  }

  public override get(name: string): Browser {
    let watched = super.get(name);
    if (watched === undefined) {
      const before = this.before.get(name);
      watched = { http: new WatchedResponses(before?.http, this.watch, name), preflights: new WatchedPreflights(before?.preflights, this.watch, name) };
      this.set(name, watched);
    }
    return watched;
  }
}

/** The browser of this name, made when it is first used. */
export function browserOf({ browsers }: Caches, name: string): Browser {
  const browser = browsers.get(name) ?? { http: new BrowserHttpCache(), preflights: new PreflightCache() };
  browsers.set(name, browser);
  return browser;
}

class WatchedResponses extends BrowserHttpCache {
  public constructor(from: BrowserHttpCache | undefined, private readonly watch: Watch, private readonly browser: string) {
    super(from);
  }

  public override get(url: string): ReturnType<BrowserHttpCache['get']> {
    this.watch.lookedUp(this.nameOf(url));
    return super.get(url);
  }

  public override store(...kept: Parameters<BrowserHttpCache['store']>): void {
    super.store(...kept);
    this.changed(kept[0], (http) => { http.store(...kept); });
  }

  public override invalidate(url: string): void {
    super.invalidate(url);
    this.changed(url, (http) => { http.invalidate(url); });
  }

  private changed(url: string, call: (http: BrowserHttpCache) => void): void {
    this.watch.changes?.note(this.nameOf(url), super.get(url), (caches) => { call(browserOf(caches, this.browser).http); });
  }

  private nameOf(url: string): string {
    return `response ${this.browser} ${url}`;
  }
}

/** One thing to look up, because one question is answered by many permissions. */
class WatchedPreflights extends PreflightCache {
  public constructor(from: PreflightCache | undefined, private readonly watch: Watch, private readonly browser: string) {
    super(from);
  }

  public override allows(...asked: Parameters<PreflightCache['allows']>): boolean {
    this.watch.lookedUp(this.name);
    return super.allows(...asked);
  }

  public override store(...permitted: Parameters<PreflightCache['store']>): void {
    super.store(...permitted);
    this.changed((preflights) => { preflights.store(...permitted); });
  }

  public override clear(...forgotten: Parameters<PreflightCache['clear']>): void {
    super.clear(...forgotten);
    this.changed((preflights) => { preflights.clear(...forgotten); });
  }

  // What is there afterwards depends on what was there before
  private changed(call: (preflights: PreflightCache) => void): void {
    const { changes, lookedUp } = this.watch;
    lookedUp(this.name);
    changes?.note(this.name, this.contents.size === 0 ? undefined : [...this.contents].sort(), (caches) => { call(browserOf(caches, this.browser).preflights); });
  }

  private get name(): string {
    return `preflights ${this.browser}`;
  }
}
