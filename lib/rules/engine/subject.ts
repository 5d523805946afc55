/** What rules look at: parts of a graph, listed once, so that each rule only says how it judges one of them. */
import type { Address } from '../../graph/types/address';
import { known, type Known } from '../../graph/types/known';
import type { DeliveryGraph } from '../../graph/types';
import { asUnknown, listOf, unknownAt, type Verdicts } from './judge';
import type { Judgement, Place, Rule } from './rule';

/** A part of the graph that several rules look at; unknown where only deployment decides what is written there. */
export interface Subject<S, W = undefined> {
  readonly place: Place;
  readonly what: Known<S>;
  /** What it is a part of. */
  readonly within: W;
}

export function subject<S>(address: Address, path: string, what: Known<S>): Subject<S>;
export function subject<S, W>(address: Address, path: string, what: Known<S>, within: W): Subject<S, W>;
export function subject<S, W>(address: Address, path: string, what: Known<S>, within?: W): Subject<S, W | undefined> {
  return { place: { address, path }, what, within };
}

/** What a rule says about a graph. */
export type Check = Rule['check'];

/** How a rule judges one subject. */
export type Judge<S, W = undefined> = (what: S, place: Place, within: W, graph: DeliveryGraph) => Verdicts;

/** Where a subject is judged: at one of its properties (`''` is the subject itself), or elsewhere. */
export type At<S> = string | ((what: S, place: Place) => Place);

/**
 * Judges every subject of a graph. `judge` is made once, with the rule, and not for each graph: what V8 compiles for a function is lost in
 * the first garbage collection after the function.
 */
export function eachOf<S, W>(subjectsIn: (graph: DeliveryGraph) => readonly Subject<S, W>[], at: At<S>, judge: Judge<S, W>): Check {
  return (graph) => judgedEach(graph, subjectsIn(graph), at, judge);
}

/** Judges some subjects of a graph. */
export function judgedEach<S, W>(
  graph: DeliveryGraph, subjects: readonly Subject<S, W>[], at: At<S>, judge: Judge<S, W>,
): readonly Judgement[] {
  const judgements: Judgement[] = [];
  for (const { place: own, what, within } of subjects) {
    if (!what.known) {
      judgements.push(unknownAt(own, what.reason));
      continue;
    }
    const place = typeof at === 'string' ? propertyOf(own, at) : at(what.value, own);
    try {
      judgements.push(...listOf(judge(what.value, place, within, graph)));
    } catch (error) {
      judgements.push(asUnknown(place, error));
    }
  }
  return judgements;
}

/** Judges each of some parts of a graph, all of which are known to be there, at the place that `at` names. */
export function eachIn<S>(
  partsIn: (graph: DeliveryGraph) => readonly S[], at: (part: S) => Place, judge: (part: S, place: Place, graph: DeliveryGraph) => Verdicts,
): Check {
  const judgePart: Judge<S> = (part, place, _, graph) => judge(part, place, graph);
  const subjectOf = (part: S): Subject<S> => ({ place: at(part), what: known(part), within: undefined });
  return (graph) => judgedEach(graph, partsIn(graph).map(subjectOf), '', judgePart);
}

function propertyOf(place: Place, property: string): Place {
  return property === '' ? place : { address: place.address, path: `${place.path}.${property}` };
}

/** What several checks say, one after the other. */
export function inTurn(...checks: readonly Check[]): Check {
  return (graph) => checks.flatMap((check) => check(graph));
}
