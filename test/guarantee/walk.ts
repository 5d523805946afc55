/**
 * Runs every request after every history. Histories that leave the same caches behind have the same future, so each distinct state of the
 * caches is visited once, by its shortest history; a state is reached under every combination of assumptions that it depends on.
 */
import { answerClient, copyOfCaches, explore, loadForPage, newCaches } from '../../lib/model';
import type { Caches, EarlierEvent, ObjectLookup, Outcome, PageRequest, AssumptionChoices } from '../../lib/model';
import type { Clients, Happening } from './histories';
import { happeningsBefore } from './histories';
import { judge, memoryOf, NO_MEMORY } from './oracle';
import type { Judgement, Memory, OpenReason } from './oracle';
import { kindsFor, requestOf } from './requests';
import type { Encoding } from './requests';
import { LookUps, Names, Prints, Runs } from './watched-caches';
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
  readonly last?: { readonly happening: Remembered; readonly before: State };
}

/** An event, and what the browser may remember of it. */
interface Remembered extends Happening {
  readonly memory: Memory;
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
  const happenings = happeningsBefore(scene, origin, encoding, of.clients ?? 'same encoding').map((happening) => ({ ...happening, memory: leftBy(happening, of) }));
  const names = new Names();
  const asked = kindsFor(scene).map((kind) => new Asked(scene, kind.words, requestOf(scene, kind, origin, encoding), names));
  tally.standsFor += asked.length * Array.from({ length: depth + 1 }, (_, length) => happenings.length ** length).reduce((sum, count) => sum + count);
  asked.forEach((one) => { tally.requests[one.judgementFor(NO_MEMORY).set]++; });
  for (const state of reachable(of, happenings, names, tally)) {
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
  private readonly runs = new Map<Judgement, Map<number, Runs>>();

  public constructor(private readonly scene: Scene, private readonly kind: string, private readonly request: PageRequest, private readonly names: Names) {}

  /** What goes wrong with it in a state; nothing new where it would look up the same as in an earlier state. */
  public after(state: State, objects: ObjectLookup, tally: Tally): readonly Violation[] {
    const judgement = this.judgementFor(state.memory);
    const runs = this.runsAt(state.now, judgement);
    if (runs.includes(state.findings)) {
      return NOTHING_WRONG;
    }
    const lookUps = new LookUps(state.findings, this.names);
    const ends = explore((assumptions) => loadForPage(this.scene.graph, this.request, {
      assumptions: lookUps.watchedAssumptions(assumptions), caches: lookUps.watchedCopy(state.caches), objects, now: state.now,
    }), state.assumptions);
    runs.add(lookUps);
    ends.forEach(({ outcome }) => { tally.count(judgement, outcome); });
    const { scene, kind, request } = this;
    return ends.filter(({ outcome }) => verdictOn(judgement, outcome) !== 'as promised').map(({ outcome, assumptions }) => ({
      scene, request, kind, judgement, outcome, ...pastOf(state), now: state.now, assumptions: { ...state.assumptions, ...assumptions },
    }));
  }

  private runsAt(now: number, judgement: Judgement): Runs {
    const byClock = this.runs.get(judgement) ?? new Map<number, Runs>();
    const runs = byClock.get(now) ?? new Runs();
    this.runs.set(judgement, byClock.set(now, runs));
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

/** Every distinct state of the caches, nearest first. */
function* reachable(of: Walk, happenings: readonly Remembered[], names: Names, tally: Tally): Generator<State> {
  const { assumptions = {} } = of;
  const prints = new Prints(names);
  const seen = new Set<string>();
  let level: State[] = [];
  const arrive = (state: Omit<State, 'findings'>, at: State[]): void => {
    const print = `${state.now} ${nameOf(state.memory)} ${prints.fingerprint(state.caches, state.assumptions)}`;
    if (!seen.has(print)) {
      seen.add(print);
      at.push({ ...state, findings: prints.findings(state.caches, state.assumptions) });
    }
  };
  arrive({ caches: newCaches(), assumptions, now: 0, memory: NO_MEMORY }, level);
  for (let length = 0; length <= of.depth; length++) {
    const next: State[] = [];
    for (const state of level) {
      tally.states++;
      yield state;
      for (const happening of length < of.depth ? happenings : []) {
        for (const after of afterwards(of, state, happening, tally)) {
          arrive(after, next);
        }
      }
    }
    level = next;
  }
}

function afterwards({ scene, objects = ALWAYS_THERE }: Walk, before: State, happening: Remembered, tally: Tally): readonly Omit<State, 'findings'>[] {
  const { event, later = 0 } = happening;
  const now = before.now + later;
  const memory = remembered(before.memory, happening.memory);
  const graph = event.under ?? scene.graph;
  const ends = explore((assumptions) => {
    const caches = copyOfCaches(before.caches);
    if ('origin' in event) {
      loadForPage(graph, event, { caches, assumptions, objects, now });
    } else if (!('invalidate' in event)) {
      answerClient(graph, event, { caches, assumptions, objects, now });
    }
    return caches;
  }, before.assumptions);
  tally.events += ends.length;
  return ends.map(({ outcome: caches, assumptions: asked }) => {
    const assumptions = Object.keys(asked).length === 0 ? before.assumptions : { ...before.assumptions, ...asked };
    return { caches, now, memory, assumptions, last: { happening, before } };
  });
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
