import { readTemplates } from '../../graph/readers/templates';
import { withoutRepeats } from '../../graph/sources/repeats';
import type { LoadedTemplates } from '../../graph/sources/template-files';
import type { TemplateInput } from '../../graph/types/template-input';
import type { DeliveryGraphs, ReadProblem } from '../../graph/types';
import type { Report } from './check-graphs';
import type { Place } from './rule';

/** A report, with the graphs in which its places are nodes. */
export interface CheckedSystem<R extends Report = Report> {
  readonly report: R;
  readonly graphs: DeliveryGraphs;
}

/**
 * What rules, or somebody else, say about a system, without judging again what repeats a delivery about which there is nothing to say.
 * Repeats of those about which there is something are judged like any other.
 */
export function checkSystem<R extends Report>(
  { inputs, problems }: LoadedTemplates, judge: (graphs: DeliveryGraphs) => R, placesOf: (report: R) => readonly Place[] = placesIn,
): CheckedSystem<R> {
  const shortened = withoutRepeats(inputs);
  const once = judged(shortened.inputs, problems, judge);
  const more = shortened.withRepeatsAt(placesOf(once.report).map(({ address }) => address));
  return more === undefined ? once : judged(more, problems, judge);
}

/** The places about which a report says something. */
export function placesIn({ findings, unknowns }: Report): readonly Place[] {
  return [...findings, ...unknowns].map(({ place }) => place);
}

function judged<R extends Report>(inputs: readonly TemplateInput[], problems: readonly ReadProblem[], judge: (graphs: DeliveryGraphs) => R): CheckedSystem<R> {
  const read = readTemplates(inputs);
  const graphs = { ...read, problems: [...problems, ...read.problems] };
  return { report: judge(graphs), graphs };
}
