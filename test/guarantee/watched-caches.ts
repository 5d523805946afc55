/** Caches and assumptions that note what is looked up in them: where a request would look up the same, it would end the same. */
import { BrowserHttpCache, EdgeCache, PreflightCache } from '../../lib/model';
import type { Caches, Assumptions, PreflightedRequest, AssumptionChoices } from '../../lib/model';

type Browser = NonNullable<ReturnType<Caches['browsers']['get']>>;

/** Where a request can look things up. */
export interface Surroundings {
  readonly caches: Caches;
  /** The assumptions that are settled. */
  readonly assumptions: AssumptionChoices;
}

/** Everything that was looked up in one run, with what was found. */
export class LookUps {
  private readonly found = new Map<string, { readonly print: Print; readonly again: Again }>();

  public constructor(private readonly before: Surroundings) {}

  /** A copy of the caches that notes what is looked up. */
  public watchedCopy(): Caches {
    const note: Note = (what, again) => { this.note(what, ({ caches }) => again(caches)); };
    return { edge: new WatchedEdge(this.before.caches.edge, note), browsers: new WatchedBrowsers(this.before.caches.browsers, note) };
  }

  /** The same answers, with a note of each question. */
  public watchedAssumptions(assumptions: Assumptions): Assumptions {
    return {
      choose: (id) => {
        this.note(id, ({ assumptions }) => assumptions[id] ?? '');
        return assumptions.choose(id);
      },
      circumstance: (input, alternatives) => assumptions.circumstance(input, alternatives),
    };
  }

  /** What was looked up, in order. */
  public get inOrder(): Iterable<{ readonly print: Print; readonly again: Again }> {
    return this.found.values();
  }

  private note(what: string, again: Again): void {
    if (!this.found.has(what)) {
      this.found.set(what, { print: again(this.before), again });
    }
  }
}

/**
 * All runs of one request as a tree of look-ups: what is looked up next depends only on what was found before, so one way down the tree
 * tells whether a run elsewhere would be a repetition.
 */
export class Runs {
  private readonly root: Question = { answers: new Map() };

  public includes(surroundings: Surroundings): boolean {
    let question = this.root.answers.get('');
    while (question?.again) {
      question = question.answers.get(question.again(surroundings));
    }
    return question !== undefined;
  }

  public add({ inOrder }: LookUps): void {
    let question = this.next(this.root, '');
    for (const { print, again } of inOrder) {
      question.again ??= again;
      question = this.next(question, print);
    }
  }

  private next({ answers }: Question, print: Print): Question {
    const next = answers.get(print) ?? { answers: new Map<Print, Question>() };
    answers.set(print, next);
    return next;
  }
}

/** Without `again` it is the end of a run. */
interface Question {
  again?: Again;
  readonly answers: Map<Print, Question>;
}

type Print = number | string;
type Again = (surroundings: Surroundings) => Print;
type Note = (what: string, again: (caches: Caches) => Print) => void;

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

/** Everything that caches hold, as a text in which equal contents are equal. */
export function contentsOf(caches: Caches): string {
  const kept = [...caches.edge.contents].map(([key, copy]) => `${key} ${printOf(copy)}`);
  for (const [name, { http, preflights }] of caches.browsers) {
    for (const [url, response] of http.contents) {
      kept.push(`${name} ${url} ${printOf(response)}`);
    }
    kept.push(`${name} ${printOfPreflights(preflights)}`);
  }
  return kept.sort().join('\n');
}

const NOTHING = 0;
const numbers = new Map<string, number>();
const prints = new WeakMap<object, number>();

/** Equal for equal contents; what is kept never changes, so it is looked at once. */
function printOf(kept: object | undefined): number {
  return kept === undefined ? NOTHING : rememberedPrint(kept, JSON.stringify);
}

// The caches of a state are copied before anything is done with them, so they never change either; copies share what they hold
function printOfPreflights(preflights: PreflightCache | undefined): number {
  return preflights === undefined || preflights.contents.size === 0
    ? NOTHING
    : rememberedPrint(preflights.contents, (contents) => [...contents].map(([permission, expires]) => `${permission} ${expires}`).sort().join());
}

function rememberedPrint<K extends object>(kept: K, textOf: (kept: K) => string): number {
  let print = prints.get(kept);
  if (print === undefined) {
    const text = textOf(kept);
    print = numbers.get(text) ?? numbers.size + 1;
    numbers.set(text, print);
    prints.set(kept, print);
  }
  return print;
}
