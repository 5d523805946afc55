import type { DeliveryGraph } from '../graph/types';
import type { Assumptions } from './assumptions';
import { loadForPage, partitionOf } from './browser/loading/page-load';
import type { EarlierEvent, PageRequest } from './browser/loading/page-request';
import { copyOfCaches, newCaches } from './caches';
import { answerClient } from './server';
import { EVERY_OBJECT } from './simulation';
import type { Caches, ObjectLookup, Simulation } from './simulation';
import { compileOnce } from './undecided';

/** What comes after a history, and in which run. */
interface Next {
  readonly page: PageRequest;
  readonly assumptions: Assumptions;
  readonly objects?: ObjectLookup;
}

/** The moment of the last event. */
export function endOf(history: readonly EarlierEvent[]): number {
  return history.reduce((now, { at }) => at ?? now, 0);
}

/** What was left by histories in which nothing was asked of an assumption: the same happens in every run. */
const KNOWN = compileOnce<DeliveryGraph, Map<string, Caches>>(() => new Map());
const MOST_KNOWN = 1_000;

/** The caches after what happened before a request. */
export function cachesAfter(graph: DeliveryGraph, history: readonly EarlierEvent[], next: Next): Caches {
  if (history.length === 0) {
    return newCaches();
  }
  if (next.objects || history.some(({ under }) => under)) {
    return replayed(graph, history, next);
  }
  const known = KNOWN(graph);
  const key = JSON.stringify([partitionOf(next.page), history]);
  const kept = known.get(key);
  if (kept) {
    return copyOfCaches(kept);
  }
  let asked = false;
  const assumptions: Assumptions = {
    choose: (id) => {
      asked = true;
      return next.assumptions.choose(id);
    },
    circumstance: (input, alternatives) => {
      asked = true;
      return next.assumptions.circumstance(input, alternatives);
    },
  };
  const caches = replayed(graph, history, { ...next, assumptions });
  if (!asked && known.size < MOST_KNOWN) {
    known.set(key, copyOfCaches(caches));
  }
  return caches;
}

function replayed(graph: DeliveryGraph, history: readonly EarlierEvent[], { page, assumptions, objects = EVERY_OBJECT }: Next): Caches {
  const caches = newCaches();
  let now = 0;
  for (const [index, event] of history.entries()) {
    now = event.at ?? now;
    const isLast =
      !('origin' in event) ||
      ![...history.slice(index + 1), page].some((later) => 'origin' in later && partitionOf(later) === partitionOf(event));
    replay(event.under ?? graph, event, { assumptions, caches, objects, now, copy: isLast ? 'unused' : undefined });
  }
  return caches;
}

function replay(graph: DeliveryGraph, event: EarlierEvent, simulation: Simulation): void {
  if ('invalidate' in event) {
    simulation.caches.edge.invalidate();
  } else if ('origin' in event) {
    loadForPage(graph, event, simulation);
  } else {
    answerClient(graph, event, simulation);
  }
}
