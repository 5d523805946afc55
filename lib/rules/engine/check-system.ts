import { readTemplates } from '../../graph/readers/templates';
import type { LoadedTemplates } from '../../graph/sources/template-files';
import type { DeliveryGraphs } from '../../graph/types';
import type { Report } from './check-graphs';

/** A report, with the graphs in which its places are nodes. */
export interface CheckedSystem<R extends Report = Report> {
  readonly report: R;
  readonly graphs: DeliveryGraphs;
}

/** What rules, or somebody else, say about a system. */
export function checkSystem<R extends Report>(
  { inputs, problems }: LoadedTemplates,
  judge: (graphs: DeliveryGraphs) => R,
): CheckedSystem<R> {
  const read = readTemplates(inputs);
  const graphs = { ...read, problems: [...problems, ...read.problems] };
  return { report: judge(graphs), graphs };
}
