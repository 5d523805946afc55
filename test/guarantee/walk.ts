/**
 * Runs every request after every history. Histories that leave the same caches behind have the same future, so each distinct state of the
 * caches is visited once, by its shortest history; a state is reached under every combination of assumptions that it depends on.
 */
import { answerClient, explore, loadForPage, newCaches } from '../../lib/model';
import type { Caches, EarlierEvent, ObjectLookup, Outcome, PageRequest, AssumptionChoices, Simulation } from '../../lib/model';
import type { Clients, Happening } from './histories';
import { happeningsBefore } from './histories';
import { judge, memoryOf, NO_MEMORY } from './oracle';
import type { Judgement, Memory, OpenReason } from './oracle';
import { kindsFor, requestOf } from './requests';
import type { Encoding } from './requests';
import { Changes, LookUps, Numbers, Runs } from './watched-caches';
import type { Findings } from './watched-caches';
import type { Scene } from './words';

/** The caches after some history, under some assumptions. */
interface State {
  readonly caches: Caches;
  readonly assumptions: AssumptionChoices;
  /** Both of them, as what can be looked up. */
  readonly findings: Findings;
  readonly now: number;
  readonly memory: Memory;
  /** The last event and the state before it; left out at the start. */
  readonly last?: { readonly happening: Happening; readonly before: State };
}

/** How an event ended under some assumptions. */
interface Ended {
  readonly asked: AssumptionChoices;
  readonly changes: Changes;
}

/** What was run. */
export class Tally {
  public exchanges = 0;
  public events = 0;
  public states = 0;
  /** Requests times histories that the exchanges stand for. */
  public standsFor = 0;
  public readonly sets: Record<Judgement['set'], number> = { promised: 0, forbidden: 0, open: 0 };
  /** The same, of requests as the words of a contract judge them: without a history. */
  public readonly requests: Record<Judgement['set'], number> = { promised: 0, forbidden: 0, open: 0 };
  public readonly open = new Map<OpenReason, { readable: number; not: number }>();

  public count(judgement: Judgement, outcome: Outcome): void {
    this.exchanges++;
    this.sets[judgement.set]++;
    if (judgement.set === 'open') {
      const seen = this.open.get(judgement.reason) ?? { readable: 0, not: 0 };
      seen[outcome.readable ? 'readable' : 'not']++;
      this.open.set(judgement.reason, seen);
    }
  }
}

/** A request that did not end as the contract says. */
export interface Violation {
  readonly scene: Scene;
  readonly request: PageRequest;
  readonly kind: string;
  /** The history in words, oldest first. */
  readonly history: readonly string[];
  readonly past: readonly EarlierEvent[];
  readonly now: number;
  readonly assumptions: AssumptionChoices;
  readonly judgement: Judgement;
  readonly outcome: Outcome;
}

/** What is wrong with an outcome, if anything. */
export function verdictOn(judgement: Judgement, outcome: Outcome): 'as promised' | 'promise broken' | 'leak' {
  switch (judgement.set) {
    case 'promised':
      return outcome.verdict === 'allowed' && outcome.readable === judgement.readable && exposes(judgement.exposed, outcome.exposedHeaders)
        ? 'as promised' : 'promise broken';
    case 'forbidden':
      return outcome.readable ? 'leak' : 'as promised';
    case 'open':
      return 'as promised';
  }
}

function exposes(promised: readonly string[] | undefined, exposed: readonly string[]): boolean {
  return promised === undefined || (promised.length === new Set(exposed).size && promised.every((name) => exposed.includes(name)));
}

/** Files without Cache-Control, and files that browsers must ask for each time. */
export const OBJECTS: Readonly<Record<string, ObjectLookup>> = { 'kept by default': () => ({}), 'no-cache': () => ({ cacheControl: 'no-cache' }) };

/** From where, and how far back. */
export interface Walk {
  readonly scene: Scene;
  readonly origin: string;
  readonly encoding: Encoding;
  /** How many events a history has at most. */
  readonly depth: number;
  readonly objects?: ObjectLookup;
  readonly clients?: Clients;
  /** Settled from the start; all others are explored. */
  readonly assumptions?: AssumptionChoices;
}

/** Sends every kind of request from `origin` after every history of at most `depth` events; violations come shortest history first. */
export function* walk(of: Walk, tally: Tally): Generator<Violation> {
  const { scene, origin, encoding, depth } = of;
  const numbers = new Numbers();
  const events = happeningsBefore(scene, origin, encoding, of.clients ?? 'same encoding').map((happening) => new Event(of, happening, numbers));
  const asked = kindsFor(scene).map((kind) => new Asked(scene, kind.words, requestOf(scene, kind, origin, encoding), numbers));
  tally.standsFor += asked.length * Array.from({ length: depth + 1 }, (_, length) => events.length ** length).reduce((sum, count) => sum + count);
  asked.forEach((one) => { tally.requests[one.judgementFor(NO_MEMORY).set]++; });
  for (const state of reachable(of, events, numbers, tally)) {
    for (const one of asked) {
      for (const violation of one.after(state, of.objects ?? ALWAYS_THERE, tally)) {
        yield violation;
      }
    }
  }
}

const ALWAYS_THERE: ObjectLookup = () => ({});

const NOTHING_WRONG: readonly Violation[] = [];

/** One request, and how it ended in the states in which it was sent. */
class Asked {
  private readonly judgements = new Map<Memory, Judgement>();
  /** By what must happen and by the clock. */
  private readonly runs = new Map<Judgement, Map<number, Runs<true>>>();

  public constructor(private readonly scene: Scene, private readonly kind: string, private readonly request: PageRequest, private readonly numbers: Numbers) {}

  /** What goes wrong with it in a state; nothing new where it would look up the same as in an earlier state. */
  public after(state: State, objects: ObjectLookup, tally: Tally): readonly Violation[] {
    const judgement = this.judgementFor(state.memory);
    const runs = runsAt(state.now, this.runsOf(judgement));
    if (runs.find(state.findings)) {
      return NOTHING_WRONG;
    }
    const lookUps = new LookUps(state.findings, this.numbers);
    const ends = explore((assumptions) => loadForPage(this.scene.graph, this.request, {
      assumptions: lookUps.watchedAssumptions(assumptions), caches: lookUps.watchedCopy(state.caches), objects, now: state.now,
    }), state.assumptions);
    runs.add(lookUps, true);
    ends.forEach(({ outcome }) => { tally.count(judgement, outcome); });
    const { scene, kind, request } = this;
    return ends.filter(({ outcome }) => verdictOn(judgement, outcome) !== 'as promised').map(({ outcome, assumptions }) => ({
      scene, request, kind, judgement, outcome, ...pastOf(state), now: state.now, assumptions: { ...state.assumptions, ...assumptions },
    }));
  }

  private runsOf(judgement: Judgement): Map<number, Runs<true>> {
    let runs = this.runs.get(judgement);
    if (runs === undefined) {
      runs = new Map();
      this.runs.set(judgement, runs);
    }
    return runs;
  }

  /** One object for equal judgements, so that runs can be kept by it. */
  public judgementFor(memory: Memory): Judgement {
    const known = this.judgements.get(memory);
    if (known) {
      return known;
    }
    const made = judge(this.scene, this.request, memory);
    const judgement = [...this.judgements.values()].find((other) => JSON.stringify(other) === JSON.stringify(made)) ?? made;
    this.judgements.set(memory, judgement);
    return judgement;
  }
}

/** One event, and how it ended in the states in which it happened. */
class Event {
  /** What the browser may remember of it. */
  public readonly memory: Memory;
  /** By the clock. */
  private readonly runs = new Map<number, Runs<readonly Ended[]>>();

  public constructor(private readonly of: Walk, public readonly happening: Happening, private readonly numbers: Numbers) {
    this.memory = leftBy(happening, of);
  }

  /** How it ends in a state: as before where it would look up the same as in an earlier state. */
  public after(state: State, now: number, tally: Tally): readonly Ended[] {
    const runs = runsAt(now, this.runs);
    const known = runs.find(state.findings);
    if (known) {
      return known;
    }
    const lookUps = new LookUps(state.findings, this.numbers);
    const ends = explore((assumptions) => {
      const changes = new Changes(this.numbers);
      this.happen({ assumptions: lookUps.watchedAssumptions(assumptions), caches: lookUps.watchedCopy(state.caches, changes), objects: this.of.objects ?? ALWAYS_THERE, now });
      return changes;
    }, state.assumptions).map(({ outcome: changes, assumptions: asked }) => ({ asked, changes }));
    tally.events += ends.length;
    runs.add(lookUps, ends);
    return ends;
  }

  private happen(simulation: Simulation): void {
    const { event } = this.happening;
    const graph = event.under ?? this.of.scene.graph;
    if ('origin' in event) {
      loadForPage(graph, event, simulation);
    } else if (!('invalidate' in event)) {
      answerClient(graph, event, simulation);
    }
  }
}

function runsAt<T>(now: number, byClock: Map<number, Runs<T>>): Runs<T> {
  let runs = byClock.get(now);
  if (runs === undefined) {
    runs = new Runs();
    byClock.set(now, runs);
  }
  return runs;
}

/** Every distinct state of the caches, nearest first. */
function* reachable({ assumptions = {}, depth }: Walk, events: readonly Event[], numbers: Numbers, tally: Tally): Generator<State> {
  const findings = new Changes(numbers).findingsAfter([], assumptions);
  let level: readonly State[] = [{ caches: newCaches(), assumptions, findings, now: 0, memory: NO_MEMORY }];
  const seen = new Set(level.map(printOf));
  for (let length = 0; length <= depth; length++) {
    const next: State[] = [];
    for (const state of level) {
      tally.states++;
      yield state;
      for (const event of length < depth ? events : []) {
        next.push(...afterwards(state, event, seen, tally));
      }
    }
    level = next;
  }
}

/** A text in which equal states are equal. */
function printOf({ now, memory, findings }: Pick<State, 'now' | 'memory' | 'findings'>): string {
  return `${now} ${nameOf(memory)} ${findings.join().replace(/,+$/, '')}`;
}

/** The states after an event that were not seen before. */
function* afterwards(before: State, event: Event, seen: Set<string>, tally: Tally): Generator<State> {
  const { happening } = event;
  const now = before.now + (happening.later ?? 0);
  const memory = remembered(before.memory, event.memory);
  for (const { asked, changes } of event.after(before, now, tally)) {
    const findings = changes.findingsAfter(before.findings, asked);
    const print = printOf({ now, memory, findings });
    if (!seen.has(print)) {
      seen.add(print);
      const assumptions = Object.keys(asked).length === 0 ? before.assumptions : { ...before.assumptions, ...asked };
      yield { caches: changes.madeTo(before.caches), assumptions, findings, now, memory, last: { happening, before } };
    }
  }
}

/** What came before a state, oldest first: in words, and as events. */
function pastOf({ last, now }: State): Pick<Violation, 'history' | 'past'> {
  if (!last) {
    return { history: [], past: [] };
  }
  const { history, past } = pastOf(last.before);
  return { history: [...history, last.happening.words], past: [...past, { ...last.happening.event, at: now }] };
}

function leftBy({ event }: Happening, { scene, origin }: Walk): Memory {
  return memoryOf(scene, [event], { path: 'path' in event ? event.path : '', origin });
}

const FLAGS = [false, true] as const;
const MEMORIES = new Map(FLAGS.flatMap((own) => FLAGS.flatMap((former) => FLAGS.map((sibling) => ({ own, former, sibling }))))
  .concat(NO_MEMORY).map((memory) => [nameOf(memory), memory]));

// One object for each combination, so that judgements can be looked up by it
function remembered(one: Memory, other: Memory): Memory {
  return MEMORIES.get(nameOf({ own: one.own || other.own, former: one.former || other.former, sibling: one.sibling || other.sibling })) ?? NO_MEMORY;
}

function nameOf({ own, former, sibling }: Memory): string {
  return `${own} ${former} ${sibling}`;
}
