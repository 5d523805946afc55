/** What every command and check says about a system: the rules' findings, what breaks although no rule says so, and what is not judged. */
import type { DeliveryGraph, DeliveryGraphs } from '../../graph/types';
import { RULES } from '../../rules/catalogue';
import { checkGraphs, reportOn, type Report } from '../../rules/engine/check-graphs';
import { checkSystem, type CheckedSystem } from '../../rules/engine/check-system';
import type { Finding } from '../../rules/engine/finding';
import type { LoadedTemplates } from '../../graph/sources/template-files';
import { holdsIn } from '../../rules/engine/when';
import { grouped } from './grouped';
import type { Mistake } from './grouped';
import { notJudgedIn } from './not-judged';
import type { NotJudged } from './not-judged';
import { asGrave, brokenPromises, PROMISE_BROKEN } from './promise-broken';

/** Everything that can be found, the net included. */
export const ALL_RULES = [...RULES, PROMISE_BROKEN];

/** What rules and trial say about a system. */
export interface JudgedReport extends Report {
  /** Errors first; those of one rule at one resource are one. */
  readonly mistakes: readonly Mistake[];
  readonly notJudged: readonly NotJudged[];
}

/** Judges a system. */
export function judgeSystem(loaded: LoadedTemplates): CheckedSystem<JudgedReport> {
  return checkSystem(loaded, judgeGraphs);
}

/** Judges graphs by the rules and the trial. */
export function judgeGraphs(graphs: DeliveryGraphs): JudgedReport {
  const report = reportOn(graphs);
  const weighed = report.findings.map((finding) =>
    graphs.worlds.filter((world) => holdsIn(finding.when, world)).reduce((sofar, world) => asGrave(world, sofar), finding),
  );
  const findings = [...weighed, ...unexplained(graphs, weighed)];
  return { ...report, findings, mistakes: grouped(findings, graphs), notJudged: notJudgedIn(graphs, report.unknowns) };
}

function unexplained(graphs: DeliveryGraphs, findings: readonly Finding[]): readonly Finding[] {
  const holding = (world: DeliveryGraph) => findings.filter(({ when }) => holdsIn(when, world));
  return checkGraphs(graphs, [{ ...PROMISE_BROKEN, check: (world) => brokenPromises(world, holding(world)) }]).findings;
}
