/**
 * Proves a fix: the edits are made, the templates are read again, rules and trial judge again. What the finding is about is gone, what
 * worked works, nobody gains what was not promised, and no rule says anything new.
 */
import { readTemplates } from '../../graph/readers/templates';
import type { TemplateInput } from '../../graph/types/template-input';
import { isSameResource } from '../../graph/types/same-resource';
import type { DeliveryGraphs } from '../../graph/types';
import { RULES } from '../../rules/catalogue';
import { checkGraphs, reportOn } from '../../rules/engine/check-graphs';
import type { Finding } from '../../rules/engine/finding';
import { holdsIn } from '../../rules/engine/when';
import { promisedPaths } from '../../rules/promise/promise';
import { decides } from '../report/places';
import { unexplainedUses } from '../report/promise-broken';
import { tryRequest } from '../request/try-request';
import { triedUses } from '../uses/tried-uses';
import type { TriedUse } from '../uses/tried-uses';
import { REPAIRS } from './repairs';
import type { RepairContext } from './repairs/context';
import { changesBetween, withEdits } from './edit';
import type { Change, Edit } from './edit';
import { gainsIn } from './probes';

/** A system as it is before or after a fix. */
export class State {
  /** `graphs` are what the templates say. */
  public constructor(public readonly inputs: readonly TemplateInput[], public readonly graphs: DeliveryGraphs = readTemplates(inputs)) {}

  /** What all rules say. */
  public get findings(): readonly Finding[] {
    return reportOn(this.graphs).findings;
  }

  /** What one rule says at a resource; no other rule is asked for it. */
  public findingsOf({ rule, place }: Wanted): readonly Finding[] {
    const { findings } = checkGraphs(this.graphs, RULES.filter(({ id }) => id === rule));
    return findings.filter((finding) => isSameResource(finding.place.address, place.address));
  }
}

/** A fix with its proof, or the reason why there is none. */
export type Fix =
  | { readonly proven: true; readonly changes: readonly Change[]; readonly state: State }
  | { readonly proven: false; readonly because: string };

type Wanted = Pick<Finding, 'place' | 'rule' | 'severity'>;

/** The first way to fix what a rule finds at a resource, that is proven. Nothing where the rule knows no way. */
export function provenFix(before: State, wanted: Wanted): Fix | undefined {
  const ways = Math.max(...before.findingsOf(wanted).map((finding) => waysFor(before, finding).length), 0);
  if (ways === 0) {
    return undefined;
  }
  let because: string | undefined;
  const insufficient: State[] = [];
  for (let way = 0; way < ways; way++) {
    const after = fixed(before, wanted, way);
    const objection = after === undefined ? 'what it changes is computed at deployment, or stands there already' : objectionTo(before, after, wanted);
    if (after && objection === undefined) {
      return proofOf(before, after);
    }
    because ??= objection;
    insufficient.push(...(after ? [after] : []));
  }
  const completed = insufficient.map((after) => completedFix(before, after, wanted)).find((state) => state !== undefined);
  return completed ? proofOf(before, completed) : { proven: false, because: because ?? '' };
}

function proofOf(before: State, state: State): Fix {
  return { proven: true, changes: changesBetween(before.inputs, state.inputs), state };
}

/**
 * A fix behind which another mistake shows, together with the fix of that one. What exposes, or is refused, was not a fix to begin with.
 */
function completedFix(before: State, after: State, wanted: Wanted): State | undefined {
  const next = newFinding(before, after);
  const ways = next && next.family !== 'deploy' && next.family !== 'exposure' ? Math.max(...after.findingsOf(next).map((finding) => waysFor(after, finding).length), 0) : 0;
  for (let way = 0; next && way < ways; way++) {
    const state = fixed(after, next, way);
    if (state && objectionTo(before, state, wanted) === undefined) {
      return state;
    }
  }
  return undefined;
}

function waysFor({ graphs, inputs }: State, finding: Finding): readonly (readonly Edit[])[] {
  const repair = REPAIRS[finding.rule];
  const graph = graphs.worlds.find((world) => holdsIn(finding.when, world));
  if (repair === undefined || graph === undefined) {
    return [];
  }
  const context: RepairContext = { finding, graph, inputs, paths: promisedPaths(graph).filter((path) => decides(finding.place, path)) };
  return repair(context).filter((edits) => edits.length > 0);
}

/** More places than one resource has with one mistake. */
const MOST_PLACES = 100;

/** Every place of the resource is fixed in the same way, one after the other, because two may stand in one list. */
function fixed(before: State, wanted: Wanted, way: number): State | undefined {
  let state = before;
  for (let count = 0; count < MOST_PLACES; count++) {
    const edits = nextEdits(state, wanted, way);
    const inputs = edits && withEdits(state.inputs, edits);
    if (edits === undefined || inputs === undefined || isSame(inputs, state.inputs)) {
      return count === 0 ? undefined : state;
    }
    state = new State(inputs);
  }
  return state;
}

/** Those for the first place that can be fixed. */
function nextEdits(state: State, wanted: Wanted, way: number): readonly Edit[] | undefined {
  for (const finding of state.findingsOf(wanted)) {
    const ways = waysFor(state, finding);
    if (ways.length > 0) {
      return ways[way] ?? ways[0];
    }
  }
  return undefined;
}

function isSame(one: readonly TemplateInput[], other: readonly TemplateInput[]): boolean {
  return one.every(
    ({ template }, index) => template === other[index]?.template || JSON.stringify(template) === JSON.stringify(other[index]?.template),
  );
}

/** Why a fix is not one; nothing when it is. */
function objectionTo(before: State, after: State, wanted: Wanted): string | undefined {
  const left = after.findingsOf(wanted);
  if (left.some(({ severity }) => gravity(severity) >= gravity(wanted.severity))) {
    return 'the same is found again afterwards';
  }
  const found = newFinding(before, after);
  return (found && `then ${found.rule} is found: ${found.message}`) ?? lostUse(before, after) ?? newGain(before, after) ?? newlyUnexplained(before, after);
}

function gravity(severity: Finding['severity']): number {
  return { info: 0, warning: 1, error: 2 }[severity];
}

/** Nothing new is said of deployment and exposure, and no new error at all. */
function newFinding(before: State, after: State): Finding | undefined {
  const known = new Map(before.findings.map((finding) => [keyOf(finding), Math.max(gravity(finding.severity))]));
  return after.findings.find((finding) => {
    const matters = finding.severity === 'error' || (finding.severity === 'warning' && (finding.family === 'exposure' || finding.family === 'deploy'));
    return matters && (known.get(keyOf(finding)) ?? -1) < gravity(finding.severity);
  });
}

function keyOf({ rule, place: { address } }: Finding): string {
  return `${rule} ${address.stack} ${address.logicalId}`;
}

function usesOf({ graphs: { worlds } }: State): ReadonlyMap<string, TriedUse> {
  return new Map(worlds.flatMap((graph, world) => triedUses(graph).map((tried) => [`${String(world)} ${keyOfUse(tried)}`, tried] as const)));
}

function lostUse(before: State, after: State): string | undefined {
  const now = usesOf(after);
  for (const [key, { verdict, use }] of usesOf(before)) {
    const then = now.get(key);
    // Where AWS refuses what a use goes through, it did not work before
    const isRefused = before.findings.some(({ family, severity, place }) => family === 'deploy' && severity === 'error' && decides(place, use.path));
    if (verdict === 'works' && !isRefused && !(then?.verdict === 'works' || (then === undefined && stillWorks(after, use)))) {
      return `then ${use.title} for ${use.origin} does not work any more`;
    }
  }
  return undefined;
}

/** Whether a use works that nobody promises by its name any more. */
function stillWorks({ graphs: { worlds } }: State, { requests }: TriedUse['use']): boolean {
  return worlds.every((graph) => requests.every((request) => tryRequest(graph, request).verdict === 'works'));
}

function newGain(before: State, after: State): string | undefined {
  const had = gainsIn(before.graphs);
  const gained = [...gainsIn(after.graphs)].find((gain) => !had.has(gain));
  return gained && `then ${gained}`;
}

/** A use that fails where no rule is left that says why was not fixed; one that no rule explained before is another mistake. */
function newlyUnexplained(before: State, after: State): string | undefined {
  const left = unexplainedIn(after);
  const known = new Set((left.length === 0 ? [] : unexplainedIn(before)).map(keyOfUse));
  const broken = left.find((tried) => !known.has(keyOfUse(tried)));
  return broken && `${broken.use.title} for ${broken.use.origin} still fails`;
}

/** A warning that a request does not get through is a reason as well. */
function unexplainedIn({ graphs: { worlds }, findings }: State): readonly TriedUse[] {
  const reasons = findings.map((finding) => (finding.family === 'unreachable' && finding.severity === 'warning' ? { ...finding, severity: 'error' } as const : finding));
  return worlds.flatMap((graph) => unexplainedUses(graph, reasons.filter(({ when }) => holdsIn(when, graph))));
}

function keyOfUse({ use: { path: { distribution: { address }, behavior }, kind, origin } }: TriedUse): string {
  return `${address.stack} ${address.logicalId} ${behavior.path} ${kind} ${origin}`;
}
