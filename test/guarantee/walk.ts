/**
 * Runs every request after every history. Histories that leave the same caches behind have the same future, so each distinct state of the
 * caches is visited once, by its shortest history; a state is reached under every combination of readings that it depends on.
 */
import { answerClient, copyOfCaches, explore, loadForPage, newCaches } from '../../lib/model';
import type { Caches, EarlierEvent, Interpretation, ObjectLookup, Outcome, PageRequest, ReadingChoices, Trip } from '../../lib/model';
import type { Happening } from './histories';
import { happeningsBefore } from './histories';
import { judge, memoryOf, NO_MEMORY } from './oracle';
import type { Judgement, Memory, OpenReason } from './oracle';
import { kindsFor, requestOf } from './requests';
import type { Scene } from './words';

/** The caches after some history, under some readings. */
interface State {
  readonly caches: Caches;
  readonly readings: ReadingChoices;
  readonly now: number;
  readonly past: readonly EarlierEvent[];
  readonly words: readonly string[];
  readonly memory: Memory;
}

/** What was run. */
export class Tally {
  public exchanges = 0;
  public events = 0;
  public states = 0;
  /** Requests times histories that the exchanges stand for. */
  public trips = 0;
  public readonly sets: Record<Judgement['set'], number> = { promised: 0, forbidden: 0, open: 0 };
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
  readonly readings: ReadingChoices;
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
  return promised === undefined || [...new Set(exposed)].sort().join() === promised.join();
}

/** Files without Cache-Control, and files that browsers must ask for each time. */
export const OBJECTS: Readonly<Record<string, ObjectLookup>> = { 'kept by default': () => ({}), 'no-cache': () => ({ cacheControl: 'no-cache' }) };

/** Sends every kind of request from `origin` after every history of at most `depth` events; violations come shortest history first. */
export function* walk(scene: Scene, origin: string, depth: number, tally: Tally, objects: ObjectLookup = () => ({})): Generator<Violation> {
  const happenings = happeningsBefore(scene, origin);
  const requests = kindsFor(scene).map((kind) => ({ kind: kind.words, request: requestOf(scene, kind, origin), judgements: new Map<Memory, Judgement>() }));
  tally.trips += requests.length * Array.from({ length: depth + 1 }, (_, length) => happenings.length ** length).reduce((sum, count) => sum + count);
  for (const state of reachable(scene, origin, happenings, depth, tally, objects)) {
    for (const { kind, request, judgements } of requests) {
      let judgement = judgements.get(state.memory);
      if (!judgement) {
        judgement = judge(scene, request, state.memory);
        judgements.set(state.memory, judgement);
      }
      const ends = explore((reading) => loadForPage(scene.graph, request, tripFrom(state, reading, objects)), state.readings);
      for (const { outcome, readings } of ends) {
        tally.count(judgement, outcome);
        if (verdictOn(judgement, outcome) !== 'as promised') {
          yield {
            scene, request, kind, judgement, outcome, history: state.words, past: state.past, now: state.now, readings: { ...state.readings, ...readings },
          };
        }
      }
    }
  }
}

function tripFrom(state: State, reading: Interpretation, objects: ObjectLookup): Trip {
  return { caches: copyOfCaches(state.caches), reading, objects, now: state.now };
}

/** Every distinct state of the caches, nearest first. */
function* reachable(scene: Scene, origin: string, happenings: readonly Happening[], depth: number, tally: Tally, objects: ObjectLookup): Generator<State> {
  const start: State = { caches: newCaches(), readings: {}, now: 0, past: [], words: [], memory: NO_MEMORY };
  const seen = new Set([fingerprint(start)]);
  let level = [start];
  for (let length = 0; length <= depth; length++) {
    const next: State[] = [];
    for (const state of level) {
      tally.states++;
      yield state;
      for (const happening of length < depth ? happenings : []) {
        for (const after of afterwards(scene, origin, state, happening, tally, objects)) {
          const print = fingerprint(after);
          if (!seen.has(print)) {
            seen.add(print);
            next.push(after);
          }
        }
      }
    }
    level = next;
  }
}

function afterwards(scene: Scene, origin: string, state: State, { words, event, later = 0 }: Happening, tally: Tally, objects: ObjectLookup): readonly State[] {
  const now = state.now + later;
  const past = [...state.past, { ...event, at: now }];
  const memory = remembered(state.memory, memoryOf([event], { path: 'path' in event ? event.path : '', origin }));
  const graph = event.under ?? scene.graph;
  const ends = explore((reading) => {
    const trip = tripFrom({ ...state, now }, reading, objects);
    if ('origin' in event) {
      loadForPage(graph, event, trip);
    } else if (!('invalidate' in event)) {
      answerClient(graph, event, trip);
    }
    return trip.caches;
  }, state.readings);
  tally.events += ends.length;
  return ends.map(({ outcome: caches, readings }) => ({
    caches, now, past, memory, readings: { ...state.readings, ...readings }, words: [...state.words, words],
  }));
}

const MEMORIES = new Map([NO_MEMORY, { own: true, former: false }, { own: false, former: true }, { own: true, former: true }].map((memory) => [`${memory.own} ${memory.former}`, memory]));

// One object for each combination, so that judgements can be looked up by it
function remembered(one: Memory, other: Memory): Memory {
  return MEMORIES.get(`${one.own || other.own} ${one.former || other.former}`) ?? NO_MEMORY;
}

/** Everything the future depends on. */
function fingerprint({ caches, readings, now, memory }: State): string {
  const kept = [
    ...[...caches.edge.contents].map(([key, copy]) => `${key} ${printOf(copy)}`),
    ...[...caches.browsers].flatMap(([browser, { http, preflights }]) => [
      ...[...http.contents].map(([url, response]) => `${browser} ${url} ${printOf(response)}`),
      ...[...preflights.contents].map(([permission, expires]) => `${browser} ${permission} ${expires}`),
    ]),
  ].sort();
  return [now, memory.own, memory.former, JSON.stringify(Object.entries(readings).sort()), ...kept].join('\n');
}

const prints = new WeakMap<object, string>();

function printOf(kept: object): string {
  let print = prints.get(kept);
  if (print === undefined) {
    print = JSON.stringify(kept);
    prints.set(kept, print);
  }
  return print;
}
