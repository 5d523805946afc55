/** All proven fixes of a system, each tried alone, and all of them together. */
import type { TemplateInput } from '../../graph/types/template-input';
import type { Address, DeliveryGraphs } from '../../graph/types';
import { compileOnce } from '../../model/undecided';
import type { Finding } from '../../rules/engine/finding';
import type { Severity } from '../../rules/engine/rule';
import type { Mistake } from '../report/grouped';
import { changesBetween } from './edit';
import type { Change } from './edit';
import { provenFix, State } from './prove';
import type { Fix } from './prove';
import { REPAIRS } from './repairs';
import { neighborhoodOf, sliced } from './slice';

/** The fix of one mistake, alone. Nothing where the rule knows no way to fix it. */
export function fixFor(inputs: readonly TemplateInput[], graphs: DeliveryGraphs, mistake: Pick<Mistake, 'place' | 'rule' | 'severity'>): Fix | undefined {
  if (REPAIRS[mistake.rule] === undefined) {
    return undefined;
  }
  const states = statesOf(graphs);
  const part = neighborhoodOf(graphs, mistake.place.address) ?? graphs;
  const state = states.get(part) ?? stateOf(inputs, graphs, mistake.place.address);
  states.set(part, state);
  return provenFix(state, mistake);
}

/** The part of the system that shares something with a resource; all of it is not read again. */
function stateOf(inputs: readonly TemplateInput[], graphs: DeliveryGraphs, place: Address): State {
  const part = sliced(inputs, graphs, place);
  return part === inputs ? new State(inputs, graphs) : new State(part);
}

/** Mistakes of connected resources are tried on the same part of the system. */
const statesOf = compileOnce<DeliveryGraphs, Map<unknown, State>>(() => new Map());

const GRAVITY: readonly Severity[] = ['info', 'warning', 'error'];

/** Errors first; of those what AWS refuses and what is exposed, because a use that works only thanks to them may go. */
function urgency({ severity, family }: Finding): number {
  return GRAVITY.indexOf(severity) * 4 + (family === 'deploy' ? 2 : family === 'exposure' ? 1 : 0);
}

/** More rounds than any template needed: each takes one mistake away. */
const MOST_STEPS = 200;

/** What all proven fixes change together, errors first: each is proven on what those before it left. */
export function planFor(inputs: readonly TemplateInput[]): readonly Change[] {
  let state = new State(inputs);
  const unproven = new Set<string>();
  let isAnyFixed = false;
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = [...state.findings].sort((a, b) => urgency(b) - urgency(a)).find((finding) => !unproven.has(keyOf(finding)));
    const fix = next && provenFix(state, next);
    if (fix?.proven) {
      ({ state } = fix);
      isAnyFixed = true;
    } else if (next) {
      unproven.add(keyOf(next));
    } else if (isAnyFixed && unproven.size > 0) {
      // What could not be proven may be now, when less is wrong around it
      unproven.clear();
      isAnyFixed = false;
    } else {
      break;
    }
  }
  return changesBetween(inputs, state.inputs);
}

function keyOf({ rule, place: { address } }: Finding): string {
  return `${rule} ${address.stack} ${address.logicalId}`;
}
