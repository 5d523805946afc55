import { readTemplates } from '../../graph/readers/templates';
import { withoutRepeats } from '../../graph/sources/repeats';
import type { LoadedTemplates } from '../../graph/sources/template-files';
import type { TemplateInput } from '../../graph/types/template-input';
import type { DeliveryGraphs, ReadProblem } from '../../graph/types';
import { checkGraphs, type Report } from './check-graphs';

/** A report, with the graphs in which its places are nodes. */
export interface CheckedSystem {
  readonly report: Report;
  readonly graphs: DeliveryGraphs;
}

/**
 * What {@link checkGraphs} says about a system, without judging again what repeats a delivery about which there is nothing to say.
 * Repeats of those about which there is something are judged like any other.
 */
export function checkSystem({ inputs, problems }: LoadedTemplates): CheckedSystem {
  const shortened = withoutRepeats(inputs);
  const once = judged(shortened.inputs, problems);
  const places = [...once.report.findings, ...once.report.unknowns].map(({ place }) => place.address);
  const more = shortened.withRepeatsAt(places);
  return more === undefined ? once : judged(more, problems);
}

function judged(inputs: readonly TemplateInput[], problems: readonly ReadProblem[]): CheckedSystem {
  const read = readTemplates(inputs);
  const graphs = { ...read, problems: [...problems, ...read.problems] };
  return { report: checkGraphs(graphs), graphs };
}
