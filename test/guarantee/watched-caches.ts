/** Caches and assumptions that note what is looked up in them: where a request would look up the same, it would end the same. */
import { BrowserHttpCache, EdgeCache, PreflightCache } from '../../lib/model';
import type { Caches, Assumptions, PreflightedRequest, AssumptionChoices } from '../../lib/model';

type Browser = NonNullable<ReturnType<Caches['browsers']['get']>>;

type Print = number | string;

/**
 * What can be looked up, by the numbers of its names: the print of each thing that is kept, at the edge under its key, and each assumption that
 * is settled. What is not there is nothing.
 */
export type Findings = readonly (Print | undefined)[];

/** The numbers of all names in one walk, because findings are looked at millions of times. */
export class Names {
  private readonly numbers = new Map<string, number>();

  public numberOf(name: string): number {
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(name, number);
    }
    return number;
  }
}

const NOTHING = 0;

/** Everything that was looked up in one run, with what was found. */
export class LookUps {
  /** In order. */
  public readonly found = new Map<number, Print>();

  public constructor(private readonly findings: Findings, private readonly names: Names) {}

  /** A copy of the caches that notes what is looked up. */
  public watchedCopy(caches: Caches): Caches {
    const note: Note = (what) => { this.note(what); };
    return { edge: new WatchedEdge(caches.edge, note), browsers: new WatchedBrowsers(caches.browsers, note) };
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
    const number = this.names.numberOf(what);
    this.found.set(number, this.findings[number] ?? NOTHING);
  }
}

/**
 * All runs of one request as a tree of look-ups: what is looked up next depends only on what was found before, so one way down the tree
 * tells whether a run elsewhere would be a repetition.
 */
export class Runs {
  private readonly root: Question = { answers: new Map() };

  public includes(findings: Findings): boolean {
    let question = this.root.answers.get(NOTHING);
    while (question?.what !== undefined) {
      question = question.answers.get(findings[question.what] ?? NOTHING);
    }
    return question !== undefined;
  }

  public add({ found }: LookUps): void {
    let question = this.next(this.root, NOTHING);
    for (const [what, print] of found) {
      question.what ??= what;
      question = this.next(question, print);
    }
  }

  private next({ answers }: Question, print: Print): Question {
    let next = answers.get(print);
    if (next === undefined) {
      next = { answers: new Map() };
      answers.set(print, next);
    }
    return next;
  }
}

/** Without `what` it is the end of a run. */
interface Question {
  /** By its number. */
  what?: number;
  readonly answers: Map<Print, Question>;
}

type Note = (what: string) => void;

class WatchedEdge extends EdgeCache {
  public constructor(from: EdgeCache, private readonly note: Note) {
    super(from);
  }

  public override get(key: string): ReturnType<EdgeCache['get']> {
    this.note(key);
    return super.get(key);
  }
}

/** A browser that was never used is one with nothing in it. */
class WatchedBrowsers extends Map<string, Browser> {
  public constructor(private readonly before: Caches['browsers'], private readonly note: Note) {
    super();
  }

  public override get(name: string): Browser {
    let watched = super.get(name);
    if (watched === undefined) {
      const before = this.before.get(name);
      watched = { http: new WatchedResponses(before?.http, this.note, name), preflights: new WatchedPreflights(before?.preflights, this.note, name) };
      this.set(name, watched);
    }
    return watched;
  }
}

class WatchedResponses extends BrowserHttpCache {
  public constructor(from: BrowserHttpCache | undefined, private readonly note: Note, private readonly name: string) {
    super(from);
  }

  public override get(url: string): ReturnType<BrowserHttpCache['get']> {
    this.note(responseName(this.name, url));
    return super.get(url);
  }
}

class WatchedPreflights extends PreflightCache {
  public constructor(from: PreflightCache | undefined, private readonly note: Note, private readonly name: string) {
    super(from);
  }

  public override allows(url: string, request: PreflightedRequest, methodIsSafelisted: boolean, now: number): boolean {
    this.note(preflightsName(this.name));
    return super.allows(url, request, methodIsSafelisted, now);
  }
}

function responseName(browser: string, url: string): string {
  return `response ${browser} ${url}`;
}

function preflightsName(browser: string): string {
  return `preflights ${browser}`;
}

/** Numbers for what is kept, equal for equal contents. The caches of a state never change: they are copied before anything is done with them. */
export class Prints {
  private readonly numbers = new Map<string, number>();
  private readonly known = new WeakMap<object, number>();

  public constructor(private readonly names: Names) {}

  /** Everything that can be looked up. */
  public findings({ edge, browsers }: Caches, assumptions: AssumptionChoices): Findings {
    const findings: Print[] = [];
    const find = (name: string, print: Print): void => { findings[this.names.numberOf(name)] = print; };
    Object.entries(assumptions).forEach(([id, alternative]) => { find(id, alternative); });
    for (const [key, copy] of edge.contents) {
      find(key, this.ofJson(copy));
    }
    for (const [name, { http, preflights }] of browsers) {
      for (const [url, response] of http.contents) {
        find(responseName(name, url), this.ofJson(response));
      }
      find(preflightsName(name), this.ofPermissions(preflights));
    }
    return findings;
  }

  /** A text in which equal findings are equal. */
  public fingerprint({ edge, browsers }: Caches, assumptions: AssumptionChoices): string {
    const kept = [...browsers].map(([name, { http, preflights }]) => `${name} ${this.ofEntries(http.contents)} ${this.ofPermissions(preflights)}`);
    return `${this.ofSorted(assumptions)} ${this.ofEntries(edge.contents)} ${kept.sort().join()}`;
  }

  private ofEntries(contents: ReadonlyMap<string, object>): number {
    return contents.size === 0 ? NOTHING : this.of(contents, () => [...contents].map(([key, kept]) => `${key} ${this.ofJson(kept)}`).sort().join('\n'));
  }

  private ofPermissions({ contents }: PreflightCache): number {
    return contents.size === 0 ? NOTHING : this.of(contents, () => [...contents].map(([permission, expires]) => `${permission} ${expires}`).sort().join());
  }

  private ofSorted(assumptions: AssumptionChoices): number {
    return this.of(assumptions, () => Object.entries(assumptions).map(([id, alternative]) => `${id} ${alternative}`).sort().join());
  }

  private ofJson(kept: object): number {
    return this.of(kept, () => JSON.stringify(kept));
  }

  private of(kept: object, textOf: () => string): number {
    let print = this.known.get(kept);
    if (print === undefined) {
      const text = textOf();
      print = this.numbers.get(text) ?? this.numbers.size + 1;
      this.numbers.set(text, print);
      this.known.set(kept, print);
    }
    return print;
  }
}
