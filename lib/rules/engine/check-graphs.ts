import type { DeliveryGraph, DeliveryGraphs, ReadProblem } from '../../graph/types';
import { compileOnce } from '../../model/undecided';
import { RULES } from '../catalogue';
import type { Finding, UnjudgedPlace } from './finding';
import type { Judgement, Place, Rule, Severity } from './rule';
import { whenItHolds } from './when';

/** What the rules say about a system. */
export interface Report {
  /** By place. */
  readonly findings: readonly Finding[];
  /** What could not be judged, by place. */
  readonly unknowns: readonly UnjudgedPlace[];
  readonly problems: readonly ReadProblem[];
  /** False when conditions can turn out in more ways than were looked at. */
  readonly complete: boolean;
}

/** Judges a system by every rule, in every world. An error thrown by a rule is a mistake in the rule and comes through. */
export function checkGraphs(graphs: DeliveryGraphs, rules: readonly Rule[] = RULES): Report {
  const statements = collect(graphs.worlds, rules);
  const when = (statement: Statement) => whenItHolds(statement.worlds, graphs.worlds);
  return {
    findings: statements.flatMap((statement) => {
      const { rule, judgement } = statement;
      return judgement.verdict === 'fail' ? [finding(rule, judgement, when(statement))] : [];
    }),
    unknowns: statements.flatMap((statement) => {
      const { rule, judgement } = statement;
      return judgement.verdict === 'unknown' ? [{ rule: rule.id, place: judgement.place, reason: judgement.reason, when: when(statement) }] : [];
    }),
    problems: graphs.problems,
    complete: graphs.complete,
  };
}

/** What all rules say about a system, judged once, whoever asks. */
export const reportOn = compileOnce((graphs: DeliveryGraphs) => checkGraphs(graphs));

/** A judgement that a report names. */
type Said = Exclude<Judgement, { readonly verdict: 'pass' }>;

/** A judgement with the worlds in which it was passed. */
interface Statement {
  readonly rule: Rule;
  readonly judgement: Said;
  readonly worlds: DeliveryGraph[];
}

function collect(worlds: readonly DeliveryGraph[], rules: readonly Rule[]): readonly Statement[] {
  const statements = new Map<string, Statement>();
  for (const world of worlds) {
    for (const rule of rules) {
      for (const judgement of rule.check(world)) {
        // Nearly all places pass, and a report does not name them
        if (judgement.verdict !== 'pass') {
          add(statements, rule, judgement, world);
        }
      }
    }
  }
  return [...statements.values()].sort((a, b) => comparePlaces(a.judgement.place, b.judgement.place));
}

function add(statements: Map<string, Statement>, rule: Rule, judgement: Said, world: DeliveryGraph): void {
  const key = JSON.stringify([rule.id, judgement.verdict, placeKey(judgement.place), textOf(judgement)]);
  const earlier = statements.get(key);
  if (!earlier) {
    statements.set(key, { rule, judgement, worlds: [world] });
  } else if (!earlier.worlds.includes(world)) {
    const graver = severityOf(rule, judgement) < severityOf(rule, earlier.judgement) ? judgement : earlier.judgement;
    statements.set(key, { rule, judgement: graver, worlds: [...earlier.worlds, world] });
  }
}

function textOf(judgement: Said): string {
  return judgement.verdict === 'fail' ? judgement.message : judgement.reason;
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

function severityOf(rule: Rule, judgement: Said): number {
  return SEVERITIES.indexOf((judgement.verdict === 'fail' ? judgement.severity : undefined) ?? rule.severity);
}

function finding(rule: Rule, judgement: Said & { readonly verdict: 'fail' }, when: Finding['when']): Finding {
  return {
    rule: rule.id,
    severity: judgement.severity ?? rule.severity,
    family: rule.family,
    place: judgement.place,
    message: judgement.message,
    why: judgement.why ?? rule.why,
    fix: judgement.fix ?? rule.fix,
    when,
  };
}

function placeKey({ address, path }: Place): readonly string[] {
  return [address.file ?? '', address.stack, address.logicalId, path];
}

// Base letters and numbers first, so that `CacheBehaviors.10` comes after `CacheBehaviors.2`, in every locale alike
let collator: Intl.Collator | undefined;

// Made when there is something to order, because it takes as long as loading ten rules
function order(one: string, other: string): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(one, other);
}

function comparePlaces(a: Place, b: Place): number {
  const others = placeKey(b);
  return placeKey(a).map((part, index) => order(part, others[index] ?? '')).find((difference) => difference !== 0) ?? 0;
}
