/** Every use is tried once for a graph, whoever asks: what check, explain, report and preview say comes from here. */
import type { DeliveryGraph } from '../../graph/types';
import { exchange } from '../../model';
import type { AssumptionChoices, PageRequest } from '../../model';
import { compileOnce } from '../../model/undecided';
import { promisedPaths } from '../../rules/promise/promise';
import { COLD, historiesOf, leavesCopy } from './histories';
import type { History } from './histories';
import { judgeExchange } from '../request/try-request';
import type { Tried, TrialVerdict } from '../request/try-request';
import { promisedUses } from './uses';
import type { Use } from './uses';

/** A use with how it ends: as the worst of its requests does, after the worst that may have happened before. */
export interface TriedUse {
  readonly use: Use;
  readonly verdict: TrialVerdict;
  readonly request: PageRequest;
  readonly history: History;
  readonly tried: Tried;
  /** Whether it is promised without doubt, and what it takes to fail happens all the time. */
  readonly certain: boolean;
}

/** What happens all the time counts before what is rare, of which only failures count. */
function gravity({ verdict }: Tried, { rare }: History): number {
  if (rare && verdict === 'not-judged') {
    return 0;
  }
  return { works: 0, 'not-judged': 3, depends: 4, broken: 5 }[verdict] - (rare && verdict !== 'works' ? 3 : 0);
}

/** Tries a use. `others` are further promised requests, which may leave copies behind; `thorough` tries rare histories too. */
export function tryUse(
  graph: DeliveryGraph,
  use: Use,
  others: readonly PageRequest[],
  options: { readonly thorough?: boolean; readonly assumptions?: AssumptionChoices } = {},
): TriedUse {
  let worst: TriedUse | undefined;
  for (const request of use.requests) {
    // A copy that was made for nobody never permits more, so that only what is promised is tried after it
    const histories = use.promised === 'no' || use.kind === 'serves' ? [COLD] : historiesOf(request, others, options.thorough ?? false);
    for (const history of histories) {
      const tried = tryOnce(graph, request, history, options.assumptions);
      if (tried && (worst === undefined || gravity(tried, history) > gravity(worst.tried, worst.history))) {
        worst = { use, request, history, tried, verdict: tried.verdict, certain: isCertain(use, history, tried) };
      }
      if (worst?.verdict === 'broken' && worst.certain) {
        return worst;
      }
    }
  }
  return worst as TriedUse;
}

// What S3 itself refuses to write is not a matter of CORS
function isCertain({ promised, kind }: Use, history: History, { exchange: { outcome } }: Tried): boolean {
  const refusesToWrite = kind === 'fetch-method' && outcome.verdict === 'blocked' && outcome.by === 'S3' && outcome.step === 'response';
  return promised === 'yes' && !history.rare && !refusesToWrite;
}

const MEMORY = compileOnce<DeliveryGraph, Map<string, Tried | undefined>>(() => new Map());

/** Nothing for a history that changes nothing. */
function tryOnce(graph: DeliveryGraph, request: PageRequest, history: History, assumptions?: AssumptionChoices): Tried | undefined {
  const memory = MEMORY(graph);
  const key = JSON.stringify([request, history.events, assumptions]);
  if (!memory.has(key)) {
    const options = { history: history.events, assumptions };
    const tried = exchange(graph, request, options);
    memory.set(key, leavesCopy(tried, history) ? judgeExchange(tried, graph, request, options) : undefined);
  }
  return memory.get(key);
}

/** All that is promised in a graph, tried after what happens all the time. */
export const triedUses = compileOnce((graph: DeliveryGraph): readonly TriedUse[] => promisedPaths(graph).flatMap((path) => {
  const uses = promisedUses(graph, path);
  const requests = uses.filter(({ kind, promised }) => promised === 'yes' && kind !== 'serves' && kind !== 'upload').flatMap((use) => use.requests);
  return uses.map((use) => tryUse(graph, use, requests));
}));
